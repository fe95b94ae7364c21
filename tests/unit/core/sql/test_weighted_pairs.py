"""The text of the query about pairs by stratum; `tests/engines/test_weighted.py` holds its answers to the core."""

from __future__ import annotations

import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.pairs import Pairing
from champion_challenger.core.sql.weighted_pairs import weighted_pairs_query
from tests.unit.core.sql.test_strata import BY_MONTH


@pytest.mark.parametrize("is_shared", [True, False])
def test_two_scores_of_a_customer_are_of_one_cohort(is_shared: bool) -> None:
    """The join is on the customer and the cohort."""
    text = weighted_pairs_query(BY_MONTH, Pairing("v1", is_shared=is_shared), "listed", [500], DIALECTS["ansi"])

    assert "champion.customer = challenger.customer AND champion.cohort = challenger.cohort" in text.replace(
        "champion.version_id = challenger.version_id AND ", ""
    )


def test_the_answer_grows_by_nine_columns_a_rate() -> None:
    """Groups of customers are rows, so that many rates fit into the columns of any database."""
    answers = [
        weighted_pairs_query(BY_MONTH, Pairing("v1"), "control", rates, DIALECTS["ansi"]).rpartition("\nFROM ")[0]
        for rates in ([500], [500, 1_000])
    ]
    columns = [answer.rpartition("SELECT ")[2].count(" AS BIGINT) AS ") for answer in answers]

    assert columns == [23, 32]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_customer_of_two_strata_is_counted(dialect: str) -> None:
    """By the rows of both versions."""
    text = weighted_pairs_query(BY_MONTH, Pairing("v1", is_shared=True), "control", [500], DIALECTS[dialect])

    assert "CASE WHEN stratum_champion <> stratum THEN n_alike" in text
