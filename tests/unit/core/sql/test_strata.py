"""Strata of the rows that a query counts; `tests/engines/test_weighted.py` holds what engines make of them to the core."""

from __future__ import annotations

from dataclasses import replace

import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.pairs import Pairing
from champion_challenger.core.sql.steps import query_text
from champion_challenger.core.sql.strata import strata_steps
from champion_challenger.core.sql.tables import CohortRange, Spelling
from tests.unit.core.sql.test_target_list import SCORES

BY_MONTH = replace(SCORES, cohort=CohortRange("month", ("2019-06",)), groups_cohorts=True)
PAIRING = Pairing("v1")


def text(members: str, pairing: Pairing = PAIRING, dialect: str = "ansi") -> str:
    """The query whose rows are customers with their stratum."""
    spelling = Spelling(BY_MONTH, DIALECTS[dialect])
    return query_text(strata_steps(spelling, pairing, members), DIALECTS[dialect], None)


@pytest.mark.parametrize(
    ("members", "is_member"),
    [
        ("contacted", "WHEN 1 = 0 THEN 1"),
        ("control", "WHEN is_control = 1 THEN 1"),
        ("ranked", "WHEN told.is_control = 1 AND members.customer IS NOT NULL THEN 1"),
        ("listed", "WHEN told.is_control = 1 AND members.customer IS NOT NULL THEN 1"),
    ],
)
def test_the_contacted_are_a_stratum_of_their_own(members: str, is_member: str) -> None:
    """Before any control customer: who was contacted is on the list whatever the scores say."""
    assert f"CASE WHEN told.is_contacted = 1 THEN 2 {is_member} ELSE 0 END AS stratum" in text(members)


def test_members_are_customers_of_the_champions_rows_in_the_same_cohort() -> None:
    """Rows of other versions have no member beside them where the champion has no row."""
    assert "LEFT JOIN members\n  ON members.customer = told.customer AND members.cohort = told.cohort" in text("ranked")
    assert "told.version_id = 'v1'" in text("ranked")
    assert "told.score > cutoffs.list_above" in text("listed")


def test_postgresql_keeps_rows_without_a_member_by_a_full_join() -> None:
    """And drops members without a row."""
    found = text("ranked", dialect="postgresql")

    assert "FULL JOIN members" in found
    assert "WHERE COALESCE(told.customer = told.customer, FALSE)" in found


def test_only_the_versions_of_a_pairing_are_read() -> None:
    """All of them where none is named."""
    assert "IN ('v1', 'v2')" in text("control", Pairing("v1", ("v2",)))
    assert 'version_id" IN' not in text("control")
