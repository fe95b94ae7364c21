"""The main job under the other answers that a DSS could give, in a container, and when things break."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dss_standin.running import running
from dss_standin.switches import Switches
from tests.integration.processes import recipe_processes
from tests.integration.telco import MONTHS, TYPES, Telco, customers, install
from tests.waiting import until

VOLATILE = ["run_id", "computed_at", "scoring_seconds", "version_id"]


def ended(job: Any) -> bool:
    """Whether a job has come to its end, whatever that was."""
    return job.get_status()["baseStatus"]["state"] in ("DONE", "FAILED", "ABORTED")


def score(workspace: Path, **switches: object) -> Iterator[Telco]:
    """A telecom score in a stand-in with these switches; faults of training begin after its champion was made."""
    faults = {name: switches.pop(name) for name in list(switches) if name.startswith("training_")}
    with running(workspace, switches=Switches(**switches)) as served:  # type: ignore[arg-type]
        install(served.client())
        telco = Telco(served.client(), months=MONTHS[:4])
        served.dss.switches = replace(served.dss.switches, **faults)
        yield telco


@pytest.mark.parametrize(
    "switches",
    [
        {"container_mode": True, "predictor_scores_in_fork": False},
        {"version_order": "oldest_first", "missing_object_status": 500, "user_meta_copied_on_redeploy": False},
        {"version_order": "shuffled", "resolved_names": "task", "redeploy_without_search": "full_grid"},
        {"user_meta_labels": "key_value", "expand_plugin_variables": True, "failed_model_listed": False},
    ],
    ids=lambda switches: ",".join(switches),
)
def test_the_figures_are_the_same_under_every_answer(tmp_path: Path, switches: dict[str, object]) -> None:
    """Two months, an inactive version, the champion unmoved."""
    for telco in score(tmp_path, **switches):
        telco.configure(scoring_processes=2)
        logs = [telco.run(month) for month in ("2019-03", "2019-03")]
        rows = telco.rows("performance", "2019-03")

        assert [log.splitlines()[0] for log in logs] == ["DONE", "DONE"]
        assert "already trained as" in logs[1]
        assert "Up to 2 versions are scored at once, each in a process of its own, as memory allows." in logs[1]
        assert (len(telco.versions()), telco.active()) == (2, "initial")
        assert rows["lift"].round(6).tolist() == pytest.approx(
            [4.724409, 3.622047, 2.598425, 5.511811, 3.464567, 2.598425]
        )


def test_a_predictor_that_asks_for_more_than_its_features_gets_all_columns(tmp_path: Path) -> None:
    """The cohort is read again whole, and the figures are the same."""
    for telco in score(tmp_path, predictor_takes_features_alone=False):
        log = telco.run("2019-03")
        rows = telco.rows("performance", "2019-03")

        assert log.startswith("DONE")
        assert "which its details do not name as features. All columns are read now" in log
        assert rows["lift"].round(6).tolist() == pytest.approx(
            [4.724409, 3.622047, 2.598425, 5.511811, 3.464567, 2.598425]
        )


def test_all_partitions_at_hand_are_refused_with_what_to_set(tmp_path: Path) -> None:
    """A recipe made by a program may have no dependency, and DSS may then hand over everything."""
    for telco in score(tmp_path, input_without_dependency="all"):
        settings = telco.recipe.get_settings()
        settings.get_recipe_raw_definition()["inputs"]["cohort"]["items"][0]["deps"] = []
        settings.save()
        log = telco.run("2019-03")

        assert (
            "expected its partition 2019-03, was handed 2019-01, 2019-02, 2019-03, 2019-04. Set the dependency" in log
        )


@pytest.mark.parametrize(("switch", "outcome"), [("kept", "FAILED"), ("null", "DONE")])
def test_a_cell_that_is_no_number(tmp_path: Path, switch: str, outcome: str) -> None:
    """Where DSS hands it over, the read fails, and the dataset is named; else the cell is missing."""
    for telco in score(tmp_path, invalid_cells=switch):
        month = customers("2019-03").astype({"spend": "object"})
        month.loc[0, "spend"] = "n.d."
        telco.put("2019-03", month, "arrivals")
        log = telco.run("2019-03")

        assert log.startswith(outcome)
        assert ("DSS was asked for the rows of TELCO.customers" in log) is (switch == "kept")


def test_words_for_missing_cells_may_differ_by_column(tmp_path: Path) -> None:
    """Where DSS does not take them so, the run fails before any training, with its words and what to do."""
    for telco in score(tmp_path, na_values_by_column=False):
        log = telco.run("2019-03")

        assert log.startswith("FAILED")
        assert "DSS was asked for the rows of TELCO.customers, and answered: TypeError: na_values is a text" in log
        assert "This DSS takes no na_values by column. Report it, with the version of DSS" in log
        assert [version["id"] for version in telco.versions()] == ["initial"]


def test_metrics_of_unknown_months_may_be_refused(tmp_path: Path) -> None:
    """The run needs none of them: its log says so once, not for each month before."""
    for telco in score(tmp_path, metrics_of_unknown_partition="refused"):
        telco.configure(retrain=False)
        log = telco.run("2019-03")

        assert log.startswith("DONE")
        assert log.count("Figures of earlier runs are not known: DSS was asked for the metrics of") == 1


def test_a_failing_training_leaves_the_evaluation(tmp_path: Path) -> None:
    """Written all the same; the run fails and tells."""
    for telco in score(tmp_path, training_fails=True):
        log = telco.run("2019-03")

        assert log.startswith("FAILED")
        assert "The outputs were written, but Retraining: the training ended as FAILED" in log
        assert telco.rows("performance", "2019-03")["version_id"].unique().tolist() == ["initial"]
        assert telco.rows("retraining_log", "2019-03")["change"].tolist()[-1] == "retraining failed"


@pytest.mark.slow
def test_a_training_that_never_ends_meets_its_deadline(tmp_path: Path) -> None:
    """One minute, the shortest that the form takes."""
    for telco in score(tmp_path, training_never_ends=True):
        telco.configure(training_deadline_minutes=1)
        log = telco.run("2019-03")

        assert "Retraining: training did not end within 1 minute" in log
        assert telco.rows("performance", "2019-03")["version_id"].unique().tolist() == ["initial"]


def test_partitions_run_side_by_side(tmp_path: Path) -> None:
    """One process each; every month has its rows and the champion stays."""
    for telco in score(tmp_path):
        log = telco.run("2019-02/2019-04")
        rows = telco.rows("performance")

        assert log.startswith("DONE")
        assert rows["cohort"].value_counts().index.sort_values().tolist() == ["2019-02", "2019-03", "2019-04"]
        assert telco.active() == "initial"


def test_outputs_in_a_database_carry_the_partition_as_a_column(tmp_path: Path) -> None:
    """And a month run again replaces its rows."""
    for telco in score(tmp_path):
        for name in telco.outputs:
            telco.project.get_dataset(name).delete(drop_data=True)
            telco.output(name, connection="duckdb")
        for month in ("2019-02", "2019-03", "2019-03"):
            assert telco.run(month).startswith("DONE")
        rows = telco.rows("performance")

        assert rows.groupby("month")["version_id"].nunique().to_dict() == {"2019-02": 1, "2019-03": 2}
        assert len(rows) == 9


def test_three_replays_with_a_feature_lost_in_the_second_all_start_from_the_champion(tmp_path: Path) -> None:
    """The third has the feature again."""
    for telco in score(tmp_path):
        designs = {}
        for month, lost in (("2019-02", ["calls"]), ("2019-03", []), ("2019-04", [])):
            for held in MONTHS[:4]:
                telco.put(held, customers(held, 1300 + int(month[-1])).drop(columns=lost), "archive")
            telco.type_columns("customers_history", {n: kind for n, kind in TYPES.items() if n not in lost})
            assert telco.run(month).startswith("DONE")
            model = telco.project.get_saved_model(telco.model_id)
            new = max((v["id"] for v in telco.versions() if v["id"] != "initial"), key=int)
            features = model.get_version_details(new).get_raw()["preprocessing"]["per_feature"]
            designs[month] = {name for name, feature in features.items() if feature.get("role") == "INPUT"}

        assert designs["2019-02"] == {"age", "region", "spend"}
        assert designs["2019-03"] == designs["2019-04"] == {"age", "region", "spend", "calls"}
        assert telco.active() == "initial"


@pytest.mark.slow
def test_a_process_killed_at_any_moment_leaves_no_half_and_the_next_run_repairs(tmp_path: Path) -> None:
    """The partition is the former one or the new one, whole."""
    moments = random.Random(7)
    for telco in score(tmp_path):
        assert telco.run("2019-03").startswith("DONE")
        before = telco.rows("performance", "2019-03")
        killed: list[int] = []
        for _ in range(40):  # a quick machine may be done before its moment comes: then another try
            job = telco.recipe.run(partitions="2019-03", wait=False)
            until(lambda job=job: recipe_processes() or ended(job), "a process of the recipe, or the job's end")  # type: ignore[misc]
            time.sleep(moments.uniform(0.0, 2.0))
            alive = recipe_processes()
            for process in alive:
                os.kill(process, signal.SIGKILL)
            killed += alive
            until(lambda job=job: ended(job), "the job's end")  # type: ignore[misc]
            rows = telco.rows("performance", "2019-03")
            pd.testing.assert_frame_equal(rows.drop(columns=VOLATILE), before.drop(columns=VOLATILE))
            assert telco.active() == "initial"
            if len(killed) >= 4:
                break

        assert len(killed) >= 4
        assert telco.run("2019-03").startswith("DONE")
        assert len(telco.versions()) == 2
