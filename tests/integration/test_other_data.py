"""Somebody else's data: uploaded, unpartitioned, classes in words, column names with spaces, a searched forest."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest
from dataikuapi.dss.project import DSSProject
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import roc_auc_score

from dss_standin.running import Running
from tests.integration.telco import RECIPE


def patients() -> pd.DataFrame:
    """Patients with a diagnosis in words, large ids and a snapshot date."""
    frame = load_breast_cancer(as_frame=True).frame.sample(frac=1, random_state=0)
    frame["diagnosis"] = np.where(frame.pop("target") == 1, "benign", "malignant")
    frame["patient id"] = np.arange(len(frame)) + 10**15
    return frame.assign(seen=np.where(np.arange(len(frame)) < 450, "2026-01-15", "2026-01-16"))


def upload(project: DSSProject, name: str, frame: pd.DataFrame) -> None:
    """Upload a CSV with semicolons, and let the host detect its settings and types."""
    dataset = project.create_upload_dataset(name)
    dataset.uploaded_add_file(io.BytesIO(frame.to_csv(index=False, sep=";").encode()), f"{name}.csv")
    dataset.autodetect_settings(infer_storage_types=True).save()


def output(project: DSSProject, name: str) -> None:
    """Make a managed dataset with one partition a day."""
    settings = project.new_managed_dataset(name).with_store_into("filesystem_managed").create().get_settings()
    settings.add_time_partitioning_dimension("day", "DAY")
    settings.set_partitioning_file_pattern("%Y/%M/%D/.*")
    settings.save()


def rows(project: DSSProject, name: str, partition: str) -> pd.DataFrame:
    """Rows of a partition."""
    dataset = project.get_dataset(name)
    columns = [column["name"] for column in dataset.get_schema()["columns"]]
    return pd.DataFrame(list(dataset.iter_rows(partitions=partition)), columns=columns)


@pytest.fixture(scope="module")
def clinic(standin: Running) -> DSSProject:
    """A project with a forest found by grid search, and the recipe."""
    project = standin.client().create_project("CLINIC", "Clinic", owner="admin")
    frame = patients()
    upload(project, "train", frame.iloc[:300])
    upload(project, "fresh", frame.iloc[:350])
    upload(project, "cohort", frame.iloc[350:])
    for name in ("performance", "scores"):
        output(project, name)
    task = project.create_prediction_ml_task("train", "diagnosis")
    settings = task.get_settings()
    settings.disable_all_algorithms()
    settings.set_algorithm_enabled("RANDOM_FOREST_CLASSIFICATION", True)
    settings.reject_feature("patient id")
    settings.get_algorithm_settings("RANDOM_FOREST_CLASSIFICATION").max_tree_depth.values = [2, 6]
    settings.save()
    model = task.deploy_to_flow(task.train()[0], "Malignant", "train")["savedModelId"]
    inputs = {"model": model, "cohort": "cohort", "training_data": "fresh"}
    config = {
        "customer_id_column": "patient id",
        "snapshot_column": "seen",
        "targeting_rates": [10, 50],
        "horizon": "1 day",
    }
    prototype: dict[str, Any] = {
        "type": RECIPE,
        "name": "evaluate",
        "projectKey": "CLINIC",
        "inputs": {role: {"items": [{"ref": ref}]} for role, ref in inputs.items()},
        "outputs": {name: {"items": [{"ref": name}]} for name in ("performance", "scores")},
        "params": {"customConfig": config},
    }
    recipe = project.create_recipe(prototype, {"rawCreation": True})
    for day in ("2026-01-15", "2026-01-16"):
        recipe.run(partitions=day)
    return project


def test_the_snapshot_column_chooses_the_rows_of_the_day(clinic: DSSProject) -> None:
    """One unpartitioned cohort, two partitions of performance."""
    counts = [rows(clinic, "performance", day)["n"].unique().tolist() for day in ("2026-01-15", "2026-01-16")]

    assert counts == [[100], [119]]
    assert rows(clinic, "performance", "2026-01-16")["cohort_start"].unique().tolist() == ["2026-01-16"]


def test_figures_and_ids_are_exact(clinic: DSSProject) -> None:
    """Ids keep their type; AUC equals scikit-learn's."""
    scores = rows(clinic, "scores", "2026-01-15")
    performance = rows(clinic, "performance", "2026-01-15").set_index("version_id")

    assert scores["customer_id"].min() >= 10**15
    for version_id, found in scores.groupby("version_id"):
        assert performance.loc[version_id, "auc"].iloc[0] == pytest.approx(
            roc_auc_score(found["outcome"], found["score"]), abs=1e-9
        )


def test_the_replay_has_the_values_that_won_the_search(clinic: DSSProject) -> None:
    """One version for two days, since the window is the whole fresh data."""
    (listed,) = clinic.list_saved_models()
    model = clinic.get_saved_model(listed["id"])
    resolved = {
        version["id"]: model.get_version_details(version["id"]).get_actual_modeling_params()["resolved"]
        for version in model.list_versions()
    }
    champion = resolved.pop("initial")

    assert list(resolved.values()) == [champion]


def test_the_label_tells_the_end_of_the_training_data(clinic: DSSProject) -> None:
    """From the snapshot column of the fresh data: the day after the last one."""
    replayed = rows(clinic, "performance", "2026-01-16").query("not is_champion")

    assert replayed["trained_until"].unique().tolist() == ["2026-01-16"]
    assert replayed["out_of_time"].unique().tolist() == ["yes"]
