"""Scores that live in a database, evaluated there by the real recipe: the figures of retrain-and-evaluate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import dataikuapi
import pandas as pd
import pytest

from champion_challenger.core.figures.at_rates import Figures
from champion_challenger.core.tables.columns import COLUMNS
from dss_standin.running import Running, running
from dss_standin.switches import Switches
from tests.integration.telco import MONTHS, Telco, install, same_partition

RECIPE = "CustomCode_champion-challenger-evaluate-stored-scores"
SHARED = [
    *(field.name for field in fields(Figures)), "cohort", "cohort_start", "cohort_status", "is_champion", "version_label",
    "trained_until", "out_of_time", "model_age_days", "algorithm", "model_id", "score_id", "segment", "status", "n_unlabelled",
    "n_unscored", "lift_delta", "lift_delta_low", "lift_delta_high", "auc_delta", "auc_delta_low", "auc_delta_high", "p_value",
    "p_adjusted", "target_overlap", "extra_positives", "verdict", "verdict_rate", "verdict_figure", "verdict_population",
]  # fmt: skip
FLAGS = {"happened": "boolean", "is_best": "boolean"}


class Stored:
    """A telecom score whose scores are kept in a database, and the recipe that evaluates them there."""

    def __init__(
        self,
        client: dataikuapi.DSSClient,
        key: str,
        connection: str,
        months: tuple[str, ...] = ("2019-02", "2019-03"),
        telco: Telco | None = None,
        **config: Any,
    ) -> None:
        self.telco = telco or Telco(client, key=key, months=MONTHS[:3])
        self.config = config
        self.telco.output("db_scores", connection)
        settings = self.telco.recipe.get_settings()
        scores = {"items": [{"ref": "db_scores", "appendMode": False}]}
        settings.get_recipe_raw_definition()["outputs"]["scores"] = scores
        settings.save()
        for month in months:
            log = self.telco.run(month)
            assert log.startswith("DONE"), log

    def recipe(self, name: str, output: str, **refs: str) -> dataikuapi.dss.recipe.DSSRecipe:
        """Create the recipe that evaluates stored scores."""
        inputs = {"scores": "db_scores", "model": self.telco.model_id, **refs}
        prototype = {
            "type": RECIPE,
            "name": name,
            "projectKey": self.telco.key,
            "inputs": {
                role: {"items": [{"ref": ref, "deps": same_partition(self.telco.project, ref, output)}]}
                for role, ref in inputs.items()
                if ref
            },
            "outputs": {"performance": {"items": [{"ref": output, "appendMode": False}]}},
            "params": {"customConfig": {**self.config}},
        }
        return self.telco.project.create_recipe(prototype, {"rawCreation": True})

    def configure(self, recipe: dataikuapi.dss.recipe.DSSRecipe, **config: Any) -> None:
        """Set the recipe's form."""
        settings = recipe.get_settings()
        settings.get_recipe_raw_definition()["params"]["customConfig"] = {**self.config, **config}
        settings.save()

    @staticmethod
    def run(recipe: dataikuapi.dss.recipe.DSSRecipe, month: str | None) -> str:
        """Run the recipe, whatever comes of it: the state and the log."""
        job = recipe.run(partitions=month, wait=True, no_fail=True)
        return f"{job.get_status()['baseStatus']['state']}\n{job.get_log()}"


@pytest.fixture(scope="module")
def stored(standin: Running) -> Stored:
    """Two months of scores on the DuckDB connection."""
    return Stored(standin.client(), "STORED", "duckdb", dialect="duckdb")


def assert_same_figures(stored: Stored, output: str, month: str, columns: list[str] = SHARED) -> None:
    """Every figure of the stored scores equals that of retrain-and-evaluate, to 1e-12."""
    keys = ["version_id", "targeting_rate"]
    expected = stored.telco.rows("performance", month).sort_values(keys).reset_index(drop=True)
    found = stored.telco.rows(output, month).sort_values(keys).reset_index(drop=True)

    assert len(found) == len(expected) > 0
    pd.testing.assert_frame_equal(found[columns], expected[columns], rtol=0, atol=1e-12, check_dtype=False)


@pytest.mark.clients
def test_a_partition_has_the_figures_of_the_main_job(stored: Stored) -> None:
    """From the form to the performance dataset, on the scores that the main job stored."""
    stored.telco.output("by_month")
    recipe = stored.recipe("evaluate_by_month", "by_month")
    log = stored.run(recipe, "2019-03")

    assert log.startswith("DONE"), log
    assert_same_figures(stored, "by_month", "2019-03")
    schema = stored.telco.project.get_dataset("by_month").get_schema()["columns"]
    assert [(c["name"], c["type"]) for c in schema] == [(c.name, c.type) for c in COLUMNS]


def test_an_output_without_partitions_holds_all_cohorts(stored: Stored) -> None:
    """Several cohorts in one run."""
    stored.telco.project.new_managed_dataset("whole").with_store_into("duckdb").create()
    log = stored.run(stored.recipe("evaluate_whole", "whole"), None)

    assert log.startswith("DONE"), log
    assert stored.telco.rows("whole")["cohort"].value_counts().to_dict() == {"2019-02": 3, "2019-03": 6}


def test_outcomes_of_a_table_of_their_own_give_the_same_figures(stored: Stored, standin: Running) -> None:
    """The join is the database's."""
    table = stored.telco.project.get_dataset("db_scores").get_settings().get_raw()["params"]["table"]
    table = table.replace("${projectKey}", stored.telco.key)
    cursor = standin.dss.connections.cursor("duckdb")
    cursor.execute(f'CREATE TABLE realised AS SELECT DISTINCT customer_id, cohort, outcome FROM "{table}"')
    cursor.execute(f'CREATE TABLE bare AS SELECT customer_id, cohort, version_id, score FROM "{table}"')
    text = {"customer_id": "string", "cohort": "string"}
    external(stored.telco, "realised", "duckdb", {**text, "outcome": "bigint"})
    external(stored.telco, "bare", "duckdb", {**text, "version_id": "string", "score": "double"})
    stored.telco.output("joined")
    log = stored.run(stored.recipe("evaluate_joined", "joined", scores="bare", outcomes="realised"), "2019-03")

    assert log.startswith("DONE"), log
    assert_same_figures(stored, "joined", "2019-03")


def test_a_column_of_the_outcomes_makes_segments(stored: Stored, standin: Running) -> None:
    """From the form to the rows: all customers as before, and each value beside them."""
    cursor = standin.dss.connections.cursor("duckdb")
    cursor.execute("CREATE TABLE divided AS SELECT *, CAST(hash(customer_id) % 2 AS BIGINT) AS half FROM realised")
    text = {"customer_id": "string", "cohort": "string"}
    external(stored.telco, "divided", "duckdb", {**text, "outcome": "bigint", "half": "bigint"})
    stored.telco.output("by_half")
    recipe = stored.recipe("evaluate_by_half", "by_half", scores="bare", outcomes="divided")
    stored.configure(recipe, segment_columns=["half"])
    log = stored.run(recipe, "2019-03")
    rows = stored.telco.rows("by_half", "2019-03")
    n = rows.pivot_table(index=["version_id", "targeting_rate"], columns="segment", values="n")

    assert log.startswith("DONE"), log
    assert list(n.columns) == ["all", "half=0", "half=1"]
    assert (n["half=0"] + n["half=1"] == n["all"]).all()
    assert rows.query("not is_champion")["verdict"].notna().all()


def test_a_form_that_does_not_fit_ends_in_one_clear_line_and_the_former_rows_stand(stored: Stored) -> None:
    """The connection is generic JDBC, of which no dialect follows."""
    stored.telco.output("kept")
    recipe = stored.recipe("evaluate_kept", "kept")
    assert stored.run(recipe, "2019-02").startswith("DONE")
    before = stored.telco.rows("kept", "2019-02")
    stored.configure(recipe, dialect="auto")
    log = stored.run(recipe, "2019-02")

    assert log.startswith("FAILED")
    assert "connection of type JDBC, for which no dialect is known" in log.strip().splitlines()[-1]
    pd.testing.assert_frame_equal(stored.telco.rows("kept", "2019-02"), before)


def test_the_recipe_runs_in_a_container(tmp_path: Path) -> None:
    """Without the workspace's files: all goes through the host."""
    with running(tmp_path, Switches(container_mode=True)) as served:
        install(served.client())
        stored = Stored(served.client(), "CONTAINED", "duckdb", months=("2019-02",), dialect="duckdb")
        stored.telco.output("by_month")
        log = stored.run(stored.recipe("evaluate_by_month", "by_month"), "2019-02")

        assert log.startswith("DONE"), log
        assert_same_figures(stored, "by_month", "2019-02")


class OnPostgreSQL:
    """The stored scores of a month, copied to a real PostgreSQL server that DSS knows as a connection."""

    def __init__(self, stored: Stored, server: Any, month: str = "2019-03") -> None:
        self.stored = stored
        self.server = server
        server.create("pg_scores", stored.telco.rows("db_scores", month).drop(columns="month"))
        stored.telco.client.create_connection("warehouse", "PostgreSQL", server.params)
        types = {"customer_id": "string", "version_id": "string", "score": "double", "outcome": "bigint"}
        external(stored.telco, "pg_scores", "warehouse", {**types, "cohort": "string"})
        stored.telco.output("from_warehouse")
        self.recipe = stored.recipe("evaluate_warehouse", "from_warehouse", scores="pg_scores")
        stored.configure(self.recipe, dialect="auto")


@pytest.fixture(scope="module")
def warehouse(stored: Stored, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnPostgreSQL]:
    """PostgreSQL with the scores of one month."""
    engines = pytest.importorskip("tests.engines.postgresql")
    with engines.PostgreSQL(tmp_path_factory.mktemp("warehouse")) as server:
        yield OnPostgreSQL(stored, server)


def test_postgresql_gives_the_figures_of_the_main_job(warehouse: OnPostgreSQL) -> None:
    """Its dialect follows from the type of its connection."""
    log = warehouse.stored.run(warehouse.recipe, "2019-03")

    assert log.startswith("DONE"), log
    assert_same_figures(warehouse.stored, "from_warehouse", "2019-03")


def test_postgresql_takes_flags_and_no_model(warehouse: OnPostgreSQL) -> None:
    """The outcome and the champion's mark are booleans there; the score is named in the form."""
    stored = warehouse.stored
    columns = "customer_id, cohort, version_id, score, outcome = 1 AS happened, version_id = 'initial' AS is_best"
    warehouse.server.execute(f"CREATE TABLE flagged AS SELECT {columns} FROM pg_scores")
    types = dict.fromkeys(["customer_id", "cohort", "version_id"], "string")
    external(stored.telco, "flagged", "warehouse", {**types, "score": "double", **FLAGS})
    stored.telco.output("by_flags")
    recipe = stored.recipe("evaluate_flagged", "by_flags", scores="flagged", model="")
    form = {"outcome_column": "happened", "champion_column": "is_best", "query_form": "derived", "score_id": "Churn"}
    stored.configure(recipe, dialect="auto", **form)
    log = stored.run(recipe, "2019-03")

    assert log.startswith("DONE"), log
    assert_same_figures(stored, "by_flags", "2019-03", [*SHARED[: SHARED.index("version_label")], "score_id"])


def test_a_query_that_the_database_kills_leaves_the_former_rows(warehouse: OnPostgreSQL) -> None:
    """A real time limit of the server; the message says what to do."""
    before = warehouse.stored.telco.rows("from_warehouse", "2019-03")
    warehouse.server.execute("ALTER ROLE postgres SET statement_timeout = '1ms'")
    log = warehouse.stored.run(warehouse.recipe, "2019-03")
    warehouse.server.execute("SET statement_timeout = 0; ALTER ROLE postgres RESET statement_timeout")

    assert log.startswith("FAILED")
    assert "canceling statement due to statement timeout" in log
    assert "the previous rows of performance are kept" in log.strip().splitlines()[-1]
    pd.testing.assert_frame_equal(warehouse.stored.telco.rows("from_warehouse", "2019-03"), before)


def test_outcomes_on_another_connection_are_refused(warehouse: OnPostgreSQL) -> None:
    """One query cannot read two databases."""
    warehouse.stored.telco.output("across")
    recipe = warehouse.stored.recipe("evaluate_across", "across", scores="pg_scores", outcomes="db_scores")

    assert "expected the connection of the stored scores (warehouse), found duckdb" in warehouse.stored.run(
        recipe, "2019-03"
    )


def external(telco: Telco, name: str, connection: str, types: dict[str, str]) -> None:
    """Make a dataset over an existing table."""
    kind, schema = ("JDBC", "main") if connection == "duckdb" else ("PostgreSQL", "public")
    telco.project.create_sql_table_dataset(name, kind, connection, name, schema)
    telco.type_columns(name, types)


@pytest.mark.parametrize("form", ["with", "derived"])
def test_a_later_cohort_of_the_table_gives_early_warnings(stored: Stored, form: str) -> None:
    """Of each version that was scored there; the last cohort has none, and its reason."""
    stored.telco.output(f"warned_{form}")
    recipe = stored.recipe(f"evaluate_warned_{form}", f"warned_{form}")
    stored.configure(recipe, query_form=form)
    for month in ("2019-02", "2019-03"):
        log = stored.run(recipe, month)
        assert log.startswith("DONE"), log
    before, last = (stored.telco.rows(f"warned_{form}", month) for month in ("2019-02", "2019-03"))

    assert set(before["newest_cohort"]) == {"2019-03"}
    assert before[["score_psi", "score_psi_limit", "score_histogram", "list_changed"]].notna().all(axis=None)
    assert last["newest_cohort"].replace("", pd.NA).isna().all()
    assert last["reason_codes"].str.contains("no_newer_stored_scores").all()
