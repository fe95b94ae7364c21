"""Cohorts together, when months differ or customers come back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.figures.comparison import holm
from champion_challenger.core.figures.uncertainty import Z95
from champion_challenger.core.verdicts.between_cohorts import pool, variance_between
from champion_challenger.core.verdicts.estimates import p_value
from champion_challenger.core.verdicts.history import Difference

differences = st.builds(Difference, st.floats(-5, 5), st.floats(0.01, 5))


@given(st.lists(differences, min_size=1, max_size=12), st.floats(0, 10))
def test_a_mean_lies_between_and_what_varies_makes_it_less_sure(known: list[Difference], between: float) -> None:
    """Whatever the errors are; errors that agree are surer in no case."""
    one, varying = pool(known), pool(known, between)
    values = [difference.value for difference in known]

    for found in (one, varying, pool(known, between, event_can_repeat=True)):
        assert min(values) - 1e-9 <= found.value <= max(values) + 1e-9
    assert varying.error >= one.error * (1 - 1e-9)
    assert pool(known, event_can_repeat=True).error >= one.error * (1 - 1e-9)


def test_cohorts_that_are_equally_sure_are_averaged() -> None:
    """Then the error is the root of the larger of sampling and spread, over the number of cohorts."""
    known = [Difference(value, 0.25) for value in (3.0, -0.9, 0.1)]
    between = variance_between([known])

    assert pool(known, between).value == pytest.approx(np.mean([3.0, -0.9, 0.1]))
    assert pool(known, between).error == pytest.approx(np.std([3.0, -0.9, 0.1], ddof=1) / 3**0.5)


def test_one_cohort_says_nothing_of_how_months_differ() -> None:
    """Nor do cohorts that agree better than by chance."""
    assert variance_between([]) == variance_between([[Difference(9.0, 0.1)]]) == 0.0
    assert variance_between([[Difference(0.1, 0.5), Difference(0.1, 0.5)]]) == 0.0
    assert variance_between([[Difference(value, 1e-9) for value in (0.0, 0.0, 1.4e-294)]]) == 0.0


@given(st.lists(st.lists(differences, min_size=1, max_size=6), max_size=5), st.floats(0, 4))
def test_what_is_usual_makes_the_variance_larger_and_never_less(known: list, usual: float) -> None:
    """Up to what is usual, or to what was measured."""
    measured, drawn = variance_between(known), variance_between(known, usual=usual)

    assert measured <= drawn <= max(measured, usual) * (1 + 1e-9)
    assert variance_between([*known, [Difference(0.0, 0.0)] * 3], usual=usual, n_challengers=3) == variance_between(
        known, usual=usual, n_challengers=3
    )


def called(
    random: np.random.Generator, count: int, cohorts: int, advantage: float, shares_months: bool = True
) -> tuple[bool, bool]:
    """Whether the first challenger, and whether any equal one, is called better: by 5 % of lift at least."""
    error, spread = 0.025, 0.05
    values = np.sqrt(0.5) * error * (random.normal(size=cohorts) + random.normal(size=(count, cohorts)))
    values += spread * random.normal(size=(count, cohorts))
    values[0] += advantage
    known = [[Difference(float(value), error) for value in row] for row in values]
    between = variance_between(known, usual=0.05**2) if shares_months else 0.0
    tests = [pool(one, between) for one in known]
    adjusted = holm([p_value(test) for test in tests])
    clear = [p is not None and p < 0.05 and test.value >= 0.05 for p, test in zip(adjusted, tests)]
    return clear[0], any(clear[1:])


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 13])
@pytest.mark.parametrize("cohorts", [2, 3, 12])
def test_months_that_differ_deceive_in_few_looks_and_hide_no_advantage(count: int, cohorts: int) -> None:
    """Error 2.5 %, spread 5 %, called better by a margin of 5 %. The reference: at most 5 %, and +15 % found in 95 %."""
    random = np.random.default_rng(20190605)
    equal = np.mean([any(called(random, count, cohorts, 0.0)) for _ in range(600)])
    naive = np.mean([any(called(random, count, cohorts, 0.0, shares_months=False)) for _ in range(600)])
    found = np.mean([called(random, count, cohorts, 0.15)[0] for _ in range(600)])
    print(f"{count} challengers, {cohorts} cohorts: {equal:.1%}, naive {naive:.1%}, found {found:.1%}")  # noqa: T201

    assert equal <= 0.055
    assert naive > equal or cohorts == 12
    # Two months find less than the reference, which has three.
    assert found >= (0.9 if cohorts > 2 else 0.7)


@pytest.mark.slow
@pytest.mark.parametrize("correlation", [0.0, 0.34])
def test_bounds_hold_when_customers_come_back(correlation: float) -> None:
    """Twelve cohorts whose errors go together from one to the next; added as they are, they are on the safe side."""
    random = np.random.default_rng(20190605)
    held = {True: 0, False: 0}
    for _ in range(2000):
        noise = random.normal(size=12)
        for month in range(1, 12):
            noise[month] = correlation * noise[month - 1] + np.sqrt(1 - correlation**2) * noise[month]
        known = [Difference(float(value), 1.0) for value in noise]
        for repeats in held:
            found = pool(known, event_can_repeat=repeats)
            held[repeats] += abs(found.value) <= Z95 * found.error
    print(f"{correlation}: {held[False] / 2000:.1%} as squares, {held[True] / 2000:.1%} added")  # noqa: T201

    assert held[True] / 2000 >= 0.95
    assert (held[False] / 2000 >= 0.935) == (correlation == 0.0)
