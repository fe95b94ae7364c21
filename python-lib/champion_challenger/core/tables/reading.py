"""How rows of performance are read: which rows count, at which targeting rate, and which version is the champion.

Recipe, summary, report, webapp, activation page and mail ask here, so that all of them show the same. Rows are those of
one score, under the types of `frames`; a missing text may be null or empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from champion_challenger.core.tables.frames import text_or_empty, version_key, version_keys
from champion_challenger.errors import DataError
from champion_challenger.settings.evaluation_policy import Policy

BASIS_POINTS = 10_000
NOT_SCORED = "not_scorable"
"""Status of a row whose version gave no scores."""

SCORE_COLUMN = "column:"
"""How the version ids of score columns begin, which are no versions of a model."""

_VERSION_ON_COHORT = ["score_id", "project_key", "model_id", "version_id", "cohort", "segment"]


@dataclass(frozen=True)
class Champion:
    """The model in production, as far as rows say.

    Attributes
    ----------
    key
        As in `version_keys`; "" when no row marks one.
    project_key, model_id
        Its saved model; "" when the rows do not name it.
    cohort
        Newest cohort with a row that marks it.
    is_now
        Whether it is the version that is active now, or was when the summary was computed; otherwise it was active
        when the cohort was evaluated.
    """

    key: str = ""
    project_key: str = ""
    model_id: str = ""
    cohort: str = ""
    is_now: bool = False


def primary_rate_bp(rates_bp: Iterable[int], policy: Policy) -> int:
    """Evaluated rate nearest to the policy's, in basis points; the lower one of two that are as near.

    Examples
    --------
    >>> primary_rate_bp((100, 400, 1000), Policy()), primary_rate_bp((400, 600), Policy())
    (400, 400)
    """
    # Of two rates as near, the lower one: fewer contacts, and more is known of who they are.
    return min(rates_bp, key=lambda rate: (abs(rate - policy.rate_bp), rate))


def primary_rate(rates: Iterable[float], policy: Policy) -> float:
    """The same of rates as shares.

    Examples
    --------
    >>> primary_rate([0.01, 0.04, 0.1], Policy()), primary_rate([0.04, 0.06], Policy())
    (0.04, 0.04)
    """
    return primary_rate_bp([basis_points(rate) for rate in rates], policy) / BASIS_POINTS


def basis_points(rate: float) -> int:
    """A share in basis points.

    >>> basis_points(0.0025)
    25
    """
    # Rounded: 0.0029 times 10,000 is 28.999999999999996 in floats, and cutting it off would make 28 of it.
    return round(rate * BASIS_POINTS)


def rate_of_verdicts(rows: pd.DataFrame) -> float | None:
    """Targeting rate that pages, logs and figures for scenarios show first; None when no row has a rate.

    In a summary it is the rate at which the cohorts were pooled; otherwise that of the newest cohort's verdicts. Rows
    without any verdict are shown at the rate nearest to that of the default policy, 5 %.
    """
    rates = rows["targeting_rate"].dropna().unique()
    if not len(rates):
        return None
    ordered = in_order(rows)
    for decided in (_values(ordered, "pooled_targeting_rate"), verdict_rates(ordered).dropna()):
        if len(decided):
            return primary_rate(rates, Policy(rate_bp=basis_points(decided.iloc[-1])))
    return primary_rate(rates, Policy())


def verdict_rates(rows: pd.DataFrame) -> pd.Series:
    """Targeting rate at which the verdict of each row was decided; null for a row without verdict.

    Rows of a plugin without the column `verdict_rate` count as judged under the default policy: at the rate nearest to
    5 % at which their cohort was evaluated.
    """
    recorded = rows["verdict_rate"]
    is_unrecorded = recorded.isna() & _has_text(rows["verdict"]) & rows["targeting_rate"].notna()
    by_cohort = rows[is_unrecorded].groupby("cohort")["targeting_rate"]
    assumed = {cohort: primary_rate(rates, Policy()) for cohort, rates in by_cohort}
    filled: pd.Series = recorded.where(~is_unrecorded, rows["cohort"].map(assumed).astype("float64"))
    return filled


def counted_rows(rows: pd.DataFrame, population: str = "") -> pd.DataFrame:
    """Rows over the customers on whom verdicts rest; each version, cohort and rate once, as computed last.

    Parameters
    ----------
    population
        ``all``, ``control`` or ``uncontacted``; "" for the one that each row names: that of the pooled verdicts in a
        summary, else that of the policy with which its cohort was evaluated, else all customers.
    """
    named = rows.assign(segment=rows["segment"].where(_has_text(rows["segment"]), "all"))
    return latest_rows(named[is_counted(rows, population)])


def is_counted(rows: pd.DataFrame, population: str = "") -> pd.Series:
    """Whether each row is over the customers on whom verdicts rest; see `counted_rows`."""
    segments = rows["segment"].where(_has_text(rows["segment"]), "all")
    flags: pd.Series = segments == (population or populations(rows))
    return flags


def populations(rows: pd.DataFrame) -> pd.Series:
    """Segment on which the verdicts rest that each row shows."""
    named = pd.Series("all", index=rows.index, dtype="object")
    for column in ("verdict_population", "pooled_population"):
        if column in rows:
            named = named.where(~_has_text(rows[column]), rows[column])
    return named


def population_of(rows: pd.DataFrame, wanted: str) -> str:
    """Population on which verdicts over several cohorts rest: the one wanted, or ``all`` where no row is of it."""
    return wanted if (rows["segment"] == wanted).any() else "all"


def latest_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Each version, cohort, segment and rate once, as computed last."""
    return _latest(rows, [*_VERSION_ON_COHORT, "targeting_rate"])


def rows_at(rows: pd.DataFrame, rate: float) -> pd.DataFrame:
    """Rows at a rate, with those of versions that could not be scored at any; each version and cohort once."""
    rates = rows["targeting_rate"]
    is_at_rate = (rates * BASIS_POINTS).round() == basis_points(rate)
    return _latest(rows[is_at_rate | rates.isna()], _VERSION_ON_COHORT)


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by cohort, the oldest first, and within a cohort as they were computed."""
    ordered: pd.DataFrame = rows.sort_values(
        ["cohort_start", "cohort", "computed_at"], kind="stable", na_position="first"
    )
    return ordered


def cohort_names(rows: pd.DataFrame) -> tuple[str, ...]:
    """Names of the cohorts, the oldest first."""
    return tuple(str(name) for name in in_order(rows)["cohort"].drop_duplicates())


def is_scored_status(status: object) -> bool:
    """Whether a row's status says that its version gave scores, be there outcomes to count or not.

    >>> is_scored_status("not_enough_data"), is_scored_status("not_scorable"), is_scored_status(None)
    (True, False, False)
    """
    return isinstance(status, str) and status not in ("", NOT_SCORED)


def final_cohorts(rows: pd.DataFrame) -> tuple[str, ...]:
    """Names of the cohorts all of whose rows are final, the oldest first."""
    open_cohorts = set(rows.loc[rows["cohort_status"] != "final", "cohort"])
    return tuple(name for name in cohort_names(rows) if name not in open_cohorts)


def judged_cohort(rows: pd.DataFrame) -> str:
    """Cohort that verdicts have to rest on: the newest final one, or the newest of all where none is final.

    It is "" without rows.
    """
    names = final_cohorts(rows) or cohort_names(rows)
    return names[-1] if names else ""


def champions(rows: pd.DataFrame) -> dict[str, str]:
    """Champion of each cohort: key of the version that was active when the cohort was evaluated.

    Raises
    ------
    DataError
        A cohort has two: the rows of two scores are taken for those of one.
    """
    marked = in_order(rows[rows["is_champion"]])
    keys = version_keys(marked)
    for cohort, versions in keys.groupby(marked["cohort"], sort=False):
        if versions.nunique() > 1:
            msg = (
                f"Score {marked['score_id'].iloc[0]}, cohort {cohort}: expected one champion, found "
                f"{' and '.join(sorted(versions.unique()))}. Do two scores have the same name? Give each its own "
                "(Retrain and evaluate, Advanced, Name of the score) and build their partitions again."
            )
            raise DataError(msg)
    return dict(zip(marked["cohort"], keys))


def champion_now(rows: pd.DataFrame, active: str = "") -> Champion:
    """The version that is in production.

    It is `active` where a row is of it, else the one that was active when the summary was computed. Where no row is of
    that version either, or the rows are no summary, it is the champion of the newest cohort that has one.

    Parameters
    ----------
    active
        Key of the version that is active now, as the host or the activation log says; "" when neither is asked.

    Raises
    ------
    DataError
        As in `champions`.
    """
    champions(rows)
    is_now = rows["is_champion_now"] if "is_champion_now" in rows else rows["is_champion"] & False
    current = rows[version_keys(rows) == active if active else is_now]
    marked = in_order(rows[rows["is_champion"]] if current.empty else current)
    if marked.empty:
        return Champion()
    row = marked.iloc[-1]
    return Champion(
        key=version_key(row["project_key"], row["model_id"], row["version_id"]),
        project_key=text_or_empty(row["project_key"]),
        model_id=text_or_empty(row["model_id"]),
        cohort=str(row["cohort"]),
        is_now=not current.empty,
    )


def _latest(rows: pd.DataFrame, identity: list[str]) -> pd.DataFrame:
    ordered = rows.sort_values("computed_at", kind="stable", na_position="first")
    kept: pd.DataFrame = ordered.drop_duplicates(identity, keep="last").sort_index()
    return kept


def _has_text(values: pd.Series) -> pd.Series:
    return values.notna() & (values != "")


def _values(rows: pd.DataFrame, name: str) -> pd.Series:
    return rows[name].dropna() if name in rows else pd.Series(dtype="float64")
