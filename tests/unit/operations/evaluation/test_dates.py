"""Dating a cohort in a time zone, and what the log says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from champion_challenger.core.calendar import first_day
from champion_challenger.operations.evaluation.chunks import Chunks
from champion_challenger.operations.evaluation.dates import (
    CohortRules,
    Snapshot,
    convention_warning,
    moments_sentence,
    other_zone_warning,
    period_rows,
    snapshot_of_rows,
    unused_date_warning,
)
from champion_challenger.records.datasets import Column
from champion_challenger.records.models import Horizon
from champion_challenger.records.runs import DatedCohort, Flow
from tests.unit.operations.fakes import host

PARIS = ZoneInfo("Europe/Paris")
RULES = CohortRules("churned", "customer", Horizon(1, "month"), snapshot_column="seen", zone=PARIS)
AT_MIDNIGHT = [datetime(2019, 5, 31, 22), datetime(2019, 6, 29, 22), datetime(2019, 6, 30, 22)]
"""1 June, 30 June and 1 July in Paris, as DSS stores them: in UTC."""


def flow(kind: str = "date", dimensions: tuple[tuple[str, str], ...] = ()) -> Flow:
    """A run for June on a cohort with a snapshot column of this type."""
    known = host().flow
    return replace(known, cohort=replace(known.cohort, columns=(Column("seen", kind),), dimensions=dimensions))


def rows(values: list[datetime]) -> Chunks:
    """Customers seen at these times."""
    return Chunks(iter([pd.DataFrame({"seen": pd.to_datetime(values)})]))


@pytest.mark.parametrize(
    ("zone", "kind", "days"),
    [
        (PARIS, "date", [1, 30]),
        (timezone.utc, "date", [29, 30]),
        (PARIS, "datetimenotz", [29, 30]),
        (PARIS, "dateonly", [29, 30]),
    ],
)
def test_rows_of_a_period_are_those_of_its_days_in_the_zone(zone: ZoneInfo, kind: str, days: list[int]) -> None:
    """Of the types of dates, one alone holds moments."""
    frames = iter([pd.DataFrame({"seen": pd.to_datetime(AT_MIDNIGHT)})])
    (found,) = period_rows(frames, replace(RULES, zone=zone), flow(kind))
    start = snapshot_of_rows(rows(found["seen"].tolist()), replace(RULES, zone=zone), flow(kind)).start

    assert (start, len(found)) == (date(2019, 6, days[0]), 2)


def test_a_first_of_month_at_local_midnight_is_no_day_of_the_month_before() -> None:
    """The snapshot of June is that of its first day."""
    monthly = flow(dimensions=(("month", "MONTH"),))

    assert snapshot_of_rows(rows(AT_MIDNIGHT[:1]), RULES, monthly) == Snapshot(first_day("2019-06"), "first")


def test_the_log_tells_the_first_and_the_last_moment() -> None:
    """Of the period and of the outcomes, with summer time; of a cohort that is no period, of the outcomes alone."""
    cohort = DatedCohort("2019-03", date(2019, 3, 1), "final")
    sentence = moments_sentence(cohort, Horizon(1, "month"), "first", PARIS)

    assert sentence == (
        "Days are those of Europe/Paris: period from 2019-03-01 00:00:00+01:00 to 2019-03-31 23:59:59+02:00, outcomes "
        "from 2019-03-01 00:00:00+01:00 to 2019-03-31 23:59:59+02:00."
    )
    assert "period" not in moments_sentence(replace(cohort, name="spring"), Horizon(1, "month"), "first", PARIS)


@pytest.mark.parametrize(
    ("snapshot", "form_day", "words"),
    [
        (Snapshot(date(2019, 6, 1), "first"), "last", "every seen is 2019-06-01, the first day of its period"),
        (Snapshot(date(2019, 6, 30), "last"), "first", "not every seen is the first day of its period"),
        (Snapshot(date(2019, 6, 1), "first"), "first", ""),
        (Snapshot(date(2019, 6, 30), "last"), "last", ""),
    ],
)
def test_a_form_that_says_another_day_than_the_column_is_warned_about(
    snapshot: Snapshot, form_day: str, words: str
) -> None:
    """The dates decide; without a column the form is never wrong."""
    warning = convention_warning("2019-06", "seen", snapshot, form_day)

    assert words in warning
    assert bool(warning) == bool(words)
    assert convention_warning("2019-06", "", snapshot, form_day) == ""


def test_midnights_of_another_zone_are_suspected() -> None:
    """In UTC they are at 22:00 in summer and at 23:00 in winter; times of all kinds are no midnights."""
    in_utc = replace(RULES, zone=timezone.utc)
    winter = [*AT_MIDNIGHT, datetime(2019, 1, 31, 23)]

    assert "WARN: every seen is at 22:00:00 and 23:00:00 in UTC" in other_zone_warning(rows(winter), in_utc, flow())
    assert other_zone_warning(rows(winter), RULES, flow()) == ""
    assert other_zone_warning(rows([*winter, datetime(2019, 6, 1, 9, 30)]), in_utc, flow()) == ""
    assert other_zone_warning(rows(winter), replace(in_utc, snapshot_column=""), flow()) == ""


def test_a_snapshot_date_that_dates_nothing_is_told() -> None:
    """A partition, or a column, says the day."""
    june = date(2019, 6, 30)
    dated, undated = replace(RULES, snapshot_date=june), replace(RULES, snapshot_date=june, snapshot_column="")

    assert "form is not used: column seen dates the cohort" in unused_date_warning(dated, flow())
    assert "its partition 2019-06 dates" in unused_date_warning(undated, flow(dimensions=(("month", "MONTH"),)))
    assert unused_date_warning(undated, flow()) == ""
