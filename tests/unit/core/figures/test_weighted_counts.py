"""The records of counts by stratum: what does not fit together is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from champion_challenger.core.figures.weighted import weighted_contender, weighted_pair
from champion_challenger.core.figures.weighted_counts import WeightedPair, WeightedStatistics, check_same_counts
from tests.unit.core.figures.test_weighted_comparison import drawn


def counted() -> tuple[WeightedStatistics, WeightedStatistics, WeightedPair]:
    """Both sides and the pair."""
    y_true, scores, strata = drawn(n=400)
    sides = [weighted_contender(y_true, score, strata, [500]) for score in scores]
    return sides[0].counted, sides[1].counted, weighted_pair(*sides)


def test_whole_weights_are_the_weights_but_for_a_factor() -> None:
    """Customers of the list for each that is seen; 1 off the list."""
    found, _, _ = counted()
    off, on = found.whole_weights

    assert on / off == pytest.approx(found.weights[1])
    assert found.weights[0] == 1
    assert found.n_all == 400


@pytest.mark.parametrize(
    "change",
    [
        lambda pair: {"sizes": (*pair.sizes[:-1], pair.sizes[-1] + 1)},
        lambda pair: {"shifts": (*pair.shifts[:-1], (pair.shifts[-1][0] + 1, pair.shifts[-1][1]))},
        lambda pair: {"crossed": tuple(tuple(np.roll(row, 1)) for row in pair.crossed)},
        lambda pair: {"all_crossed": tuple(tuple(np.roll(row, 1)) for row in pair.all_crossed)},
        lambda pair: {"crossed": ()},
    ],
    ids=["customers", "shifts", "standings", "standings of all", "rates"],
)
def test_counts_of_other_customers_are_refused(change: object) -> None:
    """Those of a pair add up to those of either version."""
    champion, challenger, pair = counted()
    check_same_counts(champion, challenger, pair)

    with pytest.raises(ValueError, match="Expected the counts of both versions and of the pair on the same customers"):
        check_same_counts(champion, challenger, replace(pair, **change(pair)))  # type: ignore[operator]


def test_more_customers_seen_than_the_list_has_are_refused() -> None:
    """Nobody is seen who is not there."""
    champion, _, _ = counted()

    with pytest.raises(ValueError, match="Expected at most 1 customers seen of the list, found"):
        replace(champion, n_listed=1)
