"""Saved models through the public client, and their predictors through the in-process package."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from functools import cached_property
from typing import Any

import dataiku
import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.adapters.dss.asking import answer_to, asking, patiently
from champion_challenger.adapters.dss.environment import (
    Training,
    explain_error,
    installed_version,
    is_of_host,
    note_training,
    unlike,
)
from champion_challenger.adapters.dss.job_log import logger
from champion_challenger.core.installation.packages import PACKAGES_ADVICE
from champion_challenger.core.outcomes import class_text
from champion_challenger.core.versions import read_label, unreadable_label
from champion_challenger.errors import AbsentError, ForbiddenError, HostError, UnreachableError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.records.models import ModelFacts, Version, VersionDesign


class DSSSavedModel:
    """A saved model by its full reference, ``PROJECT.id``."""

    def __init__(self, client: Any, reference: str) -> None:
        self.reference = reference
        self.project_key, _, self.model_id = reference.partition(".")
        self.handle = client.get_project(self.project_key).get_saved_model(self.model_id)
        self._warned: set[str] = set()
        self._designs: dict[str, VersionDesign] = {}

    @cached_property
    def facts(self) -> ModelFacts:
        """What the model's settings say; a model that is only shared may not be looked into."""
        raw = answer_to(
            f"for the settings of saved model {self.reference}", lambda: self.handle.get_settings().get_raw()
        )
        return model_facts(raw, self.project_key, self.model_id)

    def versions(self) -> list[Version]:
        """Return all versions."""
        listed = answer_to(f"for the versions of saved model {self.facts.name}", self.handle.list_versions)
        return [self._version(item) for item in listed]

    def design(self, version_id: str) -> VersionDesign:
        """Return classes and feature types from the version's details, which are asked for once: they never change."""
        if version_id not in self._designs:
            self._designs[version_id] = version_design(self.details(version_id))
        return self._designs[version_id]

    def details(self, version_id: str) -> Mapping[str, Any]:
        """Return the version's details, as the host writes them."""
        what = f"for the details of version {version_id} of {self.facts.name}"
        details: Mapping[str, Any] = answer_to(what, lambda: self.handle.get_version_details(version_id).get_raw())
        return details

    def load(self, version_id: str) -> DSSScorer:
        """Load a version's predictor, again where DSS fails for a moment."""
        try:
            return patiently(lambda: self._scorer(version_id), _may_pass)
        except HostError as error:
            # Told apart from a version that cannot be loaded: good rows of an earlier run must not be replaced for it.
            if _may_pass(error):
                raise UnreachableError(str(error)) from error.__cause__
            raise

    def _scorer(self, version_id: str) -> DSSScorer:
        """Load a predictor; an error, or the log, says how this environment differs from the version's."""
        training = Training()
        try:
            with asking(f"to load version {version_id} of {self.facts.name}"), note_training() as training:
                scorer = DSSScorer(dataiku.Model(self.reference).get_predictor(version_id), training)
        except HostError as error:
            training.environment = self._environment_of(version_id)
            raise explain_error(error, training, unlike(training)) from error.__cause__
        if training.sentence:
            training.environment = self._environment_of(version_id)
            logger.warning("Version %s of %s: %s. %s.", version_id, self.facts.name, training.sentence, PACKAGES_ADVICE)
        return scorer

    def _environment_of(self, version_id: str) -> str:
        """Code environment in which a version was trained; "" where nothing tells it."""
        try:
            return environment_of(self.details(version_id))
        except HostError:
            return ""

    def _version(self, item: Mapping[str, Any]) -> Version:
        snippet = item.get("snippet") or {}
        trained = snippet.get("trainDate")
        description = (snippet.get("userMeta") or {}).get("description") or ""
        self._warn_of_unreadable_label(item["id"], description)
        return Version(
            version_id=item["id"],
            project_key=self.project_key,
            model_id=self.model_id,
            model_name=self.facts.name,
            algorithm=snippet.get("algorithm") or "",
            trained_at=datetime.fromtimestamp(trained / 1000, tz=timezone.utc) if trained else None,
            is_active=bool(item.get("active")),
            label=read_label(description),
        )

    def _warn_of_unreadable_label(self, version_id: str, description: str) -> None:
        part = unreadable_label(description)
        if part and version_id not in self._warned:
            self._warned.add(version_id)
            logger.warning(
                f"Version {version_id} of {self.facts.name}: its description contains {part!r}, which cannot be read, "
                "so that the version counts as unlabelled. Write 'trained until YYYY-MM-DD' with a day that exists."
            )


def _may_pass(error: HostError) -> bool:
    """Whether DSS failed, and not the model or what it needs."""
    return is_of_host(error.__cause__) and not isinstance(error, (AbsentError, ForbiddenError))


class DSSScorer:
    """A predictor in memory, with what loading it told of its training."""

    def __init__(self, predictor: Any, training: Training) -> None:
        self._predictor = predictor
        self.training = training
        self.features: tuple[str, ...] = tuple(predictor.get_features())
        names = [str(name) for name in predictor.get_classes()]
        # By what a class means: the form may say 1 where the model says "1.0".
        self._columns = dict(zip(map(class_text, names), predictor.get_proba_columns()))

    @property
    def other_scikit_learn(self) -> tuple[str, str] | None:
        """Versions of the training and of here, where they differ."""
        trained = self.training.scikit_learn
        return (trained, installed_version("scikit-learn") or "none") if trained else None

    def scores(self, frame: pd.DataFrame, positive_class: str) -> npt.NDArray[np.float64]:
        """Probability of the positive class, in the order of the rows."""
        column = self._columns.get(class_text(positive_class))
        if column is None:
            msg = f"this version knows the classes {', '.join(self._columns)}, not {positive_class!r}"
            raise HostError(msg)
        try:
            with asking("to score the cohort"):
                return self._column(frame, column)
        except HostError as error:
            raise explain_error(error, self.training) from error.__cause__

    def _column(self, frame: pd.DataFrame, column: str) -> npt.NDArray[np.float64]:
        outputs = self._predictor.predict(frame, with_input_cols=False, with_prediction=False, with_probas=True)
        if len(outputs) != len(frame):
            # Under a renewed index, the scores would be those of other customers.
            raise HostError(
                f"the predictor returned {count_of(len(outputs), 'row')} for {count_of(len(frame), 'customer')}"
            )
        # In the order of the frame, whatever order the answer has.
        scores: npt.NDArray[np.float64] = outputs[column].reindex(frame.index).to_numpy(dtype="float64")
        return scores


def model_facts(raw: Mapping[str, Any], project_key: str, model_id: str) -> ModelFacts:
    """Read what a saved model's settings say of it."""
    task = raw.get("miniTask") or {}
    partitioning = (raw.get("partitioning") or {}).get("dimensions") or []
    kind = raw.get("savedModelType") or "DSS_MANAGED"
    content = raw.get("contentType") or ""
    # Models of other engines are managed as well; only the content tells them apart.
    if kind == "DSS_MANAGED" and content and content != "prediction/py_memory":
        kind = content
    return ModelFacts(
        project_key=project_key,
        model_id=model_id,
        name=raw.get("name") or model_id,
        target=task.get("targetVariable") or "",
        prediction_type=task.get("predictionType") or task.get("taskType") or "",
        kind=kind,
        is_partitioned=bool(partitioning),
        activates_on_build=raw.get("publishPolicy") == "UNCONDITIONAL",
    )


def environment_of(details: Mapping[str, Any]) -> str:
    """Code environment that a version's details name; "" where it was inherited, or they do not tell."""
    execution = (details.get("coreParams") or {}).get("executionParams") or {}
    return str((execution.get("envSelection") or {}).get("envName") or "")


def version_design(details: Mapping[str, Any]) -> VersionDesign:
    """Read classes, the negative one first, and feature types from a version's details."""
    preprocessing = details.get("preprocessing") or {}
    # The last class is the positive one, whatever order the details have.
    remapping = sorted(preprocessing.get("target_remapping") or [], key=lambda item: item.get("mappedValue", 0))
    per_feature = preprocessing.get("per_feature") or {}
    features = {name: feature.get("type") for name, feature in per_feature.items() if feature.get("role") == "INPUT"}
    return VersionDesign(
        classes=tuple(str(item["sourceValue"]) for item in remapping),
        numeric_features=frozenset(name for name, kind in features.items() if kind == "NUMERIC"),
        category_features=frozenset(name for name, kind in features.items() if kind == "CATEGORY"),
        features=frozenset(features),
        known_columns=frozenset(per_feature),
    )
