"""Spark counts what the core counts: its own dialect, in local mode, in an environment of its own (`make test-spark`)."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.profile import outcomes_profile_query, scores_profile, scores_profile_query
from champion_challenger.core.sql.query import statistics_query
from champion_challenger.core.sql.steps import QueryForm
from tests.engines import joined_tables
from tests.engines.edge_cases import RATES, SCORES, assert_same
from tests.spark.conftest import Answer

SPARK = DIALECTS["spark"]
pytestmark = pytest.mark.filterwarnings("ignore")  # Spark's own libraries warn of each other


@pytest.mark.parametrize("form", [QueryForm(), QueryForm(is_derived=True)], ids=["with", "derived"])
def test_spark_counts_what_the_core_counts(answered: Answer, rows: pd.DataFrame, form: QueryForm) -> None:
    """Records equal, field by field, on hundreds of edge cases."""
    assert_same(answered(statistics_query(SCORES, RATES, SPARK, form)), rows)


def test_spark_counts_rounded_scores_alike(answered: Answer, rows: pd.DataFrame) -> None:
    """To two decimals; its FLOOR is a BIGINT and refuses scores of 1e300, which the other engines take."""
    source = "(SELECT * FROM scores WHERE version_id NOT LIKE 'extreme%')"
    query = statistics_query(replace(SCORES, table=source, decimals=2), RATES, SPARK)

    assert_same(answered(query), rows[~rows["version_id"].str.startswith("extreme")], 2, at_least=300)


def test_spark_counts_what_is_left_out(answered: Answer, rows: pd.DataFrame) -> None:
    """Evaluated, unlabelled and unscored rows are all rows."""
    profiles = [scores_profile(row) for row in answered(scores_profile_query(SCORES, SPARK))]

    assert sum(one.n_rows for one in profiles) == len(rows)
    assert sum(one.n_unlabelled for one in profiles) == rows["outcome"].isna().sum()
    assert all(one.n_repeated == one.n_strange == 0 for one in profiles)


@pytest.mark.parametrize("groups_cohorts", [False, True], ids=["June", "each day"])
def test_spark_joins_and_looks_alike(answered: Answer, groups_cohorts: bool) -> None:
    """Outcomes in a table of their own, days, booleans, odd names."""
    tables = joined_tables.TwoTables(SPARK.has_booleans, groups_cohorts)

    tables.assert_statistics(answered(statistics_query(tables.queried, joined_tables.RATES, SPARK)))
    tables.assert_profiles(answered(scores_profile_query(tables.queried, SPARK)))
    tables.assert_outcomes(answered(outcomes_profile_query(tables.outcomes, groups_cohorts, SPARK)))
