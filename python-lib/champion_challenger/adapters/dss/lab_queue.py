"""Analyses of our own in the lab: claims in their names, and which of them something still names."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Mapping, Set
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

from champion_challenger.adapters.dss.asking import answer_to, asking
from champion_challenger.adapters.dss.job_log import logger
from champion_challenger.adapters.dss.models import DSSSavedModel
from champion_challenger.core.replay.turns import read_claim, written_claim
from champion_challenger.core.score_project.parts import EVALUATE
from champion_challenger.errors import AbsentError, ForbiddenError, HostError, UnreachableError
from champion_challenger.languages.english.phrases import end_sentence
from champion_challenger.records.runs import Claim

_ORIGIN = re.compile(r"^A-(\w+)-(\w+)-(\w+)-s\d+-pp\d+.*-m\d+$")


class LabQueue:
    """Claims on one saved model, as names of analyses of the training data."""

    def __init__(self, project: Any, model: DSSSavedModel, training: str) -> None:
        self._project = project
        self._model = model
        self._training = training
        prefix = f"{model.project_key}."
        self._training_name = training[len(prefix) :] if training.startswith(prefix) else training
        # What DSS called our first analysis before we named it: how one without a name of ours can be known.
        self._first_name = ""

    def claims(self) -> list[Claim]:
        """Read the names of all analyses."""
        names = answer_to(
            "for the analyses of the project",
            lambda: {item["analysisId"]: self._name(item) for item in self._project.list_analyses()},
        )
        claims = (read_claim(self._model.model_id, analysis_id, name) for analysis_id, name in names.items())
        return [claim for claim in claims if claim is not None]

    def claim(self, fingerprint: str, run_id: str) -> Claim:
        """Make an analysis on the training data and name it."""
        try:
            analysis_id = self._make_analysis()
        except HostError as error:
            msg = (
                f"{end_sentence(error)} A replay needs an analysis of its own, and so a design node and the right to "
                "write the project: retrain there, or clear the retraining"
            )
            raise HostError(msg) from error
        try:
            return self.renew(Claim(analysis_id, fingerprint, run_id))
        except HostError:
            # Without its name, no later run would know the analysis for one of ours.
            with contextlib.suppress(HostError), asking(f"to delete analysis {analysis_id}"):
                self._project.get_analysis(analysis_id).delete()
            raise

    def find_unnamed(self) -> set[str]:
        """Analyses of the training data by its full name, untouched since DSS made them, without an ML task."""
        # Told by the short name, ours cannot be told from those of users, and none of a user is ever deleted.
        if self._training == self._training_name or not self._first_name:
            return set()
        marked = self._analyses_of_training()
        tasks = answer_to("for the ML tasks of the project", self._project.list_ml_tasks)["mlTasks"] if marked else []
        empty = marked - {task["analysisId"] for task in tasks}
        return {analysis_id for analysis_id in empty if self._is_untouched(analysis_id)}

    def discard_unnamed(self, analyses: Set[str]) -> set[str]:
        """Delete those that are still unnamed."""
        # Found a second time, a while after the first: another run has named its new analysis in between.
        unnamed = self.find_unnamed() & analyses
        for analysis_id in unnamed:
            with asking(f"to delete analysis {analysis_id}"):
                self._project.get_analysis(analysis_id).delete()
        return unnamed

    def renew(self, claim: Claim) -> Claim:
        """Write place and time into the analysis's name."""
        # A name holds whole seconds: what is returned must be what others read.
        renewed = replace(claim, renewed_at=self.now().replace(microsecond=0))
        self._rename(renewed)
        return renewed

    def close(self, claim: Claim) -> None:
        """Write into the analysis's name that it is done."""
        self._rename(replace(claim, renewed_at=None))

    def find_named(self, analyses: Set[str]) -> set[str]:
        """Look through the versions of this model, then through those of the project's other models."""
        listed = answer_to("for the saved models of the project", self._project.list_saved_models)
        models = {str(raw["id"]): raw for raw in listed}
        origins = {_analysis(raw.get("lastExportedFrom") or "") for raw in models.values()}
        # Our model first: it usually answers for all, and each model costs a request for every version.
        for model_id in sorted(models, key=lambda name: name != self._model.model_id):
            if analyses <= origins:
                break
            origins |= self._origins(model_id)
        return origins & analyses

    def discard(self, claim: Claim) -> None:
        """Delete an analysis that still has our name; it is no error when it is already deleted."""
        analysis = self._project.get_analysis(claim.analysis_id)
        with contextlib.suppress(AbsentError), asking(f"to delete analysis {claim.analysis_id}"):
            name = str(analysis.get_definition().get_raw().get("name") or "")
            # A person may have given it another name, to keep it.
            if read_claim(self._model.model_id, claim.analysis_id, name) is not None:
                analysis.delete()

    def is_only_run(self) -> bool:
        """Count the activities of this recipe that run: those of other projects cannot use its analyses."""
        try:
            # One is this run itself.
            return answer_to("for the running jobs of the project", self._running_activities) == 1
        except HostError:
            return False

    def _running_activities(self) -> int:
        ours = {recipe["name"] for recipe in self._project.list_recipes() if recipe["type"] == EVALUATE}
        running = [item["def"]["id"] for item in self._project.list_jobs() if item["state"] == "RUNNING"]
        jobs = [self._project.get_job(job).get_status() for job in running]
        activities = [activity for job in jobs for activity in (job["baseStatus"].get("activities") or {}).values()]
        return sum(activity["recipeName"] in ours and activity["state"] == "RUNNING" for activity in activities)

    def now(self) -> datetime:
        """Read this machine's clock."""
        return datetime.now(timezone.utc)

    def pause(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)

    def tell(self, message: str) -> None:
        """Log a line."""
        logger.info(message)

    def _make_analysis(self) -> str:
        """Make an analysis of the training data by its full name, which no person types: so ours are known unnamed.

        Where DSS takes no full name, the short one is used, unless the analysis was made all the same.
        """
        what = f"to create an analysis of {self._training_name}"
        before = self._analyses_of_training()
        try:
            with asking(what):
                return str(self._project.create_analysis(self._training).analysis_id)
        # Neither is about the spelling of the name; trying the other one might make a second analysis.
        except (ForbiddenError, UnreachableError):
            raise
        except HostError:
            if self._training == self._training_name or self._analyses_of_training() - before:
                raise
        with asking(what):
            return str(self._project.create_analysis(self._training_name).analysis_id)

    def _analyses_of_training(self) -> set[str]:
        listed = answer_to("for the analyses of the project", self._project.list_analyses)
        return {str(item["analysisId"]) for item in listed if item.get("inputDataset") == self._training}

    def _is_untouched(self, analysis_id: str) -> bool:
        """Whether an analysis is called as DSS called ours when it was made, and prepares nothing."""
        analysis = self._project.get_analysis(analysis_id)
        raw = answer_to(f"for analysis {analysis_id}", analysis.get_definition).get_raw()
        return raw.get("name") == self._first_name and not (raw.get("script") or {}).get("steps")

    def _rename(self, claim: Claim) -> None:
        with asking(f"to name analysis {claim.analysis_id}"):
            definition = self._project.get_analysis(claim.analysis_id).get_definition()
            self._first_name = self._first_name or str(definition.get_raw().get("name") or "")
            definition.get_raw()["name"] = written_claim(self._model.model_id, claim)
            definition.save()

    def _name(self, item: Mapping[str, Any]) -> str:
        """Take the name from the list where it is there, else from the analysis."""
        # One request for all names, where the list has them.
        if "analysisName" in item:
            return str(item["analysisName"])
        return str(self._project.get_analysis(item["analysisId"]).get_definition().get_raw().get("name") or "")

    def _origins(self, model_id: str) -> set[str]:
        def origins() -> set[str]:
            """Ask for each version."""
            handle = self._project.get_saved_model(model_id)
            versions = [str(version["id"]) for version in handle.list_versions()]
            return {_analysis(origin_id(handle.get_version_details(version).get_raw())) for version in versions}

        return answer_to(f"for the origins of the versions of saved model {model_id}", origins)


def origin_id(details: Mapping[str, Any]) -> str:
    """Full id of the model in the lab that a version came from; "" when there is none."""
    return str((details.get("smOrigin") or {}).get("fullModelId") or "")


def origin_of(details: Mapping[str, Any]) -> tuple[str, str] | None:
    """Analysis and ML task that a version came from; None when it came from elsewhere."""
    match = _ORIGIN.match(origin_id(details))
    return (match.group(2), match.group(3)) if match else None


def _analysis(full_model_id: str) -> str:
    match = _ORIGIN.match(full_model_id)
    return match.group(2) if match else ""
