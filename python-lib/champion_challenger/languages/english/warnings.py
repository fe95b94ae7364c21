"""Texts of early warnings in English."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "warnings.title": "Early warnings",
    "warnings.intro": (
        "Newest customers {newest}, whose outcomes are not known yet, beside those of cohort {cohort}, on whom the "
        "figures of this page rest."
    ),
    "warnings.intro.not_joined": (
        "Newest customers {newest}, whose outcomes are not known yet, beside those of cohort {cohort}, whose outcomes "
        "are not joined yet either."
    ),
    "warnings.not_counted": (
        "Not counted: connect Newest customers, those who are scored now, to the recipe Retrain and evaluate."
    ),
    "warnings.not_counted_because": "Not counted: {reason}.",
    "warnings.none": (
        "No early warnings: to the model in production, the newest customers ({newest}) look like those of {cohort}."
    ),
    "warnings.sentence": "Early warnings for the model in production, {newest} against {cohort}: {warnings}.",
    "warnings.of_version": (
        "Early warnings for {label}, {newest} against {cohort}: {warnings}; a version without any is the safer choice."
    ),
    "warnings.unknown": "Early warnings are not counted.",
    "warnings.said.not_scored": "it cannot score the newest customers",
    "warnings.said.score_drift": "scores have drifted (PSI {psi}; chance reaches {limit})",
    "warnings.said.large_score_drift": "scores have drifted far (PSI {psi}; chance reaches {limit})",
    "warnings.said.missing_values": "missing values have changed ({features})",
    "warnings.feature": "{feature}: {before} to {now}",
    "warnings.code.not_scored": "not scored",
    "warnings.code.score_drift": "drift",
    "warnings.code.large_score_drift": "large drift",
    "warnings.code.missing_values": "missing values",
    "warnings.psi": "Score drift (PSI)",
    "warnings.limit": "Chance reaches",
    "warnings.changed": "List changed, {rate}",
    "warnings.expected": "Expected by the scores",
    "warnings.observed": "Observed",
    "warnings.word": "Warning",
    "warnings.note": (
        "PSI compares the scores of both: 0 is no drift, from 0.1 on it matters, below what chance reaches it may be "
        "nothing. List changed: of as many targets among customers of both, how many are others now. Expected: sum of "
        "the scores on {cohort}; a model whose classes were weighted promises too many."
    ),
    "warnings.tenths": "Scores of the newest customers, {label}",
    "warnings.tenths.meaning": (
        "their share in %, in each tenth of the scores of {cohort}, the highest first; the line is without drift"
    ),
    "warnings.tenth": "Tenth",
    "warnings.from": "scores from",
    "warnings.missing.title": "Features with other missing values",
    "warnings.missing.unknown": "Features: {reason}.",
    "warnings.missing.feature": "Feature",
    "portfolio.warning.not_scored": "newest customers not scored",
    "portfolio.warning.large_score_drift": "large score drift",
    "portfolio.warning.score_drift": "score drift",
    "portfolio.warning.missing_values": "missing values",
    "portfolio.meaning.not_scored": (
        "the model in production cannot score the newest customers: a feature is gone, or "
        "became text. See the log of Retrain and evaluate."
    ),
    "portfolio.meaning.large_score_drift": (
        "its scores of the newest customers are far from those of the last cohort. Figures "
        "may not hold: see Early warnings in the report."
    ),
    "portfolio.meaning.score_drift": (
        "its scores of the newest customers are no longer spread as on the last cohort, "
        "beyond chance. See Early warnings in the report."
    ),
    "portfolio.meaning.missing_values": (
        "features of the newest customers are missing more often, or less often, than on the "
        "last cohort. Look at their source first."
    ),
}
