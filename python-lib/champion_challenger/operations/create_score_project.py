"""The next score: a project with all its parts, made once; run again, it is compared and left as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from champion_challenger.core.replay.design import FrozenDesign
from champion_challenger.core.score_project.outcome import Outcome, PartOutcome
from champion_challenger.core.score_project.parts import (
    PLACEHOLDERS,
    RECORD,
    Dimensions,
    Part,
    Template,
    blueprint,
    form_from_template,
    kind_and_name,
    lacking_ids,
    removed_parts,
    with_ids,
)
from champion_challenger.core.score_project.timetable import COHORT_PARTITION, CUSTOMERS_PARTITION
from champion_challenger.errors import HostError, SettingsError
from champion_challenger.operations.dataset_checks import column_problems, dimensions_text
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.settings.create_score_project import ScoreProject, ScoreProjectRequest


class ScoreProjectHost(Protocol):
    """All that a run of the macro is given. Every method raises HostError with the host's words."""

    @property
    def plugin_version(self) -> str:
        """Version of the plugin that runs."""

    def template(self, project_key: str) -> Template:
        """Read an existing score project."""

    def facts(self, dataset: str) -> DatasetFacts:
        """Columns and partitioning of a dataset of any project."""

    def exists(self, project_key: str) -> bool:
        """Whether any project of that key exists."""

    def create(self, project_key: str, name: str) -> None:
        """Create an empty project that belongs to the user who runs the macro."""

    def record(self, project_key: str) -> Mapping[str, Any]:
        """Record of the project; {} for a project that this macro did not create."""

    def keep(self, project_key: str, record: Mapping[str, Any]) -> None:
        """Keep the record with the project."""

    def holds(self, project_key: str, part: Part) -> bool:
        """Whether the project has a part of that kind and name."""

    def make(self, project_key: str, part: Part, design: FrozenDesign | None) -> str:
        """Create a part; return the id that the host gave it."""

    def tell(self, message: str) -> None:
        """Write a line to the log."""


@dataclass
class Record:
    """What was made so far; kept with the project after each part, so that a run that broke off can go on."""

    plugin_version: str
    form: dict[str, Any]
    parts: dict[str, str]
    ids: dict[str, str] = field(default_factory=dict)
    is_complete: bool = False

    def as_json(self) -> dict[str, Any]:
        """The record as a value that JSON can hold."""
        return dict(vars(self))


def create_score_project(request: ScoreProjectRequest, host: ScoreProjectHost) -> Outcome:
    """Make the project of a score, or say how the one that is there differs from what would be made now.

    Raises
    ------
    SettingsError
        A field is wrong, the key is taken by another project, or a dataset does not fit; nothing was made.
    HostError
        DSS refused a part. What was made before stays, and the macro run again goes on from there.
    """
    template = host.template(request.template) if request.template else Template()
    # What a person typed goes before what the existing project answers.
    form = form_from_template(request.form.values, {**_answers(template), **template.form})
    settings = ScoreProject.from_form(request.form.part(form))
    parts = blueprint(settings, template, _dimensions(settings, host))
    if not host.exists(settings.project_key):
        host.create(settings.project_key, settings.name)
        record = Record(host.plugin_version, form, {})
        # An empty record at once: a run that breaks off now is known for ours by the next one.
        host.keep(settings.project_key, {RECORD: record.as_json()})
        return _make_all(settings, parts, record, template, host)
    record = _find_record(settings, host)
    if record.is_complete:
        return _compare(settings, parts, record, host)
    return _make_all(settings, parts, record, template, host)


def _answers(template: Template) -> dict[str, Any]:
    """What the recipe and the champion of a project made by hand say of the score."""
    target = {"outcome_column": template.design.target} if template.design else {}
    names = ("outcome_column", "customer_id_column", "snapshot_column", "horizon", "targeting_rates", "time_zone")
    return {**target, **{name: template.recipe_form[name] for name in names if template.recipe_form.get(name)}}


def _dimensions(settings: ScoreProject, host: ScoreProjectHost) -> Dimensions:
    names = dict.fromkeys((settings.training_data, settings.cohort, settings.customers))
    facts = {name: host.facts(name) for name in names}
    problems = [
        *_lacking(facts[settings.training_data], settings, "Training data"),
        *_lacking(facts[settings.cohort], settings, "Labelled cohort"),
        *_unfit(facts[settings.cohort], COHORT_PARTITION, "Labelled cohort"),
    ]
    if settings.customers != settings.cohort:
        problems += _unfit(facts[settings.customers], CUSTOMERS_PARTITION, "Customers to score")
    if problems:
        raise SettingsError(problems)
    first = {name: dataset.dimensions[0] if dataset.dimensions else None for name, dataset in facts.items()}
    training = tuple(name for name, _ in facts[settings.training_data].dimensions)
    return Dimensions(first[settings.cohort], first[settings.customers], training)


def _unfit(facts: DatasetFacts, known: Mapping[str, str], label: str) -> list[str]:
    """The scenarios have to name the partition of a run."""
    if not facts.dimensions or (len(facts.dimensions) == 1 and facts.dimensions[0][1] in known):
        return []
    dimensions = dimensions_text(facts)
    return [f"{label}: expected one time dimension by day or by month, or none, found {dimensions} on {facts.name}."]


def _lacking(facts: DatasetFacts, settings: ScoreProject, label: str) -> list[str]:
    names = filter(None, (settings.outcome, settings.customer_id, settings.snapshot_column))
    return [problem for name in names for problem in column_problems(label, name, facts)]


def _find_record(settings: ScoreProject, host: ScoreProjectHost) -> Record:
    saved = dict(host.record(settings.project_key).get(RECORD) or {})
    if not saved:
        msg = (
            f"Project key: {settings.project_key} is taken by a project that this macro did not make. Type another key "
            "under Advanced; nothing was changed."
        )
        raise SettingsError([msg])
    made_for = str((saved.get("form") or {}).get("score_name") or "")
    if made_for and made_for != settings.name:
        msg = (
            f"Project key: {settings.project_key} is the project of score {made_for}. Type another key under Advanced."
        )
        raise SettingsError([msg])
    known = {name: saved[name] for name in ("plugin_version", "form", "parts", "ids", "is_complete") if name in saved}
    return Record(**known)


def _make_all(
    settings: ScoreProject, parts: Sequence[Part], record: Record, template: Template, host: ScoreProjectHost
) -> Outcome:
    done = []
    for part in parts:
        if part.key in record.parts:
            done.append(PartOutcome(part.kind, part.name, "kept"))
            continue
        done.append(_make_one(settings.project_key, part, record, template, host))
        record.parts[part.key] = part.digest
        # Kept after each part, so that a run which broke off goes on where it was.
        record.is_complete = part is parts[-1]
        host.keep(settings.project_key, {RECORD: record.as_json()})
    return _outcome(settings, host.plugin_version, done, host)


def _make_one(project_key: str, part: Part, record: Record, template: Template, host: ScoreProjectHost) -> PartOutcome:
    # A part that was made just before a run broke off is not in the record yet.
    if part.kind not in ("variables", *PLACEHOLDERS) and host.holds(project_key, part):
        return PartOutcome(part.kind, part.name, "kept")
    for kind in lacking_ids(part, record.ids):
        raise HostError(f"{part.kind} {part.name} of {project_key} needs the {kind}, and its id is not known.")
    definition: Mapping[str, Any] = with_ids(part.definition, record.ids)
    given = host.make(project_key, replace(part, definition=definition), template.design)
    if part.kind in PLACEHOLDERS:
        record.ids[PLACEHOLDERS[part.kind]] = given
    host.tell(f"Made {part.kind} {part.name} in {project_key}.")
    return PartOutcome(part.kind, part.name, "made")


def _compare(settings: ScoreProject, parts: Sequence[Part], record: Record, host: ScoreProjectHost) -> Outcome:
    """Nothing is changed: people may have changed what was made, and their work is not undone."""
    done = [PartOutcome(part.kind, part.name, _state(settings.project_key, part, record, host)) for part in parts]
    done += [PartOutcome(*kind_and_name(key), "no longer made") for key in removed_parts(parts, record.parts)]
    return _outcome(settings, record.plugin_version, done, host)


def _outcome(settings: ScoreProject, made_by: str, done: Sequence[PartOutcome], host: ScoreProjectHost) -> Outcome:
    versions = made_by, host.plugin_version
    return Outcome(settings.project_key, settings.name, *versions, tuple(done), settings.language)


def _state(project_key: str, part: Part, record: Record, host: ScoreProjectHost) -> str:
    before = record.parts.get(part.key)
    if before is None:
        return "would be made"
    if part.kind not in ("variables", *PLACEHOLDERS) and not host.holds(project_key, part):
        return "is gone"
    return "kept" if before == part.digest else "would change"
