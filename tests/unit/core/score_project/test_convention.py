"""Who says how the snapshots of a score are taken."""

from __future__ import annotations

from datetime import date

import pytest

from champion_challenger.core.score_project.convention import Convention, convention_of_days

FIRST, LAST = date(2019, 3, 1), date(2019, 3, 31)


def convention(*days: date, partition: str = "2019-03") -> Convention:
    """What the dates of a column say, against a form that says the other."""
    return convention_of_days("seen", "D.cohort", partition, days, "first" if LAST in days else "last")


@pytest.mark.parametrize(
    ("days", "day"), [((FIRST,), "first"), ((LAST,), "last"), ((FIRST, date(2019, 3, 2)), "last")], ids=str
)
def test_all_dates_have_to_be_the_first_day(days: tuple[date, ...], day: str) -> None:
    """One other is enough for the end of a day."""
    assert convention(*days).day == day


def test_the_note_names_a_date_that_is_not_the_first_day() -> None:
    """So that somebody can look for it."""
    note = convention(FIRST, LAST).note

    assert note.values == {"column": "seen", "place": "D.cohort", "day": "2019-03-31"}


def test_without_partitions_each_date_is_of_its_own_month() -> None:
    """Of a partition, a first day of another month is not the first day."""
    days = (FIRST, date(2019, 4, 1))

    assert [convention(*days, partition=name).day for name in ("", "2019-03")] == ["first", "last"]
