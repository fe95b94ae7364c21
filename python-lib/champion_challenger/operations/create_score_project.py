"""The next score: a project with all its parts, made once; run again, it is compared and left as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from champion_challenger.core.score_project.outcome import Note, Outcome, PartOutcome
from champion_challenger.core.score_project.parts import (
    PLACEHOLDERS,
    RECORD,
    Dimensions,
    Part,
    Template,
    blueprint,
    form_from_template,
    lacking_ids,
    with_ids,
)
from champion_challenger.core.score_project.recorded import kind_and_name, removed_parts
from champion_challenger.errors import HostError, SettingsError
from champion_challenger.operations.score_project.checks import Look, check_answers, dataset_facts, shape_problems
from champion_challenger.operations.score_project.dating import snapshot_convention
from champion_challenger.operations.score_project.ports import ScoreProjectHost
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.settings.create_score_project import ScoreProject, ScoreProjectRequest

_CAN_BE_REPLACED = ("variables", "recipe", "scoring recipe", "scenario", "article")
"""Kinds of parts that are made again for other answers, since they contain neither data nor a model."""


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
    record = _find_record(settings, host) if host.exists(settings.project_key) else None
    look = Look(host)
    facts = dataset_facts(settings, look)
    look.problems += shape_problems(settings, template, facts)
    # A complete project is only compared: what was there when it was made may be gone, and nothing depends on it.
    if record is None or not record.is_complete:
        check_answers(settings, facts, look)
    if look.problems:
        raise SettingsError(look.problems)
    convention = snapshot_convention(settings, template, facts[settings.cohort], host)
    parts = blueprint(settings, template, _dimensions(settings, facts), convention.day)
    if record is not None and record.is_complete:
        outcome = _compare(settings, parts, record, host)
    else:
        outcome = _make_all(settings, parts, _open_record(settings, record, form, host), template, host)
    return replace(outcome, notes=(convention.note,), left=(*outcome.left, *look.unchecked))


def _answers(template: Template) -> dict[str, Any]:
    """What the recipe and the champion of a project made by hand say of the score."""
    target = {"outcome_column": template.design.target} if template.design else {}
    names = ("outcome_column", "customer_id_column", "snapshot_column", "horizon", "targeting_rates", "time_zone")
    return {**target, **{name: template.recipe_form[name] for name in names if template.recipe_form.get(name)}}


def _dimensions(settings: ScoreProject, facts: Mapping[str, DatasetFacts]) -> Dimensions:
    first = {name: dataset.dimensions[0] if dataset.dimensions else None for name, dataset in facts.items()}
    training = tuple(name for name, _ in facts[settings.training_data].dimensions)
    return Dimensions(first[settings.cohort], first[settings.customers], training)


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


def _open_record(settings: ScoreProject, record: Record | None, form: dict[str, Any], host: ScoreProjectHost) -> Record:
    """Record of a project that is being made, with the answers of this run: the next score copies them."""
    if record is None:
        host.create(settings.project_key, settings.name)
        record = Record(host.plugin_version, form, {})
    record.plugin_version, record.form = host.plugin_version, form
    # At once: a run that breaks off now is known for ours by the next one.
    host.keep(settings.project_key, {RECORD: record.as_json()})
    return record


def _make_all(
    settings: ScoreProject, parts: Sequence[Part], record: Record, template: Template, host: ScoreProjectHost
) -> Outcome:
    done = []
    for part in parts:
        state = _kept(settings.project_key, part, record, host)
        if state is None:
            state = _make_one(settings.project_key, part, record, template, host)
            record.parts[part.key] = part.digest
            # Kept after each part, so that a run which broke off goes on where it was.
            host.keep(settings.project_key, {RECORD: record.as_json()})
        done.append(state)
    record.is_complete = True
    host.keep(settings.project_key, {RECORD: record.as_json()})
    done += [PartOutcome(*kind_and_name(key), "no longer made") for key in removed_parts(parts, record.parts)]
    outcome = _outcome(settings, host.plugin_version, done, host)
    others = ", ".join(f"{part.kind} {part.name}" for part in done if part.state == "would change")
    note = Note("made.other_answers", {"parts": others, "project": settings.project_key})
    return replace(outcome, left=(note,)) if others else outcome


def _kept(project_key: str, part: Part, record: Record, host: ScoreProjectHost) -> PartOutcome | None:
    """A part of an earlier run that stays; None for one that is to be made, or made again for other answers."""
    before = record.parts.get(part.key)
    if before is None:
        return None
    if before == part.digest:
        return PartOutcome(part.kind, part.name, "kept")
    if part.kind not in _CAN_BE_REPLACED:
        return PartOutcome(part.kind, part.name, "would change")
    if part.kind != "variables" and host.holds(project_key, part):
        host.remove(project_key, part)
        host.tell(f"Removed {part.kind} {part.name} of {project_key}: it was made with other answers.")
    return None


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
