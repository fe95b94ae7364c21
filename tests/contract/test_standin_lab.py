"""The lab behind the official client: analyses, ML tasks, guesses, trainings."""

from __future__ import annotations

from pathlib import Path

import pytest
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.utils import DSSDatasetSelectionBuilder
from dataikuapi.utils import DataikuException

from dss_standin.running import Running, running
from dss_standin.switches import Switches
from tests.contract.flow_probe import MONTHS, ROWS, customers, monthly_dataset, task
from tests.waiting import until


@pytest.fixture
def history(project: DSSProject, tmp_path: Path) -> DSSProject:
    """A project with three months of customers in the dataset `history`."""
    monthly_dataset(project, "history", tmp_path / "files")
    return project


def project_with(standin: Running, folder: Path) -> DSSProject:
    """Return a project with history on a stand-in with other switches."""
    made = standin.client().create_project("RENEWAL", "Renewal", owner="admin")
    monthly_dataset(made, "history", folder)
    return made


def test_task_has_guessed_settings(history: DSSProject) -> None:
    """A new task knows roles, types and the classes of the target."""
    settings = task(history).get_settings()
    roles = {name: feature["role"] for name, feature in settings.get_raw()["preprocessing"]["per_feature"].items()}
    assert roles == {"customer": "REJECT", "x": "INPUT", "segment": "INPUT", "visits": "INPUT", "y": "TARGET"}
    assert settings.get_enabled_algorithm_names() == ["LOGISTIC_REGRESSION"]


def test_a_task_has_no_threshold_policy(history: DSSProject) -> None:
    """It is the train recipe's; one that is written into a task is refused by name."""
    settings = task(history).get_settings()
    assert not [name for name in settings.get_raw()["modeling"] if "Threshold" in name]
    settings.get_raw()["modeling"]["forcedClassifierThreshold"] = 0.3
    with pytest.raises(DataikuException, match="forcedClassifierThreshold is a setting of train recipes"):
        settings.save()


def test_task_and_analysis_are_listed(history: DSSProject) -> None:
    """The task appears under its project and under its analysis."""
    made = task(history)
    assert [one["mlTaskId"] for one in history.list_ml_tasks()["mlTasks"]] == [made.mltask_id]
    assert [one["analysisId"] for one in history.list_analyses()] == [made.analysis_id]
    assert history.get_analysis(made.analysis_id).list_ml_tasks()["mlTasks"][0]["inputDataset"] == "history"


def test_a_task_that_goes_while_it_is_listed_is_left_out(history: DSSProject, standin: Running) -> None:
    """Another run deletes its analysis while this one asks for all: the list has the others."""
    kept, going = task(history), task(history)
    (
        standin.dss.store.path(f"projects/{history.project_key}/lab/{going.analysis_id}/tasks/{going.mltask_id}")
        / "settings.json"
    ).unlink()
    assert [one["mlTaskId"] for one in history.list_ml_tasks()["mlTasks"]] == [kept.mltask_id]


def test_task_in_an_existing_analysis(history: DSSProject) -> None:
    """An analysis takes several tasks."""
    analysis = history.create_analysis("history")
    ids = {analysis.create_prediction_ml_task("y").mltask_id for _ in range(2)}
    assert {one["mlTaskId"] for one in analysis.list_ml_tasks()["mlTasks"]} == ids


def test_unknown_target_is_refused_and_leaves_nothing(history: DSSProject) -> None:
    """A target that is no column is told; no analysis is left behind."""
    with pytest.raises(DataikuException, match="has no column 'z' to predict"):
        history.create_prediction_ml_task("history", "z")
    assert history.list_analyses() == []


def test_analysis_can_be_renamed_and_pointed_elsewhere(history: DSSProject, tmp_path: Path) -> None:
    """After a change of dataset, a new guess sees the other columns."""
    made = task(history)
    other = tmp_path / "other"
    other.mkdir()
    customers("2024-01").drop(columns="visits").assign(income=range(ROWS)).to_csv(other / "a.csv", index=False)
    dataset = history.create_filesystem_dataset("other", "filesystem_root", str(other))
    dataset.autodetect_settings(infer_storage_types=True).save()
    definition = history.get_analysis(made.analysis_id).get_definition()
    definition.get_raw().update(name="Replay", inputDatasetSmartName="other")
    definition.save()
    made.guess()
    per_feature = made.get_settings().get_raw()["preprocessing"]["per_feature"]
    assert ("income" in per_feature, "visits" in per_feature) == (True, False)
    assert history.list_analyses()[0]["analysisName"] == "Replay"


def test_training_returns_the_models_of_its_session(history: DSSProject) -> None:
    """Ids carry project, analysis, task and session."""
    made = task(history)
    first, second = made.train(), made.train()
    assert first == [f"A-RENEWAL-{made.analysis_id}-{made.mltask_id}-s1-pp1-m1"]
    assert second == [first[0].replace("-s1-", "-s2-")]
    assert made.get_trained_models_ids() == first + second


def test_details_and_snippet_of_a_model(history: DSSProject) -> None:
    """Figures, train info and parameters come from a real fit."""
    made = task(history)
    model = made.train(session_name="first")[0]
    details = made.get_trained_model_details(model)
    assert details.full_id == model
    assert details.get_train_info()["state"] == "DONE"
    assert 0.8 < details.get_performance_metrics()["auc"] <= 1
    assert details.get_actual_modeling_params()["resolved"]["algorithm"] == "LOGISTIC_REGRESSION"
    assert made.get_trained_model_snippet(model)["userMeta"]["name"].endswith("(s1)")


def test_user_meta_of_a_lab_model(history: DSSProject) -> None:
    """Name and labels are kept, in details and in the snippet."""
    made = task(history)
    model = made.train()[0]
    details = made.get_trained_model_details(model)
    details.get_user_meta().update(name="Replayed", labels=["window:2024-01"])
    details.save_user_meta()
    assert made.get_trained_model_details(model).get_user_meta()["labels"] == ["window:2024-01"]
    assert made.get_trained_model_snippet(model)["userMeta"]["name"] == "Replayed"


def test_labels_of_the_other_shape(tmp_path: Path) -> None:
    """Under the other answer to A21, labels are pairs and strings are refused."""
    with running(tmp_path / "w", Switches(user_meta_labels="key_value")) as standin:
        made = task(project_with(standin, tmp_path / "files"))
        details = made.get_trained_model_details(made.train()[0])
        details.get_user_meta()["labels"] = [{"key": "window", "value": "2024-01"}]
        details.save_user_meta()
        details.get_user_meta()["labels"] = ["window"]
        with pytest.raises(DataikuException, match=r"Cannot parse userMeta.labels"):
            details.save_user_meta()


def test_extract_is_kept_until_the_refresher_changes(history: DSSProject, tmp_path: Path) -> None:
    """A second training sees no new row, one with a new refresher does, and so does one without kept splits."""
    made = task(history)

    def rows() -> int:
        split = made.get_trained_model_details(made.train()[0]).get_raw()["splitDesc"]
        return int(split["trainRows"] + split["testRows"])

    counts = [rows()]
    customers("2024-03").to_csv(tmp_path / "files/2024/03/late.csv", index=False)
    counts.append(rows())
    settings = made.get_settings()
    settings.get_raw()["splitParams"]["instanceIdRefresher"] += 1
    settings.save()
    counts.append(rows())
    (tmp_path / "files/2024/03/late.csv").unlink()
    made.remove_all_splits()
    assert [*counts, rows()] == [3 * ROWS, 3 * ROWS, 4 * ROWS, 3 * ROWS]


def test_training_on_selected_partitions(history: DSSProject) -> None:
    """Only the rows of the chosen partitions are used."""
    made = task(history)
    settings = made.get_settings()
    selection = DSSDatasetSelectionBuilder().with_all_data_sampling().with_selected_partitions(list(MONTHS[:2]))
    settings.get_split_params().set_split_random(0.8, selection=selection)
    settings.save()
    split = made.get_trained_model_details(made.train()[0]).get_raw()["splitDesc"]
    assert split["trainRows"] + split["testRows"] == 2 * ROWS


def test_settings_must_be_complete(history: DSSProject) -> None:
    """A partial object would lose the rest and is refused."""
    made = task(history)
    settings = made.get_settings()
    del settings.get_raw()["modeling"]
    with pytest.raises(DataikuException, match="modeling missing"):
        settings.save()


@pytest.mark.parametrize(("listed", "count"), [(True, 1), (False, 0)])
def test_failed_training(tmp_path: Path, listed: bool, count: int) -> None:
    """A failed model says why, or is not there at all."""
    switches = Switches(training_fails=True, failed_model_listed=listed)
    with running(tmp_path / "w", switches) as standin:
        made = task(project_with(standin, tmp_path / "files"))
        models = made.train()
        assert len(models) == count
        for model in models:
            info = made.get_trained_model_details(model).get_train_info()
            assert (info["state"], "training_fails" in info["failure"]["message"]) == ("FAILED", True)


def test_lost_column_fails_the_model_with_its_name(history: DSSProject) -> None:
    """A feature of the settings that the data lacks is told in the failure."""
    made = task(history)
    dataset = history.get_dataset("history")
    schema = dataset.get_schema()
    schema["columns"] = [column for column in schema["columns"] if column["name"] != "visits"]
    dataset.set_schema(schema)
    info = made.get_trained_model_details(made.train()[0]).get_train_info()
    assert (info["state"], "visits" in info["failure"]["message"]) == ("FAILED", True)


def test_training_that_never_ends(tmp_path: Path) -> None:
    """The task stays busy and takes no second session; the server still ends."""
    with running(tmp_path / "w", Switches(training_never_ends=True)) as standin:
        made = task(project_with(standin, tmp_path / "files"))
        made.start_train()
        assert made.get_status()["training"] is True
        with pytest.raises(DataikuException, match="is busy training"):
            made.start_train()


def test_training_flag_that_comes_late(tmp_path: Path) -> None:
    """Under the other answer to A10, the flag is down for a moment after the start."""
    with running(tmp_path / "w", Switches(training_flag_at_once=False)) as standin:
        made = task(project_with(standin, tmp_path / "files"))
        session = made.start_train()["sessionId"]
        assert made.get_status() == {"guessing": False, "training": False, "fullModelIds": []}
        until(lambda: made.get_trained_models_ids(session), "the trained model")
        assert len(made.get_trained_models_ids(session)) == 1


def test_second_model_nobody_asked_for(tmp_path: Path) -> None:
    """The fault that a careful caller must notice."""
    with running(tmp_path / "w", Switches(train_second_model=True)) as standin:
        assert len(task(project_with(standin, tmp_path / "files")).train()) == 2


def test_deletions(history: DSSProject) -> None:
    """A model, a task and an analysis go one after the other."""
    made = task(history)
    model = made.train()[0]
    made.delete_trained_model(model)
    assert made.get_trained_models_ids() == []
    with pytest.raises(DataikuException, match="NotFoundException: model does not exist"):
        made.get_trained_model_details(model)
    made.delete()
    with pytest.raises(DataikuException, match="NotFoundException: ML task does not exist"):
        made.get_status()
    history.get_analysis(made.analysis_id).delete()
    assert history.list_analyses() == []
