"""The confusion table at a targeting rate: whom the list holds and whom it misses, on the last cohort."""

from __future__ import annotations

from typing import Any

import pandas as pd

from champion_challenger.core.figures.targeting import Confusion, confusion
from champion_challenger.report.markup import Markup, element, unbroken
from champion_challenger.report.shown import ReportEvidence
from champion_challenger.report.tables import role_name, wide_table
from champion_challenger.report.wording import Wording

_COLUMNS = ("true_positives", "false_positives", "false_negatives", "true_negatives")


def confusion_table(evidence: ReportEvidence, rate: float, words: Wording) -> list[Markup]:
    """Of the model in production and the best challenger; nothing without their counts."""
    rows = evidence.last_figures(rate)
    wanted = [version for version in evidence.versions if version.is_champion or version.is_best]
    known = {version: _counts(rows.loc[version.key]) for version in wanted if version.key in rows.index}
    body = [
        element(
            "tr",
            element("td", unbroken(role_name(version, words)), class_="text name"),
            *(element("td", words.count(getattr(counts, name))) for name in _COLUMNS),
        )
        for version, counts in known.items()
        if counts is not None
    ]
    if not body:
        return []
    heads = [element("th", words.text("version"), class_="text")]
    heads += [element("th", words.text(f"confusion.{name}")) for name in _COLUMNS]
    title = words.text("confusion.title", cohort=evidence.figures_cohort, rate=words.rate(rate))
    return [element("h3", unbroken(title)), wide_table(heads, body)]


def _counts(row: pd.Series[Any]) -> Confusion | None:
    counts = row[["n", "n_positive", "n_targeted", "true_positives"]]
    # A weighted population has no counts that add up to all customers; without customers there is nothing to count.
    return None if counts.isna().any() or not counts["n"] else confusion(*(float(count) for count in counts))
