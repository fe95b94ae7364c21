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
