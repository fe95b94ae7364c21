"""What a month of age costs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.verdicts.ageing import DAYS_A_MONTH, FEWEST_VERSIONS, Wear, wear


@given(st.floats(-0.2, 0.1), st.lists(st.floats(0.5, 8.0), min_size=2, max_size=5))
def test_a_steady_loss_is_found_whatever_the_level_of_the_cohorts(change: float, levels: list[float]) -> None:
    """Cohorts may be hard or easy: only differences to the newest on them count."""
    ages = np.array([0, 1, 2, 5, 9, 10])
    cohorts = [f"c{place}" for place in range(len(levels)) for _ in ages]
    values = [level * (1 + change) ** age for level in levels for age in ages]
    found = wear(
        cohorts, [f"v{age}" for age in ages] * len(levels), list(DAYS_A_MONTH * np.tile(ages, len(levels))), values
    )
    assert found is not None
    assert found.low is not None
    assert found.high is not None

    assert found.change == pytest.approx(change, abs=1e-9)
    assert found.low - 1e-9 <= change <= found.high + 1e-9
    assert found.n_versions == 6


def test_what_has_no_age_or_no_lift_is_left_out() -> None:
    """A rule has no age; a version without hits has a lift of zero."""
    found = wear(["a"] * 4, list("vwxy"), [0, DAYS_A_MONTH, np.nan, 60], [2.0, 1.9, 5.0, 0.0])
    assert found is not None

    assert found.change == pytest.approx(-0.05)
    assert found.n_versions == 2


@pytest.mark.parametrize("ages", [[30, 30], [np.nan, 30]])
def test_without_two_ages_on_one_cohort_nothing_can_be_told(ages: list[float]) -> None:
    """Not that there is no wear."""
    assert wear(["a", "a"], ["v", "w"], ages, [2.0, 1.9]) is None


def test_few_versions_have_no_bounds() -> None:
    """Nothing is called wear then, whatever the slope is."""
    found = wear(["a"] * 5, list("vwxyz"), [0, 30, 60, 90, 120], [4.0, 3.0, 2.0, 1.0, 0.5])
    assert found is not None

    assert found.low is None
    assert not found.is_seen


@pytest.mark.parametrize(
    ("found", "is_seen"),
    [
        (Wear(-0.02, -0.03, -0.01, 9), True),
        (Wear(-0.004, -0.005, -0.003, 9), False),
        (Wear(-0.02, -0.05, 0.01, 9), False),
        (Wear(0.02, 0.01, 0.03, 9), False),
    ],
)
def test_wear_is_beyond_chance_and_above_the_floor(found: Wear, is_seen: bool) -> None:
    """Half a percent a month at least."""
    assert found.is_seen is is_seen


def months(rng: np.random.Generator, count: int, loss: float) -> Wear:
    """A model trained every month and evaluated on all months since; lifts off by 7 % each, cohorts by 10 %."""
    rows = [(month, version) for month in range(count) for version in range(month + 1)]
    levels, ages = rng.normal(0, 0.1, count), [month - version + 0.5 for month, version in rows]
    values = [
        4 * np.exp(levels[month] + rng.normal(0, 0.07)) * (1 - loss) ** age for (month, _), age in zip(rows, ages)
    ]
    names = [f"{month:02d}" for month, _ in rows], [f"v{version}" for _, version in rows]
    found = wear(*names, [age * DAYS_A_MONTH for age in ages], values)
    assert found is not None
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("count", "least"), [(FEWEST_VERSIONS, 0.2), (12, 0.9)])
def test_equal_models_rarely_seem_to_wear(count: int, least: float) -> None:
    """In at most 5 % of histories, where six months of equals said 1 % a month in 56 %; a loss of 3 % is found."""
    rng = np.random.default_rng(12)
    equal = np.mean([months(rng, count, 0.0).is_seen for _ in range(200)])
    worn = np.mean([months(rng, count, 0.03).is_seen for _ in range(100)])
    print(f"{count} months: equal models wear in {equal:.3f}, 3 % a month is seen in {worn:.2f}")  # noqa: T201

    assert equal <= 0.05
    assert worn >= least
