"""Scores and outcomes in two tables: every engine, and Teradata's text, counts what pandas and the core count."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.sql.dialects import DIALECTS, Dialect
from champion_challenger.core.sql.profile import outcomes_profile_query, scores_profile_query
from champion_challenger.core.sql.query import statistics_query
from champion_challenger.core.sql.steps import QueryForm
from tests.engines.conftest import Engine, transpiled
from tests.engines.joined_tables import RATES, TwoTables

FORMS = [QueryForm(), QueryForm(is_derived=True)]


class Asked:
    """An engine that is asked in its own dialect, or in Teradata's by way of a translation."""

    def __init__(self, engine: Engine, language: str, groups_cohorts: bool) -> None:
        self.name, self.answer = engine
        self.is_translated = language == "teradata"
        self.dialect: Dialect = DIALECTS[language if self.is_translated else self.name]
        self.tables = TwoTables(self.dialect.has_booleans, groups_cohorts)

    def __call__(self, text: str) -> list[dict[str, Any]]:
        """Rows of the answer."""
        return self.answer(transpiled(text, self.name) if self.is_translated else text)


@pytest.fixture(params=["June", "each day"])
def asked(request: pytest.FixtureRequest, engine: Engine, language: str) -> Asked:
    """Every engine in both languages, for one cohort and for several."""
    return Asked(engine, language, request.param == "each day")


@pytest.fixture(params=["own", "teradata"])
def language(request: pytest.FixtureRequest) -> str:
    """What the engine is asked in."""
    return str(request.param)


@pytest.mark.parametrize("form", FORMS, ids=["with", "derived"])
def test_joined_rows_are_counted_alike(asked: Asked, form: QueryForm) -> None:
    """Days as cohorts, booleans where the engine has them, names that have to be quoted."""
    asked.tables.assert_statistics(asked(statistics_query(asked.tables.queried, RATES, asked.dialect, form)))


def test_what_is_left_out_is_counted_alike(asked: Asked) -> None:
    """Nulls, nameless customers, customers who are there twice or have no outcome, holes in the champion's mark."""
    asked.tables.assert_profiles(asked(scores_profile_query(asked.tables.queried, asked.dialect)))


def test_outcomes_are_looked_at_alike(asked: Asked) -> None:
    """In a query of their own."""
    query = outcomes_profile_query(asked.tables.outcomes, asked.tables.groups_cohorts, asked.dialect)

    asked.tables.assert_outcomes(asked(query))
