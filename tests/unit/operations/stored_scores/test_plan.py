"""What can be queried is planned; what cannot is refused before anything is asked of the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.sql.tables import CohortRange
from champion_challenger.errors import SettingsError
from champion_challenger.operations.stored_scores.plan import cohort_column, plan_queries
from champion_challenger.settings.evaluate_stored_scores import StoredSettings
from tests.unit.operations.fakes import MONTH
from tests.unit.operations.stored_scores.fakes import (
    FakeStoredHost,
    run_stored,
    stored_host,
    stored_scores,
    stored_table,
)


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"score_column": "points"}, "TELCO.scores has no column 'points'; it has customer_id, version_id"),
        ({"score_column": "cohort"}, "expected numbers in column 'cohort' of TELCO.scores, found string"),
        ({"outcome_column": "version_id"}, "expected numbers or boolean in column 'version_id'"),
        ({"dialect": "auto"}, "type JDBC, for which no dialect is known; .* 'ANSI SQL' may work and was never tested"),
        ({"locking_row_for_access": True}, "only Teradata can, and the dialect is DuckDB"),
        (
            {"score_column": "outcome"},
            "Score column: 'outcome' is the outcome column. Choose a column that holds scores",
        ),
        ({"champion_column": "score"}, "Champion column: expected whole numbers or boolean in column 'score'"),
        ({"cohort_column": "score"}, "Cohort column: expected string or dates in column 'score'"),
    ],
)
def test_a_form_that_does_not_fit_is_refused(form: dict[str, Any], message: str) -> None:
    """Before anything is asked of the database."""
    host = stored_host()

    with pytest.raises(SettingsError, match=message):
        run_stored(host, **form)
    assert host.asked == []


def on(host: FakeStoredHost, **changes: Any) -> FakeStoredHost:
    """The host with parts of its flow replaced."""
    host.flow = replace(host.flow, **changes)
    return host


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"outcomes": replace(stored_table("outcomes", stored_scores()), connection="other")},
            "found other. One query",
        ),
        ({"outcomes": stored_table("outcomes", stored_scores().astype({"customer_id": "int64"}))}, "one type to join"),
        (
            {"scores": stored_table("scores", stored_scores(), dimensions=MONTH, partitions=("2019-05",))},
            "expected its partition 2019-06, was handed 2019-05",
        ),
        ({"scores": replace(stored_table("scores", stored_scores()), facts=stored_host().flow.performance)}, "Sync"),
        ({"performance": replace(stored_host().flow.performance, is_appending=True)}, "is in append mode"),
    ],
    ids=["two connections", "types", "partition", "files", "append"],
)
def test_a_flow_that_does_not_fit_is_refused(changes: dict[str, Any], message: str) -> None:
    """Tables, connections, partitions."""
    with pytest.raises(SettingsError, match=message):
        run_stored(on(stored_host(), **changes))


def test_a_partition_named_by_nonsense_never_reaches_the_database() -> None:
    """Values stand in a query only as days and as plain names."""
    host = on(stored_host(), partition="2019-06' OR '1'='1")

    with pytest.raises(SettingsError, match="expected letters, digits"):
        run_stored(host)
    assert host.asked == []


def test_the_rows_of_a_partition_are_chosen_by_name_or_by_day() -> None:
    """A column of days holds the days of the month that is written."""
    day = stored_scores().assign(cohort=pd.Timestamp("2019-06-30"))
    by_name, by_day = (
        plan_queries(StoredSettings(dialect="duckdb"), stored_host(scores).flow) for scores in (None, day)
    )
    assert by_name.scores.cohort == CohortRange("cohort", names=("2019-06",))
    assert by_day.scores.cohort == CohortRange("cohort", first=date(2019, 6, 1), end=date(2019, 7, 1))


def test_without_a_partition_each_cohort_of_the_table_is_counted() -> None:
    """The output holds them all."""
    plan = plan_queries(StoredSettings(dialect="duckdb"), stored_host(partition="").flow)
    assert plan.scores.groups_cohorts
    assert plan.scores.cohort == CohortRange("cohort")


def test_the_dimension_of_a_partitioned_table_names_the_cohort() -> None:
    """Whatever the form says."""
    table = stored_table("scores", stored_scores(), dimensions=MONTH)
    assert cohort_column(StoredSettings(cohort_column="other"), table.facts) == "month"


def test_outcomes_in_files_are_one_problem() -> None:
    """They have no connection that could be compared."""
    outcomes = stored_table("outcomes", stored_scores())
    files = replace(outcomes, facts=replace(outcomes.facts, is_sql=False), connection="")

    with pytest.raises(
        SettingsError, match=r"^Realised outcomes .*: expected a table of a database, found type [^\n]*$"
    ):
        run_stored(on(stored_host(), outcomes=files))
