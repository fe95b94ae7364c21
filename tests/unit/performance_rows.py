"""Performance rows made by hand, as a host delivers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from champion_challenger.core.calendar import last_day
from champion_challenger.core.figures.uncertainty import Z95
from champion_challenger.core.tables.frames import table
from champion_challenger.core.verdicts.history import History, history
from champion_challenger.records.models import Horizon

MONTH = Horizon(1, "month")
N, RATE, BASE = 10_000, 0.05, 0.04  # 400 positives, 20 on a random list of 500


def months(count: int, first: str = "2019-01") -> list[str]:
    """So many months, the first one given."""
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(start, start + count)]


def row(version: str, cohort: str, delta: float | None = 0.0, error: float = 0.3, **changes: Any) -> dict[str, Any]:
    """One version on one cohort; its lift is that of the champion, 3, plus the difference."""
    gain = delta or 0.0
    lift = 3.0 + gain
    start = last_day(cohort)
    bounded = {
        f"{name}_delta{end}": None if delta is None else scale * (gain + sign * Z95 * error)
        for name, scale in (("lift", 1.0), ("auc", 0.05))
        for end, sign in (("", 0), ("_low", -1), ("_high", 1))
    }
    who = {"score_id": "churn", "version_id": version, "version_label": version, "is_champion": False, "segment": "all"}
    when = {
        "cohort": cohort,
        "cohort_start": start.isoformat(),
        "cohort_status": "final",
        "trained_until": "2018-12-31",
    }
    counts = {"n": N, "n_positive": int(N * BASE), "base_rate": BASE, "n_targeted": int(N * RATE)}
    found = {"targeting_rate": RATE, "lift": lift, "auc": 0.75 + 0.05 * gain, "true_positives": lift * N * RATE * BASE}
    extra = {"extra_positives": None if delta is None else gain * N * RATE * BASE, "out_of_time": "yes"}
    where = {"project_key": "TELCO", "model_id": "m1", "status": "scored", "computed_at": "2021-01-01T00:00:00Z"}
    return {**who, **when, **counts, **found, **extra, **where, **bounded, **changes}


def champion(cohort: str, version: str = "v0", **changes: Any) -> dict[str, Any]:
    """The champion on a cohort; it is compared with nobody."""
    return row(version, cohort, **{"delta": None, "is_champion": True, **changes})


def against(version: str, deltas: Sequence[float], **changes: Any) -> list[dict[str, Any]]:
    """Champion and one challenger, a month for each difference."""
    pairs = zip(months(len(deltas)), deltas)
    return [one for month, delta in pairs for one in (champion(month), row(version, month, delta, **changes))]


def performance(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Rows as a performance dataset."""
    return table(rows)


def told(rows: Sequence[dict[str, Any]], wait: Horizon = MONTH, rate_bp: int = 500) -> History:
    """Rows as the history of a score."""
    return history(performance(rows), rate_bp, wait)


def day(month: str) -> date:
    """Snapshot date of a month."""
    return last_day(month)
