"""A saved model, looked at: its kind, and whether each version loads and scores here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from champion_challenger.core.installation.findings import FIX, LOOK, OK, UNTRIED, Finding
from champion_challenger.core.installation.packages import PACKAGES_ADVICE, differences
from champion_challenger.core.reasons import sentence
from champion_challenger.core.versions import newest_first, version_label
from champion_challenger.errors import HostError
from champion_challenger.operations.evaluation.checks import model_problems
from champion_challenger.operations.evaluation.chunks import Chunks
from champion_challenger.operations.evaluation.score import OTHER_SCIKIT_LEARN, Question, Scoring, score_version
from champion_challenger.operations.installation.ports import CheckedModel
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.records.installation import Instance, TrainingEnvironment
from champion_challenger.records.models import Contestant, Version

ROWS = 5
_READ = (
    "Whoever runs the recipes needs the right to read the project of the model (its Security > Permissions); a model "
    "that is only shared cannot be looked into"
)
_ACTIVATE = "Activate a version on the model's page: the recipes compare with the active one"
_OTHERS = "The other versions are evaluated; a run fails at its end as long as this one cannot be scored"


@dataclass(frozen=True)
class Sample:
    """First rows of the cohort."""

    facts: DatasetFacts
    rows: pd.DataFrame


def model_findings(
    model: CheckedModel, versions: Sequence[Version] | HostError, sample: Sample | None, instance: Instance
) -> Iterator[Finding]:
    """Kind of the model, its champion, and each version, the newest first."""
    if isinstance(versions, HostError):
        yield Finding(FIX, "Read the versions", str(versions), _READ)
        return
    yield Finding(OK, "Read the versions", f"{len(versions)} of {model.facts.name}")
    problems = list(model_problems(model.facts))
    yield from (Finding(FIX, "Kind of model", problem, "Choose another model") for problem in problems)
    if not any(version.is_active for version in versions):
        yield Finding(FIX, "Champion", "no version is active", _ACTIVATE)
    for version in [] if problems else newest_first(versions):
        yield version_finding(version, model, sample, instance)


def version_finding(version: Version, model: CheckedModel, sample: Sample | None, instance: Instance) -> Finding:
    """Whether a version loads and scores, or which module is missing; with what it was trained, where that differs."""
    champion = ", champion" if version.is_active else ""
    subject = f"Version {version_label(version)} ({version.version_id}{champion})"
    try:
        finding = _try_version(version, model, sample)
    except HostError as error:
        finding = _refusal(str(error))
    other = model.other_scikit_learn(version.version_id)
    if finding.level == OK and other:
        here = instance.packages.get("scikit-learn") or "none"
        observation = (
            f"{finding.observation}, but it was trained with scikit-learn {other}, and this environment has {here}"
        )
        finding = Finding(LOOK, "", observation, PACKAGES_ADVICE)
    return replace(finding, subject=subject)


def environment_findings(model: CheckedModel, versions: Sequence[Version], instance: Instance) -> Iterator[Finding]:
    """Each code environment in which versions were trained, against this one."""
    seen: dict[str, TrainingEnvironment] = {}
    for version in versions:
        try:
            training = model.training_environment(version.version_id)
        except HostError:
            continue  # the version has its own line
        seen.setdefault(training.name, training)
    for name, training in sorted(seen.items()):
        yield _environment(name, training, instance)


def _environment(name: str, training: TrainingEnvironment, instance: Instance) -> Finding:
    if not name:
        observation = "the versions do not tell in which code environment they were trained"
        advice = (
            "Compare by hand: the model's page > a version > Training information, and the page of this environment"
        )
        return Finding(UNTRIED, "Environment of the training", observation, advice)
    subject = f"Environment of the training: {name}"
    if training.refusal:
        advice = "Ask an administrator to compare its packages with those of this environment"
        return Finding(UNTRIED, subject, training.refusal, advice)
    differing = differences(instance, training)
    if differing:
        return Finding(LOOK, subject, f"it has {', '.join(differing)}", PACKAGES_ADVICE)
    return Finding(OK, subject, "Python and packages agree with this environment in their first two numbers")


def _try_version(version: Version, model: CheckedModel, sample: Sample | None) -> Finding:
    """What a version does, still without a subject."""
    if sample is None:
        model.load(version.version_id)
        return Finding(OK, "", "it loads (not scored: there is no cohort with rows)")
    classes = model.design(version.version_id).classes
    question = Question(Chunks([sample.rows.head(ROWS)]), sample.facts.types, classes[-1] if classes else "")
    scoring = score_version(version, Contestant(version.version_id, version_label(version)), model, question)
    if scoring.scores is None:
        return _scoring_finding(version, scoring)
    n, scored = len(scoring.scores), int(np.isfinite(scoring.scores).sum())
    if scored < n:
        advice = "Customers with empty cells get no score where the model drops such rows (Design > Features handling)"
        return Finding(LOOK, "", f"it loads, and scores {scored} of {n} rows", advice)
    notes = [note for note in scoring.notes if note.code != OTHER_SCIKIT_LEARN]  # which has its own advice
    if notes:
        observation = f"it loads and scores {n} rows; {sentence(notes)}"
        return Finding(
            LOOK, "", observation, "Correct these cells, or give the column its type (Schema > Infer types from data)"
        )
    return Finding(OK, "", f"it loads and scores {n} rows")


def _scoring_finding(version: Version, scoring: Scoring) -> Finding:
    if scoring.is_failure:
        return _refusal(scoring.reason)
    level = FIX if version.is_active else LOOK
    advice = "Add the columns to the cohort or type them, or evaluate with 'Score versions with missing features'"
    return Finding(level, "", scoring.reason, advice)


def _refusal(message: str) -> Finding:
    """The advice is in the message of what does not load."""
    words, mark, _ = message.partition(f" {PACKAGES_ADVICE}")
    return Finding(FIX, "", words, PACKAGES_ADVICE if mark else _OTHERS)
