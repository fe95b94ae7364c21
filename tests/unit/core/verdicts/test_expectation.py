"""What is expected of the best of many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.verdicts.expectation import expected_differences
from champion_challenger.core.verdicts.history import Difference

differences = st.builds(Difference, st.floats(-5, 5), st.floats(0.0, 5))


@given(st.lists(differences, max_size=14))
def test_nothing_is_expected_to_be_larger_than_it_was_seen(seen: list[Difference]) -> None:
    """Nor on the other side of none; as many come out as went in, their order apart."""
    found = expected_differences(seen)

    assert all(abs(one.value) <= abs(before.value) * (1 + 1e-9) for one, before in zip(found, seen))
    assert all(one.value * before.value >= 0 for one, before in zip(found, seen))
    assert expected_differences(seen[::-1]) == pytest.approx(found[::-1]) or len(found) == len(seen)


def test_clear_differences_are_expected_nearly_whole() -> None:
    """And what is known without error stays as it is."""
    first, second = expected_differences([Difference(1.0, 0.01), Difference(-0.5, 0.0)])

    assert first.value == pytest.approx(1.0, abs=1e-3)
    assert second == Difference(-0.5, 0.0)


def test_a_measured_difference_near_none_does_not_make_the_true_one_known() -> None:
    """Bounds are as wide for a measured 0.001 as for 0.1, whose error is 0.4; alone, and among thirteen."""
    for others in ([], [Difference(0.05 * place, 0.4) for place in range(-6, 6)]):
        near, further = (expected_differences([Difference(value, 0.4), *others])[0] for value in (0.001, 0.1))

        assert near.error == pytest.approx(further.error, rel=0.2)
        assert 0.1 < near.error < 0.4


def test_the_same_list_under_another_name_changes_nothing() -> None:
    """It is no challenger, and does not say that challengers are alike."""
    known = [Difference(0.3, 0.1), Difference(-0.2, 0.1)]

    assert expected_differences([*known, Difference(0.0, 0.0)]) == [*expected_differences(known), Difference(0.0, 0.0)]


@pytest.mark.slow
@pytest.mark.parametrize("spread", [0.0, 0.05, 0.1, 0.2])
@pytest.mark.parametrize("count", [1, 3, 13])
def test_bounds_of_what_is_expected_hold(count: int, spread: float) -> None:
    """In nine cases of ten whatever the challengers spread by; nearly so where the measured difference is near none."""
    random = np.random.default_rng(20190605)
    held, near = [], []
    for _ in range(1500):
        truth = spread * random.normal(size=count)
        seen = truth + 0.1 * np.sqrt(0.5) * (random.normal() + random.normal(size=count))
        found = expected_differences([Difference(float(value), 0.1) for value in seen])
        held += [abs(one.value - true) <= 1.96 * one.error for one, true in zip(found, truth)]
        near += list(np.abs(seen) < 0.01)
    means = float(np.mean(held)), float(np.mean(np.array(held)[np.array(near)]))
    print(f"{count} challengers, spread {spread:.0%}: bounds hold {means[0]:.1%}, near none {means[1]:.1%}")  # noqa: T201

    assert means[0] >= 0.9
    assert means[1] >= 0.8


@pytest.mark.slow
@pytest.mark.parametrize("in_common", [0.0, 0.3, 0.5])
@pytest.mark.parametrize("spread", [0.0, 0.03, 0.06, 0.12])
def test_the_best_of_thirteen_is_expected_as_it_is(spread: float, in_common: float) -> None:
    """Within 2 points, errors of 5.8 %, whatever share of them the champion has.

    The reference, where half is in common: shown +6.9 % of 0, and expected +0.9 % of 0, +8.0 % of 8.3 %, +18.8 % of
    18.9 %.
    """
    random = np.random.default_rng(20190605)
    shown, told, true, held = [], [], [], []
    for _ in range(2000):
        truth = spread * random.normal(size=13)
        noise = np.sqrt(in_common) * random.normal() + np.sqrt(1 - in_common) * random.normal(size=13)
        seen = truth + 0.058 * noise
        best = int(seen.argmax())
        found = expected_differences([Difference(float(value), 0.058) for value in seen])[best]
        shown.append(seen[best])
        told.append(found.value)
        true.append(truth[best])
        held.append(abs(found.value - truth[best]) <= 1.96 * found.error)
    means = [float(np.mean(one)) for one in (shown, told, true, held)]
    told_as = "{} of the error in common, spread {}: shown {:+.1%}, expected {:+.1%}, true {:+.1%}, bounds hold {:.1%}"
    print(told_as.format(in_common, spread, *means))  # noqa: T201

    assert means[1] == pytest.approx(means[2], abs=0.02)
    assert means[0] > means[2] + 0.015
    assert means[3] >= 0.9
