"""The lab: analyses, their ML tasks, guesses and trainings."""

from __future__ import annotations

import copy
import secrets
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dss_standin import clock
from dss_standin.datasets.definitions import dataset, require_project, split_ref
from dss_standin.dss import DSS
from dss_standin.errors import DSSError, NotFound
from dss_standin.flow import models
from dss_standin.flow.extracts import extract, kept_extracts
from dss_standin.ml.details import of_failure
from dss_standin.ml.guess import guess
from dss_standin.ml.split import Selection
from dss_standin.ml.train import TrainedModel, train

Settings = dict[str, Any]
_SAMPLE = Selection("HEAD_SEQUENTIAL", 100_000, None)
_LATE_FLAG = 5.0
_ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def new_id() -> str:
    """Return a random id as DSS makes them: eight letters and digits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))


def create_analysis(dss: DSS, project_key: str, input_dataset: str) -> str:
    """Make an analysis of a dataset; return its id."""
    require_project(dss, project_key)
    if dss.switches.analyses_refused:
        raise DSSError(f"Action forbidden: you may not create analyses in project {project_key}", status=403)
    input_dataset = _input_name(dss, project_key, input_dataset)
    dataset(dss, *split_ref(project_key, input_dataset))
    analysis_id = new_id()
    analysis = {
        "id": analysis_id,
        "projectKey": project_key,
        "name": f"Analyze {input_dataset}",
        "inputDatasetSmartName": input_dataset,
        "script": {"steps": [], "explorationSampling": {}},
        "tags": [],
    }
    dss.store.write(f"projects/{project_key}/lab/{analysis_id}/analysis", analysis)
    return analysis_id


def _input_name(dss: DSS, project_key: str, given: str) -> str:
    """Return how an analysis names its dataset; one of its own project may be given by its full name."""
    is_full = given.startswith(f"{project_key}.")
    if is_full and dss.switches.analysis_input == "refused":
        raise NotFound(f"dataset does not exist: {project_key}.{given}")
    return given.split(".", 1)[1] if is_full and dss.switches.analysis_input == "shortened" else given


def read_analysis(dss: DSS, project_key: str, analysis_id: str) -> dict[str, Any]:
    """Return the definition of an analysis; raise when there is none."""
    key = f"projects/{project_key}/lab/{analysis_id}/analysis"
    if not dss.store.exists(key):
        raise NotFound(f"analysis does not exist: {project_key}.{analysis_id}")
    return dss.store.read(key)


class Task:
    """One ML task of an analysis."""

    def __init__(self, dss: DSS, project_key: str, analysis_id: str, task_id: str) -> None:
        self.dss, self.project_key, self.analysis_id, self.id = dss, project_key, analysis_id, task_id
        self.key = f"projects/{project_key}/lab/{analysis_id}/tasks/{task_id}"

    @classmethod
    def create(cls, dss: DSS, project_key: str, analysis_id: str, asked: dict[str, Any]) -> Task:
        """Make a prediction task and guess its settings; the answer comes after the guess [A]."""
        if asked.get("taskType") != "PREDICTION" or asked.get("backendType", "PY_MEMORY") != "PY_MEMORY":
            raise DSSError(
                f"ML tasks {asked.get('taskType')} on {asked.get('backendType')} are outside the slice: "
                "PREDICTION on PY_MEMORY"
            )
        task = cls(dss, project_key, analysis_id, new_id())
        settings = task._guess_settings(str(asked.get("targetVariable")), asked.get("predictionType"))
        dss.store.write(f"{task.key}/settings", settings)
        dss.store.write(f"{task.key}/status", {"fullModelIds": [], "sessions": 0})
        return task

    def existing(self) -> Task:
        """Return this task; raise when there is none."""
        if not self.dss.store.exists(f"{self.key}/status"):
            raise NotFound(f"ML task does not exist: {self.project_key}.{self.analysis_id}.{self.id}")
        return self

    def summary(self) -> dict[str, Any]:
        """Return the line of this task in lists."""
        analysis = read_analysis(self.dss, self.project_key, self.analysis_id)
        return {
            "analysisId": self.analysis_id,
            "mlTaskId": self.id,
            "analysisName": analysis["name"],
            "inputDataset": analysis["inputDatasetSmartName"],
            "taskType": self.settings()["taskType"],
        }

    def settings(self) -> Settings:
        """Return the settings of the next training."""
        return self.dss.store.read(f"{self.key}/settings")

    def save_settings(self, settings: Settings) -> None:
        """Replace the settings, whole."""
        missing = {"taskType", "predictionType", "targetVariable", "modeling", "preprocessing", "splitParams"}
        missing -= set(settings)
        if missing:
            raise DSSError(f"Settings of an ML task must be complete: {', '.join(sorted(missing))} missing")
        foreign = [
            name for name in ("autoOptimizeThreshold", "forcedClassifierThreshold") if name in settings["modeling"]
        ]
        if foreign:
            raise DSSError(f"modeling.{foreign[0]} is a setting of train recipes: an ML task has no threshold policy")
        self.dss.store.write(f"{self.key}/settings", settings)

    def status(self) -> dict[str, Any]:
        """Return what runs and which models there are."""
        running = self.dss.lab_runs.get(self.key)
        stored = self.dss.store.read(f"{self.key}/status")
        flags = {"guessing": running == "guessing", "training": running == "training"}
        self.dss.late_flags.pop(self.key, threading.Event()).set()
        return {**flags, "fullModelIds": stored["fullModelIds"]}

    def guess(self, target: str | None, prediction_type: str | None, full: bool) -> Settings:
        """Guess the settings again from the dataset as it is now; only what the target touches unless `full`."""
        before = self.settings()
        with self._working("guessing"):
            settings = self._guess_settings(target or before["targetVariable"], prediction_type)
        if (target or prediction_type) and not full:
            remapping = {"target_remapping": settings["preprocessing"]["target_remapping"]}
            core = {name: settings[name] for name in ("targetVariable", "predictionType")}
            settings = {**before, **core, "preprocessing": {**before["preprocessing"], **remapping}}
        self.dss.store.write(f"{self.key}/settings", settings)
        return settings

    def start_training(self) -> str:
        """Start a session in a thread; return its id."""
        with self.dss.store.lock(self.key):
            if self.key in self.dss.lab_runs:
                raise DSSError(f"ML task {self.id} is busy {self.dss.lab_runs[self.key]}: wait until it ends")
            status = self.dss.store.read(f"{self.key}/status")
            session = f"s{status['sessions'] + 1}"
            self.dss.store.write(f"{self.key}/status", {**status, "sessions": status["sessions"] + 1})
            if self.dss.switches.training_flag_at_once:
                self.dss.lab_runs[self.key] = "training"
            else:
                self.dss.late_flags[self.key] = threading.Event()
        threading.Thread(target=self._train, args=(session, self.settings()), daemon=True).start()
        return session

    def model_key(self, full_model_id: str) -> str:
        """Return the key of a model of this task; raise when there is none."""
        key = f"{self.key}/models/{full_model_id}"
        if not models.exists(self.dss, key):
            raise NotFound(f"model does not exist: {full_model_id}")
        return key

    def snippets(self, ids: list[str] | None) -> dict[str, Any]:
        """Return snippets by model id, of all models when `ids` is None."""
        known = [item["id"] for item in self.status()["fullModelIds"]]
        return {
            full_id: models.read(self.dss, self.model_key(full_id), "snippet")
            for full_id in known
            if ids is None or full_id in ids
        }

    def delete_model(self, full_model_id: str) -> None:
        """Remove a model."""
        key = self.model_key(full_model_id)
        with self.dss.store.lock(self.key):
            status = self.dss.store.read(f"{self.key}/status")
            kept = [item for item in status["fullModelIds"] if item["id"] != full_model_id]
            self.dss.store.write(f"{self.key}/status", {**status, "fullModelIds": kept})
        self.dss.store.delete(key)

    def remove_splits(self) -> None:
        """Forget the extracts of earlier trainings."""
        shutil.rmtree(self._splits, ignore_errors=True)

    @property
    def _splits(self) -> Any:
        return self.dss.store.path(f"{self.key}/splits")

    @contextmanager
    def _working(self, flag: str) -> Iterator[None]:
        self.dss.lab_runs[self.key] = flag
        try:
            yield
        finally:
            self.dss.lab_runs.pop(self.key, None)

    def _dataset(self) -> str:
        return str(read_analysis(self.dss, self.project_key, self.analysis_id)["inputDatasetSmartName"])

    def _guess_settings(self, target: str, prediction_type: str | None) -> Settings:
        ref = self._dataset()
        schema = dataset(self.dss, *split_ref(self.project_key, ref))["schema"]["columns"]
        if target not in [column["name"] for column in schema]:
            raise DSSError(f"Dataset {ref} has no column {target!r} to predict")
        frame = extract(self.dss, self.project_key, ref, _SAMPLE)
        return {"id": self.id, **guess(frame, schema, target, prediction_type)}

    def _train(self, session: str, settings: Settings) -> None:
        if (late := self.dss.late_flags.get(self.key)) is not None:
            late.wait(_LATE_FLAG)  # until somebody has seen it down
        with self._working("training"):
            if self.dss.switches.training_never_ends:
                threading.Event().wait()
            trained = self._train_models(settings)
            if self.dss.store.exists(f"{self.key}/status"):  # else the analysis was deleted meanwhile
                try:
                    self._keep(session, settings, trained)
                except OSError as error:
                    print(f"The models of ML task {self.id} are lost: {error}", file=sys.stderr)

    def _train_models(self, settings: Settings) -> list[TrainedModel]:
        started = clock.milliseconds()
        try:
            frames = kept_extracts(self.dss, self.project_key, self._dataset(), settings, self._splits)
            return train(settings, frames[0], self.dss.switches, frames[1])
        except (DSSError, OSError, ValueError) as error:
            return [TrainedModel("UNKNOWN", *of_failure("UNKNOWN", settings, started, str(error)), None)]

    def _keep(self, session: str, settings: Settings, trained: list[TrainedModel]) -> None:
        for rank, model in enumerate(trained, start=1):
            if model.estimator is None and not self.dss.switches.failed_model_listed:
                continue
            full_id = f"A-{self.project_key}-{self.analysis_id}-{self.id}-{session}-pp1-m{rank}"
            meta = {**model.details["userMeta"], "name": f"{model.details['userMeta']['name']} ({session})"}
            identity = {"fullModelId": full_id, "userMeta": meta}
            key = f"{self.key}/models/{full_id}"
            self.dss.store.write(f"{key}/settings", settings)
            snippet = {**model.snippet, **copy.deepcopy(identity), "sessionId": session}
            models.keep(self.dss, key, {**model.details, **identity}, snippet, model.estimator)
            self._list(full_id, {"sessionId": session, "preprocessingId": "pp1", "modelId": f"m{rank}"})

    def _list(self, full_id: str, names: dict[str, str]) -> None:
        ids = {"projectKey": self.project_key, "analysisId": self.analysis_id, "mlTaskId": self.id, **names}
        with self.dss.store.lock(self.key):
            status = self.dss.store.read(f"{self.key}/status")
            status["fullModelIds"].append({"id": full_id, "fullModelId": ids})
            self.dss.store.write(f"{self.key}/status", status)
