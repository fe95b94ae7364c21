"""The text of the queries: what is asked of which table, and nothing typed by a person as a value."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.profile import outcomes_profile_query, scores_profile_query
from champion_challenger.core.sql.query import statistics_query
from champion_challenger.core.sql.steps import QueryForm
from champion_challenger.core.sql.tables import CohortRange, OutcomesTable, StoredScores

MONTH = CohortRange("month", names=("2019-06",))
OWN = StoredScores("scores", "customer_id", "version_id", "score", "outcome", cohort=MONTH)
JOINED = replace(OWN, outcome="", outcomes=OutcomesTable("dwh.outcomes", "customer_id", "churned", MONTH))


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_names_are_quoted_in_every_dialect(dialect: object) -> None:
    """A column may be called anything."""
    odd = replace(OWN, score='sc"o`re')
    text = statistics_query(odd, [500], dialect)  # type: ignore[arg-type]

    assert ('"sc""o`re"' in text) or ('`sc"o``re`' in text)


def test_both_tables_are_restricted_to_the_cohort() -> None:
    """So that partitions of either are pruned."""
    text = statistics_query(JOINED, [500], DIALECTS["ansi"])

    assert "INNER JOIN dwh.outcomes AS realised" in text
    assert 'realised."month" = stored."month"' in text
    assert text.count("IN ('2019-06')") == 2


def test_locking_stands_before_derived_tables() -> None:
    """Only in Teradata's dialect."""
    form = QueryForm(is_locking=True)
    queries = [
        statistics_query(JOINED, [500], DIALECTS["teradata"], form),
        scores_profile_query(JOINED, DIALECTS["teradata"], form),
        outcomes_profile_query(JOINED.outcomes, False, DIALECTS["teradata"], form),  # type: ignore[arg-type]
    ]

    derived = statistics_query(JOINED, [500], DIALECTS["teradata"], QueryForm(is_derived=True))

    assert all(text.startswith("LOCKING ROW FOR ACCESS\nSELECT") for text in queries)
    assert queries[0] == f"LOCKING ROW FOR ACCESS\n{derived}"
    assert statistics_query(OWN, [500], DIALECTS["postgresql"], form).startswith("SELECT")


def test_days_are_spelled_as_days() -> None:
    """A typed value, whatever was typed in the form."""
    text = statistics_query(
        replace(OWN, cohort=CohortRange("day", first=date(2019, 6, 1), end=date(2019, 7, 1))), [500], DIALECTS["spark"]
    )

    assert "stored.`day` >= DATE '2019-06-01'" in text
    assert "stored.`day` < DATE '2019-07-01'" in text
