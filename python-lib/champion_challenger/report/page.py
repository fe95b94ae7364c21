"""The page, from the sentence to act on down to the activations."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from champion_challenger.core.report.rows import ReportRows
from champion_challenger.core.report.view import ViewedRows
from champion_challenger.core.verdicts.ageing import FEWEST_VERSIONS, wear
from champion_challenger.core.verdicts.known_figures import is_in_sample
from champion_challenger.report.advice import recommendation
from champion_challenger.report.campaign_plan import campaign_plan, lift_by_share
from champion_challenger.report.campaigns import campaign_effect
from champion_challenger.report.chart import Stroke, sample
from champion_challenger.report.confusion import confusion_table
from champion_challenger.report.decisions import decision_rules_section
from champion_challenger.report.early_warnings import early_warnings
from champion_challenger.report.figures import shown_figures
from champion_challenger.report.filters import filter_lines, last_title
from champion_challenger.report.frame import document, frame_page
from champion_challenger.report.gains import left_out_of_gains
from champion_challenger.report.header import facts, notices
from champion_challenger.report.lines import (
    age_charts,
    drawn_versions,
    figure_chart,
    gains_charts,
    others,
    roc_chart,
    rows_by_age,
)
from champion_challenger.report.markup import Markup, element, unbroken
from champion_challenger.report.opening import opening
from champion_challenger.report.rates import radio, rate_buttons, rate_id, switch_rules
from champion_challenger.report.segments import segments_section
from champion_challenger.report.shown import ReportEvidence, ShownVersion, report_evidence
from champion_challenger.report.style import SHEET, page_strokes, pick_id, pick_rules
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
    words = Wording.of(options)
    evidence = report_evidence(rows, options.rate, words.language.version)
    visible = evidence.within(viewed.rows) if viewed else evidence
    lines = filter_lines(viewed, evidence, visible, words) if viewed else []
    return frame_page(
        _content(evidence, visible, lines, options),
        SHEET + switch_rules(visible.rates) + pick_rules(len(others(visible))),
        options.language,
    )


def _content(
    evidence: ReportEvidence, visible: ReportEvidence, filters: list[Markup], options: ReportOptions
) -> list[Markup]:
    words = Wording.of(options)
    pens = page_strokes(drawn_versions(evidence))
    # A version keeps its stroke in every view; only those that the whole page left out get one of the view's.
    pens.update({key: pen for key, pen in page_strokes(drawn_versions(visible)).items() if key not in pens})
    return [
        element("h1", evidence.source.score),
        element("p", words.text("title"), class_="subtitle"),
        *rate_buttons(visible.rates, visible.rate, words),
        element("div", *_of_all_rows(evidence, visible, words)),
        element("div", *_of_the_view(visible, filters, pens, options, words)),
        _footer(evidence, words),
    ]


def _of_all_rows(evidence: ReportEvidence, visible: ReportEvidence, words: Wording) -> list[Markup]:
    """What to act on; of all rows, whichever a view shows."""
    return [
        *opening(evidence, words),
        facts(evidence, visible.rates, words),
        *notices(evidence, words),
        *verdicts(evidence, visible.rates, words),
        *recommendation(evidence, words),
    ]


def _of_the_view(
    visible: ReportEvidence, filters: list[Markup], pens: dict[str, Stroke], options: ReportOptions, words: Wording
) -> list[Markup]:
    return [
        element("h2", words.text("figures.title")),
        *filters,
        _figures(visible, pens, options, words),
        *decision_rules_section(visible, words),
        *segments_section(visible, words),
        element("h2", words.text("problems.title")),
        problems(visible, words),
        *activations(visible, words),
    ]


def _figures(evidence: ReportEvidence, pens: dict[str, Stroke], options: ReportOptions, words: Wording) -> Markup:
    """All charts; a grey line is brought out without script: radio buttons come before what they drive."""
    grey = others(evidence)
    names = [words.text("legend.none"), *(version.label for version in grey)] if grey else []
    # Before the charts: CSS can only reach what comes after a button.
    picks = [radio("pick", pick_id(place), name, is_on=place == 0) for place, name in enumerate(names)]
    return element(
        "section",
        *picks,
        *_legend(evidence, grey, pens, words),
        *_reading(evidence, words),
        _panels(evidence, pens, words),
        *_gains(evidence, pens, options, words),
        *campaign_effect(evidence, words),
        *early_warnings(evidence, words),
        *_ages(evidence, pens, words),
    )


def _legend(
    evidence: ReportEvidence, grey: list[ShownVersion], pens: dict[str, Stroke], words: Wording
) -> Iterator[Markup]:
    """Versions that have a stroke of their own; the others by name where somebody asks for them."""
    drawn = drawn_versions(evidence)
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


def _reading(evidence: ReportEvidence, words: Wording) -> Iterator[Markup]:
    """What lines mean, and which points are not drawn."""
    if evidence.production.changes:
        yield element("p", words.text("legend.production"), class_="note")
    if is_in_sample(evidence.at(evidence.rate)).any():
        yield element("p", words.text("legend.in_sample"), class_="note")
    waiting = [cohort for cohort in evidence.cohorts if cohort in evidence.waiting]
    if waiting:
        yield element(
            "p", words.text("legend.waiting", cohorts=words.language.cohorts(", ".join(waiting))), class_="note"
        )


def _legend_entry(version: ShownVersion, pen: Stroke, words: Wording) -> Markup:
    return element(
        "li",
        sample(pen),
        element("span", unbroken(role_name(version, words))),
        class_="champion" if version.is_champion else "",
    )


def _panels(evidence: ReportEvidence, pens: dict[str, Stroke], words: Wording) -> Markup:
    """A panel for each rate, of which the buttons at the top choose one."""
    panels = [_panel(evidence, rate, pens, words) for rate in evidence.rates]
    of_all_rates = [
        figure_chart(evidence, figure, evidence.rate, pens, words)
        for figure in shown_figures(evidence.rows)
        if not figure.is_of_rate
    ]
    return element("div", *of_all_rates, *panels, class_="panels")


def _panel(evidence: ReportEvidence, rate: float, pens: dict[str, Stroke], words: Wording) -> Markup:
    of_rate = [figure for figure in shown_figures(evidence.rows) if figure.is_of_rate]
    figures = [figure_chart(evidence, figure, rate, pens, words) for figure in of_rate]
    if not evidence.figures_cohort:
        nothing = element("p", words.text("figures.of_none"), class_="note")
        return element("div", *figures, nothing, class_=f"panel {rate_id(rate)}")
    title = words.text(last_title(evidence), cohort=evidence.figures_cohort, rate=words.rate(rate))
    table = element("div", element("h3", unbroken(title)), last_cohort(evidence, rate, words))
    confusion = element("div", *confusion_table(evidence, rate, words))
    return element("div", *figures, table, confusion, class_=f"panel {rate_id(rate)}")


def _gains(evidence: ReportEvidence, pens: dict[str, Stroke], options: ReportOptions, words: Wording) -> list[Markup]:
    full_chart, start = gains_charts(evidence, pens, words) or (None, None)
    left_out = ", ".join(version.label for version in left_out_of_gains(evidence))
    note = words.text("gains.left_out", labels=left_out, cohort=evidence.figures_cohort)
    notes = [element("p", unbroken(note), class_="note")] if left_out else []
    if full_chart is None or start is None:
        return [element("h2", words.text("gains.title")), *notes] if notes else []
    others_of_it = [*roc_chart(evidence, pens, words), start, *lift_by_share(evidence, pens, words)]
    charts = element("div", full_chart, *others_of_it, class_="charts")
    title = element("h2", words.text("gains.title"))
    return [title, charts, *notes, *campaign_plan(evidence, pens, options, words)]


def _ages(evidence: ReportEvidence, pens: dict[str, Stroke], words: Wording) -> list[Markup]:
    ages = age_charts(evidence, pens, words)
    if not ages:
        return []
    title = element("h2", words.text("age.title"))
    return [title, _wear(evidence, words), element("div", *ages, class_="charts")]


def _wear(evidence: ReportEvidence, words: Wording) -> Markup:
    """What a month of age costs, against the newest version on the same cohort; a loss only beyond chance."""
    rows = rows_by_age(evidence).dropna(subset=["lift"])
    loss = wear(list(rows["cohort"]), list(rows["key"]), list(rows["model_age_days"]), list(rows["lift"]))
    if loss is None:
        return element("p", words.text("age.unknown"))
    if loss.low is None or loss.high is None:
        return element("p", words.text("age.few", n=loss.n_versions, least=FEWEST_VERSIONS))
    bounds = words.text("interval", low=words.signed_percent(loss.low), high=words.signed_percent(loss.high))
    key = "age.loses" if loss.is_seen else "age.open"
    change = words.percent(-loss.change) if loss.is_seen else words.signed_percent(loss.change)
    return element("p", words.text(key, share=change, bounds=bounds, n=loss.n_versions))


def _footer(evidence: ReportEvidence, words: Wording) -> Markup:
    newest = evidence.rows[evidence.rows["cohort"] == evidence.last_cohort].iloc[-1]
    at = words.moment(newest["computed_at"])
    computed = words.text("footer", at=at, version=newest["plugin_version"], run=newest["run_id"])
    return element("footer", computed, " ", words.text("footer.reading"))
