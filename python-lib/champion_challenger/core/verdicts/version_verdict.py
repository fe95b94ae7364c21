"""What rows say of each version against the model in production, and which challenger leads."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from champion_challenger.core.figures.uncertainty import Z95, Bounds
from champion_challenger.core.reasons import Reason, joint_reason, read_reasons
from champion_challenger.core.tables.frames import number_or_none, text_or_empty, version_keys
from champion_challenger.core.tables.reading import (
    champions,
    cohort_names,
    final_cohorts,
    in_order,
    is_scored_status,
    judged_cohort,
    rate_of_verdicts,
    rows_at,
    verdict_rates,
)
from champion_challenger.core.verdicts.estimates import NOTHING, Estimate, p_value
from champion_challenger.core.verdicts.history import Difference
from champion_challenger.core.verdicts.known_figures import waiting_cohorts
from champion_challenger.core.verdicts.ranks import verdict_rank
from champion_challenger.core.verdicts.rows_against import rows_against


@dataclass(frozen=True)
class VersionVerdict:
    """Verdict on a version with the figures of the row that gives it.

    Attributes
    ----------
    word
        As in the columns ``verdict`` and ``pooled_verdict``; "" when it was not compared with the champion.
    rate
        Targeting rate at which it was decided, and of the difference in lift; None when the rows do not say.
    cohorts
        Names of the cohorts that it rests on; "" when none compares the two.
    is_pooled
        Whether it is that of a summary, over several cohorts.
    is_final
        Whether the outcomes of these cohorts are final.
    lift, auc
        Figure minus the champion's; empty where there is no row at the verdict's own rate.
    expected_lift
        Difference in lift to be expected, shrunken for the choice among many; empty without a pooled verdict.
    is_confirmed
        Whether the advantage is beyond doubt however often one looks.
    margin
        Advantage in the figure judged from which on a challenger is better; None where the rows do not say.
    recorded_figure
        Figure that the verdict compares, as its row says: ``lift``, ``auc`` or, in rows of an older plugin, "".
    reason
        Why it is not clear; None where it is, and where the version's own rows say why it cannot be compared.
    """

    word: str = ""
    rate: float | None = None
    cohorts: str = ""
    is_pooled: bool = False
    is_final: bool = False
    lift: Estimate = NOTHING
    auc: Estimate = NOTHING
    p_value: float | None = None
    recorded_figure: str = ""
    expected_lift: Estimate = NOTHING
    is_confirmed: bool = False
    margin: float | None = None
    reason: Reason | None = None

    @property
    def figure(self) -> str:
        """Figure judged, ``lift`` or ``auc``; where it is not recorded, that of which the p-value is."""
        if self.recorded_figure:
            return self.recorded_figure
        # Rows of an older plugin do not record the figure: the p-value is computed again from the bounds of each, and
        # the one that gives the same number was judged.
        is_of_lift, is_of_auc = (_has_p_value(estimate, self.p_value) for estimate in (self.lift, self.auc))
        return "auc" if is_of_auc and not is_of_lift else "lift"

    @property
    def difference(self) -> Estimate:
        """Difference to the champion in the figure judged."""
        return self.auc if self.figure == "auc" else self.lift


def version_verdicts(rows: pd.DataFrame, champion: str, trained_until: str = "") -> dict[str, VersionVerdict]:
    """Verdict on each version beside the champion, by `version_keys`.

    In a summary it is the pooled verdict. Otherwise it is that of the newest final cohort, or of the newest one where
    none is final, at the rate at which it was decided; a version that was not scored there is `not_comparable`.

    Parameters
    ----------
    rows
        `counted_rows` of one score, of a summary or of performance.
    champion
        Key of the model in production.
    trained_until
        As in `rows_against`.
    """
    named = in_order(rows.assign(key=version_keys(rows)))
    keys = [str(key) for key in named["key"].unique() if key != champion]
    judged = named[named["pooled_verdict"].map(text_or_empty).ne("")] if "pooled_verdict" in named else named.iloc[:0]
    # A pooled verdict is on every row of a version; the newest row is that of the summary's last word.
    newest = judged.drop_duplicates("key", keep="last")
    pooled = {str(key): _pooled_verdict(row) for key, (_, row) in zip(newest["key"], newest.iterrows())}
    others = _cohort_verdicts(rows, champion, trained_until) if set(keys) - set(pooled) else {}
    return {key: pooled[key] if key in pooled else others[key] for key in keys}


def _cohort_verdicts(rows: pd.DataFrame, champion: str, trained_until: str) -> dict[str, VersionVerdict]:
    """Verdicts of one cohort, on every version."""
    against = rows_against(rows, champion, trained_until)
    labels = version_labels(rows)
    named = against.assign(key=version_keys(rows), verdict_rate=verdict_rates(rows))
    named["former_label"] = [labels.get(former, former) for former in named["compared_through"]]
    # A verdict of a cohort that another version led is not on the model in production now.
    named["is_compared"] = (named["cohort"].map(champions(rows)) == champion) & named["verdict"].map(text_or_empty).ne(
        ""
    )
    basis = _basis(rows)
    by_version = in_order(named[named["key"] != champion]).groupby("key", sort=False)
    return {str(key): _cohort_verdict(own, basis) for key, own in by_version}


def version_labels(rows: pd.DataFrame) -> dict[str, str]:
    """Label of each version by `version_keys`, as its newest row has it."""
    ordered = in_order(rows)
    labels = zip(version_keys(ordered), ordered["version_label"], ordered["version_id"])
    return {key: text_or_empty(label) or text_or_empty(version_id) for key, label, version_id in labels}


def leading_challenger(rows: pd.DataFrame, verdicts: Mapping[str, VersionVerdict]) -> str:
    """Key of the best challenger; "" when none was scored recently on customers that it was not trained on.

    Only versions count that were scored on the cohort that verdicts rest on (`judged_cohort`), or on a later one. The
    best `verdict_rank` leads: a better challenger before one whose difference is undecided or small, and this before a
    worse one. Among equal ranks a version scored on the last cohort leads, then the larger advantage in the figure
    judged, then the higher lift at the rate of the verdicts.

    Parameters
    ----------
    rows
        As in `version_verdicts`.
    """
    rate = rate_of_verdicts(rows)
    if rate is None:
        return ""
    named = rows_at(rows.assign(key=version_keys(rows)), rate)
    # Figures of a version on its own training outcomes would lead every time; those of outcomes that are not joined yet
    # are of the few customers who have one.
    known = rows[~rows["cohort"].isin(waiting_cohorts(rows))]
    if known.empty:
        return ""
    scored = named[named["key"].isin(list(verdicts)) & named["lift"].notna() & named["out_of_time"].ne("no")]
    names = cohort_names(known)
    recent, last = names[names.index(judged_cohort(known)) :], names[-1]
    newest = in_order(scored[scored["cohort"].isin(recent)]).drop_duplicates("key", keep="last")
    ranks = {str(row["key"]): _rank(row, verdicts[str(row["key"])], last) for _, row in newest.iterrows()}
    return max(ranks, key=lambda key: ranks[key], default="")


def _rank(row: pd.Series[Any], verdict: VersionVerdict, last_cohort: str) -> tuple[int, bool, float, float, str]:
    is_last = str(row["cohort"]) == last_cohort
    # A verdict of a single cohort counts only on the last one: an old cohort says nothing of today.
    counts = verdict.is_pooled or is_last
    strength = -verdict_rank(verdict.word if counts else "")
    delta = verdict.difference.delta
    # Without a difference a version comes behind one with any; the key at the end makes the order the same everywhere.
    advantage = -math.inf if delta is None else delta
    return strength, is_last, advantage, float(row["lift"]), str(row["key"])


def _pooled_verdict(row: pd.Series[Any]) -> VersionVerdict:
    return VersionVerdict(
        word=text_or_empty(row["pooled_verdict"]),
        rate=number_or_none(row["pooled_targeting_rate"]),
        cohorts=text_or_empty(row["pooled_cohorts"]),
        is_pooled=True,
        is_final=True,
        lift=_estimate(row, "pooled_lift_delta"),
        auc=_estimate(row, "pooled_auc_delta"),
        p_value=number_or_none(row["pooled_p_value"]),
        recorded_figure=text_or_empty(row["pooled_figure"]),
        expected_lift=_estimate(row, "expected_lift_delta"),
        # A reader of files gives True, 1 or 1.0 for the same flag.
        is_confirmed=row["pooled_confirmed"] is True or row["pooled_confirmed"] == 1,
        margin=number_or_none(row["pooled_margin"]),
        reason=_pooled_reason(row),
    )


def _pooled_reason(row: pd.Series[Any]) -> Reason | None:
    """Reasons of a verdict over several cohorts; as their English sentence where the row has no codes of them."""
    return joint_reason(read_reasons(row["reason_codes"], "pooled_reason"), text_or_empty(row["pooled_reason"]))


@dataclass(frozen=True)
class _Basis:
    """The cohort that verdicts rest on, and provisional ones after it, on which a new version may be judged."""

    cohort: str
    is_final: bool
    later: tuple[str, ...]


def _basis(rows: pd.DataFrame) -> _Basis:
    names, cohort = cohort_names(rows), judged_cohort(rows)
    return _Basis(cohort, cohort in final_cohorts(rows), names[names.index(cohort) + 1 :] if cohort else ())


def _cohort_verdict(own: pd.DataFrame, basis: _Basis) -> VersionVerdict:
    newest_cohort = str(own["cohort"].iloc[-1])
    # A version trained since has no row on the cohort of the verdicts: it is judged on a provisional one, and says so.
    is_new = newest_cohort in basis.later and basis.cohort not in set(own["cohort"])
    on_cohort = own[own["cohort"] == (newest_cohort if is_new else basis.cohort)]
    missing = _absence(own, on_cohort, basis.cohort)
    if missing:
        return VersionVerdict("not_comparable", cohorts=basis.cohort, is_final=basis.is_final, reason=missing)
    compared = on_cohort[on_cohort["is_compared"]]
    if compared.empty:
        return _through_former(on_cohort, basis)
    newest = compared.iloc[-1]
    rate = number_or_none(newest["verdict_rate"])
    judged = compared.iloc[:0] if rate is None else rows_at(compared, rate)
    return VersionVerdict(
        word=text_or_empty(newest["verdict"]),
        rate=rate,
        cohorts=str(newest["cohort"]),
        is_final=basis.is_final and not is_new,
        lift=NOTHING if judged.empty else _estimate(judged.iloc[-1], "lift_delta"),
        auc=_estimate(newest, "auc_delta"),
        p_value=number_or_none(newest["p_value"]),
        recorded_figure=text_or_empty(newest["verdict_figure"]),
    )


def _through_former(on_cohort: pd.DataFrame, basis: _Basis) -> VersionVerdict:
    """No verdict, and the differences that go through the champion of that time."""
    newest = on_cohort.iloc[-1]
    former, cohort = text_or_empty(newest["compared_through"]), str(newest["cohort"])
    if not former:
        return VersionVerdict()
    rate = number_or_none(newest["verdict_rate"])
    judged = on_cohort.iloc[:0] if rate is None else rows_at(on_cohort, rate)
    return VersionVerdict(
        rate=rate,
        cohorts=cohort,
        is_final=basis.is_final and cohort == basis.cohort,
        lift=NOTHING if judged.empty else _estimate(judged.iloc[-1], "lift_delta"),
        auc=_estimate(newest, "auc_delta"),
        recorded_figure=text_or_empty(newest["verdict_figure"]),
        reason=newest["not_compared"]
        or Reason("judged_against_former", {"cohort": cohort, "former": newest["former_label"]}),
    )


def _absence(own: pd.DataFrame, on_cohort: pd.DataFrame, cohort: str) -> Reason | None:
    """Why a version has no scores on a cohort; None when it has."""
    if on_cohort.empty:
        before = str(own["cohort"].iloc[-1])
        return Reason("not_evaluated_on_last", {"cohort": cohort, "before": before})
    is_scored = on_cohort["lift"].notna() | on_cohort["status"].map(is_scored_status)
    return None if is_scored.any() else Reason("not_scored_on_last", {"cohort": cohort})


def _estimate(row: pd.Series[Any], name: str) -> Estimate:
    delta, low, high = (number_or_none(row[column]) for column in (name, f"{name}_low", f"{name}_high"))
    return Estimate(delta, Bounds(low, high))


def _has_p_value(estimate: Estimate, recorded: float | None) -> bool:
    low, high = estimate.bounds
    if recorded is None or estimate.delta is None or low is None or high is None:
        return False
    computed = p_value(Difference(estimate.delta, (high - low) / (2 * Z95)))
    return computed is not None and math.isclose(computed, recorded, rel_tol=1e-6)
