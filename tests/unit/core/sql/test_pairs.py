"""The text of the queries about pairs; `tests/engines/test_pairs.py` holds their answers to the core."""

from __future__ import annotations

import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.pairs import Pairing, common_statistics_query, pairs_query
from champion_challenger.core.sql.tables import CohortRange, StoredScores

SCORES = StoredScores(
    "scores",
    "customer_id",
    "version_id",
    "score",
    "outcome",
    cohort=CohortRange("month", ("2019-06",)),
    groups_cohorts=True,
)


@pytest.mark.parametrize("is_shared", [True, False])
def test_two_scores_of_a_customer_are_of_one_cohort(is_shared: bool) -> None:
    """The join is on the customer and the cohort."""
    text = pairs_query(SCORES, Pairing("v1", is_shared=is_shared), [500], DIALECTS["ansi"])

    assert "champion.customer = challenger.customer AND champion.cohort = challenger.cohort" in text.replace(
        "champion.version_id = challenger.version_id AND ", ""
    )
    assert text.count("IN ('2019-06')") == 1


def test_only_the_versions_of_a_pairing_are_read() -> None:
    """All of them where a name cannot stand between quotes; numbers without quotes."""
    texts = [
        common_statistics_query(SCORES, pairing, [500], DIALECTS["ansi"])
        for pairing in (Pairing("v1", ("v2",)), Pairing("v1", ("d'office",)), Pairing("1", ("2",), is_number=True))
    ]

    assert [" IN ('v1', 'v2')" in texts[0], "office" in texts[1], " IN (1, 2)" in texts[2]] == [True, False, True]


def test_a_champion_whose_name_needs_another_quote_cannot_be_asked() -> None:
    """Dialects differ in how a quote is escaped."""
    assert [Pairing(name).can_be_asked for name in ("column:my rule", "o'hara", "v1;")] == [True, False, False]
