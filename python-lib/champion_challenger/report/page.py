"""The page: header, verdicts, one chart a figure for each rate, gains, ageing, decision rules, tables."""

from __future__ import annotations

from champion_challenger.core.report.rows import ReportRows
from champion_challenger.core.verdicts.ageing import monthly_change
from champion_challenger.report.chart import Stroke, sample
from champion_challenger.report.decisions import decision_rules_section
from champion_challenger.report.figures import AUC, FIGURES
from champion_challenger.report.header import facts, notices
from champion_challenger.report.lines import age_charts, figure_chart, gains_charts, rows_by_age, versions_drawn
from champion_challenger.report.markup import Markup, element, join
from champion_challenger.report.shown import ReportEvidence, ShownVersion, report_evidence
from champion_challenger.report.style import SHEET, rate_id, strokes, switch_rules
from champion_challenger.report.tables import activations, last_cohort, problems
from champion_challenger.report.verdicts import verdicts
from champion_challenger.report.wording import Wording
from champion_challenger.settings.performance_report import ReportOptions

_DEFAULT = ReportOptions()


def page(told: ReportRows, options: ReportOptions = _DEFAULT) -> str:
    """Report of one score as one HTML page: no script, nothing fetched, every value escaped.

    Parameters
    ----------
    told
        Rows of the score, all cohorts; from `report_rows`.

    Raises
    ------
    DataError
        A rate that the rows do not have, or two models in production on one cohort.
    """
    shown, words = report_evidence(told, options.rate), Wording.of(options)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{told.score}: {words.text('title')}"),
        _style(shown),
    )
    body = element("body", *_content(shown, words))
    return "<!DOCTYPE html>\n" + element("html", head, body, lang=options.language) + "\n"


def fragment(told: ReportRows, options: ReportOptions = _DEFAULT) -> str:
    """The same drawing, to be put into a page that is there already."""
    shown, words = report_evidence(told, options.rate), Wording.of(options)
    return join([_style(shown), *_content(shown, words)])


def _style(shown: ReportEvidence) -> Markup:
    return element("style", Markup(SHEET + switch_rules(shown.rates)))


def _content(shown: ReportEvidence, words: Wording) -> list[Markup]:
    pens = strokes(versions_drawn(shown))
    return [
        element("h1", shown.told.score),
        element("p", words.text("title"), class_="subtitle"),
        facts(shown, words),
        *notices(shown, words),
        *verdicts(shown, words),
        element("h2", words.text("figures.title")),
        _legend(shown, pens, words),
        *_panels(shown, pens, words),
        *_curves(shown, pens, words),
        *decision_rules_section(shown, words),
        element("h2", words.text("problems.title")),
        problems(shown, words),
        *activations(shown, words),
        _footer(shown, words),
    ]


def _legend(shown: ReportEvidence, pens: dict[str, Stroke], words: Wording) -> Markup:
    entries = [_legend_entry(one, pens[one.key], words) for one in versions_drawn(shown)]
    left_out = len(shown.contenders) - len(entries)
    if left_out:
        entries.append(element("li", words.text("legend.left_out", n=left_out)))
    return element("ul", *entries, class_="legend")


def _legend_entry(one: ShownVersion, pen: Stroke, words: Wording) -> Markup:
    role = words.text("in_production") if one.is_champion else words.text("best_challenger") if one.is_best else ""
    named = f"{one.label} {role}".strip()
    return element("li", sample(pen), element("span", named), class_="champion" if one.is_champion else "")


def _panels(shown: ReportEvidence, pens: dict[str, Stroke], words: Wording) -> list[Markup]:
    """A panel a rate and a switch without script: the radio buttons stand before what they show."""
    buttons = [_button(rate, is_on=rate == shown.rate) for rate in shown.rates]
    labels = [element("label", words.rate(rate), for_=rate_id(rate)) for rate in shown.rates]
    panels = [_panel(shown, rate, pens, words) for rate in shown.rates]
    auc = figure_chart(shown, AUC, shown.rate, pens, words)
    return [
        element(
            "section",
            *buttons,
            element("div", element("span", words.text("targeted")), *labels, class_="rates"),
            element("div", auc, *panels, class_="panels"),
        )
    ]


def _button(rate: float, *, is_on: bool) -> Markup:
    state = {"checked": "checked"} if is_on else {}
    return element("input", type="radio", name="rate", id=rate_id(rate), class_="rate", **state)


def _panel(shown: ReportEvidence, rate: float, pens: dict[str, Stroke], words: Wording) -> Markup:
    figures = [figure_chart(shown, figure, rate, pens, words) for figure in FIGURES if figure.is_of_rate]
    title = words.text("last.title", cohort=shown.last_cohort, rate=words.rate(rate))
    table = element("div", element("h3", title), last_cohort(shown, rate, words))
    return element("div", *figures, table, class_=f"panel {rate_id(rate)}")


def _curves(shown: ReportEvidence, pens: dict[str, Stroke], words: Wording) -> list[Markup]:
    gains, ages = gains_charts(shown, pens, words), age_charts(shown, pens, words)
    parts = []
    if gains:
        parts += [element("h2", words.text("gains.title")), element("div", *gains, class_="charts")]
    if ages:
        parts += [element("h2", words.text("age.title")), _wear(shown, words), element("div", *ages, class_="charts")]
    return parts


def _wear(shown: ReportEvidence, words: Wording) -> Markup:
    rows = rows_by_age(shown).dropna(subset=["lift"])
    change = monthly_change(list(rows["cohort"]), list(rows["model_age_days"]), list(rows["lift"]))
    if change is None:
        return element("p", words.text("age.unknown"))
    key = "age.loses" if change < 0 else "age.gains"
    return element("p", words.text(key, share=words.percent(abs(change)), n=len(rows)))


def _footer(shown: ReportEvidence, words: Wording) -> Markup:
    newest = shown.rows[shown.rows["cohort"] == shown.last_cohort].iloc[-1]
    at = words.moment(newest["computed_at"])
    computed = words.text("footer", at=at, version=newest["plugin_version"], run=newest["run_id"])
    return element("footer", computed, " ", words.text("footer.reading"))
