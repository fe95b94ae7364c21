"""How sure a pooled difference is, and what it would take."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.verdicts.estimates import NOTHING, estimate, more_cohorts, p_value, reach
from champion_challenger.core.verdicts.history import Difference

differences = st.builds(Difference, st.floats(-5, 5), st.floats(0.01, 5))


@given(differences, st.floats(0.1, 10))
def test_p_values_know_no_unit_and_no_direction(difference: Difference, unit: float) -> None:
    """Only how many errors away from zero."""
    scaled = Difference(-difference.value * unit, difference.error * unit)

    assert p_value(scaled) == pytest.approx(p_value(difference), abs=1e-9)


@given(st.floats(0.02, 1), st.integers(1, 5), st.integers(1, 13))
def test_the_cohorts_foretold_are_just_enough(error: float, cohorts: int, tested: int) -> None:
    """With so many more, four of five samples of a true difference of 0.2 are told from none."""
    more = more_cohorts(Difference(0.0, error), cohorts, 0.2, tested)
    again = more_cohorts(Difference(0.0, error * (cohorts / (cohorts + more)) ** 0.5), cohorts + more, 0.2, tested)

    assert more >= 1
    assert again == 1
    assert more_cohorts(Difference(0.0, error), cohorts, 0.0, tested) is None


def test_with_the_cohorts_foretold_four_of_five_differences_are_found() -> None:
    """Drawn with a true difference as large as the margin."""
    rng, error, margin = np.random.default_rng(3), 0.3, 0.15
    cohorts = 3 + (more_cohorts(Difference(0.0, error / 3**0.5), 3, margin, 1) or 0)
    drawn = rng.normal(margin, error / cohorts**0.5, 20_000)

    assert np.mean(np.abs(drawn) > 1.96 * error / cohorts**0.5) == pytest.approx(0.8, abs=0.02)


@given(differences, st.integers(1, 13))
def test_bounds_hold_none_just_where_the_p_value_does(difference: Difference, tested: int) -> None:
    """At 5 %; and the more are tested, the larger a difference must be."""
    low, high = estimate(difference).bounds
    chance = p_value(difference)

    assert low is not None
    assert high is not None
    assert chance is not None
    assert (low <= 0 <= high) == (chance >= 0.05) or chance == pytest.approx(0.05, abs=1e-6)
    assert reach(tested) < reach(tested + 1)
    assert estimate(None) == NOTHING
