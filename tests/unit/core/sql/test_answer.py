"""Answers of a database: exact numbers or a clear refusal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from champion_challenger.core.figures.counts import Cut, Statistics
from champion_challenger.core.sql.answer import StoredStatistics, stored_statistics
from champion_challenger.errors import DataError

PARTS = ("high", "mixed", "low")
ROW: dict[str, Any] = {
    "VERSION_ID": "v1",
    **dict.fromkeys(["N", "N_POSITIVE", "AUC_NUMERATOR", "KS_NUMERATOR", "TIED_PAIRS", "KS_HIDDEN"], 2),
    **{f"DELONG_{side}_{part}": 1 for side in ("POSITIVE", "NEGATIVE") for part in PARTS},
    "SCORE_SUM": 1.25,
    "SCORE_LOW": 0.25,
    "SCORE_HIGH": 1.0,
    "PRECISION_HIGH": 3,
    "PRECISION_LOW": 5,
    "CUTOFF_SCORE_500": -0.0,
    **{
        f"{name}_500": 1
        for name in (
            "N_TARGETED", "N_ABOVE", "POSITIVES_ABOVE", "N_TIED", "POSITIVES_TIED", "N_WINDOW", "POSITIVES_WINDOW"
        )
    },
}  # fmt: skip


def test_names_may_come_in_capitals() -> None:
    """Some databases spell unquoted aliases so."""
    found = stored_statistics(ROW, [500], None)

    assert found.version_id == "v1"
    assert found.statistics.cuts == (Cut(500, 1, 0.0, 1, 1, 1, 1, 1, 1),)
    assert str(found.statistics.cuts[0].cutoff_score) == "0.0"


def test_halves_of_large_sums_are_joined() -> None:
    """Beyond 64 bits, exactly."""
    found = stored_statistics({**ROW, "DELONG_POSITIVE_HIGH": 2**62}, [500], None)

    assert found.statistics.delong_positive == 2**94 + 2 * 65_536 + 1
    assert found.statistics.precision_numerator == 3 * 2**26 + 5


def test_cut_offs_of_rounded_scores_are_scores_again() -> None:
    """The database groups by steps."""
    found = stored_statistics({**ROW, "CUTOFF_SCORE_500": 1_234.0}, [500], 4)

    assert found.statistics.cuts[0].cutoff_score == 0.1234


@pytest.mark.parametrize("value", [None, float("nan"), 2.0**60, 1.5, Decimal("0.5"), "many"])
def test_a_count_that_is_not_exact_is_refused(value: Any) -> None:
    """A float above 2**53 may have been rounded on the way."""
    with pytest.raises(DataError, match="column auc_numerator: .* have to arrive unrounded"):
        stored_statistics({**ROW, "AUC_NUMERATOR": value}, [500], None)


def test_ties_bound_the_error_of_rounding() -> None:
    """Each tied pair counts one half, a group hides so much of KS; no pairs, no error."""
    both_classes = StoredStatistics("v1", None, Statistics(5, 2, 0, 0, 0, 0), 3, 4)
    one_class = StoredStatistics("v1", None, Statistics(5, 0, 0, 0, 0, 0), 0)

    assert (both_classes.auc_error, both_classes.ks_error) == (0.25, 4 / 6)
    assert (one_class.auc_error, one_class.ks_error) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("changes", "decimals", "expected"),
    [
        ({}, None, 1.25),
        ({"SCORE_LOW": -0.1}, None, None),
        ({"SCORE_HIGH": 1.1}, None, None),
        ({"SCORE_SUM": Decimal(12_500), "SCORE_LOW": 2_500, "SCORE_HIGH": 10_000}, 4, 1.25),
    ],
)
def test_probabilities_sum_to_the_positives_expected(
    changes: dict[str, Any], decimals: int | None, expected: float | None
) -> None:
    """Rounded ones are steps; other scores promise nothing."""
    assert stored_statistics({**ROW, **changes}, [500], decimals).expected_positives == expected
