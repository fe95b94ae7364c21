"""What performance rows say for and against activating a version, before a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from champion_challenger.core.activation.flags import (
    Flag,
    Row,
    comparison_flags,
    evaluation_flags,
    verdict_flags,
    warning_flags,
)
from champion_challenger.core.activation.token import DecisionBasis, Viewer, fingerprint, token
from champion_challenger.core.activation.verdict import Verdict, verdict_on_final
from champion_challenger.core.reasons import Reason, read_reasons, with_reasons
from champion_challenger.core.tables.columns import POOLED, SUMMARY
from champion_challenger.core.tables.frames import text_or_empty, typed_rows, version_key, version_keys
from champion_challenger.core.tables.reading import (
    SCORE_COLUMN,
    Champion,
    champion_now,
    champions,
    cohort_names,
    counted_rows,
    in_order,
    populations,
    rate_of_verdicts,
    verdict_rates,
)
from champion_challenger.core.verdicts.advice import Advice, read_advice
from champion_challenger.core.verdicts.campaign_notice import campaign_notice, population_notice
from champion_challenger.core.verdicts.known_figures import without_early_figures
from champion_challenger.core.verdicts.rows_against import rows_against
from champion_challenger.core.verdicts.version_verdict import VersionVerdict, version_labels, version_verdicts
from champion_challenger.core.versions import newest_first, trained_until, version_label
from champion_challenger.records.models import ModelFacts, Version

_NEEDED = ("version_id", "cohort", "segment", "targeting_rate", "run_id", "computed_at")
_NOBODY = Viewer()


@dataclass(frozen=True)
class VersionEvidence:
    """One version that could be activated, with all that speaks for and against it.

    Attributes
    ----------
    cohorts
        A row for each cohort at the rate shown, or at the nearest that was evaluated, the newest cohort first.
    overlap
        Share of the active version's target list that this version targets too, on the newest cohort that compares the
        two; None when none does.
    token
        Given back when this version is to be activated on this evidence.
    """

    version: Version
    label: str
    verdict: Verdict
    cohorts: tuple[Row, ...]
    overlap: float | None
    flags: tuple[Flag, ...]
    token: str

    @property
    def serious(self) -> list[str]:
        """Sentences of the flags that stop an activation."""
        return [flag.sentence for flag in self.flags if flag.is_serious]


@dataclass(frozen=True)
class Evidence:
    """The versions of a model that are not active, newest first, against the one that is.

    Attributes
    ----------
    rate
        Targeting rate of the figures of single cohorts: that of the verdicts.
    advice
        What the summary recommends; None without one that fits the active version.
    score_columns
        Version ids of the score columns of the same score, which cannot be activated.
    """

    model: ModelFacts
    active: Version | None
    rate: float | None
    last_run: str
    last_cohort: str
    standings: tuple[VersionEvidence, ...]
    viewer: Viewer = _NOBODY
    advice: Advice | None = None
    score_columns: tuple[str, ...] = ()

    def standing(self, version_id: str) -> VersionEvidence | None:
        """Return the standing of a version; None when it is active, or no version of the model."""
        return next((standing for standing in self.standings if standing.version.version_id == version_id), None)


def evidence(
    performance: pd.DataFrame,
    summary: pd.DataFrame | None,
    model: ModelFacts,
    versions: Sequence[Version],
    viewer: Viewer = _NOBODY,
) -> Evidence:
    """Gather what is known of every version of a model.

    Parameters
    ----------
    performance
        Rows of the performance dataset, all partitions; those of other models are left out. Columns that are missing
        count as null.
    summary
        Rows of performance_summary, for verdicts over several cohorts; None: the last final cohort alone speaks.
    versions
        Those that the model has now.

    Returns
    -------
    Evidence
        At the rate of the verdicts: those of the summary, unless it was built while another version was active.
    """
    evaluated = _own(performance, model)
    active = next((version for version in versions if version.is_active), None)
    known = _known_rows(evaluated, None if summary is None else _own(summary, model), active)
    # By time and run, so that the token does not depend on the order in which the rows were read.
    last = evaluated.sort_values(["computed_at", "run_id"], kind="stable", na_position="first").tail(1)
    gathered = Evidence(
        model=model,
        active=active,
        rate=rate_of_verdicts(known.rows),
        last_run="".join(text_or_empty(run) for run in last["run_id"]),
        last_cohort=cohort_names(evaluated)[-1] if len(evaluated) else "",
        standings=(),
        viewer=viewer,
        advice=None if summary is None or known.summary_trouble else read_advice(_of_scores(summary, evaluated)),
        score_columns=_score_columns(_of_scores(performance, evaluated)),
    )
    others = [version for version in newest_first(versions) if not version.is_active]
    return replace(gathered, standings=tuple(_standing(version, known, gathered) for version in others))


@dataclass(frozen=True)
class _Known:
    """All rows of the model that count, and what is read from them."""

    rows: pd.DataFrame
    verdicts: Mapping[str, VersionVerdict]
    champions: Mapping[str, str]
    active: str
    summary_trouble: str
    summary: str = ""


def _known_rows(evaluated: pd.DataFrame, summary: pd.DataFrame | None, active: Version | None) -> _Known:
    """Rows of performance, with the verdicts of the summary where it was built with the version that is active now."""
    active_key = version_key(active.project_key, active.model_id, active.version_id) if active else ""
    evaluated = without_early_figures(evaluated)
    rows = counted_rows(evaluated)
    rows = rows.assign(verdict_rate=verdict_rates(rows))
    pooled = None if summary is None else counted_rows(summary)
    champion = Champion() if pooled is None else champion_now(pooled)
    trouble = _summary_trouble(pooled, champion, active_key)
    if pooled is not None and not trouble:
        rows = counted_rows(evaluated, str(populations(pooled).iloc[0]))
        rows = _with_pooled_verdicts(rows.assign(verdict_rate=verdict_rates(rows)), pooled)
    labels = version_labels(rows)
    until = trained_until(active) if active else None
    trained = until.isoformat() if until else ""
    against = rows_against(rows, active_key, trained)
    return _Known(
        rows=against.assign(former_label=[labels.get(key, "") for key in against["compared_through"]]),
        verdicts=version_verdicts(rows, active_key, trained),
        champions=champions(rows),
        active=active_key,
        summary_trouble=trouble,
        # Sorted, since readers of a partitioned dataset promise no order of rows.
        summary="" if summary is None else fingerprint(sorted(summary.to_csv(index=False).splitlines())),
    )


def _summary_trouble(pooled: pd.DataFrame | None, champion: Champion, active: str) -> str:
    """Code of the flag that says why a summary is left out; "" where it counts, and where there is none."""
    if pooled is None or (champion.is_now and champion.key == active):
        return ""
    if pooled.empty:
        return "flag_summary_without_model"
    return "flag_summary_outdated" if champion.is_now else "flag_summary_without_champion"


def _own(frame: pd.DataFrame, model: ModelFacts) -> pd.DataFrame:
    """Rows of the model, under the columns of a summary."""
    rows = typed_rows(frame, SUMMARY)
    is_own = rows["project_key"].eq(model.project_key) & rows["model_id"].eq(model.model_id)
    # A row without its version or its cohort is about nothing.
    own: pd.DataFrame = rows[is_own & rows["version_id"].notna() & rows["cohort"].notna()]
    return own


def _of_scores(frame: pd.DataFrame, evaluated: pd.DataFrame) -> pd.DataFrame:
    """Rows that count of the model's scores, those of score columns with them, under the columns of a summary."""
    rows = typed_rows(frame, SUMMARY)
    is_of_score = rows["score_id"].isin(evaluated["score_id"].dropna()) & rows["cohort"].notna()
    return counted_rows(rows[is_of_score & rows["version_id"].notna()])


def _score_columns(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(name for name in rows["version_id"].unique() if name.startswith(SCORE_COLUMN)))


def _with_pooled_verdicts(rows: pd.DataFrame, summary: pd.DataFrame) -> pd.DataFrame:
    """Rows of performance with the verdicts of a summary on their versions; the summary may be older than the rows."""
    is_of_score = summary["score_id"].isin(rows["score_id"].dropna()) | bool(rows["score_id"].isna().all())
    of_score = summary[is_of_score]
    names = [column.name for column in POOLED if column.name != "is_champion_now"]
    # A pooled verdict is on every row of a version; reindexing needs it once.
    by_version = of_score.assign(key=version_keys(of_score)).drop_duplicates("key").set_index("key")[names]
    pooled = by_version.reindex(version_keys(rows)).set_axis(rows.index)
    joined: pd.DataFrame = rows.drop(columns=names).join(pooled)
    reasons = _pooled_reasons(of_score)
    codes = [
        with_reasons(own, "pooled_reason", reasons.get(key, ()))
        for own, key in zip(rows["reason_codes"], version_keys(rows))
    ]
    joined["reason_codes"] = pd.Series(codes, index=rows.index, dtype="object")
    return joined


def _pooled_reasons(summary: pd.DataFrame) -> dict[str, tuple[Reason, ...]]:
    """Reasons of the pooled verdict on each version; a row whose codes were too long for its column has none."""
    listed = zip(version_keys(summary), summary["reason_codes"])
    pairs = ((key, read_reasons(codes, "pooled_reason")) for key, codes in listed)
    return {key: reasons for key, reasons in pairs if reasons}


def _standing(version: Version, known: _Known, gathered: Evidence) -> VersionEvidence:
    model, active = gathered.model, gathered.active.version_id if gathered.active else ""
    key = version_key(model.project_key, model.model_id, version.version_id)
    cohorts = _cohorts(known.rows[version_keys(known.rows) == key], gathered.rate)
    compared = [row for row in cohorts if known.champions.get(str(row["cohort"])) == known.active]
    verdict = verdict_on_final(known.verdicts.get(key, VersionVerdict()))
    flags = [
        *evaluation_flags(cohorts, gathered.last_cohort),
        *verdict_flags(verdict),
        *comparison_flags(verdict, compared, cohorts, version_label(gathered.active) if gathered.active else ""),
        *warning_flags(cohorts, gathered.last_cohort),
    ]
    campaign = campaign_notice(known.rows)
    notices = [notice for notice in (campaign, population_notice(known.rows)) if notice and verdict.word]
    flags += [Flag(Reason("flag_campaign", {"notice": notice})) for notice in notices]
    if known.summary_trouble:
        flags.append(Flag(Reason(known.summary_trouble)))
    overlap = next((row["target_overlap"] for row in cohorts if row["target_overlap"] is not None), None)
    ground = DecisionBasis(
        f"{model.project_key}.{model.model_id}", version.version_id, active, gathered.last_run,
        summary=known.summary, evidence=fingerprint(verdict, cohorts, overlap, flags), **vars(gathered.viewer),
    )  # fmt: skip
    return VersionEvidence(version, version_label(version), verdict, cohorts, overlap, tuple(flags), token(ground))


def _cohorts(own: pd.DataFrame, rate: float | None) -> tuple[Row, ...]:
    """A row of a version for each cohort, at the rate or the nearest to it, the newest cohort first, nulls as None."""
    distance = (own["targeting_rate"] - (rate or 0.0)).abs()
    # By rate as the second key: of two as near, the lower one, as everywhere.
    nearest = own.assign(distance=distance).sort_values(["distance", "targeting_rate"]).drop_duplicates("cohort")
    rows = in_order(nearest.drop(columns="distance")).iloc[::-1]
    # As objects, since a column of floats would turn None into NaN again.
    values = rows.astype("object").where(rows.notna(), None)
    return tuple({str(name): value for name, value in row.items()} for row in values.to_dict("records"))
