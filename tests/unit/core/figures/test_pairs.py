"""The record of a pair: what plain loops over the customers count."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.figures.comparison import compare
from champion_challenger.core.figures.pairs import Contender, contender, pair_statistics

RATES = [500, 3_000, 10_000]


def pair_of(seed: int, n: int, decimals: int) -> tuple[np.ndarray, list[np.ndarray]]:
    """Outcomes, perhaps of one class, and two related scores."""
    rng = np.random.default_rng(seed)
    y_true = rng.integers(0, 2, n) * int(rng.integers(0, 4) > 0)
    latent = rng.normal(y_true, 1, n)
    return y_true, [(latent + rng.normal(size=n)).round(decimals) for _ in range(2)]


def standing(scores: np.ndarray, customer: int, rate: int) -> int:
    """Below, at or above the score of the last customer targeted."""
    cutoff = sorted(scores, reverse=True)[-(-len(scores) * rate // 10_000) - 1]
    return int(scores[customer] >= cutoff) + int(scores[customer] > cutoff)


def placement(y_true: np.ndarray, scores: np.ndarray, customer: int) -> int:
    """Twice the customers of the other class on the right side, ties once."""
    sign = 1 if y_true[customer] else -1
    others = scores[y_true != y_true[customer]]
    return sum(1 + int(np.sign(sign * (scores[customer] - other))) for other in others)


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.sampled_from([0, 1, 6]))
def test_a_pair_is_what_loops_over_the_customers_count(seed: int, n: int, decimals: int) -> None:
    """Eighteen kinds at each rate; sums of shifts and of their squares by outcome."""
    y_true, (one, other) = pair_of(seed, n, decimals)
    found = pair_statistics(contender(y_true, one, RATES), contender(y_true, other, RATES))
    for index, rate in enumerate(RATES):
        kinds = [6 * standing(one, c, rate) + 2 * standing(other, c, rate) + y_true[c] for c in range(n)]
        assert found.crossed[index] == tuple(kinds.count(kind) for kind in range(18))
    shifts = [placement(y_true, other, c) - placement(y_true, one, c) for c in range(n)]
    sums = [[shifts[c] ** power for c in range(n) if y_true[c] == y] for power in (1, 2) for y in (1, 0)]

    assert [sum(values) for values in sums] == [
        found.shift_positive,
        found.shift_negative,
        found.squares_positive,
        found.squares_negative,
    ]


def test_squares_outgrow_64_bits_exactly() -> None:
    """Placements of two billion customers of the other class, in either direction."""
    side = contender([1, 0, 1, 0], [0.4, 0.3, 0.2, 0.1], [5_000])
    far = np.array([4_000_000_001, -3_999_999_999, -65_537, 7])
    found = pair_statistics(replace(side, placements=0 * far), replace(side, placements=far))

    assert found.squares_positive == 4_000_000_001**2 + 65_537**2
    assert found.squares_negative == 3_999_999_999**2 + 7**2


def _sides() -> list[Contender]:
    return [contender([1, 0, 1, 0], scores, [5_000]) for scores in ([0.4, 0.9, 0.5, 0.1], [0.9, 0.5, 0.4, 0.1])]


def test_records_of_other_customers_are_refused() -> None:
    """The pair has to add up to both versions, rank by rank and cut-off by cut-off."""
    one, other = _sides()
    pair = pair_statistics(one, other)
    third = contender([1, 0, 1, 0], [0.1, 0.2, 0.3, 0.4], [5_000])

    for wrong in (
        (third.counted, other.counted, pair),
        (one.counted, other.counted, replace(pair, crossed=())),
        (one.counted, other.counted, replace(pair, crossed=(pair.crossed[0][::-1],))),
        (one.counted, other.counted, replace(pair, shift_negative=3)),
        (one.counted, replace(other.counted, n=5), pair),
    ):
        with pytest.raises(ValueError, match="the pair on the same customers"):
            compare(*wrong)
