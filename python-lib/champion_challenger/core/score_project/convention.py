"""Whether the snapshots of a score are taken at the beginning of a period, or at the end of a day, and who says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from champion_challenger.core.calendar import dated_snapshot_day, partition_of
from champion_challenger.core.score_project.outcome import Note

_MONTH = "2000-01"


@dataclass(frozen=True)
class Convention:
    """How a score's snapshots are dated.

    Attributes
    ----------
    day
        ``first`` or ``last``, as the recipe's field *Snapshot day*.
    note
        Why, for the page.
    """

    day: str
    note: Note


def form_snapshot_day(recipe_form: Mapping[str, Any]) -> str:
    """Field *Snapshot day* of a recipe's form.

    >>> form_snapshot_day({}), form_snapshot_day({"snapshot_day": "first"})
    ('last', 'first')
    """
    return str(recipe_form.get("snapshot_day") or "last")


def convention_of_form(form_day: str) -> Convention:
    """Convention where no column dates the rows, or none of its dates is known.

    >>> convention_of_form("first").note.key
    'made.snapshot.first.form'
    """
    return Convention(form_day, Note(f"made.snapshot.{form_day}.form"))


def convention_of_days(column: str, place: str, partition: str, days: Collection[date], form_day: str) -> Convention:
    """Convention that the dates of a column say: ``first`` where each is the first day of its period.

    Parameters
    ----------
    place
        Dataset and partition that were read, for people.
    partition
        Partition of the dates; "" where each date is of its own month.

    Examples
    --------
    >>> days = [date(2019, 1, 1), date(2019, 2, 1)]
    >>> convention_of_days("as_of", "TELCO.customers", "", days, "last").day
    'first'
    >>> convention_of_days("as_of", "TELCO.customers, 2019-01", "2019-01", days, "last").day
    'last'
    """
    answers = {day: dated_snapshot_day(partition or partition_of(day, _MONTH), day, day, form_day) for day in days}
    others = sorted(day for day, answer in answers.items() if answer == "last")
    if not others:
        return Convention("first", Note("made.snapshot.first.column", {"column": column, "place": place}))
    values = {"column": column, "place": place, "day": str(others[0])}
    return Convention("last", Note("made.snapshot.last.column", values))
