"""Answers by stratum: sums joined exactly, groups gathered into pairs."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.figures.weighted_counts import WeightedCut
from champion_challenger.core.sql.weighted import PARTS, PRODUCTS, STRATA
from champion_challenger.core.sql.weighted_answer import stored_weighted, stored_weighted_pairs
from champion_challenger.core.sql.weighted_pairs import SHIFTS, SQUARES
from champion_challenger.errors import DataError

CELLS = [f"{one}_{other}" for one, other in PRODUCTS]
ROW: dict[str, Any] = {
    "VERSION_ID": "v1", "N": 20, "N_OFF": 10, "N_ON": 4, "POSITIVES_OFF": 2, "POSITIVES_ON": 1,
    **{f"{kind}_{one}_{other}".upper(): 8 for kind in ("pairs", "tied") for one in STRATA for other in STRATA},
    **{
        f"{kind}_{name}_{cell}_{part}".upper(): 1
        for kind in ("positive", "negative") for name in STRATA for cell in CELLS for part in PARTS
    },
    "KS_UNITS": 2**51, "KS_HIDDEN": 2**50,
    **{f"PRECISION_{name}_{part}".upper(): 3 for name in STRATA for part in ("high", "low")},
    "N_TARGETED_500": 1, "CUTOFF_SCORE_500": -0.0, "N_ABOVE_500": 0, "N_TIED_500": 3,
    **{f"{name}_{where}_500".upper(): 2 for name in STRATA for where in ("above", "tied", "window")},
    **{f"{name}_P_{where}_500".upper(): 1 for name in STRATA for where in ("above", "tied", "window")},
}  # fmt: skip
GROUP: dict[str, Any] = {
    "VERSION_ID": "v2", "Y": 1, "CHAMPION_HIGH": 1, "CHALLENGER_HIGH": 0, "N": 5, "N_CONTRADICTING": 1, "N_MOVED": 0,
    **{f"{name}_all".upper(): 2 for name in (*SHIFTS, *SQUARES)},
    **{f"KIND_500_{kind}": int(kind == 7) * 5 for kind in range(9)},
}  # fmt: skip


def test_a_row_is_a_version() -> None:
    """Negatives are the rest of those seen; customers of the list are the rest of all."""
    found = stored_weighted(ROW, [500], None)

    assert (found.statistics.n_listed, found.statistics.seen) == (10, ((8, 2), (3, 1)))
    assert found.statistics.cuts == (WeightedCut(500, 1, 0.0, 0, 3, *[((1, 1), (1, 1))] * 3),)
    assert (found.statistics.ks, found.ks_error, found.side) == (0.5, 0.25, None)


def test_halves_of_large_sums_are_joined() -> None:
    """Beyond 64 bits, exactly."""
    found = stored_weighted({**ROW, "NEGATIVE_ON_OFF_ON_HIGH": 2**62}, [500], None).statistics

    assert found.squares[1][0][1] == 2**94 + 65_536 + 1
    assert found.precision_units == (3 * 2**26 + 3, 3 * 2**26 + 3)


def test_tied_pairs_weigh_as_their_customers() -> None:
    """Each may be decided either way: a half of its weight."""
    found = stored_weighted(ROW, [500], None)
    off, on = found.statistics.whole_weights

    assert found.auc_error == 8 * (off + on) ** 2 / (2 * found.statistics.masses[0] * found.statistics.masses[1])


def test_groups_of_one_pair_are_gathered() -> None:
    """The contacted count among all customers alone."""
    seen, contacted = ({**GROUP, "STRATUM": stratum} for stratum in (1, 2))
    (found,) = stored_weighted_pairs([seen, contacted], [500])

    assert (found.version_id, found.n, found.n_contradicting, found.n_moved) == ("v2", 10, 2, 0)
    assert found.pair.sizes == tuple(5 if place == 8 + 4 + 2 else 0 for place in range(16))
    assert found.pair.shifts[14] == (2, 2)
    assert found.pair.squares[14] == (2 * 2**32 + 2 * 2**16 + 2,) * 3
    assert found.pair.all_crossed[0][7] == 10
    assert found.pair.crossed[0][18 + 14 + 1] == 5


@pytest.mark.parametrize("value", [None, 1.5, 2.0**60])
def test_a_count_that_is_not_exact_is_refused(value: Any) -> None:
    """A float above 2**53 may have been rounded on the way."""
    with pytest.raises(DataError, match="column pairs_off_on: .*Whole numbers up to 2"):
        stored_weighted({**ROW, "PAIRS_OFF_ON": value}, [500], None)
    with pytest.raises(DataError, match="column shift_on_all: .*Whole numbers up to 2"):
        stored_weighted_pairs([{**GROUP, "STRATUM": 0, "SHIFT_ON_ALL": value}], [500])
