"""What a campaign team asks of the gains curve: deciles, lift by share contacted, and expected profit."""

from __future__ import annotations

from collections.abc import Callable

from champion_challenger.core.figures.targeting import Decile, Profit, Reach, best_profit, deciles, profits
from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.chart import Axis, ChartPoint, Line, Stroke, line_chart
from champion_challenger.report.gains import gains_rows, reaches
from champion_challenger.report.lines import captioned_chart
from champion_challenger.report.markup import Markup, element, unbroken
from champion_challenger.report.shown import ReportEvidence, ShownVersion
from champion_challenger.report.tables import wide_table
from champion_challenger.report.ticks import decimals
from champion_challenger.report.wording import Wording
from champion_challenger.settings.performance_report import ReportOptions

Curves = dict[ShownVersion, list[Reach]]


def campaign_plan(
    evidence: ReportEvidence, pens: dict[str, Stroke], options: ReportOptions, words: Wording
) -> list[Markup]:
    """Profit and deciles of the model in production and the best challenger; nothing without their gains curves."""
    curves = _curves(evidence)
    parts = _deciles(curves, evidence.figures_cohort, words)
    if curves and options.positive_value is not None and options.contact_cost is not None:
        known = {
            version: profits(curve, options.positive_value, options.contact_cost) for version, curve in curves.items()
        }
        sentence = " ".join(_best_rate(version, known[version], words) for version in known)
        chart = element("div", _profit_chart(known, pens, words), class_="charts")
        parts = [element("p", unbroken(sentence)), chart, *parts]
    return parts


def lift_by_share(evidence: ReportEvidence, pens: dict[str, Stroke], words: Wording) -> list[Markup]:
    """The chart of lift by share contacted, of the same versions."""
    curves = _curves(evidence)
    return [_lift_chart(curves, pens, words)] if curves else []


def _curves(evidence: ReportEvidence) -> Curves:
    rows = gains_rows(evidence)
    wanted = [version for version in evidence.versions if version.is_champion or version.is_best]
    ids = {version: str(evidence.last_row(version)["version_id"]) for version in wanted}
    curves = {version: reaches(rows[name]) for version, name in ids.items() if name in rows}
    # Without its last point a curve does not say how many customers and positives there are; nor does one of nobody.
    return {
        version: curve
        for version, curve in curves.items()
        if curve and curve[-1].percent == 100 and curve[-1].n_targeted
    }


def _lift_chart(curves: Curves, pens: dict[str, Stroke], words: Wording) -> Markup:
    lines = []
    for version, curve in curves.items():
        base = curve[-1].hits / curve[-1].n_targeted if curve[-1].n_targeted else 0.0
        points = [
            ChartPoint(point.percent, point.hits / point.n_targeted / base if base and point.n_targeted else None)
            for point in curve
        ]
        lines.append(Line(version.label, points, pens[version.key], has_dots=False))
    finest = _finest(words)
    chart = line_chart(words.text("plan.lift"), _axis(words), lines, lambda lift: words.number(lift, 1), finest)
    return captioned_chart(words.text("plan.lift"), words.text("plan.lift.meaning"), chart)


def _profit_chart(known: dict[ShownVersion, list[Profit]], pens: dict[str, Stroke], words: Wording) -> Markup:
    """Up to where every contact costs more than it brings: beyond, nothing is left to choose."""
    last = _last_of_interest(known)
    drawn = {version: [profit for profit in own if profit.percent <= last] for version, own in known.items()}
    unit, name = _unit(
        max((abs(end) for own in drawn.values() for profit in own for end in profit.bounds if end), default=0)
    )
    lines = [
        Line(
            version.label,
            [_profit_point(profit, unit) for profit in own],
            pens[version.key],
            is_highlighted=True,
            has_dots=False,
        )
        for version, own in drawn.items()
    ]
    chart = line_chart(words.text("plan.profit"), _axis(words, last), lines, words.count, _finest(words))
    meaning = words.text("plan.profit.meaning") + (f", {words.text(name)}" if name else "")
    return captioned_chart(words.text("plan.profit"), meaning, chart)


def _profit_point(profit: Profit, unit: float) -> ChartPoint:
    low, high = ((end or 0.0) / unit for end in profit.bounds)
    return ChartPoint(profit.percent, profit.amount / unit, low, high)


def _last_of_interest(known: dict[ShownVersion, list[Profit]]) -> int:
    """Share contacted, in full tens of percent, from which on no version has a profit; at least a fifth."""
    profitable = [profit.percent for own in known.values() for profit in own if profit.amount > 0]
    # One step further than the last profit, so that the line is seen to end below zero.
    return min(100, max(20, 10 * (max(profitable, default=0) // 10 + 1)))


def _unit(largest: float) -> tuple[float, str]:
    """Unit in which an axis stays readable, and the text that names it."""
    units = ((1e6, "plan.millions"), (1e3, "plan.thousands"))
    return next(((unit, name) for unit, name in units if largest >= 10 * unit), (1.0, ""))


def _finest(words: Wording) -> Callable[[float, float], str]:
    return lambda tick, step: words.number(tick, decimals(step))


def _axis(words: Wording, last: int = 100) -> Axis:
    marks = [(percent, words.rate(percent / 100)) for percent in range(0, last + 1, 20 if last > 50 else 10)]
    return Axis(0, last, marks)


def _best_rate(version: ShownVersion, known: list[Profit], words: Wording) -> str:
    best = best_profit(known)
    if best is None:
        return words.text("plan.no_profit", label=version.label)
    low, high = best.bounds
    values = {
        "n": words.count(best.n_targeted),
        "amount": words.count(best.amount),
        "low": words.count(low),
        "high": words.count(high),
    }
    return words.text("plan.best_rate", label=version.label, rate=words.rate(best.percent / 100), **values)


def _deciles(curves: Curves, cohort: str, words: Wording) -> list[Markup]:
    tables = {version: deciles(curve) for version, curve in curves.items()}
    known = {version: table for version, table in tables.items() if table}
    if not known:
        return []
    heads = [element("th", words.text("decile"), class_="text"), element("th", words.text("decile.customers"))]
    for version in known:
        heads += [element("th", unbroken(f"{version.label}: {words.text(f'decile.{name}')}")) for name in _COLUMNS]
    rows = [_decile_row(number, [table[number] for table in known.values()], words) for number in range(10)]
    note = element("p", words.text("decile.note"), class_="note")
    return [element("h3", words.text("decile.title", cohort=cohort)), wide_table(heads, rows), note]


_COLUMNS = ("hits", "reached", "lift")


def _decile_row(place: int, of_versions: list[Decile], words: Wording) -> Markup:
    cells = [element("td", str(place + 1), class_="text"), element("td", words.count(of_versions[0].n))]
    for decile in of_versions:
        lift = MISSING if decile.lift is None else words.number(decile.lift, 2)
        cells += [
            element("td", words.count(decile.hits)),
            element("td", words.percent(decile.reached)),
            element("td", lift),
        ]
    return element("tr", *cells)
