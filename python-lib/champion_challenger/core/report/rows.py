"""What the report is made from: rows of datasets of any plugin version, brought under known columns and types."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from champion_challenger.core.tables.columns import ACTIVATION_LOG, DECISION_RULES, GAINS_CURVES, POOLED, SUMMARY
from champion_challenger.core.tables.frames import typed_rows, version_key
from champion_challenger.core.tables.reading import (
    Champion,
    champion_now,
    cohort_names,
    counted_rows,
    latest_rows,
    rate_of_verdicts,
)
from champion_challenger.errors import DataError
from champion_challenger.records.datasets import Column

_NOTHING = pd.DataFrame()
_POPULATIONS = ("", "all", "control", "uncontacted")
_SECONDS = len("2019-01-31T12:00:00")
_NOT_EVALUATED = "?"
"""Key of a model in production of which there is no row."""


@dataclass(frozen=True)
class ReportRows:
    """Rows of one score, each dataset under exactly its columns; numbers are float64, texts are never null.

    Attributes
    ----------
    performance
        Columns of ``performance_summary``; those that plain performance rows lack are null. Only rows that count.
    gains, decisions, activations
        Columns of ``gains_curves``, ``decision_rules`` and the activation log; without rows where not given.
    rate
        Targeting rate shown first, that of the verdicts; None when no version could be scored. Like the champion it is
        that of all rows of the score, also where only a part of them is shown.
    champion
        The model in production; where no row is of it, the champion of the last cohort.
    judged_against
        Key of the version that was in production when the summary was computed; "" where no row is of it.
    active_version
        Version id of the model in production, as the host or the activation log says; "" when neither does.
    is_superseded
        Whether another version than `champion` is in production now, of which there is no row.
    segments
        Rows of the segments, under the columns of `performance`.
    """

    performance: pd.DataFrame
    gains: pd.DataFrame
    decisions: pd.DataFrame
    activations: pd.DataFrame
    rate: float | None
    champion: Champion
    judged_against: str = ""
    active_version: str = ""
    is_superseded: bool = False
    segments: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def is_outdated(self) -> bool:
        """Whether verdicts over several cohorts are against another model than that in production now."""
        is_pooled = bool(self.performance["pooled_verdict"].ne("").any())
        return is_pooled and not self.is_superseded and self.judged_against != self.champion.key

    @property
    def compared_with(self) -> str:
        """Key of the model in production now: the champion's, or that of a version which no row is of."""
        return _NOT_EVALUATED if self.is_superseded else self.champion.key

    @property
    def judged(self) -> pd.DataFrame:
        """Rows of performance; without their verdicts over several cohorts where these are outdated."""
        return without_pooled_verdicts(self.performance) if self.is_outdated else self.performance

    @property
    def score(self) -> str:
        """Name of the score."""
        return str(self.performance["score_id"].iloc[0])

    @property
    def last_cohort(self) -> str:
        """Id of the last cohort."""
        return cohort_names(self.performance)[-1]


def report_rows(
    performance: pd.DataFrame,
    gains: pd.DataFrame = _NOTHING,
    decisions: pd.DataFrame = _NOTHING,
    activations: pd.DataFrame = _NOTHING,
    score: str = "",
) -> ReportRows:
    """Choose the rows of one score.

    Parameters
    ----------
    performance
        Rows of ``performance_summary`` or of a performance dataset, as any reader delivers them. Unknown columns are
        left out, missing ones are null.
    score
        Name of the score; "" when there is only one.

    Raises
    ------
    DataError
        No row, an unknown score, several scores and none chosen, or two champions on one cohort.
    """
    rows = _counted_rows(performance)
    chosen = _chosen_score(list(score_names(performance)), score)
    rows = rows[rows["score_id"] == chosen].reset_index(drop=True)
    models = set(zip(rows["project_key"], rows["model_id"]))
    log = _conformed(activations, ACTIVATION_LOG)
    gathered = ReportRows(
        performance=rows,
        gains=_of_score(_conformed(gains, GAINS_CURVES), chosen),
        decisions=_of_score(_conformed(decisions, DECISION_RULES), chosen),
        activations=log.loc[[pair in models for pair in zip(log["project_key"], log["model_id"])]],
        rate=rate_of_verdicts(rows),
        champion=champion_now(rows),
        segments=_of_score(_segment_rows(performance), chosen),
    )
    return with_active_version(gathered, _last_activated(gathered))


def with_active_version(rows: ReportRows, version_id: str) -> ReportRows:
    """The rows beside the version that is active now; "" when nobody knows it."""
    before = champion_now(rows.performance)
    key = version_key(before.project_key, before.model_id, version_id) if version_id else ""
    champion = champion_now(rows.performance, key)
    is_summary = bool(rows.performance["pooled_verdict"].ne("").any())
    known = replace(
        rows,
        champion=champion,
        judged_against=before.key if before.is_now else "",
        active_version=version_id,
        is_superseded=bool(champion.key) and not champion.is_now and (is_summary or bool(version_id)),
    )
    return replace(known, rate=rate_of_verdicts(known.judged))


def without_pooled_verdicts(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows without what a summary says of several cohorts."""
    names = [column for column in POOLED if column.name != "is_champion_now"]
    nothing: dict[str, Any] = {"string": "", "boolean": False}
    empty = {column.name: nothing.get(column.type, float("nan")) for column in names}
    cleared: pd.DataFrame = rows.assign(**{name: value for name, value in empty.items() if name in rows})
    return cleared


def _last_activated(rows: ReportRows) -> str:
    """Version that the log saw become active after the newest row was computed; "" for none."""
    champion, log = rows.champion, rows.activations
    own = log[(log["project_key"] == champion.project_key) & (log["model_id"] == champion.model_id)]
    later = own[own["activated_at"].str[:_SECONDS] > rows.performance["computed_at"].str[:_SECONDS].max()]
    return str(later.sort_values("activated_at")["to_version"].iloc[-1]) if len(later) else ""


def score_names(performance: pd.DataFrame) -> tuple[str, ...]:
    """Names of the scores in a dataset, in alphabetical order.

    Raises
    ------
    DataError
        No row.
    """
    return tuple(sorted(_counted_rows(performance)["score_id"].unique()))


def _counted_rows(performance: pd.DataFrame) -> pd.DataFrame:
    rows = _conformed(performance, SUMMARY)
    kept = counted_rows(rows[rows["version_id"].ne("") & rows["cohort"].ne("")])
    if kept.empty:
        raise DataError(
            "The report needs rows over all customers, but the dataset has none: run Retrain and evaluate, and then "
            "Summarise performance."
        )
    return kept


def _segment_rows(performance: pd.DataFrame) -> pd.DataFrame:
    rows = _conformed(performance, SUMMARY)
    is_known = rows["version_id"].ne("") & rows["cohort"].ne("")
    return latest_rows(rows[is_known & ~rows["segment"].isin(_POPULATIONS)])


def _chosen_score(scores: list[str], score: str) -> str:
    if score and score not in scores:
        raise DataError(f"No row is about a score named {score!r}; there are {', '.join(scores)}: choose one of them.")
    if not score and len(scores) > 1:
        raise DataError(f"The report shows one score, but the dataset holds {', '.join(scores)}: choose one of them.")
    return score or scores[0]


def _of_score(rows: pd.DataFrame, score: str) -> pd.DataFrame:
    kept: pd.DataFrame = rows[rows["score_id"] == score].reset_index(drop=True)
    return kept


def _conformed(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    typed = typed_rows(frame, columns)
    rows: pd.DataFrame = pd.DataFrame(
        {column.name: _plain(typed[column.name], column) for column in columns}, index=typed.index
    )
    return rows


def _plain(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    """Values of a column: numbers as float64, texts never null."""
    if column.type == "string":
        texts: pd.Series[Any] = values.astype("object").where(values.notna(), "")
        return texts
    return values if column.type == "boolean" else values.astype("float64")
