"""The page: header, verdicts, one chart for each figure and rate, gains, ageing, decision rules, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from champion_challenger.core.report.rows import ReportRows
from champion_challenger.core.report.view import ViewedRows
from champion_challenger.core.verdicts.ageing import FEWEST_VERSIONS, wear
from champion_challenger.report.advice import recommendation
from champion_challenger.report.campaign_plan import campaign_plan
from champion_challenger.report.chart import Stroke, sample
from champion_challenger.report.decisions import decision_rules_section
from champion_challenger.report.figures import FIGURES
from champion_challenger.report.filters import filter_lines, last_title
from champion_challenger.report.frame import document, framed
from champion_challenger.report.header import facts, notices
from champion_challenger.report.lines import (
    age_charts,
    figure_chart,
    gains_charts,
    others,
    rows_by_age,
    versions_drawn,
)
from champion_challenger.report.markup import Markup, element
from champion_challenger.report.shown import ReportEvidence, ShownVersion, report_evidence
from champion_challenger.report.style import SHEET, page_strokes, pick_id, pick_rules, rate_id, switch_rules
from champion_challenger.report.tables import activations, last_cohort, problems, role_name
from champion_challenger.report.verdicts import verdicts
from champion_challenger.report.wording import Wording
from champion_challenger.settings.performance_report import ReportOptions

_DEFAULT = ReportOptions()


def page(rows: ReportRows, options: ReportOptions = _DEFAULT) -> str:
    """Report of one score as one HTML page: no script, nothing fetched, every value escaped.

    Parameters
    ----------
    rows
        Rows of the score, all cohorts; from `report_rows`.

    Raises
    ------
    DataError
        A rate that the rows do not have, or two models in production on one cohort.
    """
    return page_around(fragment(rows, options), rows, options)


def page_around(content: Markup, rows: ReportRows, options: ReportOptions = _DEFAULT) -> str:
    """The page of a report that is drawn already, see `fragment`."""
    title = f"{rows.score}: {Wording.of(options).text('title')}"
    return document(title, content, options.language)


def draw_and_keep(rows: ReportRows, options: ReportOptions, keep: Callable[[str, str], None]) -> Markup:
    """Draw the report once: its page is handed to `keep`, behind the score's name, and the fragment is returned."""
    content = fragment(rows, options)
    keep(rows.score, page_around(content, rows, options))
    return content


def fragment(rows: ReportRows, options: ReportOptions = _DEFAULT, viewed: ViewedRows | None = None) -> Markup:
    """The same content for a page that exists already, whose own styles it leaves alone.

    Parameters
    ----------
    viewed
        What a view shows of the rows: charts and tables are of it, facts and verdicts are of all rows.
    """
    evidence, words = report_evidence(rows, options.rate), Wording.of(options)
    shown = evidence.within(viewed.rows) if viewed else evidence
    lines = filter_lines(viewed, evidence, words) if viewed else []
    return framed(
        _content(evidence, shown, lines, options),
        SHEET + switch_rules(shown.rates) + pick_rules(len(others(shown))),
        options.language,
    )


def _content(
    evidence: ReportEvidence, shown: ReportEvidence, filters: list[Markup], options: ReportOptions
) -> list[Markup]:
    words = Wording.of(options)
    pens = page_strokes(versions_drawn(evidence))
    pens.update({key: pen for key, pen in page_strokes(versions_drawn(shown)).items() if key not in pens})
    return [
        element("h1", evidence.source.score),
        element("p", words.text("title"), class_="subtitle"),
        facts(evidence, words),
        *notices(evidence, words),
        *verdicts(evidence, words),
        *recommendation(evidence, words),
        element("h2", words.text("figures.title")),
        *filters,
        _figures(shown, pens, options, words),
        *decision_rules_section(shown, words),
        element("h2", words.text("problems.title")),
        problems(shown, words),
        *activations(shown, words),
        _footer(evidence, words),
    ]


def _figures(evidence: ReportEvidence, pens: dict[str, Stroke], options: ReportOptions, words: Wording) -> Markup:
    """All charts, with two choices without script: the radio buttons are before what they show or bring out."""
    grey = others(evidence)
    rates = [_button("rate", rate_id(rate), is_on=rate == evidence.rate) for rate in evidence.rates]
    picks = [_button("pick", pick_id(place), is_on=place == 0) for place in range(len(grey) + 1)] if grey else []
    return element(
        "section",
        *rates,
        *picks,
        *_legend(evidence, grey, pens, words),
        *([element("p", words.text("legend.production"), class_="note")] if evidence.production.changes else []),
        *_panels(evidence, pens, words),
        *_curves(evidence, pens, options, words),
    )


def _legend(
    evidence: ReportEvidence, grey: list[ShownVersion], pens: dict[str, Stroke], words: Wording
) -> Iterator[Markup]:
    """Versions that have a stroke of their own; the others by name where somebody asks for them."""
    drawn = versions_drawn(evidence)
    entries = [_legend_entry(version, pens[version.key], words) for version in drawn if version not in grey]
    left_out = len(evidence.versions) - len(drawn)
    if left_out:
        entries.append(element("li", words.text("legend.left_out", n=left_out)))
    yield element("ul", *entries, class_="legend")
    if grey:
        names = [words.text("legend.none"), *(version.label for version in grey)]
        labels = [element("label", name, for_=pick_id(place)) for place, name in enumerate(names)]
        summary = element("summary", sample(pens[grey[0].key]), " ", words.text("legend.others", n=len(grey)))
        yield element("details", summary, element("div", *labels), class_="others")


def _legend_entry(version: ShownVersion, pen: Stroke, words: Wording) -> Markup:
    return element(
        "li", sample(pen), element("span", role_name(version, words)), class_="champion" if version.is_champion else ""
    )


def _panels(evidence: ReportEvidence, pens: dict[str, Stroke], words: Wording) -> list[Markup]:
    """A panel for each rate, and the labels of the buttons that choose one."""
    labels = [element("label", words.rate(rate), for_=rate_id(rate)) for rate in evidence.rates]
    panels = [_panel(evidence, rate, pens, words) for rate in evidence.rates]
    of_all_rates = [
        figure_chart(evidence, figure, evidence.rate, pens, words) for figure in FIGURES if not figure.is_of_rate
    ]
    return [
        element("div", element("span", words.text("targeted")), *labels, class_="rates"),
        element("div", *of_all_rates, *panels, class_="panels"),
    ]


def _button(name: str, identifier: str, *, is_on: bool) -> Markup:
    state = {"checked": "checked"} if is_on else {}
    return element("input", type="radio", name=name, id=identifier, class_="rate", **state)


def _panel(evidence: ReportEvidence, rate: float, pens: dict[str, Stroke], words: Wording) -> Markup:
    figures = [figure_chart(evidence, figure, rate, pens, words) for figure in FIGURES if figure.is_of_rate]
    title = words.text(last_title(evidence), cohort=evidence.last_cohort, rate=words.rate(rate))
    table = element("div", element("h3", title), last_cohort(evidence, rate, words))
    return element("div", *figures, table, class_=f"panel {rate_id(rate)}")


def _curves(evidence: ReportEvidence, pens: dict[str, Stroke], options: ReportOptions, words: Wording) -> list[Markup]:
    gains, ages = gains_charts(evidence, pens, words), age_charts(evidence, pens, words)
    parts = []
    if gains:
        parts += [element("h2", words.text("gains.title")), element("div", *gains, class_="charts")]
        parts += campaign_plan(evidence, pens, options, words)
    if ages:
        parts += [
            element("h2", words.text("age.title")),
            _wear(evidence, words),
            element("div", *ages, class_="charts"),
        ]
    return parts


def _wear(evidence: ReportEvidence, words: Wording) -> Markup:
    """What a month of age costs, against the newest version on the same cohort; a loss only beyond chance."""
    rows = rows_by_age(evidence).dropna(subset=["lift"])
    found = wear(list(rows["cohort"]), list(rows["key"]), list(rows["model_age_days"]), list(rows["lift"]))
    if found is None:
        return element("p", words.text("age.unknown"))
    if found.low is None or found.high is None:
        return element("p", words.text("age.few", n=found.n_versions, least=FEWEST_VERSIONS))
    bounds = words.text("interval", low=words.signed_percent(found.low), high=words.signed_percent(found.high))
    key = "age.loses" if found.is_seen else "age.open"
    change = words.percent(-found.change) if found.is_seen else words.signed_percent(found.change)
    return element("p", words.text(key, share=change, bounds=bounds, n=found.n_versions))


def _footer(evidence: ReportEvidence, words: Wording) -> Markup:
    newest = evidence.rows[evidence.rows["cohort"] == evidence.last_cohort].iloc[-1]
    at = words.moment(newest["computed_at"])
    computed = words.text("footer", at=at, version=newest["plugin_version"], run=newest["run_id"])
    return element("footer", computed, " ", words.text("footer.reading"))
