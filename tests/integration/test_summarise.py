"""The summary of all cohorts, as DSS runs it: the zip, a child process, the official client."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from dataikuapi.dss.recipe import DSSRecipe

from champion_challenger.core.tables.columns import COLUMNS, DECISION_RULES, SUMMARY
from champion_challenger.core.tables.frames import performance_rows
from champion_challenger.core.verdicts.history import history
from champion_challenger.core.verdicts.pooling import pooled_verdicts
from champion_challenger.records.models import Horizon
from champion_challenger.settings.evaluation_policy import Policy
from tests.integration.telco import Telco, all_available, csv_text

RECIPE = "CustomCode_champion-challenger-summarise-performance"
RUN = ("2019-03", "2019-04", "2019-05")


def create(telco: Telco, inputs: list[str], *outputs: str, scores: tuple[str, ...] = (), **config: object) -> DSSRecipe:
    """Create the recipe: performance datasets to a summary, and to decision rules when a second name is given."""
    connected = {"performance": inputs, **({"scores": scores} if scores else {})}
    roles = dict(zip(("performance_summary", "decision_rules"), outputs))
    prototype = {
        "type": RECIPE,
        "name": f"make_{outputs[0]}",
        "projectKey": telco.key,
        "inputs": {
            role: {"items": [{"ref": name, "deps": all_available(telco.project, name, outputs[0])} for name in names]}
            for role, names in connected.items()
        },
        "outputs": {role: {"items": [{"ref": name, "appendMode": False}]} for role, name in roles.items()},
        "params": {"customConfig": {"horizon": "1 month", **config}},
    }
    return telco.project.create_recipe(prototype, {"rawCreation": True})


def whole(telco: Telco, *names: str, connection: str = "filesystem_managed") -> None:
    """Make managed datasets without partitions."""
    for name in names:
        telco.project.new_managed_dataset(name).with_store_into(connection).create()


def run(recipe: DSSRecipe, partition: str | None = None) -> str:
    """Run a recipe, whatever comes of it, and return state and log."""
    job = recipe.run(partitions=partition, wait=True, no_fail=True)
    return f"{job.get_status()['baseStatus']['state']}\n{job.get_log()}"


@pytest.fixture(scope="module")
def played(telco: Telco) -> Telco:
    """Three months were run."""
    for month in RUN:
        assert telco.run(month).startswith("DONE")
    return telco


@pytest.fixture(scope="module")
def recipe(played: Telco) -> DSSRecipe:
    """The summary of these months, not run yet."""
    whole(played, "performance_summary", "decision_rules")
    return create(played, ["performance"], "performance_summary", "decision_rules")


@pytest.fixture(scope="module")
def log(recipe: DSSRecipe) -> str:
    """Log of its run."""
    said = run(recipe)
    assert said.startswith("DONE"), said
    return said


def test_all_cohorts_stand_in_one_table_without_partitions(played: Telco, log: str) -> None:
    """Every row of performance, under the documented columns."""
    summary, performance = played.rows("performance_summary"), played.rows("performance")
    schema = played.project.get_dataset("performance_summary").get_schema()["columns"]

    assert len(summary) == len(performance)
    assert sorted(set(summary["cohort"])) == list(RUN)
    assert [(c["name"], c["type"]) for c in schema] == [(c.name, c.type) for c in SUMMARY]


def test_verdicts_are_those_of_the_library_on_the_rows_read_back(played: Telco, log: str) -> None:
    """What travels through a host changes nothing."""
    told = history(performance_rows(played.rows("performance"), "Churn"), 500, Horizon(1, "month"))
    expected = pooled_verdicts(told, f"TELCO.{played.model_id}.initial", Policy())
    summary = played.rows("performance_summary").drop_duplicates("version_id").set_index("version_id")

    assert {key.rpartition(".")[2]: found.verdict for key, found in expected.items()} == dict(summary["pooled_verdict"])
    deltas = {key.rpartition(".")[2]: found.lift.delta for key, found in expected.items()}
    assert all(summary["pooled_lift_delta"][key] == pytest.approx(d) for key, d in deltas.items() if d is not None)
    assert any(found.lift.delta is not None for found in expected.values())


def test_errors_are_clustered_where_the_scores_are_connected(played: Telco, log: str) -> None:
    """The rows that the same runs wrote; differences stay as they are, and the row says what its bounds allow for."""
    whole(played, "clustered_summary")
    said = run(create(played, ["performance"], "clustered_summary", scores=("scores",)))
    assert said.startswith("DONE"), said
    clustered, plain = played.rows("clustered_summary"), played.rows("performance_summary")
    tested = clustered["pooled_basis"].fillna("").ne("")

    assert "are clustered by customer" in said
    assert set(clustered.loc[tested, "pooled_basis"]) == {"clustered_by_customer"}
    assert clustered["lift_delta"].tolist() == pytest.approx(plain["lift_delta"].tolist(), nan_ok=True)


def test_every_rule_is_played_through_every_cohort(played: Telco, log: str) -> None:
    """And told in the log."""
    rules = played.rows("decision_rules")

    assert list(rules.columns) == [column.name for column in DECISION_RULES]
    assert rules.groupby("rule")["cohort"].apply(list).map(tuple).unique().tolist() == [RUN]
    assert "our verdict would have" in log


def test_the_champion_now_is_asked_of_the_model(played: Telco, recipe: DSSRecipe, log: str) -> None:
    """A person activates another version; the next summary knows."""
    newest = next(version["id"] for version in played.versions() if version["id"] != "initial")
    before = played.rows("performance_summary")
    played.project.get_saved_model(played.model_id).set_active_version(newest)
    assert run(recipe).startswith("DONE")
    after = played.rows("performance_summary")
    played.project.get_saved_model(played.model_id).set_active_version("initial")

    assert set(before.loc[before["is_champion_now"], "version_id"]) == {"initial"}
    assert set(after.loc[after["is_champion_now"], "version_id"]) == {newest}


def test_rows_of_an_older_plugin_join_those_of_today(played: Telco) -> None:
    """A dataset without partitions and without some columns; verdicts on the AUC, over two cohorts."""
    older = played.rows("performance").drop(columns=["ks", "verdict", "extra_positives"]).assign(score_id="Older")
    folder = played.project.create_managed_folder("older")
    folder.put_file("older.csv", io.BytesIO(csv_text(older).encode()))
    dataset = folder.create_dataset_from_files("performance_older")
    settings = dataset.get_settings()
    settings.set_csv_format()
    settings.save()
    played.type_columns("performance_older", {c.name: c.type for c in COLUMNS if c.name in older.columns})
    whole(played, "both")
    both = create(
        played,
        ["performance", "performance_older"],
        "both",
        evaluation_policy={"primary_figure": "auc", "pooled_cohorts": 2},
    )
    said = run(both)
    summary = played.rows("both")

    assert said.startswith("DONE"), said
    assert "columns that it lacks, null here: ks, extra_positives, verdict" in said
    assert summary.groupby("score_id").size().to_dict() == {"Churn": len(older), "Older": len(older)}
    assert summary["pooled_cohorts"].dropna().str.count(",").max() <= 1


def test_a_preset_of_the_plugin_is_chosen_by_name(played: Telco) -> None:
    """It arrives as its fields."""
    settings = played.client.get_plugin("champion-challenger").get_settings()
    preset = settings.get_parameter_set("evaluation-policy").create_preset("ours", with_defaults=True)
    preset.config["pooled_cohorts"] = 1
    settings.save()
    whole(played, "by_preset")
    reference = {"mode": "PRESET", "name": "ours"}
    said = run(create(played, ["performance"], "by_preset", evaluation_policy=reference))

    assert said.startswith("DONE"), said
    assert set(played.rows("by_preset")["pooled_cohorts"]) - {""} == {"2019-05"}


def test_a_sql_table_takes_the_summary_too(played: Telco, log: str) -> None:
    """Under the same columns: without partitions there is none for them."""
    whole(played, "summary_table", connection="duckdb")
    assert run(create(played, ["performance"], "summary_table")).startswith("DONE")

    found = played.rows("summary_table")
    shared = [
        column.name for column in COLUMNS if column.name != "reason_codes"
    ]  # it has those of the pooled verdict too
    assert list(found.columns) == [column.name for column in SUMMARY]
    pd.testing.assert_frame_equal(found[shared], played.rows("performance_summary")[shared], check_dtype=False)


def test_a_partitioned_output_is_refused_with_what_to_do(played: Telco) -> None:
    """All cohorts at once are no partition."""
    played.output("summary_by_month")
    said = run(create(played, ["performance"], "summary_by_month"), "2019-05")

    assert said.startswith("FAILED")
    assert "Remove its partitioning" in said
