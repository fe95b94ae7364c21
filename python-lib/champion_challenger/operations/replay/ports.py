"""What a retraining asks of a host: a queue of claims, and a workshop in which a champion is replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any, Protocol

from champion_challenger.records.models import Thresholds, TrainedOn, TrainRecipe, VersionLabel
from champion_challenger.records.runs import Claim, TrainingColumns, TrainingSummary


class Queue(Protocol):
    """Analyses of our own, whose names say which run replays what. Analyses of users are never changed."""

    def claims(self) -> list[Claim]:
        """Claims on this model, closed ones too."""

    def claim(self, fingerprint: str, run_id: str) -> Claim:
        """Create an analysis with a claim, without a place; HostError where analyses cannot be created."""

    def find_unnamed(self) -> set[str]:
        """Analyses of ours that have no name: their run died, or has not named them yet; known once `claim` was called.

        Of a user's analysis it must be certain that it is none of them; what is not certain is left out.
        """

    def discard_unnamed(self, analyses: Set[str]) -> set[str]:
        """Delete those of these analyses that still have no name; return them."""

    def renew(self, claim: Claim) -> Claim:
        """Write a claim's place and a sign of life; HostError when its analysis was deleted."""

    def close(self, claim: Claim) -> None:
        """Write that the work of a claim is done; its analysis stays, since its version comes from there."""

    def find_named(self, analyses: Set[str]) -> set[str]:
        """Those of these analyses from which a version of any saved model came, or that a saved model names."""

    def discard(self, claim: Claim) -> None:
        """Delete the analysis of a claim, with what was trained in it; no error when it is already deleted."""

    def is_only_run(self) -> bool:
        """Whether no other run of this recipe goes on, so that every other claim is a dead one's; False if unknown."""

    def now(self) -> datetime:
        """Return the time, in UTC."""

    def pause(self, seconds: float) -> None:
        """Wait."""

    def tell(self, message: str) -> None:
        """Write a line to the job's log."""


class Labels(Protocol):
    """Labels that our versions should have; every method raises HostError with the host's words."""

    def lost_labels(self) -> dict[str, VersionLabel]:
        """Our versions without a label, with the label of their model in the lab."""

    def restore_label(self, version_id: str, label: VersionLabel) -> None:
        """Write a label on a version."""


class Workshop(Queue, Labels, Protocol):
    """Where a champion is replayed: fresh ML tasks on the training data, in analyses of our own.

    A task is named by its id in the host. Every method raises HostError with the host's words.
    """

    def champion_design(self, version_id: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Details of a version, and the settings of the ML task that it came from ({} when that is gone)."""

    def has_preparation(self, version_id: str) -> bool:
        """Whether the analysis that a version came from has preparation steps."""

    def training_rows(self, version_id: str) -> TrainedOn:
        """Return what a version was trained on, as far as the host knows."""

    def partitions(self) -> list[str]:
        """Partitions of the training data that exist; empty when it is not partitioned."""

    def summary(self, partitions: Sequence[str], columns: TrainingColumns, dataset: str = "") -> TrainingSummary:
        """Count the training data, or another dataset, or these partitions of it, and find the latest snapshot."""

    def open_task(self, claim: Claim, target: str) -> str:
        """Create an ML task in the analysis of a claim and wait for the host's guess of the training data."""

    def settings(self, task: str) -> dict[str, Any]:
        """Return the settings of a task."""

    def save(self, task: str, settings: Mapping[str, Any]) -> None:
        """Replace the settings of a task."""

    def train(self, claim: Claim, task: str, name: str, seconds: float) -> str:
        """Train, and return the full id of the only resulting model; HostError after so many seconds.

        Gives signs of life for the claim meanwhile.
        """

    def model_details(self, task: str, model: str) -> Mapping[str, Any]:
        """Details of a model of a task."""

    def label(self, task: str, model: str, label: VersionLabel) -> None:
        """Write the label on a model of a task."""

    def redeploy(self, task: str, model: str, label: VersionLabel, thresholds: Thresholds) -> str:
        """Make the model a new, inactive version of the saved model, labelled; return the version's id.

        The version has the champion's threshold, and the train recipe forces the threshold that it forced before.
        """

    def train_recipe(self) -> TrainRecipe | None:
        """Return the recipe of the Flow that trains the model; None when there is none."""
