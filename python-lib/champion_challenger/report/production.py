"""Which version was in production on each cohort, and where on the axis of cohorts another one was activated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from champion_challenger.core.tables.frames import version_key
from champion_challenger.core.tables.reading import champions, in_order

_DAY = len("2019-01-31")


@dataclass(frozen=True)
class Change:
    """An activation.

    Attributes
    ----------
    place
        Where it is on an axis on which the cohorts are at 0, 1, 2 …; between two of them, or after the last.
    key
        Version that is in production since.
    day
        ISO time of the activation; "" where only the rows tell of it.
    """

    place: float
    key: str
    day: str = ""


@dataclass(frozen=True)
class Production:
    """The model in production over the cohorts shown.

    Attributes
    ----------
    by_cohort
        Version that was in production on the snapshot date; from the log, else the champion of the evaluation.
    """

    by_cohort: Mapping[str, str]
    changes: tuple[Change, ...]


def production(rows: pd.DataFrame, activations: pd.DataFrame, now: str) -> Production:
    """Who was in production when, over the cohorts of these rows.

    Parameters
    ----------
    rows
        Rows of one score, at least one.
    activations
        Rows of the activation log of its models.
    now
        Key of the version that is in production now; "" or unknown ones are left out.
    """
    starts = in_order(rows).drop_duplicates("cohort").set_index("cohort")["cohort_start"].str[:_DAY]
    log = activations.sort_values("activated_at", kind="stable")
    if log.empty:
        return _of_rows(rows, tuple(starts.index), now)
    days, keys = list(log["activated_at"]), _keys(log, "to_version")
    before = _keys(log, "from_version")[0] if log["from_version"].iloc[0] else ""
    evaluated = champions(rows)
    by_cohort = {
        str(cohort): _on_day(start, days, keys, before) or evaluated.get(str(cohort), "")
        for cohort, start in starts.items()
    }
    places = [sum(start < day[:_DAY] for start in starts) for day in days]
    # The first line of a log notices who is active already.
    is_change = ~(log["how"].eq("noticed") & log["from_version"].eq(""))  # the first one found was active before
    changes = [entry for entry, changed in zip(zip(places, keys, days), is_change) if changed and entry[0]]
    return Production(by_cohort, tuple(_spread(changes)))


def _of_rows(rows: pd.DataFrame, cohorts: Sequence[str], now: str) -> Production:
    """Without a log, the champions of the evaluations are what is known."""
    evaluated = champions(rows)
    known = [evaluated.get(cohort, "") for cohort in cohorts]
    pairs = zip(known, [*known[1:], now])
    changes = [
        (place, key, "") for place, (before, key) in enumerate(pairs, start=1) if before and key not in ("", before)
    ]
    return Production(dict(zip(cohorts, known)), tuple(_spread(changes)))


def _on_day(start: str, days: Sequence[str], keys: Sequence[str], before: str) -> str:
    active = before
    for day, key in zip(days, keys):
        # An activation on the day of a snapshot acts on that cohort: its list is drawn after it.
        active = key if day[:_DAY] <= start else active
    return active


def _spread(changes: Sequence[tuple[int, str, str]]) -> Iterator[Change]:
    """Several activations between two cohorts stand side by side."""
    for number, (place, key, day) in enumerate(changes):
        beside = [other for other, change in enumerate(changes) if change[0] == place]
        yield Change(place - 1 + (beside.index(number) + 1) / (len(beside) + 1), key, day)


def _keys(log: pd.DataFrame, column: str) -> list[str]:
    return [version_key(*parts) for parts in zip(log["project_key"], log["model_id"], log[column])]
