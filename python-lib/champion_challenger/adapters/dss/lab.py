"""Replays in the lab: fresh ML tasks on the training data, through the public client alone."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from champion_challenger.adapters.dss.asking import answer_to, asking, may_pass, patiently
from champion_challenger.adapters.dss.class_counts import ClassCounter
from champion_challenger.adapters.dss.lab_queue import LabQueue, origin_id, origin_of
from champion_challenger.adapters.dss.models import DSSSavedModel
from champion_challenger.adapters.dss.versions import chosen_columns, redeployment_options
from champion_challenger.core.days import readable_day
from champion_challenger.core.versions import read_label, written_label
from champion_challenger.errors import HostError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.records.models import Thresholds, TrainedOn, TrainRecipe, VersionLabel
from champion_challenger.records.runs import Claim, TrainingColumns, TrainingSummary

_GUESS_SECONDS = 900.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
_RENEW_SECONDS = 120.0
"""Each sign of life saves an analysis, which is a commit in the history of the project."""
# How long a session without models may train nothing before it is over: it may not have begun yet.
_QUIET_SECONDS = 10.0


class Lab(LabQueue):
    """Replays of one saved model on one training dataset; a task is named ``analysis/task``."""

    def __init__(self, client: Any, model: DSSSavedModel, training: str, project_key: str) -> None:
        if model.project_key != project_key:
            msg = (
                f"saved model {model.reference} belongs to project {model.project_key}, and ML tasks cannot be shared: "
                "run the retraining there"
            )
            raise HostError(msg)
        self._client = client
        super().__init__(client.get_project(project_key), model, training)
        self._class_counter = ClassCounter(client, self.tell)

    def champion_design(self, version_id: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return the details of a version, and the settings of the task it came from."""
        details = self._model.details(version_id)
        return details, self._origin_settings(details)

    def has_preparation(self, version_id: str) -> bool:
        """Whether the analysis that a version came from has preparation steps."""
        origin = origin_of(self._model.details(version_id))
        # The analysis may have been deleted since: then nobody can tell.
        if origin is None or origin[0] not in {item["analysisId"] for item in self._tasks()}:
            return False
        analysis = self._project.get_analysis(origin[0])
        script = answer_to(f"for analysis {origin[0]}", analysis.get_definition).get_raw().get("script") or {}
        return any(not step.get("disabled") for step in script.get("steps") or [])

    def training_rows(self, version_id: str) -> TrainedOn:
        """Return dataset, partitions and rows of a version's training."""
        details = self._model.details(version_id)
        split = details.get("splitDesc") or {}
        origin = origin_of(details)
        dataset = next((t["inputDataset"] for t in self._tasks() if (t["analysisId"], t["mlTaskId"]) == origin), "")
        settings = self._origin_settings(details).get("splitParams", {})
        selection = settings.get("ssdSelection", {})
        is_chosen = selection.get("partitionSelectionMethod") == "SELECTED"
        partitions = selection.get("selectedPartitions") or [] if is_chosen else []
        # Under cross-validation the rows tested are those of the training, a second time.
        tested = 0 if settings.get("kfold") else split.get("testRows") or 0
        # The settings keep the limit of a sampling that is switched off.
        limit = 0 if selection.get("samplingMethod") == "FULL" else int(selection.get("maxRecords") or 0)
        return TrainedOn(self._full(dataset), tuple(partitions), (split.get("trainRows") or 0) + tested, limit)

    def partitions(self) -> list[str]:
        """Return the partitions of the training data."""
        listed = answer_to(f"for the partitions of {self._training}", self._dataset().list_partitions)
        return [str(name) for name in listed]

    def summary(self, partitions: Sequence[str], columns: TrainingColumns, dataset: str = "") -> TrainingSummary:
        """Count rows by target, and find the latest snapshot: in the database of a table, else from the rows.

        Reading begins from the first row again where the host breaks off.
        """
        summary = self._class_counter.count(dataset or self._training, partitions, columns)
        if summary is not None:
            return summary
        return patiently(lambda: self._read_classes(partitions, columns, dataset), may_pass)

    def _read_classes(self, partitions: Sequence[str], columns: TrainingColumns, dataset: str) -> TrainingSummary:
        names, counts, incomplete = columns.names, Counter[str](), 0
        needed = [names.index(name) for name in columns.needed]
        dated = names.index(columns.date) if columns.date else None
        # the rows of a period share a few values: each is read as a day once
        day_of = lru_cache(maxsize=10_000)(lambda value: readable_day(value, columns.zone))
        latest: date | None = None
        with asking(f"for columns {', '.join(names)} of {dataset or self._training}"):
            for row in chosen_columns(self._dataset(dataset), names, partitions):
                value = "" if row[0] is None else str(row[0])
                counts[value] += 1
                incomplete += bool(value) and any(row[place] in (None, "") for place in needed)
                day = day_of(row[dated]) if dated is not None else None
                latest = day if latest is None or (day is not None and day > latest) else latest
        return TrainingSummary(dict(counts), latest, incomplete)

    def open_task(self, claim: Claim, target: str) -> str:
        """Create an ML task in the analysis of a claim, and wait for the guess."""
        with asking(f"to create an ML task on {self._training_name}"):
            task = self._project.get_analysis(claim.analysis_id).create_prediction_ml_task(
                target, prediction_type="BINARY_CLASSIFICATION", wait_guess_complete=False
            )
            self._wait(
                claim, lambda: not task.get_status()["guessing"], _GUESS_SECONDS, "guessing the settings of the ML task"
            )
        return f"{task.analysis_id}/{task.mltask_id}"

    def settings(self, task: str) -> dict[str, Any]:
        """Return a task's settings."""
        raw: dict[str, Any] = answer_to(
            "for the settings of the new ML task", lambda: self._task(task).get_settings().get_raw()
        )
        return raw

    def save(self, task: str, settings: Mapping[str, Any]) -> None:
        """Replace a task's settings, in place: the client sends what it read."""
        with asking("to save the settings of the new ML task"):
            handle = self._task(task).get_settings()
            handle.get_raw().clear()
            handle.get_raw().update(settings)
            handle.save()

    def train(self, claim: Claim, task: str, name: str, seconds: float) -> str:
        """Train; the result must be exactly one finished model."""
        handle = self._task(task)
        # Not patiently: asked twice, the host may train twice.
        with asking("to train the new ML task"):
            session = handle.start_train(session_name=name)["sessionId"]
            self._wait(claim, _Finished(handle, session), seconds, "training")
            models = [str(model) for model in handle.get_trained_models_ids(session_id=session)]
        # A model that failed may be missing in the list, or be in it: its state is asked below.
        if len(models) != 1:
            msg = f"expected one trained model, found {len(models)} in session {session} of analysis {task}"
            raise HostError(msg)
        info = self.model_details(task, models[0]).get("trainInfo") or {}
        if info.get("state") != "DONE":
            reason = (info.get("failure") or {}).get("message") or "DSS gave no reason"
            msg = f"the training ended as {info.get('state')}: {reason}"
            raise HostError(msg)
        return models[0]

    def model_details(self, task: str, model: str) -> Mapping[str, Any]:
        """Return the details of a model of a task."""
        details: Mapping[str, Any] = answer_to(
            f"for the details of model {model}", lambda: self._task(task).get_trained_model_details(model).get_raw()
        )
        return details

    def label(self, task: str, model: str, label: VersionLabel) -> None:
        """Write the label in the description of a model of a task."""
        with asking(f"to label model {model}"):
            _save_label(self._task(task).get_trained_model_details(model), label)

    def redeploy(self, task: str, model: str, label: VersionLabel, thresholds: Thresholds) -> str:
        """Make the model a new inactive version; find it by difference and by its origin."""
        before = {version.version_id for version in self._model.versions()}
        handle = self._task(task)
        options = redeployment_options(handle, thresholds.recipe)
        with asking(f"to redeploy model {model} without activating it"):
            handle.redeploy_to_flow(model, saved_model_id=self._model.model_id, activate=False, **options)
        if thresholds.recipe is not None and "fixed_threshold" not in options:
            self._force_threshold(thresholds.recipe)
        new = [v.version_id for v in self._model.versions() if v.version_id not in before]
        # By its origin too: another run or a person may have deployed in between, and no answer names the version.
        ours = [version for version in new if origin_id(self._model.details(version)) == model]
        if len(ours) != 1:
            msg = f"expected one new version from model {model}, found {', '.join(ours) or 'none'} among {new}"
            raise HostError(msg)
        with asking(f"to label version {ours[0]}"):
            details = self._model.handle.get_version_details(ours[0])
            if thresholds.version is not None:
                details.get_user_meta()["activeClassifierThreshold"] = thresholds.version
            _save_label(details, label)
        return ours[0]

    def _force_threshold(self, threshold: float) -> None:
        """Write the threshold into the train recipe, which the redeployment of an older DSS rewrites without it."""
        recipe = self.train_recipe()
        if recipe is not None:
            with asking(f"to force the threshold in train recipe {recipe.name}"):
                settings = self._project.get_recipe(recipe.name).get_settings()
                # Only these two: the redeployment has just written the rest of the payload.
                settings.obj_payload["modeling"].update(
                    autoOptimizeThreshold=False, forcedClassifierThreshold=threshold
                )
                settings.save()

    def train_recipe(self) -> TrainRecipe | None:
        """Return the training recipe whose output is the model."""
        return answer_to(f"for the recipe that trains {self._model.facts.name}", self._train_recipe)

    def _train_recipe(self) -> TrainRecipe | None:
        listed = [item["name"] for item in self._project.list_recipes() if item["type"] == "prediction_training"]
        for name in listed:
            settings = self._project.get_recipe(name).get_settings()
            # References may or may not have their project before them.
            if self._model.model_id in {ref.rpartition(".")[2] for ref in settings.get_flat_output_refs()}:
                inputs = tuple(self._full(ref) for ref in settings.get_flat_input_refs())
                return TrainRecipe(name, inputs, settings.obj_payload or {})
        return None

    def lost_labels(self) -> dict[str, VersionLabel]:
        """Read the labels of lab models whose versions have none."""
        unlabelled = [version.version_id for version in self._model.versions() if version.label is None]
        # Only models of our own analyses: a description in somebody else's analysis is no label of ours.
        ours = {claim.analysis_id for claim in self.claims()} if unlabelled else set()
        labels = {version_id: self._lab_label(self._model.details(version_id), ours) for version_id in unlabelled}
        return {version_id: label for version_id, label in labels.items() if label is not None}

    def restore_label(self, version_id: str, label: VersionLabel) -> None:
        """Write a label on a version that does not have it."""
        with asking(f"to label version {version_id}"):
            details = self._model.handle.get_version_details(version_id)
            # Saved only where it changes: each save is a change in the project.
            if read_label(details.get_user_meta().get("description") or "") != label:
                _save_label(details, label)

    def _lab_label(self, details: Mapping[str, Any], ours: set[str]) -> VersionLabel | None:
        origin = origin_of(details)
        if origin is None or origin[0] not in ours:
            return None
        model = self.model_details("/".join(origin), origin_id(details))
        return read_label((model.get("userMeta") or {}).get("description") or "")

    def _wait(self, claim: Claim, is_done: Callable[[], bool], seconds: float, what: str) -> None:
        """Poll until done, giving signs of life; the client's own waits have no deadline."""
        started = renewed = time.monotonic()
        pause = _FIRST_PAUSE
        while not is_done():
            if time.monotonic() - started > seconds:
                msg = f"{what} did not end within {count_of(seconds / 60, 'minute')}"
                raise HostError(msg)
            # A quarter of a short time limit, so that every wait gives signs of life.
            if time.monotonic() - renewed > min(_RENEW_SECONDS, seconds / 4):
                self.renew(claim)
                renewed = time.monotonic()
            time.sleep(pause)
            pause = min(1.2 * pause, _LONGEST_PAUSE)  # slowly longer: the last one outlasts what is waited for

    def _dataset(self, full_name: str = "") -> Any:
        project_key, _, name = (full_name or self._training).partition(".")
        return self._client.get_project(project_key).get_dataset(name)

    def _task(self, task: str) -> Any:
        analysis, _, ml_task = task.partition("/")
        return self._project.get_ml_task(analysis, ml_task)

    def _tasks(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = answer_to("for the ML tasks of the project", self._project.list_ml_tasks)[
            "mlTasks"
        ]
        return listed

    def _origin_settings(self, details: Mapping[str, Any]) -> Mapping[str, Any]:
        origin = origin_of(details)
        if origin is None or origin not in {(item["analysisId"], item["mlTaskId"]) for item in self._tasks()}:
            return {}
        raw: Mapping[str, Any] = answer_to(
            f"for the settings of ML task {'/'.join(origin)}",
            lambda: self._project.get_ml_task(*origin).get_settings().get_raw(),
        )
        return raw

    def _full(self, dataset: str) -> str:
        return dataset if not dataset or "." in dataset else f"{self._model.project_key}.{dataset}"


class _Finished:
    """Whether a session has ended: it trains no more, and left a model or has been quiet for a while.

    The host may say that nothing trains before the session has begun, and may not list a model that failed.
    """

    def __init__(self, handle: Any, session: str) -> None:
        self._handle, self._session = handle, session
        self._busy = time.monotonic()

    def __call__(self) -> bool:
        if self._handle.get_status()["training"]:
            self._busy = time.monotonic()
            return False
        has_models = bool(self._handle.get_trained_models_ids(session_id=self._session))
        return has_models or time.monotonic() - self._busy > _QUIET_SECONDS


def _save_label(details: Any, label: VersionLabel) -> None:
    details.get_user_meta()["description"] = written_label(label)
    details.save_user_meta()
