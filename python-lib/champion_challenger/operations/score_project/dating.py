"""How the snapshots of a new score are dated: by its cohort's column, else by the form of the copied recipe."""

from __future__ import annotations

from champion_challenger.core.score_project.convention import (
    Convention,
    convention_of_days,
    convention_of_form,
    form_snapshot_day,
)
from champion_challenger.core.score_project.parts import Template
from champion_challenger.errors import HostError
from champion_challenger.operations.score_project.ports import ScoreProjectHost
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.settings.create_score_project import ScoreProject

_SAYS_NOTHING = ("DAY", "HOUR")
"""Periods whose first day is their last."""


def snapshot_convention(
    settings: ScoreProject, template: Template, cohort: DatasetFacts, host: ScoreProjectHost
) -> Convention:
    """Look at the dates of the newest partition of the cohort; where there are none, at the copied form."""
    form_day = form_snapshot_day(template.recipe_form)
    period = cohort.dimensions[0][1] if cohort.dimensions else ""
    if not settings.snapshot_column or period in _SAYS_NOTHING:
        return convention_of_form(form_day)
    try:
        convention = _convention_of_dates(settings, cohort, form_day, host)
    # Not to be allowed to read the cohort is no reason to make no project.
    except HostError as error:
        host.tell(f"The dates of {settings.snapshot_column} are not known: {error}")
        convention = convention_of_form(form_day)
    if convention.day != form_day and "snapshot_day" in template.recipe_form:
        host.tell(
            f"WARN: the copied recipe says Snapshot day: {form_day}, and the dates of {settings.snapshot_column} say "
            f"{convention.day}. The dates decide."
        )
    return convention


def _convention_of_dates(
    settings: ScoreProject, cohort: DatasetFacts, form_day: str, host: ScoreProjectHost
) -> Convention:
    newest = max(host.partitions(cohort.name), default="") if cohort.dimensions else ""
    column, name = settings.snapshot_column, cohort.name
    if cohort.dimensions and not newest:
        return convention_of_form(form_day)
    days = host.days(name, column, [newest] if newest else [], settings.zone)
    if not days:
        return convention_of_form(form_day)
    place = f"{name}, {newest}" if newest else name
    return convention_of_days(column, place, newest, days, form_day)
