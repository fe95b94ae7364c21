"""Versions that a model no longer has: their rows stay, and nobody can activate them any more."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from champion_challenger.core.reasons import Reason
from champion_challenger.core.verdicts.history import History, JudgedCohort
from champion_challenger.core.verdicts.pooling import PooledVerdict

DELETED = PooledVerdict("not_comparable", (Reason("version_was_deleted"),))


def without_deleted(cohorts: History, deleted: Set[str]) -> History:
    """History in which deleted versions are no challengers; one that was champion stays, as others go through it."""
    return tuple(_without(cohort, deleted - {cohort.champion}) for cohort in cohorts) if deleted else cohorts


def _without(cohort: JudgedCohort, deleted: Set[str]) -> JudgedCohort:
    return replace(cohort, looks={key: look for key, look in cohort.looks.items() if key not in deleted})
