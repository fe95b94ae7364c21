"""Whether a volume is stable: against another dataset, or against its own history."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from champion_challenger.core.reasons import Reason

ENOUGH_FOR_Z = 8
"""Points of history from which on the robust z is used."""

ENOUGH_FOR_TREND = 6
"""Earlier values with one a year before them, from which on growth and season are allowed for."""

MAD_TO_SD = 1.4826
"""Makes the median absolute deviation of a normal sample estimate its standard deviation."""

_PLACES = 3
"""Decimals of a change that its words show."""


@dataclass(frozen=True)
class Limits:
    """What counts as a change.

    Attributes
    ----------
    warning, error
        A change beyond it, up or down, is a WARNING or an ERROR; as a fraction.
    z
        A robust z beyond it is a WARNING, if the change from the median is also beyond ``minimum_change``.
    minimum_base
        A count to compare with that is below it is too small.
    """

    warning: float = 0.10
    error: float = 0.25
    z: float = 3.5
    minimum_change: float = 0.05
    minimum_base: float = 100


@dataclass(frozen=True)
class Measure:
    """What is measured.

    Attributes
    ----------
    kind
        ``count`` (relative change; none at all is an error), ``relative`` (relative change) or ``points`` (for a share
        that is near 0 when all is well, such as that of nulls: difference of the shares).
    """

    name: str
    kind: str = "count"


@dataclass(frozen=True)
class Stability:
    """How a value compares.

    Attributes
    ----------
    change
        The largest change, signed; a fraction (``points``: difference of the shares). None when nothing was compared.
    robust_z
        None with fewer than 8 points of history, or when they hardly differ.
    reference
        Median of the history, or the other dataset's value.
    """

    outcome: str
    reason: Reason
    change: float | None = None
    robust_z: float | None = None
    reference: float | None = None


def against_other(
    value: float | None, other: float | None, measure: Measure, limits: Limits, name: str = "the other"
) -> Stability:
    """Compare a value with that of another dataset.

    Parameters
    ----------
    value, other
        Counts, or shares in [0, 1]; None where there is none.
    name
        What the other dataset is called.

    Examples
    --------
    >>> print(against_other(89_000, 100_000, Measure("rows"), Limits(), "CRM.cohort").reason)
    89000 is 11.0 % below CRM.cohort (100000)
    >>> against_other(0, 0, Measure("rows"), Limits()).outcome
    'ERROR'
    >>> against_other(90_000, None, Measure("rows"), Limits()).outcome
    'EMPTY'
    """
    unusual = _unusual(value, measure)
    if unusual is not None or value is None:
        return unusual or Stability("EMPTY", Reason("volume_no_value"))
    if other is None or not math.isfinite(other):
        return Stability("EMPTY", Reason("volume_no_other", {"place": name}))
    if measure.kind == "count" and other <= 0:
        return Stability("ERROR", Reason("volume_none_there", {"place": name}), reference=other)
    return _stability_of(value, [(Reason("reference_other", {"place": name}), other)], measure, limits, other, None)


def against_last_year(value: float | None, before: float | None, measure: Measure, limits: Limits) -> Stability:
    """Compare a value with that of the same period a year earlier, where volumes follow the seasons.

    Examples
    --------
    >>> against_last_year(120_000, 118_000, Measure("rows"), Limits()).outcome
    'OK'
    >>> against_last_year(120_000, None, Measure("rows"), Limits()).outcome
    'EMPTY'
    """
    unusual = _unusual(value, measure)
    if unusual is not None or value is None:
        return unusual or Stability("EMPTY", Reason("volume_no_value"))
    if before is None or not math.isfinite(before):
        return Stability("EMPTY", Reason("volume_no_year_before"))
    return _stability_of(value, [(Reason("reference_year"), before)], measure, limits, before, None)


def against_history(value: float | None, history: Sequence[float], measure: Measure, limits: Limits) -> Stability:
    """Compare a value with those before it: with the last one and the median, and from 8 on by a robust z as well.

    Parameters
    ----------
    history
        Earlier values, oldest first, without the current one and without those that once alarmed; what is no finite
        number is left out.

    Examples
    --------
    >>> calm = [100_000, 101_000, 99_500, 100_200, 98_900, 100_700, 99_800, 100_400]
    >>> against_history(100_100, calm, Measure("rows"), Limits()).outcome
    'OK'
    >>> print(against_history(93_000, calm, Measure("rows"), Limits()).reason)
    93000 is 7.1 % below the median of 8 (100100), robust z -10.6
    >>> against_history(70_000, calm[:2], Measure("rows"), Limits()).outcome
    'ERROR'
    >>> against_history(70_000, [], Measure("rows"), Limits()).outcome
    'EMPTY'
    """
    unusual = _unusual(value, measure)
    if unusual is not None or value is None:
        return unusual or Stability("EMPTY", Reason("volume_no_value"))
    history = [earlier for earlier in history if math.isfinite(earlier)]
    if not history:
        return Stability("EMPTY", Reason("volume_no_history"))
    middle = median(history)
    bases = [(Reason("reference_last"), history[-1]), (Reason("reference_median", {"n": len(history)}), middle)]
    return _stability_of(
        value, bases[1 if len(history) == 1 else 0 :], measure, limits, middle, robust_z(value, history)
    )


def robust_z(value: float, history: Sequence[float]) -> float | None:
    """Distance from the median in robust standard deviations; None with fewer than 8 points, or when they agree.

    Examples
    --------
    >>> robust_z(5, [1, 2, 3, 4, 5, 6, 7, 8, 9])
    0.0
    >>> robust_z(6, [5] * 20) is None
    True
    """
    if len(history) < ENOUGH_FOR_Z:
        return None
    middle = median(history)
    deviation = MAD_TO_SD * median(abs(earlier - middle) for earlier in history)
    # More than half of the values may be equal; then any difference would be infinitely rare.
    return (value - middle) / deviation if deviation > 0 else None


def change(value: float, base: float, measure: Measure) -> float:
    """Signed change from a base: a fraction of its size, or the difference of the shares; infinite from a base of 0.

    Examples
    --------
    >>> change(90, 100, Measure("rows")), change(0.3, 0.25, Measure("nulls", "points"))
    (-0.1, 0.05)
    >>> change(-20, -10, Measure("margin", "relative"))
    -1.0
    """
    if measure.kind == "points":
        # Rounded, as 0.3 - 0.25 is not quite 0.05, and a change that equals a limit is within it.
        return round(value - base, 12)
    if base == 0:
        return math.copysign(math.inf, value) if value else 0.0
    return round((value - base) / abs(base), 12)


def against_trend(
    value: float | None, before: float, earlier: Sequence[tuple[float, float]], measure: Measure, limits: Limits
) -> Stability:
    """Compare a value with what growth and season predict: the value a year earlier, changed as the months before.

    Counts and shares are expected at ``before`` times the median ratio of the earlier values to those a year before
    them; figures in points at ``before`` plus the median difference. A median of six is moved by no two of them, so
    earlier values that raised an alarm may be among them.

    Parameters
    ----------
    before
        Value a year earlier.
    earlier
        At least `ENOUGH_FOR_TREND` pairs: a value of the periods before, and the value a year before it.

    Examples
    --------
    >>> growth = [(112_000, 100_000)] * 6
    >>> against_trend(134_400, 120_000, growth, Measure("rows"), Limits()).outcome
    'OK'
    >>> print(against_trend(114_200, 120_000, growth, Measure("rows"), Limits()).reason)
    114200 is 15.0 % below the trend of the last year (134400)
    """
    unusual = _unusual(value, measure)
    if unusual is not None or value is None:
        return unusual or Stability("EMPTY", Reason("volume_no_value"))
    changes = [change(now, then, measure) for now, then in earlier]
    shift = median(changes)
    expected = round(before + shift, 12) if measure.kind == "points" else before + abs(before) * shift
    if not math.isfinite(expected):
        return Stability("EMPTY", Reason("volume_no_trend"))
    return _stability_of(value, [(Reason("reference_trend"), expected)], measure, limits, expected, None)


def _unusual(value: float | None, measure: Measure) -> Stability | None:
    if value is not None and not math.isfinite(value):
        return Stability("EMPTY", Reason("volume_no_figure", {"value": value}))
    if value is not None and measure.kind == "count" and value <= 0:
        return Stability("ERROR", Reason("volume_none"))
    return None


def _stability_of(
    value: float,
    bases: Sequence[tuple[Reason, float]],
    measure: Measure,
    limits: Limits,
    middle: float,
    z: float | None,
) -> Stability:
    if measure.kind == "count" and middle < limits.minimum_base:
        return Stability("EMPTY", Reason("volume_too_few", {"base": middle, "bound": limits.minimum_base}))
    changes = [(change(value, base, measure), reference, base) for reference, base in bases]
    largest, reference, base = max(changes, key=lambda compared: abs(compared[0]))
    from_middle = change(value, middle, measure)
    is_rare = z is not None and abs(z) > limits.z and abs(from_middle) > limits.minimum_change
    # What is rare is the distance from the median: the sentence must not speak of the last value.
    if is_rare and abs(largest) <= limits.warning:
        largest, reference, base = from_middle, bases[-1][0], middle
    outcome = (
        "ERROR" if abs(largest) > limits.error else "WARNING" if is_rare or abs(largest) > limits.warning else "OK"
    )
    compared = {"value": value, "change": _change_in_words(largest, measure), "reference": reference, "base": base}
    return Stability(outcome, _comparison(compared, z if is_rare else None), largest, z, middle)


def _comparison(compared: dict[str, Any], z: float | None) -> Reason:
    if z is None:
        return Reason("volume_compared", compared)
    return Reason("volume_rare", {**compared, "z": round(z, 1)})


def _change_in_words(largest: float, measure: Measure) -> Reason:
    # With one decimal: as near as that the number would be 0.0, on one side or the other.
    if round(largest, _PLACES) == 0:
        return Reason("equal_to" if largest == 0 else "about_equal_to")
    is_below = largest < 0
    if math.isinf(largest):
        return Reason("much_below" if is_below else "much_above")
    if measure.kind == "points":
        return Reason("points_below" if is_below else "points_above", {"n": round(abs(largest) * 100, 1)})
    return Reason("percent_below" if is_below else "percent_above", {"size": abs(largest)})
