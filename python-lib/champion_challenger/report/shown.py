"""What the report shows, chosen from performance rows: one score, all cohorts, all targeting rates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from champion_challenger.core.once import Once
from champion_challenger.core.report.rows import ReportRows
from champion_challenger.core.tables.frames import number_or_none, version_keys
from champion_challenger.core.tables.reading import (
    SCORE_COLUMN,
    basis_points,
    champions,
    cohort_names,
    in_order,
    rows_at,
)
from champion_challenger.core.verdicts.known_figures import waiting_cohorts, with_fair_extra, without_early_figures
from champion_challenger.core.verdicts.rows_against import rows_against
from champion_challenger.core.verdicts.version_verdict import VersionVerdict, leading_challenger, version_verdicts
from champion_challenger.errors import DataError
from champion_challenger.report.production import Production, production

_NOT_COMPARED = VersionVerdict()
_EVIDENCE: Once[ReportEvidence] = Once(8)
"""Of the rows that were asked for last: in the webapp, one view follows another of the same rows."""


@dataclass(frozen=True)
class ShownVersion:
    """One version, or an existing score column, under the name that the report gives it.

    Attributes
    ----------
    is_champion
        Whether it is in production now.
    led
        Newest cohort on which it was in production, if it is not now; else "".
    """

    key: str
    label: str
    is_champion: bool
    is_rule: bool
    is_best: bool = False
    led: str = ""


@dataclass(frozen=True)
class ReportEvidence:
    """Rows of one score in the order in which they are shown.

    Facts and verdicts are those of all rows of the score; `within` gives the part that a view shows.

    Attributes
    ----------
    rows
        One row for each version, cohort and rate; ``key`` names the version. Differences are those to the model in
        production now (`rows_against`). Rows of a cohort whose outcomes are not joined yet have no figures.
    cohorts
        Cohort ids, the oldest first.
    versions
        The model in production first, then versions by training date, the newest first, then score columns.
    rates
        All targeting rates of the score, ascending.
    rate
        The one shown first.
    champions
        Champion of each cohort, by key, as of the run that evaluated it.
    verdicts
        Verdict on each challenger, by key, with the figures of its own row.
    source
        The rows that this was chosen from, and those of the other datasets.
    """

    rows: pd.DataFrame
    cohorts: tuple[str, ...]
    versions: tuple[ShownVersion, ...]
    rates: tuple[float, ...]
    rate: float
    champions: Mapping[str, str]
    verdicts: Mapping[str, VersionVerdict]
    source: ReportRows

    @property
    def champion(self) -> ShownVersion | None:
        """The model in production; None when none is known, or no row is of it."""
        return next((version for version in self.versions if version.is_champion), None)

    @property
    def best(self) -> ShownVersion | None:
        """The best challenger."""
        return next((version for version in self.versions if version.is_best), None)

    @property
    def last_cohort(self) -> str:
        """Id of the last cohort."""
        return self.cohorts[-1]

    @cached_property
    def waiting(self) -> frozenset[str]:
        """Cohorts whose outcomes are not joined yet."""
        return waiting_cohorts(self.rows)

    @property
    def figures_cohort(self) -> str:
        """Newest cohort whose outcomes are joined: figures of "the last cohort" are of it; "" without any."""
        return next((cohort for cohort in reversed(self.cohorts) if cohort not in self.waiting), "")

    def verdict(self, version: ShownVersion) -> VersionVerdict:
        """Verdict on a challenger; an empty one when it was not compared with the model in production."""
        return self.verdicts.get(version.key, _NOT_COMPARED)

    def at(self, rate: float) -> pd.DataFrame:
        """Rows at a rate, and those of versions that could not be scored at any."""
        # The dictionary is cached with the evidence, which is frozen: only its content grows.
        known = self._rows_at
        if rate not in known:
            known[rate] = rows_at(self.rows, rate)
        return known[rate]

    @cached_property
    def _rows_at(self) -> dict[float, pd.DataFrame]:
        """Rows by rate, as far as they were asked for: every chart asks."""
        return {}

    @cached_property
    def _newest_at(self) -> dict[tuple[float, bool], dict[str, pd.Series[Any]]]:
        """Newest row of each version by rate, and whether its cohort has outcomes, in the same way."""
        return {}

    @cached_property
    def production(self) -> Production:
        """Which version was in production on each of the cohorts shown."""
        return production(self.rows, self.source.activations, self.source.compared_with)

    @property
    def is_last_of_all(self) -> bool:
        """Whether the last cohort shown is the last of the score."""
        return self.last_cohort == self.source.last_cohort

    def on_last_cohort(self) -> pd.DataFrame:
        """Rows of the last cohort at all rates."""
        rows: pd.DataFrame = self.rows[self.rows["cohort"] == self.last_cohort]
        return rows

    def last_figures(self, rate: float) -> pd.DataFrame:
        """Rows of `figures_cohort` at a rate; no row without such a cohort."""
        return self.last(rate, self.figures_cohort)

    def last(self, rate: float, cohort: str | None = None) -> pd.DataFrame:
        """Rows of the last cohort, or of another one, at a rate, by version, in their order."""
        rows = self.at(rate)
        rows = rows[rows["cohort"] == (self.last_cohort if cohort is None else cohort)].set_index("key", drop=False)
        # In the order of the versions, whatever order the rows have.
        ordered: pd.DataFrame = rows.reindex([version.key for version in self.versions if version.key in rows.index])
        return ordered

    def last_row(self, version: ShownVersion, rate: float | None = None) -> pd.Series[Any]:
        """Newest row of a version at a rate, by default the one shown first; at any rate where it has none at this."""
        newest = self._newest(self.rate if rate is None else rate, has_outcomes=False)
        return newest[version.key] if version.key in newest else _newest_rows(self.rows)[version.key]

    def last_figures_row(self, version: ShownVersion, rate: float) -> pd.Series[Any] | None:
        """Newest row of a version at a rate on a cohort whose outcomes are joined; None without any."""
        return self._newest(rate, has_outcomes=True).get(version.key)

    def _newest(self, rate: float, *, has_outcomes: bool) -> dict[str, pd.Series[Any]]:
        if (rate, has_outcomes) not in self._newest_at:
            rows = self.at(rate)
            wanted = rows[~rows["cohort"].isin(self.waiting)] if has_outcomes else rows
            self._newest_at[rate, has_outcomes] = _newest_rows(wanted)
        return self._newest_at[rate, has_outcomes]

    def label(self, key: str) -> str:
        """Name of a version in the report."""
        return next((version.label for version in self.versions if version.key == key), key)

    def within(self, view: ReportRows) -> ReportEvidence:
        """The part of the rows that a view shows; names, verdicts and champion stay those of all rows."""
        wanted = set(_places(view.performance.assign(key=version_keys(view.performance))))
        rows = self.rows[[place in wanted for place in _places(self.rows)]].reset_index(drop=True)
        rates = {float(rate) for rate in rows["targeting_rate"].dropna()}
        return replace(
            self,
            rows=rows,
            cohorts=cohort_names(rows),
            versions=tuple(version for version in self.versions if version.key in set(rows["key"])),
            rates=tuple(rate for rate in self.rates if rate in rates),
            source=replace(self.source, decisions=view.decisions),
        )


def report_evidence(source: ReportRows, rate: float | None = None, name: Callable[[str], str] = str) -> ReportEvidence:
    """Choose what the report shows.

    Parameters
    ----------
    rate
        Targeting rate shown first, in (0, 1]. None: that of the verdicts, or the nearest that the rows have.
    name
        From the label of a version to its name on the page, such as `Language.version`.

    Raises
    ------
    DataError
        A rate that the rows do not have.
    """
    return _EVIDENCE.answer((source, rate, name), lambda: _evidence(source, rate, name))


def _evidence(source: ReportRows, rate: float | None, name: Callable[[str], str]) -> ReportEvidence:
    """Rows at another rate than the usual one are the same: only the rate is chosen again."""
    if rate is not None and source.rate is not None:
        # Judging all versions costs most of a page, and does not depend on the rate.
        usual = report_evidence(source, name=name)
        return replace(usual, rate=_rate_shown_first(usual.rates, rate, is_chosen=True))
    judged = without_early_figures(source.judged)
    ordered = in_order(judged.assign(key=version_keys(judged))).reset_index(drop=True)
    rates = tuple(sorted(float(share) for share in ordered["targeting_rate"].dropna().unique()))
    verdicts = version_verdicts(ordered, source.compared_with)
    return ReportEvidence(
        rows=with_fair_extra(rows_against(ordered, source.compared_with), source.compared_with),
        cohorts=cohort_names(ordered),
        versions=_shown_versions(ordered, source, leading_challenger(ordered, verdicts), name),
        rates=rates,
        rate=_rate_shown_first(rates, source.rate if rate is None else rate, is_chosen=rate is not None),
        champions=champions(ordered),
        verdicts=verdicts,
        source=source,
    )


def foremost(versions: Sequence[ShownVersion], most: int) -> list[ShownVersion]:
    """So many versions at most, those first that are or were in production, lead the verdicts or are a score column."""
    return sorted(
        versions, key=lambda version: not (version.is_champion or version.is_best or version.is_rule or version.led)
    )[:most]


def extra_and_overlap(row: pd.Series[Any]) -> tuple[float | None, float | None]:
    """Extra positives and common targets of a row against the model in production; None where the rows do not tell."""
    # Without a lift there was nothing to reach: that both reached none is no finding.
    extra = None if pd.isna(row["lift"]) else number_or_none(row["extra_positives"])
    return extra, number_or_none(row["target_overlap"])


def _newest_rows(rows: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    newest = rows.drop_duplicates("key", keep="last")
    return {str(key): row for key, (_, row) in zip(newest["key"], newest.iterrows())}


def _places(rows: pd.DataFrame) -> list[tuple[str, str, int | None]]:
    """Version, cohort and rate of each row."""
    rates = [None if pd.isna(rate) else basis_points(rate) for rate in rows["targeting_rate"]]
    return list(zip(rows["key"], rows["cohort"], rates))


def _rate_shown_first(rates: Sequence[float], wanted: float | None, *, is_chosen: bool) -> float:
    if not rates or wanted is None:
        raise DataError("The report needs a targeting rate, but no row has one: no version could be scored yet.")
    nearest = min(rates, key=lambda rate: abs(rate - wanted))
    if is_chosen and basis_points(nearest) != basis_points(wanted):
        evaluated = ", ".join(f"{100 * rate:g}" for rate in rates)
        raise DataError(f"No row has the targeting rate {100 * wanted:g} %; there are {evaluated} %.")
    return nearest


def _shown_versions(
    rows: pd.DataFrame, source: ReportRows, best: str, written: Callable[[str], str]
) -> tuple[ShownVersion, ...]:
    newest = rows.drop_duplicates("key", keep="last")
    names = newest["version_label"].where(newest["version_label"] != "", newest["version_id"])
    # Two trainings that end on the same day have one label.
    ambiguous = set(names[names.duplicated(keep=False)])
    # From the same history as the lines of the charts: who was active at the evaluation may be another one.
    led = {key: cohort for cohort, key in production(rows, source.activations, source.compared_with).by_cohort.items()}
    versions = [
        ShownVersion(
            key=row.key,
            label=f"{written(name)} ({row.version_id})" if name in ambiguous else written(name),
            is_champion=row.key == source.compared_with,
            is_rule=row.version_id.startswith(SCORE_COLUMN),
            is_best=row.key == best,
            led="" if row.key == source.compared_with else led.get(row.key, ""),
        )
        for name, row in zip(names, newest.itertuples(index=False))
    ]
    order = dict(zip(newest["key"], names))
    # By the label as it is stored, which sorts by date; as a language writes it, it need not.
    versions.sort(key=lambda version: (order[version.key], version.key), reverse=True)
    return tuple(sorted(versions, key=lambda version: (not version.is_champion, version.is_rule)))
