"""What contacting customers changed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.figures.incremental import incremental


def test_the_published_example_of_newcombe() -> None:
    """56 of 70 against 48 of 80, method 10: 0.2, from 0.0524 to 0.3339."""
    found = incremental(56, 70, 48, 80)

    assert found.incremental_rate == pytest.approx(0.2)
    assert found.incremental_rate_low == pytest.approx(0.0524, abs=5e-5)
    assert found.incremental_rate_high == pytest.approx(0.3339, abs=5e-5)


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_bounds_hold_the_rate_and_are_shares(n: int, n_control: int, data: st.DataObject) -> None:
    """Also with no positive at all, or nobody else."""
    counts = data.draw(st.integers(0, n)), data.draw(st.integers(0, n_control))
    found = incremental(counts[0], n, counts[1], n_control)
    assert found.incremental_rate_low is not None
    assert found.incremental_rate_high is not None
    assert found.incremental_rate is not None

    assert -1 <= found.incremental_rate_low <= found.incremental_rate <= found.incremental_rate_high <= 1


@pytest.mark.parametrize("sizes", [(0, 10), (10, 0)])
def test_one_side_alone_tells_nothing(sizes: tuple[int, int]) -> None:
    """The counts remain."""
    found = incremental(0, sizes[0], 0, sizes[1])

    assert (found.incremental_rate, found.incremental_rate_low, found.n_contacted, found.n_control) == (
        None,
        None,
        *sizes,
    )


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.02, 0.1])
def test_bounds_hold_the_truth(share: float) -> None:
    """900 contacted and 100 held out, an effect of a fifth; 95 % are promised."""
    rng = np.random.default_rng(4)
    hits = 0
    for positives, control in zip(rng.binomial(900, 0.8 * share, 4_000), rng.binomial(100, share, 4_000)):
        found = incremental(int(positives), 900, int(control), 100)
        assert found.incremental_rate_low is not None
        assert found.incremental_rate_high is not None
        hits += found.incremental_rate_low <= -0.2 * share <= found.incremental_rate_high

    assert hits / 4_000 >= 0.935
