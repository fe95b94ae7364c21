"""What the report is made from: rows of datasets of any plugin version, brought under known columns and types."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd

from champion_challenger.core.once import Once
from champion_challenger.core.reasons import without_reasons
from champion_challenger.core.tables.columns import ACTIVATION_LOG, DECISION_RULES, GAINS_CURVES, POOLED, SUMMARY
from champion_challenger.core.tables.frames import typed_rows, version_key
from champion_challenger.core.tables.reading import (
    Champion,
    champion_now,
    cohort_names,
    counted_rows,
    is_counted,
    latest_rows,
    rate_of_verdicts,
)
from champion_challenger.errors import DataError
from champion_challenger.records.datasets import Column

_NOTHING = pd.DataFrame()
_POPULATIONS = ("", "all", "control", "uncontacted")
_DECIDING = tuple(
    column
    for column in SUMMARY
    if column.name in ("score_id", "version_id", "cohort", "segment", "verdict_population", "pooled_population")
)
"""What tells whether a row is shown at all."""

_OF_SEGMENTS = tuple(
    column
    for column in SUMMARY
    if column.name.startswith(("lift", "auc", "p_", "extra_"))
    or column.name in ("score_id", "project_key", "model_id", "version_id", "is_champion", "cohort", "cohort_start")
    or column.name in ("segment", "targeting_rate", "n", "base_rate", "target_overlap", "verdict", "computed_at")
)
# Compared to the second: how a time ends (+00:00, Z) would otherwise decide which is later.
_SECONDS = len("2019-01-31T12:00:00")
_MOST_SCORES = 100
_NOT_EVALUATED = "?"
"""Key of a model in production of which there is no row."""


@dataclass(frozen=True, eq=False)
class ReportRows:
    """Rows of one score, each dataset under exactly its columns; numbers are float64, texts are never null.

    It equals itself only, so that what is computed from it can be kept by it.

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
        Rows of the segments, under those columns of `performance` that name and compare them.
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
        """Rows of performance; without their verdicts over several cohorts where these are against another model."""
        is_other = self.is_outdated or self.is_superseded
        return without_pooled_verdicts(self.performance) if is_other else self.performance

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
    deciding = _with_columns(performance, _DECIDING)
    is_shown = _is_shown(deciding)
    chosen = _chosen_score(sorted(deciding.loc[is_shown, "score_id"].unique()), score)
    is_own = deciding["score_id"] == chosen
    # Types are made for the rows of one score alone: of a portfolio's dataset most rows are of others.
    rows = counted_rows(_with_columns(performance[(is_shown & is_own).to_numpy()], SUMMARY)).reset_index(drop=True)
    models = set(zip(rows["project_key"], rows["model_id"]))
    log = _with_columns(activations, ACTIVATION_LOG)
    gathered = ReportRows(
        performance=rows,
        gains=_of_score(_with_columns(gains, GAINS_CURVES), chosen),
        decisions=_of_score(_with_columns(decisions, DECISION_RULES), chosen),
        activations=log.loc[[pair in models for pair in zip(log["project_key"], log["model_id"])]],
        rate=rate_of_verdicts(rows),
        champion=champion_now(rows),
        segments=_segment_rows(performance[(is_own & _is_of_segment(deciding)).to_numpy()]),
    )
    return with_active_version(gathered, _newest_activation(gathered))


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
    # What each type has in place of null on pages.
    nothing: dict[str, Any] = {"string": "", "boolean": False}
    empty = {column.name: nothing.get(column.type, float("nan")) for column in names}
    cleared: pd.DataFrame = rows.assign(**{name: value for name, value in empty.items() if name in rows})
    if "reason_codes" in rows:
        # The codes say the pooled reasons once more, and pages read them first.
        cleared["reason_codes"] = [without_reasons(codes, "pooled_reason") or "" for codes in rows["reason_codes"]]
    return cleared


@dataclass(frozen=True, eq=False)
class ReportTables:
    """The datasets of a report, as any reader delivers them; the rows of each score are chosen once.

    Attributes
    ----------
    performance, gains, decisions, activations
        As in `report_rows`.
    """

    performance: pd.DataFrame
    gains: pd.DataFrame = field(default_factory=pd.DataFrame)
    decisions: pd.DataFrame = field(default_factory=pd.DataFrame)
    activations: pd.DataFrame = field(default_factory=pd.DataFrame)
    _rows: Once[ReportRows] = field(default_factory=lambda: Once(_MOST_SCORES), repr=False)

    @cached_property
    def scores(self) -> tuple[str, ...]:
        """Names of the scores, in alphabetical order; raises as `score_names`."""
        return score_names(self.performance)

    def rows(self, score: str) -> ReportRows:
        """Rows of a score; raises as `report_rows`."""
        return self._rows.answer(
            score, lambda: report_rows(self.performance, self.gains, self.decisions, self.activations, score)
        )


def _newest_activation(rows: ReportRows) -> str:
    """Version that the log saw become active after the newest row was computed; "" for none."""
    champion, log = rows.champion, rows.activations
    own = log[(log["project_key"] == champion.project_key) & (log["model_id"] == champion.model_id)]
    # An activation before the newest rows is in them already, as their champion.
    later = own[own["activated_at"].str[:_SECONDS] > rows.performance["computed_at"].str[:_SECONDS].max()]
    return str(later.sort_values("activated_at")["to_version"].iloc[-1]) if len(later) else ""


def score_names(performance: pd.DataFrame) -> tuple[str, ...]:
    """Names of the scores in a dataset, in alphabetical order.

    Raises
    ------
    DataError
        No row.
    """
    rows = _with_columns(performance, _DECIDING)
    return tuple(sorted(rows.loc[_is_shown(rows), "score_id"].unique()))


def _is_shown(deciding: pd.DataFrame) -> pd.Series[Any]:
    """Whether each row is over the customers on whom verdicts rest."""
    is_shown: pd.Series[Any] = _is_named(deciding) & is_counted(deciding)
    if not is_shown.any():
        raise DataError(
            "The report needs rows over all customers, but the dataset has none: run Retrain and evaluate, and then "
            "Summarise performance."
        )
    return is_shown


def _is_of_segment(deciding: pd.DataFrame) -> pd.Series[Any]:
    is_of_segment: pd.Series[Any] = _is_named(deciding) & ~deciding["segment"].isin(_POPULATIONS)
    return is_of_segment


def _is_named(deciding: pd.DataFrame) -> pd.Series[Any]:
    is_named: pd.Series[Any] = deciding["version_id"].ne("") & deciding["cohort"].ne("")
    return is_named


def _segment_rows(performance: pd.DataFrame) -> pd.DataFrame:
    """Rows of segments are many: only the columns are read that compare them with the model in production."""
    rows: pd.DataFrame = latest_rows(_with_columns(performance, _OF_SEGMENTS)).reset_index(drop=True)
    return rows


def _chosen_score(scores: list[str], score: str) -> str:
    if score and score not in scores:
        raise DataError(f"No row is about a score named {score!r}; there are {', '.join(scores)}: choose one of them.")
    if not score and len(scores) > 1:
        raise DataError(f"The report shows one score, but the dataset holds {', '.join(scores)}: choose one of them.")
    return score or scores[0]


def _of_score(rows: pd.DataFrame, score: str) -> pd.DataFrame:
    kept: pd.DataFrame = rows[rows["score_id"] == score].reset_index(drop=True)
    return kept


def _with_columns(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
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
