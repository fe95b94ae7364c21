"""What a month of age costs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.verdicts.ageing import DAYS_A_MONTH, monthly_change


@given(st.floats(-0.2, 0.1), st.lists(st.floats(0.5, 8.0), min_size=2, max_size=5))
def test_a_steady_loss_is_found_whatever_the_level_of_the_cohorts(change: float, levels: list[float]) -> None:
    """Cohorts may be hard or easy: only differences within them count."""
    ages = np.array([0, 1, 2, 5, 9])
    cohorts = [f"c{place}" for place in range(len(levels)) for _ in ages]
    values = [level * (1 + change) ** age for level in levels for age in ages]
    found = monthly_change(cohorts, list(DAYS_A_MONTH * np.tile(ages, len(levels))), values)
    assert found == pytest.approx(change, abs=1e-9)


def test_what_has_no_age_or_no_lift_is_left_out() -> None:
    """A rule has no age; a version without hits has a lift of zero."""
    found = monthly_change(["a"] * 4, [0, DAYS_A_MONTH, np.nan, 60], [2.0, 1.9, 5.0, 0.0])
    assert found == pytest.approx(-0.05)


@pytest.mark.parametrize("ages", [[30, 30], [np.nan, 30]])
def test_without_two_ages_on_one_cohort_nothing_can_be_told(ages: list[float]) -> None:
    """Not that there is no wear."""
    assert monthly_change(["a", "a"], ages, [2.0, 1.9]) is None
