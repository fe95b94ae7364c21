"""Expressions over the tables that a query reads, and the rows that count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from champion_challenger.core.sql.contact import ContactColumn
from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.tables import CohortRange, OutcomesTable, Spelling, StoredScores
from champion_challenger.settings.contact import ContactRules

ANSI, SPARK = DIALECTS["ansi"], DIALECTS["spark"]
MONTH = CohortRange("month", names=("2019-06",))
OWN = StoredScores("scores", "id", "version", "score", "churned", cohort=MONTH)
JOINED = replace(OWN, outcome="", outcomes=OutcomesTable("dwh.outcomes", "id", "left", CohortRange("period")))


@pytest.mark.parametrize(
    ("cohort", "conditions"),
    [
        (CohortRange(), []),
        (CohortRange("m"), []),
        (CohortRange("m", names=("a", "b")), ["""stored."m" IN ('a', 'b')"""]),
        (CohortRange("d", first=date(2019, 6, 1)), ["""stored."d" >= DATE '2019-06-01'"""]),
        (CohortRange("d", first=datetime(2019, 5, 31, 22)), ["""stored."d" >= TIMESTAMP '2019-05-31 22:00:00'"""]),
        (CohortRange("d", end=date(2019, 7, 1)), ["""stored."d" < DATE '2019-07-01'"""]),
    ],
)
def test_rows_of_a_cohort(cohort: CohortRange, conditions: list[str]) -> None:
    """The end is the first day that no longer belongs to it."""
    assert cohort.conditions(ANSI, "stored") == conditions


def test_outcomes_come_from_their_own_table_where_there_is_one() -> None:
    """A boolean becomes 1 and 0, since not every database compares it with a number."""
    assert Spelling(OWN, ANSI).outcome == 'stored."churned"'
    assert Spelling(JOINED, SPARK).outcome == "realised.`left`"
    assert Spelling(replace(OWN, is_boolean=True), ANSI).outcome.startswith('CASE WHEN stored."churned" THEN 1')


def test_tables_are_joined_on_customer_and_cohort() -> None:
    """Each by the names of its own table."""
    lines = Spelling(JOINED, ANSI).from_tables("INNER").splitlines()
    assert lines[:2] == ["FROM scores AS stored", "INNER JOIN dwh.outcomes AS realised"]
    assert lines[2] == '  ON realised."id" = stored."id" AND realised."period" = stored."month"'
    assert Spelling(OWN, ANSI).from_tables("INNER") == "FROM scores AS stored"
    alone = replace(JOINED, cohort=CohortRange())
    assert Spelling(alone, ANSI).from_tables("INNER").endswith('ON realised."id" = stored."id"')


def test_rounded_scores_are_whole_steps() -> None:
    """They are scores again when the answer is read."""
    assert Spelling(OWN, ANSI).score == Spelling(OWN, ANSI).raw_score == 'stored."score"'
    assert "* 1000 + 5E-1)" in Spelling(replace(OWN, decimals=3), ANSI).score


def test_cohorts_are_counted_by_themselves_only_when_asked() -> None:
    """A run of one partition has one cohort, whatever its rows say."""
    assert list(Spelling(OWN, ANSI).keys) == ["version_id"]
    assert Spelling(replace(OWN, groups_cohorts=True), ANSI).keys["cohort"] == 'stored."month"'


def test_parts_of_a_campaign_are_conditions() -> None:
    """Those uncontacted are all but the contacted; other parts are all customers."""
    contact = ContactColumn(ContactRules("contact", ("called",), ("held out",)))
    spelling = Spelling(replace(OWN, contact=contact), ANSI)
    value = "NULLIF(TRIM(stored.\"contact\"), '')"

    assert spelling.of_part("control") == [f"{value} IN ('held out')"]
    assert spelling.of_part("uncontacted") == [f"NOT ({value} IN ('called'))"]
    assert spelling.of_part("all") == spelling.of_part("contacted") == []
