"""Who, when and with what: the columns of a performance row that do not depend on how its figures were computed."""

from __future__ import annotations

from datetime import date
from typing import Any

from champion_challenger.records.models import Contestant
from champion_challenger.records.runs import DatedCohort, RunFacts

Row = dict[str, Any]


def identity(contestant: Contestant, cohort: DatedCohort, score_id: str, run: RunFacts) -> Row:
    """Columns that name the score, the version, the cohort and the run of a row."""
    return {
        "score_id": score_id,
        **_who(contestant),
        **_when(contestant, cohort),
        "run_id": run.run_id,
        "computed_at": run.started_at.isoformat(timespec="seconds"),
        "plugin_version": run.plugin_version,
    }


def _who(contestant: Contestant) -> Row:
    return {
        "version_id": contestant.version_id,
        "version_label": contestant.version_label,
        "is_champion": contestant.is_champion,
        "project_key": contestant.project_key or None,
        "model_id": contestant.model_id or None,
        "algorithm": contestant.algorithm or None,
    }


def _when(contestant: Contestant, cohort: DatedCohort) -> Row:
    return {
        "cohort": cohort.name,
        "cohort_start": cohort.start.isoformat(),
        "cohort_status": cohort.status,
        "trained_until": contestant.trained_until.isoformat() if contestant.trained_until else None,
        "out_of_time": contestant.out_of_time,
        "model_age_days": _age(contestant, cohort.start),
    }


def _age(contestant: Contestant, start: date) -> int | None:
    """Days since the model was trained; None where nobody knows whether it was trained before the snapshot."""
    if contestant.known_on is None or contestant.out_of_time == "unknown":
        return None
    return (start - contestant.known_on).days
