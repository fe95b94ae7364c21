"""DuckDB and PostgreSQL count by stratum as the core does; so does Teradata's text, transpiled to both."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.pairs import Pairing
from champion_challenger.core.sql.steps import QueryForm
from champion_challenger.core.sql.strata import NOBODY
from champion_challenger.core.sql.weighted import weighted_common_query, weighted_statistics_query
from champion_challenger.core.sql.weighted_pairs import weighted_pairs_query
from tests.engines.conftest import Engine
from tests.engines.edge_weighted import (
    CAMPAIGNS,
    CHAMPION,
    RATES,
    Duels,
    Sides,
    assert_pairs,
    assert_statistics,
    campaign_rows,
    expected,
    members_in_memory,
)
from tests.engines.postgresql import PostgreSQL
from tests.engines.test_pairs import asked, language  # noqa: F401 - a fixture

FORMS = {"with": QueryForm(), "derived": QueryForm(is_derived=True)}
PAIRING = Pairing(CHAMPION)
MEMBERS = (NOBODY, "control", "ranked", "listed")


@pytest.fixture(scope="module")
def cases(duck: duckdb.DuckDBPyConnection, postgresql: PostgreSQL) -> tuple[dict[str, set[str]], Sides, Duels]:
    """The cases in a table of either engine: which list each cohort had, versions and pairs in memory."""
    rows = campaign_rows()
    duck.register("campaigns_incoming", rows)
    duck.execute("CREATE OR REPLACE TABLE campaigns AS SELECT * FROM campaigns_incoming")
    postgresql.execute("DROP TABLE IF EXISTS campaigns")
    postgresql.create("campaigns", rows)
    return members_in_memory(rows), *expected(rows)


@pytest.mark.parametrize("members", MEMBERS)
@pytest.mark.parametrize("form", FORMS)
def test_versions_are_counted_as_in_the_core(
    engine: Engine,
    language: str,  # noqa: F811
    cases: tuple[dict[str, set[str]], Sides, Duels],
    form: str,
    members: str,
) -> None:
    """Ties across the cut-off, all tied, one class, n = 1, nobody seen of a stratum, whoever made the list."""
    lists, sides, _ = cases
    cohorts = {cohort for cohort, found in lists.items() if members in found}
    answer = asked(
        engine,
        language,
        lambda dialect: weighted_statistics_query(CAMPAIGNS, PAIRING, members, RATES, dialect, FORMS[form]),
        form,
    )

    assert assert_statistics(answer, sides, cohorts) >= 15


@pytest.mark.parametrize("members", MEMBERS)
@pytest.mark.parametrize("form", FORMS)
def test_ranks_taken_once_count_pairs_as_in_the_core(
    engine: Engine,
    language: str,  # noqa: F811
    cases: tuple[dict[str, set[str]], Sides, Duels],
    form: str,
    members: str,
) -> None:
    """Where both scored the same customers."""
    lists, _, duels = cases
    cohorts = {cohort for cohort, found in lists.items() if members in found and "gaps" not in cohort}
    answer = asked(
        engine,
        language,
        lambda d: weighted_pairs_query(CAMPAIGNS, Pairing(CHAMPION, is_shared=True), members, RATES, d, FORMS[form]),
        form,
    )

    assert assert_pairs(answer, None, duels, cohorts) >= 15


@pytest.mark.parametrize("members", MEMBERS)
@pytest.mark.parametrize("form", FORMS)
def test_ranks_of_each_pair_count_as_in_the_core(
    engine: Engine,
    language: str,  # noqa: F811
    cases: tuple[dict[str, set[str]], Sides, Duels],
    form: str,
    members: str,
) -> None:
    """Whoever scored whom."""
    lists, _, duels = cases
    cohorts = {cohort for cohort, found in lists.items() if members in found}
    queries = (weighted_pairs_query, weighted_common_query)
    answer, statistics = (
        asked(engine, language, lambda d, q=q: q(CAMPAIGNS, PAIRING, members, RATES, d, FORMS[form]), form)
        for q in queries
    )

    assert assert_pairs(answer, statistics, duels, cohorts) >= 15


@pytest.mark.parametrize("members", ["ranked", "listed"])
@pytest.mark.parametrize("query", [weighted_statistics_query, weighted_common_query, weighted_pairs_query])
@pytest.mark.usefixtures("cases")
def test_postgresql_joins_nothing_row_by_row(postgresql: PostgreSQL, query: Callable[..., str], members: str) -> None:
    """Its planner expects few rows of a step: full joins are hashed or merged whatever it expects."""
    text = query(CAMPAIGNS, PAIRING, members, RATES, DIALECTS["postgresql"])
    plan = "\n".join(str(line["QUERY PLAN"]) for line in postgresql.answer(f"EXPLAIN {text}"))

    assert "Full Join" in plan
    assert "Nested Loop" not in plan
