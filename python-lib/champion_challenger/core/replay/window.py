"""The training window: the newest partitions that exist and whose outcomes are there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from champion_challenger.core.arrival import OutcomeCounts, reason_not_joined
from champion_challenger.core.reasons import Reason

COMPARED = 3
"""With how many partitions before it the share of customers without outcome is compared."""

EXPECTED = 5
"""From how many expected positives on a partition without any is one whose outcomes are not joined."""


@dataclass(frozen=True)
class Arrived:
    """Outcomes of a partition.

    Attributes
    ----------
    final_from
        First day on which they are final.
    """

    counts: OutcomeCounts
    final_from: date


@dataclass(frozen=True)
class Window:
    """Partitions to train on.

    Attributes
    ----------
    partitions
        Oldest first.
    left_out
        Those between them, or after them, whose outcomes are not there yet, with the reason; newest first.
    """

    partitions: tuple[str, ...] = ()
    left_out: Mapping[str, Reason] = field(default_factory=dict)


def training_window(names: Sequence[str], length: int, today: date, arrived: Callable[[str], Arrived]) -> Window:
    """Choose the newest partitions whose outcomes are final and joined; periods without a partition do not count.

    Parameters
    ----------
    names
        Partitions that exist, newest first.
    length
        How many are wanted; fewer are taken while fewer exist.
    arrived
        Outcomes of a partition. It is asked only for those looked at, and up to `COMPARED` before them.

    Examples
    --------
    >>> full, empty = OutcomeCounts(1000, 20, 50), OutcomeCounts(1000, 1000, 0)
    >>> held = {"2019-05": empty, "2019-03": full, "2019-02": full, "2019-01": full}
    >>> window = training_window(list(held), 2, date(2019, 7, 1), lambda name: Arrived(held[name], date(2019, 7, 1)))
    >>> window.partitions
    ('2019-02', '2019-03')
    >>> print(window.left_out["2019-05"])
    outcomes not joined yet: none of 1,000 customers has one
    """
    chosen: list[str] = []
    left_out: dict[str, Reason] = {}
    for place, name in enumerate(names):
        if len(chosen) == length:
            break
        partition = arrived(name)
        reason = None
        # Before the counts are looked at, which are those of outcomes still to come.
        if partition.final_from > today:
            reason = Reason("outcomes_not_final", {"day": partition.final_from.isoformat()})
        else:
            # Names come newest first, so that the earlier partitions follow.
            before = names[place + 1 : place + 1 + COMPARED]
            reason = _late(partition.counts, [arrived(earlier).counts for earlier in before])
        if reason is None:
            chosen.append(name)
        else:
            left_out[name] = reason
    # Oldest first, as everywhere else.
    return Window(tuple(reversed(chosen)), left_out)


def _late(counts: OutcomeCounts, before: Sequence[OutcomeCounts]) -> Reason | None:
    """As of a cohort, but that a small partition, such as a day, may well have no positive."""
    reason = reason_not_joined(counts, before)
    if reason is None or reason.code != "outcomes_without_positive":
        return reason
    known = sum(partition.n - partition.n_unlabelled for partition in before)
    rate = sum(partition.n_positive for partition in before) / known if known else 0.0
    return reason if rate * (counts.n - counts.n_unlabelled) >= EXPECTED else None
