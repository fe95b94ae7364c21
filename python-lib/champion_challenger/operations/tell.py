"""Telling a run: a table for the log, figures for scenarios."""

from __future__ import annotations

from typing import Any

import pandas as pd

_SHOWN = ("version_label", "lift", "auc", "precision", "sensitivity", "accuracy")
PRIMARY_RATE = 0.05


def primary_rate(performance: pd.DataFrame) -> float:
    """5 % when it was evaluated, else the lowest rate."""
    rates = performance["targeting_rate"]
    return PRIMARY_RATE if (rates == PRIMARY_RATE).any() else float(rates.min())


def at_primary_rate(performance: pd.DataFrame) -> pd.DataFrame:
    """Rows at the primary rate, the champion first, then by falling lift."""
    rows = performance[performance["targeting_rate"] == primary_rate(performance)]
    ordered: pd.DataFrame = rows.sort_values(["is_champion", "lift"], ascending=False, kind="stable")
    return ordered


def best_challenger(performance: pd.DataFrame) -> pd.Series | None:
    """Row of the challenger with the highest lift at the primary rate; None without one that was scored."""
    rows = at_primary_rate(performance)
    challengers = rows[~rows["is_champion"] & rows["lift"].notna()]
    return None if challengers.empty else challengers.iloc[0]


def metrics(performance: pd.DataFrame) -> dict[str, Any]:
    """Figures that scenarios act on, without nulls: the champion's, the best challenger's and its gain, counts."""
    rows = at_primary_rate(performance)
    champion, best = rows[rows["is_champion"]], best_challenger(performance)
    found: dict[str, Any] = {
        "versions_evaluated": int(rows["status"].isin(("scored", "scored_with_missing_features")).sum()),
        "versions_not_scored": int((rows["status"] == "not_scorable").sum()),
    }
    for name in ("lift", "auc", "precision", "sensitivity", "accuracy"):
        found.update({f"champion_{name}": float(value) for value in champion[name].dropna()})
    if best is not None:
        found["best_challenger"] = str(best["version_id"])
        found["best_challenger_lift"] = float(best["lift"])
        if "champion_lift" in found:
            found["best_challenger_gain"] = found["best_challenger_lift"] - found["champion_lift"]
    return found


def told(performance: pd.DataFrame) -> str:
    """The comparison at the primary rate as a table for the log, the champion marked."""
    rows = at_primary_rate(performance)
    shown = rows[list(_SHOWN)].round(4).astype("object").where(rows[list(_SHOWN)].notna(), "-")
    shown.insert(0, "", ["*" if flag else "" for flag in rows["is_champion"]])
    shown["status"] = rows["status"]
    title = f"Figures at {primary_rate(performance):.2%} targeted (* is the model in production):"
    return f"{title}\n{shown.to_string(index=False)}"
