"""DSS's own scoring recipe, and the schema of its output, which no job changes unless it is asked to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dataikuapi
import pytest
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.recipe import DSSRecipe
from dataikuapi.utils import DataikuException

from tests.contract.flow_probe import ROWS, deployed, managed, monthly_dataset, probe, told

MONTH = "2024-03"
SCORES = ["proba_0", "proba_1", "prediction"]
pytestmark = pytest.mark.usefixtures("quick_polls")


def scoring_recipe(project: DSSProject, folder: Path, connection: str = "filesystem_managed") -> DSSRecipe:
    """Return a recipe that scores `history`, by month, into `scores`, which has no column yet."""
    monthly_dataset(project, "history", folder)
    _, _, model_id = deployed(project)
    managed(project, "scores", like="history", connection=connection)
    builder = project.new_recipe("prediction_scoring", "score_history")
    builder.with_input_model(model_id)
    return builder.with_input("history").with_output("scores").build()


def columns(project: DSSProject) -> list[str]:
    """Return the names of the columns of `scores`."""
    return [column["name"] for column in project.get_dataset("scores").get_schema()["columns"]]


def test_a_job_fails_on_an_empty_output_schema(project: DSSProject, tmp_path: Path) -> None:
    """Nothing is written, and the schema stays empty."""
    recipe = scoring_recipe(project, tmp_path / "files")
    job = recipe.run(partitions=MONTH, no_fail=True)
    assert job.get_status()["baseStatus"]["state"] == "FAILED"
    assert "The schema of output RENEWAL.scores is empty, and a job does not change it" in job.get_log()
    assert (columns(project), project.get_dataset("scores").list_partitions()) == ([], [])


@pytest.mark.parametrize(("connection", "more"), [("filesystem_managed", []), ("duckdb", ["month"])])
def test_schema_updates_are_computed_and_applied(
    project: DSSProject, tmp_path: Path, connection: str, more: list[str]
) -> None:
    """The columns of the input and the scores; afterwards nothing is to be done, and the recipe runs."""
    recipe = scoring_recipe(project, tmp_path / "files", connection)
    updates = recipe.compute_schema_updates()
    assert (updates.any_action_required(), columns(project)) == (True, [])
    updates.apply()
    assert columns(project)[5:] == [*SCORES, *more]
    assert recipe.compute_schema_updates().any_action_required() is False
    recipe.run(partitions=MONTH)
    assert len(list(project.get_dataset("scores").iter_rows(partitions=MONTH))) == ROWS


def test_an_output_without_the_scores_fails(project: DSSProject, tmp_path: Path) -> None:
    """The message names what the schema lacks."""
    recipe = scoring_recipe(project, tmp_path / "files")
    project.get_dataset("scores").set_schema({"columns": [{"name": "customer", "type": "string"}]})
    log = recipe.run(partitions=MONTH, no_fail=True).get_log()
    assert "The schema of output RENEWAL.scores lacks proba_0, proba_1, prediction" in log


def test_a_job_updates_schemas_on_request(project: DSSProject, tmp_path: Path) -> None:
    """The flag of a job, and of the step that builds."""
    scoring_recipe(project, tmp_path / "files")
    job = project.new_job().with_auto_update_schema_before_each_recipe_run(True)
    job.with_output("scores", partition=MONTH).start_and_wait()
    assert columns(project)[5:] == SCORES


def build_step(**params: Any) -> dict[str, Any]:
    """Return a step that builds the partition of `scores` that a variable names."""
    item = {"type": "DATASET", "itemId": "scores", "partitionsSpec": "${month}"}
    return {"type": "build_flowitem", "name": "score", "params": {"builds": [item], **params}}


@pytest.mark.parametrize(("flag", "outcome"), [(True, "SUCCESS"), (False, "FAILED")])
def test_a_scenario_builds_scores(project: DSSProject, tmp_path: Path, flag: bool, outcome: str) -> None:
    """The job is reported by the step."""
    scoring_recipe(project, tmp_path / "files")
    settings = project.create_scenario("score", "step_based").get_settings()
    settings.raw_steps.append(build_step(autoUpdateSchemaBeforeEachRecipeRun=flag, jobType="RECURSIVE_BUILD"))
    settings.save()
    project.update_variables({"month": MONTH})
    run = settings.scenario.run_and_wait(no_fail=True)
    [job_id] = run.get_details().steps[0].job_ids
    assert run.outcome == outcome, run.get_log()
    assert project.get_job(job_id).get_status()["baseStatus"]["state"] == ("DONE" if flag else "FAILED")
    assert project.get_dataset("scores").list_partitions() == ([MONTH] if flag else [])


def test_predictions_follow_the_threshold_of_the_version(
    client: dataikuapi.DSSClient, project: DSSProject, tmp_path: Path
) -> None:
    """Its user meta says it, for the scoring recipe and for a predictor alike."""
    recipe = scoring_recipe(project, tmp_path / "files")
    recipe.compute_schema_updates().apply()
    model_id = project.list_saved_models()[0]["id"]
    version = project.get_saved_model(model_id).get_version_details("initial")
    version.get_user_meta()["activeClassifierThreshold"] = 1.01
    version.save_user_meta()
    recipe.run(partitions=MONTH)
    rows = project.get_dataset("scores").iter_rows(partitions=MONTH, columns=["prediction"])
    assert {row[0] for row in rows} == {"0"}
    code = """
predicted = dataiku.Model("{}").get_predictor().predict(dataiku.Dataset("history").get_dataframe())
print("TOLD", json.dumps(sorted(predicted["prediction"].unique())))
"""
    managed(project, "result", like="history")
    roles = {"cohort": ["history"], "model": [model_id], "result": ["result"]}
    assert told(probe(client, project, code.format(model_id), roles).run(partitions=MONTH).get_log()) == ["0"]


def test_code_has_no_schema_updates(client: dataikuapi.DSSClient, project: DSSProject, tmp_path: Path) -> None:
    """What a plugin's recipe writes, its code alone knows."""
    monthly_dataset(project, "history", tmp_path / "files")
    managed(project, "result", like="history")
    recipe = probe(client, project, "", {"cohort": ["history"], "result": ["result"]})
    with pytest.raises(DataikuException, match=r"recipe probe_0 \(CustomCode_probe-run\) cannot be computed"):
        recipe.compute_schema_updates()
