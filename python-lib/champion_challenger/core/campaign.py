"""Campaigns on the target list: who was contacted, who was held out, and which customers the list had.

Contacting customers changes their outcomes. What they would have done without the campaign is known only of those who
were not contacted: the customers off the list, and the control customers on it, who represent the whole list.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.core.figures.counts import Statistics
from champion_challenger.core.figures.quantities import true_positives
from champion_challenger.core.outcomes import class_text
from champion_challenger.core.reasons import Reason, some_of
from champion_challenger.errors import DataError
from champion_challenger.settings.contact import ContactRules

Mask = npt.NDArray[np.bool_]

LEAST_CONTROL_POSITIVES = 10
"""Positive control customers under which no verdict rests on a control group."""
_MOST_VALUES = 5
_MISPLACED = 0.02
"""Share of the contacted up to which the champion's scores may disagree with the list and still be its source."""
_LEAST_CONTACTED = 0.05
"""By how much more of the champion's list than of the others is contacted before a campaign is told."""
_UNLIKE = 4.0
"""Standard errors from which a control group is not drawn from all customers alike: one chance in 16,000."""


@dataclass(frozen=True)
class Contacts:
    """What a campaign did with each customer; masks of one value per row of the cohort.

    Attributes
    ----------
    contacted, control
        Customers contacted, and those held out; the others were not contacted.
    has_control
        Whether the setting names a control group.
    absent
        What to know where values of the setting do not occur.
    """

    contacted: Mask
    control: Mask
    has_control: bool
    absent: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class TargetList:
    """Customers of the list that was contacted, as far as it is known.

    Attributes
    ----------
    members
        True for the contacted, and for the control customers who would have been.
    is_of_everyone
        Whether the control customers were drawn from all customers alike, so that they alone are a fair sample.
    obstacle
        Why it is not known which control customers the list had; None where it is.
    """

    members: Mask
    is_of_everyone: bool
    obstacle: Reason | None = None


def read_contacts(values: pd.Series, rules: ContactRules) -> Contacts:
    """Contacts of a cohort's customers; values are matched by what they mean, as those of outcomes.

    Raises
    ------
    DataError
        When customers have no value: whether they were contacted is not known.

    Examples
    --------
    >>> contacts = read_contacts(pd.Series([1.0, 2.0, 0.0]), ContactRules("contact", ("1",), ("2",)))
    >>> contacts.contacted.tolist(), contacts.control.tolist()
    ([True, False, False], [False, True, False])
    """
    # Each distinct value is spelled once; missing ones as "", which the message counts.
    codes, distinct = pd.factorize(values.map(class_text, na_action=None))
    n_empty = int((np.asarray(distinct, dtype=object) == "")[codes].sum()) if len(distinct) else 0
    if n_empty:
        msg = (
            f"Contact column {rules.column}: expected a value for each customer, found {n_empty:,} of {len(codes):,} "
            "without one. Give those whom no campaign reached a value of their own in a Prepare recipe, such as none."
        )
        raise DataError(msg)
    groups = {"contacted_values_absent": rules.contacted, "control_values_absent": rules.control}
    masks = [_among(codes, distinct, listed) for listed in groups.values()]
    examples = some_of(sorted(map(str, distinct))[:_MOST_VALUES], len(distinct) - _MOST_VALUES)
    absent = [
        Reason(code, {"values": list(listed), "column": rules.column, "found": examples})
        for (code, listed), mask in zip(groups.items(), masks)
        if listed and not mask.any()
    ]
    return Contacts(masks[0], masks[1], bool(rules.control), tuple(absent))


def target_list(contacts: Contacts, scores: npt.NDArray[np.float64] | None) -> TargetList:
    """Which customers the contacted list had.

    The contacted are on it. A control customer is on it where the champion scores it as high as the list, if the
    champion's scores tell the contacted from the others. If they do not (another model, or other rules, made the list),
    all control customers are, where they were drawn from the list alone; else it is not known.

    Parameters
    ----------
    scores
        The champion's, NaN where there is none; None when it could not score.
    """
    if not contacts.contacted.any() or not contacts.control.any():
        return TargetList(contacts.contacted, is_of_everyone=True)
    if scores is None:
        return TargetList(contacts.contacted, is_of_everyone=True, obstacle=Reason("target_list_unknown"))
    is_of_everyone = _is_drawn_from_everyone(contacts, scores)
    cutoff = _cutoff(scores[contacts.contacted], scores[~contacts.contacted & ~contacts.control])
    if cutoff is not None:
        # A customer without a score compares as off the list.
        with np.errstate(invalid="ignore"):
            is_high = np.isfinite(scores) & (scores >= cutoff)
        return TargetList(contacts.contacted | contacts.control & is_high, is_of_everyone)
    if not is_of_everyone:
        return TargetList(contacts.contacted | contacts.control, is_of_everyone)
    return TargetList(contacts.contacted, is_of_everyone, Reason("target_list_unknown"))


def contacted_shares(contacted: Statistics, rate_bp: int) -> tuple[float, float]:
    """Share of the champion's list that was contacted, and of the others; ties at the cut-off are shared.

    Parameters
    ----------
    contacted
        Of the champion's scores, those contacted as positives; at least one customer.
    """
    cut = next(cut for cut in contacted.cuts if cut.rate_bp == rate_bp)
    on_list, others = true_positives(cut), contacted.n - cut.n_targeted
    return on_list / cut.n_targeted, (contacted.n_positive - on_list) / others if others else 0.0


def told_campaign(share: float, share_below: float, has_control: bool) -> Reason | None:
    """Why verdicts over all customers may be a campaign's doing; None when the champion's list was hardly contacted.

    Parameters
    ----------
    share, share_below
        Of the champion's list, and of the others, that was contacted.
    """
    if share - share_below < _LEAST_CONTACTED:
        return None
    code = "campaign_control_unused" if has_control else "campaign_without_control"
    return Reason(code, {"share": round(share, 4)})


def few_control_positives(n: int) -> Reason | None:
    """Why no verdict rests on a control group with so many positives; None where it may."""
    if n >= LEAST_CONTROL_POSITIVES:
        return None
    return Reason("few_control_positives", {"n": n, "least": LEAST_CONTROL_POSITIVES})


def tells_the_list(misplaced: int, n_contacted: int) -> bool:
    """Whether scores tell the contacted from the others, with so many on the wrong side of the cut-off.

    >>> tells_the_list(2, 100), tells_the_list(3, 100), tells_the_list(0, 0)
    (True, False, False)
    """
    return n_contacted > 0 and misplaced <= _MISPLACED * n_contacted


def _among(codes: npt.NDArray[np.int64], distinct: Iterable[object], listed: tuple[str, ...]) -> Mask:
    wanted = {class_text(value) for value in listed}
    is_wanted = np.array([value in wanted for value in distinct], dtype=bool)
    mask: Mask = is_wanted[codes] if len(is_wanted) else np.zeros(len(codes), dtype=bool)
    return mask


def _is_drawn_from_everyone(contacts: Contacts, scores: npt.NDArray[np.float64]) -> bool:
    """Whether control customers are as frequent among the champion's highest scores as below them."""
    known = np.isfinite(scores)
    scores, drawn = scores[known], contacts.control[known]
    n_top = min(int(contacts.contacted.sum()), len(scores) - 1)
    if n_top <= 0:
        return True
    cutoff = np.partition(scores, len(scores) - n_top)[len(scores) - n_top]
    above, tied = scores > cutoff, scores == cutoff
    # Ties at the cut-off are shared, as in a database: the order of the rows must decide nothing.
    n_left = n_top - int(np.count_nonzero(above))
    of_tied = shared_at_cutoff(int(np.count_nonzero(drawn & tied)), int(np.count_nonzero(tied)), n_left)
    drawn_top = int(np.count_nonzero(drawn & above)) + of_tied
    return is_drawn_alike(drawn_top, n_top, int(np.count_nonzero(drawn)), len(scores))


def shared_at_cutoff(n_members: int, n_tied: int, n_taken: int) -> float:
    """Members of a group among the customers taken of those who have the score at a cut-off, in proportion.

    >>> shared_at_cutoff(3, 10, 5), shared_at_cutoff(0, 0, 0)
    (1.5, 0.0)
    """
    return n_members * n_taken / n_tied if n_tied else 0.0


def is_drawn_alike(drawn_top: float, n_top: int, drawn: int, n: int) -> bool:
    """Whether control customers are as frequent among the highest scores as below them, within 4 standard errors.

    Parameters
    ----------
    drawn_top, n_top
        Control customers among the highest scores, and all who are there.
    drawn, n
        Control customers in all, and all customers.

    Examples
    --------
    >>> is_drawn_alike(11, 100, 100, 1_000), is_drawn_alike(60, 100, 60, 1_000)
    (True, False)
    """
    if not 0 < n_top < n or drawn in (0, n):
        return True
    share = drawn / n
    error = math.sqrt(share * (1 - share) * (1 / n_top + 1 / (n - n_top)))
    return abs(drawn_top / n_top - (drawn - drawn_top) / (n - n_top)) < _UNLIKE * error


def _cutoff(contacted: npt.NDArray[np.float64], others: npt.NDArray[np.float64]) -> float | None:
    """Lowest score of the list: the one that misplaces the fewest; None where it misplaces too many.

    Among scores that misplace as few, the one just above the others: control customers between belong to the list.
    """
    contacted, others = contacted[np.isfinite(contacted)], np.sort(others[np.isfinite(others)])
    if not len(contacted):
        return None
    # A list can begin only just above a score of somebody who was not contacted: no other cut-off can be better.
    bounds = np.append(np.unique(others), np.inf)
    contacted = np.sort(contacted)
    # a list from just above bounds[i - 1]: contacted at or below it, and others above it, are misplaced
    lowest = np.concatenate([[-np.inf], bounds[:-1]])
    misplaced = (
        np.searchsorted(contacted, lowest, side="right") + len(others) - np.searchsorted(others, lowest, "right")
    )
    best = int(np.argmin(misplaced))
    if not tells_the_list(int(misplaced[best]), len(contacted)):
        return None
    # The next number above, since who has that very score is off the list.
    return float(np.nextafter(lowest[best], np.inf))
