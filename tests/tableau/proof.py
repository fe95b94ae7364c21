"""Whether each sheet of a workbook shows what the report shows: the same query in Hyper, number by number."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from champion_challenger.core.report.rows import ReportRows
from champion_challenger.core.report.workbook import WorkbookRows
from champion_challenger.report.page import page
from champion_challenger.report.shown import ReportEvidence, report_evidence
from champion_challenger.report.tableau.nodes import quote
from champion_challenger.report.wording import Wording
from champion_challenger.settings.performance_report import ReportOptions
from tests.tableau.hyper import Database
from tests.tableau.page import Chart, chart_of, facts_of

FIGURES = ("auc", "lift", "precision", "sensitivity", "accuracy")
Marks = dict[tuple[Any, ...], tuple[float | None, ...]]


class Proof:
    """The sheets of a workbook beside the report of one of its scores."""

    def __init__(
        self, database: Database, rows: WorkbookRows, score: str, options: ReportOptions, text: str = ""
    ) -> None:
        self._database, self._score, self._tables = database, score, rows.tables
        self._report: ReportRows = next(one for one in rows.scores if one.score == score)
        self._evidence: ReportEvidence = report_evidence(self._report)
        self.words = Wording.of(options)
        self._text = text or page(self._report, options)
        self.compared = 0

    def problems(self) -> list[str]:
        """Every mark that one has and the other has not, or has otherwise."""
        checks: list[Callable[[], Iterator[str]]] = [
            self._figures, self._order, self._facts, self._differences, self._pooled, self._page, self._portfolio
        ]  # fmt: skip
        if "gains_curves" in self._tables:
            checks += [self._gains, self._page_gains]
        if "decision_rules" in self._tables:
            checks += [self._rules, self._page_rules]
        if "activation_log" in self._tables:
            checks.append(self._activations)
        return [problem for check in checks for problem in check()]

    def _sheet(self, key: str) -> Any:
        return self._database.book.sheets[self.words.text(key)]

    def _name(self, key: str) -> str:
        """A version as the workbook names it."""
        mark = f" {self.words.text('in_production')}" if key == self._report.judged_against else ""
        return f"{self._evidence.label(key)}{mark}"

    def _marks(self, sheet: Any, by: tuple[str, ...], values: tuple[str, ...], **chosen: str) -> Marks:
        rows = self._database.rows(sheet, score_id=quote(self._score), **chosen)
        marks = {tuple(_none(row[name]) for name in by): tuple(row[name] for name in values) for row in rows}
        assert len(marks) == len(rows), f"{sheet.name}: two marks of one place"
        return {place: found for place, found in marks.items() if any(value is not None for value in found)}

    def _compare(self, what: str, found: Marks, expected: Marks) -> Iterator[str]:
        expected = {key: values for key, values in expected.items() if any(value is not None for value in values)}
        self.compared += len(expected)
        for place in sorted(found.keys() | expected.keys(), key=str):
            one, other = found.get(place), expected.get(place)
            if one is None or other is None or not all(map(_equal, one, other)):
                yield f"{what} {place}: the sheet has {one}, the report {other}"

    def _figures(self) -> Iterator[str]:
        for figure in FIGURES:
            for rate in self._evidence.rates:
                rows = self._evidence.at(rate)
                expected = {
                    (self._name(row.key), row.cohort): (_number(getattr(row, figure)),) for row in rows.itertuples()
                }
                found = self._marks(
                    self._sheet(f"{figure}.name"), ("calc_version", "cohort"), (figure,), calc_rate=repr(rate)
                )
                yield from self._compare(f"{figure} at {rate}", found, expected)

    def _order(self) -> Iterator[str]:
        """The model in production first, then by training date, the newest first, then score columns."""
        at_rate = set(self._evidence.at(self._database.rate)["key"])
        dated = [one for one in self._evidence.versions if one.key in at_rate and not one.is_rule]
        trained = {row.key: row.trained_until for row in self._evidence.rows.itertuples()}
        if any(trained[one.key] != f"{one.label[:4]}-{one.label[4:6]}-{one.label[6:8]}" for one in dated):
            return  # labels that say another date, or none
        names = [self._name(one.key) for one in dated]
        found = [name for name in self._database.order(self._sheet("lift.name"), self._score) if name in names]
        if found != names:
            yield f"order: the sheet has {found}, the report {names}"

    def _facts(self) -> Iterator[str]:
        (used,) = self._database.rows(self._sheet("tableau.used"), score_id=quote(self._score))
        shown = facts_of(self._text)
        if str(used["calc_used"]) != shown[self.words.text("used")]:
            yield f"used: the sheet has {used}, the report {shown}"
        (production,) = self._database.rows(self._sheet("tableau.production"), score_id=quote(self._score))
        trained = self._evidence.rows.loc[
            self._evidence.rows["key"] == self._report.judged_against, "trained_until"
        ].max()
        expected = (self._name(self._report.judged_against), trained or None)
        found = (production["calc_version"], production["calc_trained_until"])
        if (found[0], str(found[1] or "") or None) != expected:
            yield f"production: the sheet has {found}, the report {expected}"

    def _differences(self) -> Iterator[str]:
        for figure in ("lift", "auc"):
            names = [f"{figure}_delta{end}" for end in ("_low", "")]
            sheet = self._sheet(f"tableau.delta.{figure}")
            columns = tuple(f"calc_{name}" for name in (*names, f"{figure}_delta_width"))
            for rate in self._evidence.rates:
                expected = {}
                for row in self._evidence.at(rate).to_dict("records"):
                    low, delta, high = (_number(row[name]) for name in (*names, f"{figure}_delta_high"))
                    width = None if low is None or high is None else high - low
                    if row["key"] != self._report.judged_against:
                        expected[self._name(row["key"]), row["cohort"]] = (low, delta, width)
                found = self._marks(sheet, ("calc_version", "cohort"), columns, calc_rate=repr(rate))
                yield from self._compare(f"{figure}_delta at {rate}", found, expected)

    def _pooled(self) -> Iterator[str]:
        columns = ("pooled_lift_delta_low", "pooled_lift_delta", "pooled_lift_delta_high")
        expected: Marks = {}
        for row in self._evidence.rows.to_dict("records"):
            if row["key"] != self._report.judged_against:
                low, delta, high = (_number(row[name]) for name in columns)
                width = None if low is None or high is None else high - low
                expected[self._name(row["key"]), self._verdict(row["pooled_verdict"])] = (low, delta, width)
        shown = (*columns[:2], "calc_pooled_width")
        found = self._marks(self._sheet("tableau.pooled"), ("calc_version", "calc_verdict"), shown)
        yield from self._compare("pooled", found, expected)

    def _verdict(self, word: str) -> str | None:
        return self.words.text(f"verdict.{word}") if word else None

    def _rule(self, rule: str) -> str:
        return self.words.text(f"rule.{rule}")

    def _gains(self) -> Iterator[str]:
        curves = self._report.gains
        curves = curves[curves["segment"].isin(["all", ""])]
        for cohort, rows in curves.groupby("cohort"):
            most = rows.groupby("version_id")["true_positives"].transform("max")
            shares = (rows["true_positives"] / most).where(most > 0, 0.0)
            expected: Marks = {
                (version, round(percent)): (share,)
                for version, percent, share in zip(rows["version_id"], rows["percent"], shares)
            }
            found = self._marks(
                self._sheet("gains.name"), ("version_id", "calc_percent"), ("calc_reached",), cohort=quote(str(cohort))
            )
            found = {(version, round(percent * 100)): values for (version, percent), values in found.items()}
            yield from self._compare(f"gains of {cohort}", found, expected)

    def _rules(self) -> Iterator[str]:
        rows = self._report.decisions
        days = pd.to_datetime(rows["cohort_start"]).dt.date
        expected = {
            (self._rule(rule), day): (_number(total),)
            for rule, day, total in zip(rows["rule"], days, rows["total_extra_positives"])
        }
        by = ("calc_rule", "calc_target_date")
        yield from self._compare(
            "rules", self._marks(self._sheet("decisions.title"), by, ("total_extra_positives",)), expected
        )
        last = rows[rows["cohort_start"] == rows["cohort_start"].max()]
        names = ("total_extra_positives_low", "total_extra_positives")
        wide = last["total_extra_positives_high"] - last["total_extra_positives_low"]
        bounds = {
            (self._rule(row["rule"]),): (_number(row[names[0]]), _number(row[names[1]]), _number(width))
            for row, width in zip(last.to_dict("records"), wide)
        }
        found = self._marks(self._sheet("tableau.rules_last"), ("calc_rule",), (*names, "calc_width"))
        yield from self._compare("rules on the last cohort", found, bounds)

    def _activations(self) -> Iterator[str]:
        """All of the models of the workbook's scores."""
        names = ("activated_at", "to_version", "from_version", "by", "how", "reason")
        rows = self._tables["activation_log"]
        expected: Marks = {tuple(row[name] or None for name in names): (1.0,) for row in rows.to_dict("records")}
        found = [
            tuple(row[name] or None for name in names)
            for row in self._database.rows(self._sheet("tableau.activations"))
        ]
        yield from self._compare("activations", dict.fromkeys(found, (1.0,)), expected)

    def _portfolio(self) -> Iterator[str]:
        better = self._evidence.rows[self._evidence.rows["pooled_verdict"] == "challenger_better"]["key"].nunique()
        for rate in self._evidence.rates:
            rows = self._evidence.at(rate)
            own = rows[(rows["key"] == self._report.judged_against) & (rows["cohort"] == self._evidence.last_cohort)]
            expected: Marks = {}
            for row in own.to_dict("records"):
                if pd.notna(row["targeting_rate"]):
                    expected[self._score, self._name(row["key"]), row["cohort"]] = (
                        *(_number(row[name]) for name in FIGURES),
                        float(better),
                    )
            found = self._marks(
                self._sheet("tableau.portfolio_title"),
                ("score_id", "calc_version", "cohort"),
                (*FIGURES, "calc_better"),
                calc_rate=repr(rate),
            )
            found = {place: values for place, values in found.items() if place[0] == self._score}
            yield from self._compare(f"portfolio at {rate}", found, expected)

    def _page(self) -> Iterator[str]:
        """The page itself: each line of its charts, to a tenth of a pixel."""
        for rate in self._evidence.rates:
            for figure in FIGURES:
                panel = "" if figure == "auc" else f"rate-{round(rate * 10_000)}"
                name = self.words.text(f"{figure}.name")
                chart = chart_of(self._text, name, panel)
                assert chart is not None, f"{name} at {rate} is not on the page"
                marks = self._marks(
                    self._sheet(f"{figure}.name"), ("calc_version", "cohort"), (figure,), calc_rate=repr(rate)
                )
                if figure != "auc" or rate == self._evidence.rate:
                    yield from self._lines(f"page, {figure} at {rate}", chart, marks)

    def _page_gains(self) -> Iterator[str]:
        """The curves of the last cohort, which begin at nothing."""
        name = self.words.text("gains.name")
        chart = chart_of(self._text, name)
        if chart is None:
            return
        cohort = quote(self._evidence.last_cohort)
        by = ("version_id", "calc_percent")
        marks = self._marks(self._sheet("gains.name"), by, ("calc_reached",), cohort=cohort)
        ids = dict(zip(self._evidence.rows["key"], self._evidence.rows["version_id"]))
        for version in self._evidence.versions:
            own = sorted(
                (percent, values[0]) for (found, percent), values in marks.items() if found == ids[version.key]
            )
            shown = self.words.language.version(version.label)
            if shown in chart.lines:
                values = [value for _, value in chart.lines[shown][1:]]
                yield from self._near(f"page, gains, {version.label}", [value for _, value in own], values, chart)

    def _page_rules(self) -> Iterator[str]:
        """The line of each rule over the cohorts."""
        name = self.words.text("decisions.chart")
        chart = chart_of(self._text, name)
        if chart is None:
            return
        marks = self._marks(
            self._sheet("decisions.title"), ("calc_rule", "calc_target_date"), ("total_extra_positives",)
        )
        for rule in {str(rule) for rule, _ in marks}:
            own = [values[0] for (found, _), values in sorted(marks.items()) if found == rule]
            (points,) = [line for label, line in chart.lines.items() if label == rule or label.startswith(f"{rule} (")]
            yield from self._near(f"page, {rule}", own, [value for _, value in points], chart)

    def _near(self, what: str, found: list[Any], values: list[float], chart: Chart) -> Iterator[str]:
        self.compared += len(values)
        is_near = len(found) == len(values) and all(
            one is not None and abs(one - other) <= chart.precision for one, other in zip(found, values)
        )
        if not is_near:
            yield f"{what}: the sheet has {found}, the page {values}"

    def _lines(self, what: str, chart: Chart, marks: Marks) -> Iterator[str]:
        keys = {self.words.language.version(version.label): version.key for version in self._evidence.versions}
        for label, points in chart.lines.items():
            if label not in keys:  # the heavy line of whichever version was in production
                continue
            name = self._name(keys[label])
            found = [marks[name, cohort][0] for cohort in self._evidence.cohorts if (name, cohort) in marks]
            yield from self._near(f"{what}, {label}", found, [value for _, value in points], chart)


def _none(value: Any) -> Any:
    """A published data source may hold empty texts where the text file has nothing."""
    return None if value == "" else value


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _equal(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)
