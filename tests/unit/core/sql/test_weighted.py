"""The text of the queries by stratum; `tests/engines/test_weighted.py` holds their answers to the core."""

from __future__ import annotations

import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.pairs import Pairing
from champion_challenger.core.sql.weighted import weighted_common_query, weighted_statistics_query
from tests.unit.core.sql.test_strata import BY_MONTH

SHARES = ("precise", "rise_p", "rise_n", "step_p", "step_n")


def test_weights_are_sums_over_the_version() -> None:
    """Whole numbers, of customers of the list and of those seen of it."""
    text = weighted_statistics_query(BY_MONTH, Pairing("v1"), "listed", [500], DIALECTS["ansi"])

    assert "CASE WHEN on_all > 0 THEN n_all - off_all ELSE CAST(0 AS BIGINT) END AS weight_on" in text
    assert "CAST(SUM(on_tied) OVER (PARTITION BY version_id, cohort) AS BIGINT) AS on_all" in text


@pytest.mark.parametrize("name", SHARES)
def test_no_share_is_one_of_nobody(name: str) -> None:
    """A group above all customers seen, or a version of one class."""
    text = weighted_statistics_query(BY_MONTH, Pairing("v1"), "control", [500], DIALECTS["ansi"])
    (line,) = (line for line in text.splitlines() if f"END AS {name}" in line)

    assert line.strip().startswith("CASE WHEN ")
    assert "> 0 THEN CAST(FLOOR(CAST(" in line
    assert "* 4503599627370496 /" in line


def test_both_sides_of_a_pair_are_ranked_apart() -> None:
    """On the customers that both scored, with their strata."""
    text = weighted_common_query(BY_MONTH, Pairing("v1"), "control", [500], DIALECTS["ansi"])

    assert "PARTITION BY version_id, cohort, side" in text
    assert text.count(".stratum AS stratum") == 2
