"""What a run says: a table for the log, figures for scenarios."""

from __future__ import annotations

from typing import Any

import pandas as pd

from champion_challenger.core.monitoring.warning_sentence import warnings_metrics
from champion_challenger.core.tables.columns import VERDICTS
from champion_challenger.core.tables.frames import version_keys
from champion_challenger.core.tables.reading import (
    champion_now,
    counted_rows,
    populations,
    rate_of_verdicts,
    rows_at,
)
from champion_challenger.core.verdicts.version_verdict import leading_challenger, version_verdicts
from champion_challenger.languages import LANGUAGES
from champion_challenger.languages.english import ENGLISH

_FIGURES = ("lift", "auc", "precision", "sensitivity", "accuracy")
_EARLY = ("average_precision", "expected_positives", "score_psi", "score_psi_limit", "list_changed")
_DECIMALS = 4


def metrics(performance: pd.DataFrame) -> dict[str, Any]:
    """Figures of one cohort that scenarios act on: the champion's, the best challenger's and its gain, counts.

    All are at the rate of the verdicts, which is among them in percent. Counts of 0 are among them, and so is that
    there is no challenger (``none``): a run condition may rest on either. Figures have four decimals, since mails show
    them as they are; those that are not defined are left out.
    """
    rows = _rows_at_verdict_rate(performance)
    champion, best = rows[rows["is_champion"]], rows[version_keys(rows) == _best_challenger(performance)]
    names = (*_FIGURES, *_EARLY)
    figures = {f"champion_{name}": value for name in names for value in champion[name].dropna()}
    if len(best):
        figures["best_challenger_lift"] = best["lift"].iloc[0]
        if "champion_lift" in figures:
            # From the figures before rounding: a difference of two rounded numbers can be off by a digit.
            figures["best_challenger_gain"] = figures["best_challenger_lift"] - figures["champion_lift"]
    return {
        "targeting_rate_percent": round(100 * (rate_of_verdicts(performance) or 0.0), _DECIMALS),
        "versions_evaluated": int(rows["status"].isin(["scored", "scored_with_missing_features"]).sum()),
        "versions_not_scored": int((rows["status"] == "not_scorable").sum()),
        **{f"verdicts_{word}": int((rows["verdict"] == word).sum()) for word in VERDICTS},
        "best_challenger": "none" if best.empty else str(best["version_id"].iloc[0]),
        **{name: round(float(value), _DECIMALS) for name, value in figures.items()},
        **_evidence(champion),
        "early_warnings": warnings_metrics(performance)["early_warnings"],
    }


def _evidence(champion: pd.DataFrame) -> dict[str, str]:
    """What the champion's figures are worth, by ``out_of_time``, in each language."""
    known = next((word for word in champion["out_of_time"] if f"evidence.{word}" in ENGLISH.texts), None)
    ends = {code: "" if language is ENGLISH else f"_{code}" for code, language in LANGUAGES.items()}
    texts = {code: str(language.texts.get(f"evidence.{known}", "")) for code, language in LANGUAGES.items()}
    return {f"champion_evidence{ends[code]}": text for code, text in texts.items() if known}


def comparison_table(performance: pd.DataFrame) -> str:
    """The comparison of one cohort at the rate of its verdicts as a table for the log, the champion marked."""
    rows = _rows_at_verdict_rate(performance)
    if rows.empty:
        return _no_rows(performance)
    columns = ["version_label", "version_id", *_FIGURES]
    # As objects, so that a dash can stand for a missing number.
    cells = rows[columns].round(_DECIMALS).astype("object").where(rows[columns].notna(), "-")
    cells.insert(0, "", ["*" if flag else "" for flag in rows["is_champion"]])
    cells["verdict"] = rows["verdict"].where(rows["status"] == "scored", rows["status"])
    rate = rate_of_verdicts(performance) or 0.0
    return f"Figures at {rate:.2%} targeted (* is the model in production):\n{cells.to_string(index=False)}"


def _no_rows(performance: pd.DataFrame) -> str:
    """Say that a table would be empty, and of which population."""
    population = next(iter(populations(performance)), "all")
    return (
        f"No figures: no version has a row over the customers on whom verdicts rest (segment {population}). Check the "
        "verdict population of the evaluation policy, and the contact column with its control values."
    )


def _rows_at_verdict_rate(performance: pd.DataFrame) -> pd.DataFrame:
    """Rows of all customers, the champion first, then by falling lift."""
    rows = rows_at(counted_rows(performance), rate_of_verdicts(performance) or 0.0)
    ordered: pd.DataFrame = rows.sort_values(["is_champion", "lift"], ascending=False, kind="stable")
    return ordered


def _best_challenger(performance: pd.DataFrame) -> str:
    rows = counted_rows(performance)
    return leading_challenger(rows, version_verdicts(rows, champion_now(rows).key))
