"""The sheets over the performance summary: figures, differences, the model in production, all scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from champion_challenger.report.figures import FIGURES
from champion_challenger.report.tableau.datasources import Subject
from champion_challenger.report.tableau.fields import Pill
from champion_challenger.report.tableau.nodes import quote
from champion_challenger.report.tableau.sheets import Filter, Layer, Sheet
from champion_challenger.report.tableau.sources import Source

SCORE, RATE, VERSION, PERIOD, STATUS = 1, 2, 3, 4, 5
"""Groups of filters that the sheets of the performance summary share."""


@dataclass(frozen=True)
class PerformanceSheets:
    """Sheets over the performance summary.

    Attributes
    ----------
    score
        Name of the score shown first.
    """

    source: Source
    subject: Subject
    score: str

    def control(self, group: int) -> Filter:
        """The filter of a group."""
        pills = {
            SCORE: self.source.pill("score_id"),
            RATE: self.source.pill("calc_rate"),
            VERSION: self.source.pill("calc_version"),
            PERIOD: self.source.pill("calc_cohort_date", type="quantitative"),
            STATUS: self.source.pill("calc_status"),
        }
        members = {SCORE: quote(self.score), RATE: repr(self.subject.rate)}
        return Filter(pills[group], members.get(group), group)

    def figures(self) -> Iterator[Sheet]:
        """One figure over the cohorts, a line for each version; the model in production first and heavy."""
        source, words = self.source, self.subject.words
        version, weight = source.pill("calc_version"), source.pill("calc_weight", "Max")
        date, cohort = self._date(), source.pill("cohort", "Attribute")
        for figure in FIGURES:
            measure = source.pill(figure.column, "Avg")
            yield Sheet(
                figure.column,
                source,
                words.text(f"{figure.column}.name"),
                rows=(measure,),
                columns=(date,),
                layers=(Layer("Line", (("color", version), ("size", weight), ("tooltip", cohort))),),
                filters=self._filters(RATE, VERSION, PERIOD, STATUS),
                sorts=(self._order(),),
                titles=((measure, words.text(f"{figure.column}.name")), (date, "")),
                subtitle=words.text(f"{figure.column}.meaning"),
            )

    def production(self) -> Sheet:
        """Name of the model in production, and the end of its training data."""
        date = self.source.pill("calc_trained_until", "Max", "quantitative")
        layer = Layer("Text", (("text", self.source.pill("calc_version")), ("text", date)))
        return Sheet(
            "production",
            self.source,
            self.subject.words.text("tableau.production"),
            layers=(layer,),
            filters=(*self._filters(), self._flag("is_champion_now")),
        )

    def models_used(self) -> Sheet:
        """Number of models used in the last evaluation."""
        layer = Layer("Text", (("text", self.source.pill("calc_used", "Max")),))
        name = self.subject.words.text("tableau.used")
        return Sheet("used", self.source, name, layers=(layer,), filters=self._filters())

    def pooled_differences(self) -> Sheet:
        """Difference in lift over the cohorts of each version, with its bounds, coloured by verdict."""
        source, words = self.source, self.subject.words
        low, delta = source.pill("pooled_lift_delta_low", "Avg"), source.pill("pooled_lift_delta", "Avg")
        verdict = ("color", source.pill("calc_verdict"))
        cohorts = ("tooltip", source.pill("pooled_cohorts", "Attribute"))
        return Sheet(
            "pooled",
            source,
            words.text("tableau.pooled"),
            rows=(source.pill("calc_version"),),
            columns=(low, delta),
            layers=(
                Layer("GanttBar", (verdict, ("size", source.pill("calc_pooled_width", "Avg"))), low),
                Layer("Circle", (verdict, cohorts), delta),
            ),
            filters=(*self._filters(VERSION), self._flag("is_champion_now", "false")),
            sorts=(self._order(),),
            titles=((low, words.text("tableau.pooled")),),
            subtitle=words.text("tableau.pooled_meaning"),
        )

    def differences(self) -> Iterator[Sheet]:
        """Differences cohort by cohort, with their bounds, one version below the other."""
        source, words = self.source, self.subject.words
        version, date = source.pill("calc_version"), self._date()
        for figure in ("lift", "auc"):
            name = f"calc_{figure}_delta"
            low, delta = source.pill(f"{name}_low", "Avg"), source.pill(name, "Avg")
            colour = ("color", version)
            yield Sheet(
                f"{figure}_delta",
                source,
                words.text(f"tableau.delta.{figure}"),
                rows=(version, low, delta),
                columns=(date,),
                layers=(
                    Layer("GanttBar", (colour, ("size", source.pill(f"{name}_width", "Avg"))), low),
                    Layer("Circle", (colour, ("tooltip", source.pill("cohort", "Attribute"))), delta),
                ),
                filters=(
                    *self._filters(RATE, VERSION, PERIOD, STATUS),
                    self._flag("is_champion_now", "false"),
                ),
                sorts=(self._order(),),
                titles=((low, words.text(f"{figure}.name")), (date, "")),
                subtitle=words.text("tableau.delta_meaning"),
            )

    def portfolio(self) -> Sheet:
        """The model in production of each score on its last cohort."""
        source, words = self.source, self.subject.words
        values = [source.pill(figure.column, "Avg") for figure in FIGURES]
        values += [source.pill(name, "Max") for name in ("calc_used", "calc_better")]
        return Sheet(
            "portfolio",
            source,
            words.text("tableau.portfolio_title"),
            rows=(source.pill("score_id"), source.pill("calc_version"), source.pill("cohort")),
            layers=(Layer("Text"),),
            values=tuple(values),
            filters=(
                self._flag("calc_counts"),
                self.control(RATE),
                self._flag("calc_is_last"),
                self._flag("is_champion_now"),
            ),
            subtitle=words.text("tableau.portfolio_meaning"),
        )

    def _date(self) -> Pill:
        return self.source.pill("calc_cohort_date", type="quantitative")

    def _order(self) -> tuple[Pill, Pill]:
        return self.source.pill("calc_version"), self.source.pill("calc_order", "Max")

    def _flag(self, name: str, member: str = "true") -> Filter:
        return Filter(self.source.pill(name), member)

    def _filters(self, *groups: int) -> tuple[Filter, ...]:
        """Rows that count, one score, and the filters of these groups."""
        return (self._flag("calc_counts"), self.control(SCORE), *(self.control(group) for group in groups))
