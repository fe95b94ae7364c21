"""Performance rows of one score as a history: cohort after cohort, each version at the primary rate."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from champion_challenger.core.calendar import after
from champion_challenger.core.figures.uncertainty import Z95
from champion_challenger.core.tables.frames import number_or_none, version_key
from champion_challenger.core.tables.reading import BASIS_POINTS, champions, counted_rows, is_scored_status, rows_at
from champion_challenger.records.models import Horizon


@dataclass(frozen=True)
class Difference:
    """One version minus another, with its standard error (at least 0)."""

    value: float
    error: float


SAME = Difference(0.0, 0.0)


@dataclass(frozen=True)
class VersionOnCohort:
    """One version on one cohort, over all customers.

    Attributes
    ----------
    version
        Project, model and version id, so that two models may have a version of the same id.
    trained_on
        Day that stands for the end of its training; None for what was never trained by the host.
    is_scored
        Whether it gave scores, with or without outcomes to count.
    hits
        Positives among the targeted, each counted once; None when it has no figures.
    reached
        Positives that the list reaches: the hits, or where these are weighted, those for whom they stand.
    n
        Customers with an outcome and a score.
    figures
        Lift and AUC, where they are defined.
    against_champion
        Difference of each figure to the cohort's champion; only where it was compared.
    extra
        Positives beyond the cohort's champion at as many contacts; only where it was compared.
    """

    version: str
    version_id: str
    label: str
    is_out_of_time: bool
    is_in_sample: bool
    trained_on: date | None
    is_scored: bool
    hits: float | None
    n_positive: int
    n_targeted: int
    figures: Mapping[str, float]
    against_champion: Mapping[str, Difference]
    extra: Difference | None
    reached: float | None = None
    n: int = 0


@dataclass(frozen=True)
class JudgedCohort:
    """The versions that were evaluated on one cohort.

    Attributes
    ----------
    start, end
        Snapshot date, and the day on which its outcomes were final.
    champion
        The version that was active when the rows were computed; "" when none is marked.
    looks
        By version.
    computed_at
        When its rows were computed, as they say it; "" where they do not.
    """

    name: str
    start: date
    end: date
    is_final: bool
    champion: str
    looks: Mapping[str, VersionOnCohort]
    computed_at: str = ""

    def difference(self, version: str, reference: str, figure: str) -> Difference | None:
        """A version's figure minus that of a reference; None where the rows do not tell.

        When neither was the champion then, the difference goes through the champion: its error is at most the sum of
        the two errors, which is what is returned.
        """
        return self._through_champion(version, reference, lambda look: look.against_champion.get(figure))

    def extra_positives(self, version: str, reference: str) -> Difference | None:
        """Positives that a version reached beyond a reference; None where one of them was not scored.

        Without a comparison in the rows the two counts are taken as independent, which errs on the safe side.
        """
        # A paired difference is far surer than two counts: it is taken wherever the rows have one.
        paired = self._through_champion(version, reference, lambda look: look.extra)
        sides = [self.looks[key].reached if key in self.looks else None for key in (version, reference)]
        if paired is not None or sides[0] is None or sides[1] is None:
            return paired
        hits = sum(self.looks[key].hits or 0.0 for key in (version, reference))
        # Weighted figures stand for more customers than were seen: the error grows as they do.
        scale = max(1.0, (sides[0] + sides[1]) / hits) if hits else 1.0
        return Difference(sides[0] - sides[1], scale * math.sqrt(max(1.0, hits)))

    def _through_champion(
        self, version: str, reference: str, read: Callable[[VersionOnCohort], Difference | None]
    ) -> Difference | None:
        if version == reference:
            return SAME
        sides = []
        for key in (version, reference):
            look = self.looks.get(key)
            sides.append(SAME if key == self.champion else read(look) if look else None)
        return through(*sides) if self.champion in self.looks else None


History = tuple[JudgedCohort, ...]


def history(rows: pd.DataFrame, rate_bp: int, wait: Horizon, population: str = "all") -> History:
    """Read the history of a score from its performance rows, the oldest cohort first.

    Parameters
    ----------
    rows
        Rows of one score under the types of `frames`; only those of the population at the rate count, and only
        cohorts that have a date.
    rate_bp
        Primary rate, in basis points.
    wait
        Time after the snapshot at which outcomes are final.
    population
        Segment that counts: ``all``, ``control`` or ``uncontacted``.
    """
    counted = rows_at(counted_rows(rows, population), rate_bp / BASIS_POINTS)
    # Without a date a cohort has no place in the order, and no outcome window.
    dated = counted[counted["cohort_start"].map(_day).notna()]
    by_cohort = champions(dated)
    cohorts = [_cohort(part, by_cohort.get(str(name), ""), wait) for name, part in dated.groupby("cohort", sort=True)]
    return tuple(sorted(cohorts, key=lambda cohort: (cohort.start, cohort.name)))


def first_champion(cohorts: History) -> str:
    """Champion of the cohort that was evaluated before all others; "" when none is marked.

    A cohort that was evaluated again has the champion of that day, so that the oldest cohort may not tell the first.
    """
    marked = [cohort for cohort in cohorts if cohort.champion]
    return min(marked, key=lambda cohort: (cohort.computed_at, cohort.start)).champion if marked else ""


def cohorts_known_on(history: History, day: date) -> History:
    """Cohorts whose outcomes were final by a day."""
    return tuple(cohort for cohort in history if cohort.end <= day)


def through(first: Difference | None, second: Difference | None) -> Difference | None:
    """Difference of two versions that were both compared with a third one; None without one of the comparisons.

    The errors are added: that is the largest error that two differences of any dependence can have.

    >>> through(Difference(0.5, 0.3), Difference(0.2, 0.1))
    Difference(value=0.3, error=0.4)
    """
    if first is None or second is None:
        return None
    return Difference(first.value - second.value, first.error + second.error)


def bounded_difference(row: Mapping[str, Any], name: str) -> Difference | None:
    """Difference of a row, with the standard error that its 95 % bounds say; None where it was not compared."""
    value, low, high = (number_or_none(row[column]) for column in (name, f"{name}_low", f"{name}_high"))
    if value is None or low is None or high is None:
        return None
    return Difference(value, (high - low) / (2 * Z95))


def _cohort(rows: pd.DataFrame, champion: str, wait: Horizon) -> JudgedCohort:
    records = [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]
    by_version = {_key(row): row for row in records}
    first = next(iter(by_version.values()))
    start = _day(first["cohort_start"])
    assert start is not None
    champion_hits = number_or_none(by_version[champion]["true_positives"]) if champion else None
    return JudgedCohort(
        name=str(first["cohort"]),
        start=start,
        end=after(start, wait),
        is_final=all(row["cohort_status"] == "final" for row in by_version.values()),
        champion=champion,
        looks={key: _look(row, start, champion_hits) for key, row in by_version.items()},
        computed_at=max(str(row.get("computed_at") or "") for row in by_version.values()),
    )


def _look(row: Mapping[str, Any], start: date, champion_hits: float | None) -> VersionOnCohort:
    hits = number_or_none(row["true_positives"])
    figures = {name: number_or_none(row[name]) for name in ("lift", "auc")}
    differences = {name: bounded_difference(row, f"{name}_delta") for name in ("lift", "auc")}
    return VersionOnCohort(
        version=_key(row),
        version_id=str(row["version_id"]),
        label=row["version_label"] or str(row["version_id"]),
        is_out_of_time=row["out_of_time"] == "yes",
        is_in_sample=row["out_of_time"] == "no",
        trained_on=_trained_on(row, start),
        is_scored=figures["lift"] is not None or is_scored_status(row["status"]),
        hits=None if figures["lift"] is None else hits,
        n_positive=int(number_or_none(row["n_positive"]) or 0),
        n_targeted=int(number_or_none(row["n_targeted"]) or 0),
        figures={name: value for name, value in figures.items() if value is not None},
        against_champion={name: value for name, value in differences.items() if value is not None},
        extra=_extra(row, differences["lift"], hits, champion_hits),
        reached=None if figures["lift"] is None else _value_with_hits(row, hits),
        n=int(number_or_none(row["n"]) or 0),
    )


def _key(row: Mapping[str, Any]) -> str:
    return version_key(row["project_key"], row["model_id"], row["version_id"])


def _value_with_hits(row: Mapping[str, Any], hits: float | None) -> float | None:
    if row["segment"] != "uncontacted":
        return hits
    precision, n_targeted = number_or_none(row["precision"]), number_or_none(row["n_targeted"])
    # Of those not contacted, the row counts the customers seen, and its precision is weighted for all.
    return None if precision is None or n_targeted is None else precision * n_targeted


def _extra(
    row: Mapping[str, Any], lift: Difference | None, hits: float | None, champion_hits: float | None
) -> Difference | None:
    """A lift is positives over what a random list of as many would hold: so are their errors."""
    extra = number_or_none(row["extra_positives"])
    if extra is None:
        return None
    if lift is None:
        return Difference(extra, math.sqrt(max(1.0, (hits or 0.0) + (champion_hits or 0.0))))
    expected = (number_or_none(row["n_targeted"]) or 0.0) * (number_or_none(row["base_rate"]) or 0.0)
    return Difference(extra, lift.error * expected)


def _trained_on(row: Mapping[str, Any], start: date) -> date | None:
    until, age = _day(row["trained_until"]), number_or_none(row["model_age_days"])
    # A plugin before the column trained_until wrote the age alone.
    return until if until or age is None else start - timedelta(days=int(age))


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
