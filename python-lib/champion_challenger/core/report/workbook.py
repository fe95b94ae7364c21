"""What a workbook is made from: the rows of the datasets as they are, under known columns, and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from champion_challenger.core.report.rows import ReportRows, report_rows, score_names
from champion_challenger.core.tables.columns import ACTIVATION_LOG, DECISION_RULES, GAINS_CURVES, SUMMARY
from champion_challenger.core.tables.frames import typed_rows
from champion_challenger.core.tables.reading import final_cohorts
from champion_challenger.errors import DataError
from champion_challenger.records.datasets import Column

TABLES: Mapping[str, tuple[Column, ...]] = {
    "performance_summary": SUMMARY,
    "gains_curves": GAINS_CURVES,
    "decision_rules": DECISION_RULES,
    "activation_log": ACTIVATION_LOG,
}
"""Columns of the datasets that a workbook holds, by their usual name."""

_MOST_NAMES = 5


@dataclass(frozen=True)
class WorkbookRows:
    """Rows of one score, or of all.

    Attributes
    ----------
    tables
        Rows by dataset, as they are, under exactly its columns and types; only datasets that were given and have rows.
    scores
        What the report would show of each score, in alphabetical order; the workbook takes names, order and colours of
        versions from it, and notices.
    """

    tables: Mapping[str, pd.DataFrame]
    scores: tuple[ReportRows, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the scores."""
        return tuple(score.score for score in self.scores)


def workbook_rows(frames: Mapping[str, pd.DataFrame], score: str = "") -> WorkbookRows:
    """Choose and check the rows of a workbook.

    Parameters
    ----------
    frames
        Rows by dataset, as any reader delivers them; those of ``performance_summary`` at least.
    score
        Name of the score; "" for all.

    Raises
    ------
    DataError
        Columns are missing, there is no row, no score of this name, or a score without final cohort or without model
        in production.
    """
    for name, frame in frames.items():
        _check_columns(name, frame)
    summary = frames["performance_summary"]
    names = _chosen(score_names(summary), score)
    scores = tuple(_report_rows(frames, name) for name in names)
    # Of all scores together, so that they can be put right at once.
    problems = [problem for rows in scores for problem in _problems(rows)]
    if problems:
        raise DataError(" ".join(problems))
    tables = {name: _rows_of_scores(name, frame, scores) for name, frame in frames.items() if len(frame)}
    return WorkbookRows({name: rows for name, rows in tables.items() if len(rows)}, scores)


def _check_columns(name: str, frame: pd.DataFrame) -> None:
    missing = [column.name for column in TABLES[name] if column.name not in frame.columns]
    # An optional dataset that was never built has no columns, and nothing is wrong with it.
    if missing and (len(frame) or name == "performance_summary") and len(frame.columns):
        recipe = "Retrain and evaluate" if name == "gains_curves" else "Summarise performance"
        cure = "run Activate challenger once" if name == "activation_log" else f"run {recipe} again"
        others = f" and {len(missing) - _MOST_NAMES} more" if len(missing) > _MOST_NAMES else ""
        raise DataError(
            f"{name} lacks the columns {', '.join(missing[:_MOST_NAMES])}{others}, which the workbook needs: it is "
            f"another dataset, or one of a former version of the plugin. To have them, {cure}; for a SQL table, "
            "see docs/how-to/upgrade.md first."
        )


def _chosen(names: tuple[str, ...], score: str) -> tuple[str, ...]:
    if score and score not in names:
        raise DataError(f"No row is about a score named {score!r}; there are {', '.join(names)}: choose one of them.")
    return (score,) if score else names


def _report_rows(frames: Mapping[str, pd.DataFrame], score: str) -> ReportRows:
    nothing = pd.DataFrame()
    return report_rows(
        frames["performance_summary"],
        gains=frames.get("gains_curves", nothing),
        decisions=frames.get("decision_rules", nothing),
        activations=frames.get("activation_log", nothing),
        score=score,
    )


def _problems(rows: ReportRows) -> Iterator[str]:
    if not rows.judged_against:
        yield (
            f"Score {rows.score} has no model in production: no row has is_champion_now. Evaluate the version that is "
            "active now (Retrain and evaluate), then run Summarise performance."
        )
    if not final_cohorts(rows.performance):
        yield (
            f"Score {rows.score} has no final cohort: the outcomes of {rows.last_cohort} are still provisional. "
            "Evaluate a cohort again once its outcomes are final, then run Summarise performance."
        )


def _rows_of_scores(name: str, frame: pd.DataFrame, scores: tuple[ReportRows, ...]) -> pd.DataFrame:
    rows = typed_rows(frame, TABLES[name])
    if name == "activation_log":
        models = {pair for score in scores for pair in _models(score)}
        own = [pair in models for pair in zip(rows["project_key"], rows["model_id"])]
    else:
        own = list(rows["score_id"].isin([score.score for score in scores]))
    kept: pd.DataFrame = rows[own].reset_index(drop=True)
    return kept


def _models(score: ReportRows) -> set[tuple[str, str]]:
    return set(zip(score.performance["project_key"], score.performance["model_id"]))
