"""Telling a run: a table for the log, figures for scenarios."""

from __future__ import annotations

from typing import Any

import pandas as pd

from champion_challenger.core.tables.columns import VERDICTS

_SHOWN = ("version_label", "version_id", "lift", "auc", "precision", "sensitivity", "accuracy")
_DECIMALS = 4


def at_rate(performance: pd.DataFrame, rate: float) -> pd.DataFrame:
    """Rows of all customers at a targeting rate, the champion first, then by falling lift."""
    rows = performance[(performance["targeting_rate"] == rate) & (performance["segment"] == "all")]
    ordered: pd.DataFrame = rows.sort_values(["is_champion", "lift"], ascending=False, kind="stable")
    return ordered


def best_challenger(rows: pd.DataFrame) -> pd.Series | None:
    """Row of the challenger with the highest lift; None without one that was scored."""
    challengers = rows[~rows["is_champion"] & rows["lift"].notna()]
    return None if challengers.empty else challengers.iloc[0]


def metrics(performance: pd.DataFrame, rate: float) -> dict[str, Any]:
    """Figures that scenarios act on: the champion's, the best challenger's and its gain, counts.

    Counts of 0 are told, and so is that there is no challenger (``none``): a run condition may rest on either. Figures
    have four decimals, since mails show them as they are; those that are not defined are left out.
    """
    rows = at_rate(performance, rate)
    champion, best = rows[rows["is_champion"]], best_challenger(rows)
    found: dict[str, Any] = {
        "versions_evaluated": int(rows["status"].isin(["scored", "scored_with_missing_features"]).sum()),
        "versions_not_scored": int((rows["status"] == "not_scorable").sum()),
        **{f"verdicts_{name}": int((rows["verdict"] == name).sum()) for name in VERDICTS},
        "best_challenger": "none" if best is None else str(best["version_id"]),
    }
    for name in ("lift", "auc", "precision", "sensitivity", "accuracy"):
        found.update({f"champion_{name}": round(float(value), _DECIMALS) for value in champion[name].dropna()})
    if best is not None:
        found["best_challenger_lift"] = round(float(best["lift"]), _DECIMALS)
        if "champion_lift" in found:
            found["best_challenger_gain"] = round(found["best_challenger_lift"] - found["champion_lift"], _DECIMALS)
    return found


def comparison_table(performance: pd.DataFrame, rate: float) -> str:
    """The comparison at the primary rate as a table for the log, the champion marked."""
    rows = at_rate(performance, rate)
    shown = rows[list(_SHOWN)].round(4).astype("object").where(rows[list(_SHOWN)].notna(), "-")
    shown.insert(0, "", ["*" if flag else "" for flag in rows["is_champion"]])
    shown["verdict"] = rows["verdict"].where(rows["status"] == "scored", rows["status"])
    return f"Figures at {rate:.2%} targeted (* is the model in production):\n{shown.to_string(index=False)}"
