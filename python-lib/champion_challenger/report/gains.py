"""The gains curves of the last cohort, as far as they are evidence."""

from __future__ import annotations

import pandas as pd

from champion_challenger.core.figures.targeting import Reach
from champion_challenger.core.verdicts.known_figures import is_in_sample
from champion_challenger.report.shown import ReportEvidence, ShownVersion


def reaches(curve: pd.DataFrame) -> list[Reach]:
    """Points of a gains curve that are known."""
    cells = zip(curve["percent"], curve["n_targeted"], curve["true_positives"])
    return [Reach(int(percent), int(n), float(hits)) for percent, n, hits in cells if not (pd.isna(n) or pd.isna(hits))]


def gains_rows(evidence: ReportEvidence) -> dict[str, pd.DataFrame]:
    """Gains curve of each version on the last cohort with outcomes, by version id, the fewest contacts first."""
    # "" counts as all: older plugins wrote no segment.
    gains = evidence.source.gains
    rows = gains[(gains["cohort"] == evidence.figures_cohort) & gains["segment"].isin(("all", ""))]
    # A curve of a version on its own training outcomes rises as if it knew who is positive: it does.
    last = evidence.last_figures(evidence.rate)
    rows = rows[~rows["version_id"].isin(last.loc[is_in_sample(last), "version_id"])]
    return {str(version_id): curve.sort_values("percent") for version_id, curve in rows.groupby("version_id")}


def left_out_of_gains(evidence: ReportEvidence) -> list[ShownVersion]:
    """Versions whose curve is not shown, since they were trained on outcomes of the cohort."""
    last, gains = evidence.last_figures(evidence.rate), evidence.source.gains
    known = set(gains.loc[gains["cohort"] == evidence.figures_cohort, "version_id"])
    in_sample = set(last.loc[is_in_sample(last) & last["version_id"].isin(known), "key"])
    return [version for version in evidence.versions if version.key in in_sample]
