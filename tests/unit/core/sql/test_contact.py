"""The contact column in the text of queries."""

from __future__ import annotations

from dataclasses import replace

from champion_challenger.core.sql.contact import ContactColumn
from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.profile import scores_profile_query
from champion_challenger.core.sql.query import statistics_query
from champion_challenger.core.sql.tables import CohortRange, OutcomesTable, StoredScores
from champion_challenger.settings.contact import ContactRules

RULES = ContactRules("contact", ("called",), ("held out",))
SCORES = StoredScores("scores", "customer_id", "version_id", "score", "outcome", contact=ContactColumn(RULES))
ANSI = DIALECTS["ansi"]


def test_the_control_group_is_a_condition_on_the_rows() -> None:
    """Everything else is counted as of all customers."""
    text = statistics_query(SCORES, [500], ANSI, part="control")

    assert "AND NULLIF(TRIM(stored.\"contact\"), '') IN ('held out')" in text
    assert text.replace("\n    AND NULLIF(TRIM(stored.\"contact\"), '') IN ('held out')", "") == statistics_query(
        SCORES, [500], ANSI
    )


def test_the_contacted_take_the_place_of_the_positives() -> None:
    """Outcomes are not asked for."""
    text = statistics_query(SCORES, [500], ANSI, part="contacted")

    assert "IN ('called') THEN CAST(1 AS BIGINT)" in text
    assert "outcome" not in text


def test_a_column_of_the_realised_outcomes_is_read_there() -> None:
    """Customers without a row there have no contact value to miss."""
    outcomes = OutcomesTable("outcomes", "customer_id", "churned", CohortRange())
    told = replace(SCORES, outcome="", outcomes=outcomes, contact=ContactColumn(RULES, is_realised=True))
    text = scores_profile_query(told, ANSI)

    assert 'TRIM(realised."contact")' in text
    assert 'IS NULL AND NOT (realised."customer_id" IS NULL)' in text


def test_a_quote_never_gets_into_the_text() -> None:
    """The plan refuses such values; here nobody has them."""
    odd = ContactColumn(ContactRules("contact", ("it's",)))

    assert odd.is_among("c", ("it's", "x")) == "NULLIF(TRIM(c), '') IN ('x')"
    assert odd.is_among("c", ("it's",)) == "1 = 0"
