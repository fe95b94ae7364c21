"""Saved models behind the official client: deployment, redeployment, activation, the train recipe."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from dataikuapi.dss.ml import DSSMLTask
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.savedmodel import DSSSavedModel
from dataikuapi.utils import DataikuException

from dss_standin.running import running
from dss_standin.switches import Switches
from tests.contract.flow_probe import deployed, monthly_dataset, task


@pytest.fixture
def history(project: DSSProject, tmp_path: Path) -> DSSProject:
    """A project with three months of customers in the dataset `history`."""
    monthly_dataset(project, "history", tmp_path / "files")
    return project


@pytest.fixture
def model(history: DSSProject) -> DSSSavedModel:
    """A saved model with its first version."""
    return history.get_saved_model(deployed(history)[2])


def build(model: DSSSavedModel) -> None:
    """Run the train recipe of a saved model."""
    job = model.client.get_project(model.project_key).new_job()
    job.with_output(model.sm_id, object_type="SAVED_MODEL").start_and_wait()


def active(model: DSSSavedModel) -> str:
    """Return the id of the active version."""
    return str(model.get_active_version()["id"])


def test_deployment_makes_model_version_and_recipe(history: DSSProject) -> None:
    """The first version is called `initial`, is active and knows where it comes from."""
    made, full_id, model_id = deployed(history)
    saved = history.get_saved_model(model_id)
    assert active(saved) == "initial"
    details = saved.get_version_details("initial")
    assert details.get_raw()["smOrigin"]["fullModelId"] == full_id
    assert details.full_id == f"S-RENEWAL-{model_id}-initial"
    assert saved.get_origin_ml_task().mltask_id == made.mltask_id
    assert history.get_recipe("train_Renewal_score").get_settings().get_flat_input_refs() == ["history"]


def test_a_linear_model_tells_its_coefficients(model: DSSSavedModel) -> None:
    """One for each column that it was fitted on."""
    inner = model.get_version_details("initial").get_raw()["iperf"]
    assert inner["lmCoefficients"]["variables"] == inner["keptVariables"]
    assert len(inner["lmCoefficients"]["coefs"]) == len(inner["keptVariables"])


def test_deployment_searches_again_by_default(history: DSSProject) -> None:
    """The recipe keeps the whole grid unless told otherwise."""
    made = task(history)
    settings = made.get_settings()
    settings.get_raw()["modeling"]["logistic_regression"]["C"]["values"] = [0.1, 1.0]
    settings.save()
    full_id = made.train()[0]
    lengths = {}
    for name, redo in (("wide", True), ("frozen", False)):
        recipe = made.deploy_to_flow(full_id, name, "history", redo_optimization=redo)["trainRecipeName"]
        lengths[name] = history.get_recipe(recipe).get_settings().obj_payload["modeling"]["gridLength"]
    assert lengths == {"wide": 2, "frozen": 1}


def test_inactive_redeployment(history: DSSProject) -> None:
    """A new version appears, the active one stays, the origin moves."""
    _, _, model_id = deployed(history)
    other = task(history)
    full_id = other.train()[0]
    assert other.redeploy_to_flow(full_id, saved_model_id=model_id, activate=False) == {"impactsDownstream": False}
    saved = history.get_saved_model(model_id)
    new = next(one["id"] for one in saved.list_versions() if one["id"] != "initial")
    assert (active(saved), new.isdigit()) == ("initial", True)
    assert saved.get_version_details(new).get_raw()["smOrigin"]["fullModelId"] == full_id
    assert saved.get_settings().get_raw()["lastExportedFrom"] == full_id
    assert saved.get_origin_ml_task().analysis_id == other.analysis_id


def test_redeployment_rewrites_the_payload_but_no_input(history: DSSProject, tmp_path: Path) -> None:
    """The recipe describes the new model and still reads the old dataset."""
    deployed(history)
    monthly_dataset(history, "fresh", tmp_path / "fresh")
    other = task(history, "fresh", "DECISION_TREE_CLASSIFICATION")
    other.redeploy_to_flow(other.train()[0], recipe_name="train_Renewal_score", activate=False)
    settings = history.get_recipe("train_Renewal_score").get_settings()
    assert settings.obj_payload["modeling"]["algorithm"] == "DECISION_TREE_CLASSIFICATION"
    assert settings.obj_payload["generatingModelId"].startswith(f"A-RENEWAL-{other.analysis_id}-")
    assert settings.get_flat_input_refs() == ["history"]


def test_activating_redeployment(history: DSSProject) -> None:
    """By default a redeployment goes live."""
    made, full_id, model_id = deployed(history)
    assert made.redeploy_to_flow(full_id, saved_model_id=model_id) == {"impactsDownstream": True}
    assert active(history.get_saved_model(model_id)) != "initial"


def test_redeployments_at_once_make_distinct_versions(history: DSSProject) -> None:
    """Version ids are unique, however close in time."""
    made, full_id, model_id = deployed(history)

    def redeploy() -> None:
        own = history.client.__class__(history.client.host, history.client.api_key)
        DSSMLTask(own, "RENEWAL", made.analysis_id, made.mltask_id).redeploy_to_flow(
            full_id, saved_model_id=model_id, activate=False
        )

    threads = [threading.Thread(target=redeploy) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    versions = history.get_saved_model(model_id).list_versions()
    assert len({one["id"] for one in versions}) == 6
    assert [one["id"] for one in versions if one["active"]] == ["initial"]


def test_fixed_threshold_is_mandatory_without_optimization(history: DSSProject) -> None:
    """Freezing the threshold needs the threshold, which the recipe then keeps."""
    made, full_id, model_id = deployed(history)
    frozen = {"saved_model_id": model_id, "activate": False, "redo_threshold_optimization": False}
    with pytest.raises(DataikuException, match="fixedThreshold is mandatory"):
        made.redeploy_to_flow(full_id, **frozen)
    made.redeploy_to_flow(full_id, **frozen, fixed_threshold=0.3)
    modeling = history.get_recipe("train_Renewal_score").get_settings().obj_payload["modeling"]
    assert (modeling["autoOptimizeThreshold"], modeling["forcedClassifierThreshold"]) == (False, 0.3)


def test_failed_model_cannot_be_deployed(history: DSSProject) -> None:
    """Only a trained model goes to the flow."""
    made = task(history)
    settings = made.get_settings()
    settings.get_raw()["preprocessing"]["per_feature"]["gone"] = {"role": "INPUT", "type": "NUMERIC"}
    settings.save()
    with pytest.raises(DataikuException, match="is FAILED: only a trained model"):
        made.deploy_to_flow(made.train()[0], "Broken", "history")


def test_train_recipe_activates_its_version(model: DSSSavedModel) -> None:
    """That is what DSS does by default."""
    build(model)
    new = next(one["id"] for one in model.list_versions() if one["id"] != "initial")
    raw = model.get_settings().get_raw()
    assert (active(model), raw["lastTrainIndex"]) == (new, 2)
    assert raw["lastTrainJobId"].startswith("Build_")
    assert model.get_version_details(new).get_origin_analysis_trained_model() is None


def test_manual_publication(model: DSSSavedModel) -> None:
    """With the other policy a build leaves the active version alone; an unknown policy is refused."""
    settings = model.get_settings()
    settings.get_raw()["publishPolicy"] = "EXPLICIT"
    settings.save()
    build(model)
    assert (active(model), len(model.list_versions())) == ("initial", 2)
    settings.get_raw()["publishPolicy"] = "SOMETIMES"
    with pytest.raises(DataikuException, match="Cannot parse publishPolicy 'SOMETIMES'"):
        settings.save()


@pytest.mark.parametrize(("order", "newest_first"), [("newest_first", True), ("oldest_first", False)])
def test_order_of_versions(tmp_path: Path, order: str, newest_first: bool) -> None:
    """Both orders of assumption A4."""
    with running(tmp_path / "w", Switches(version_order=order)) as standin:
        project = standin.client().create_project("RENEWAL", "Renewal", owner="admin")
        monthly_dataset(project, "history", tmp_path / "files")
        made, full_id, model_id = deployed(project)
        for _ in range(2):
            made.redeploy_to_flow(full_id, saved_model_id=model_id, activate=False)
        found = [one["id"] for one in project.get_saved_model(model_id).list_versions()]
    oldest_first = found[::-1] if newest_first else found
    assert oldest_first[0] == "initial"
    assert oldest_first[1:] == sorted(oldest_first[1:])


def test_user_meta_travels_or_not(tmp_path: Path) -> None:
    """Labels of the lab model are gone after a redeployment under the other answer."""
    with running(tmp_path / "w", Switches(user_meta_copied_on_redeploy=False)) as standin:
        project = standin.client().create_project("RENEWAL", "Renewal", owner="admin")
        monthly_dataset(project, "history", tmp_path / "files")
        made, full_id, model_id = deployed(project)
        details = made.get_trained_model_details(full_id)
        details.get_user_meta()["labels"] = ["window"]
        details.save_user_meta()
        made.redeploy_to_flow(full_id, saved_model_id=model_id, activate=True)
        saved = project.get_saved_model(model_id)
        assert saved.get_version_details(active(saved)).get_user_meta()["labels"] == []


def test_version_user_meta_and_activation(model: DSSSavedModel) -> None:
    """A version can be described, activated, and deleted once it is not active."""
    build(model)
    details = model.get_version_details("initial")
    details.get_user_meta()["description"] = "first"
    details.save_user_meta()
    assert model.get_version_details("initial").get_user_meta()["description"] == "first"
    other = active(model)
    model.set_active_version("initial")
    with pytest.raises(DataikuException, match="initial is the active one"):
        model.delete_versions("initial")
    model.delete_versions([other])
    assert [one["id"] for one in model.list_versions()] == ["initial"]


def test_unknown_version_is_not_found(model: DSSSavedModel) -> None:
    """Details and activation name the version that is missing."""
    with pytest.raises(DataikuException, match="NotFoundException: version of saved model does not exist"):
        model.get_version_details("1234")
    with pytest.raises(DataikuException, match="NotFoundException: version of saved model does not exist"):
        model.set_active_version("1234")


def test_figures_of_a_version(model: DSSSavedModel) -> None:
    """Metrics of a version are those of its snippet."""
    found = model.get_metric_values("initial")
    assert found.get_global_value("model_perf:AUC") == model.list_versions()[0]["snippet"]["auc"]


def test_models_of_other_kinds(history: DSSProject) -> None:
    """One of MLflow is listed, and nothing of the lab goes into it; others are refused by name."""
    mlflow = history.create_mlflow_pyfunc_model("imported", "BINARY_CLASSIFICATION")
    assert {one["name"]: one["savedModelType"] for one in history.list_saved_models()} == {"imported": "MLFLOW_PYFUNC"}
    assert (mlflow.get_active_version(), mlflow.get_origin_ml_task()) == (None, None)
    made = task(history)
    model = made.train()[0]
    with pytest.raises(DataikuException, match="nothing can be redeployed into it|output of no recipe"):
        made.redeploy_to_flow(model, saved_model_id=mlflow.sm_id)
    with pytest.raises(DataikuException, match="'PROXY_MODEL' are outside the slice: MLFLOW_PYFUNC only"):
        history.create_external_model("remote", "BINARY_CLASSIFICATION", {"protocol": "sagemaker"})


def test_deleting_a_model_takes_its_recipe(model: DSSSavedModel) -> None:
    """The train recipe goes with its only output."""
    project = model.client.get_project(model.project_key)
    assert [use["objectId"] for use in model.get_usages()] == ["train_Renewal_score"]
    model.delete()
    assert (project.list_saved_models(), project.list_recipes()) == ([], [])
