"""What was understood of a form, in one line for the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from champion_challenger.records.models import Horizon


def understood(
    rates_bp: Sequence[int], horizon: Horizon, snapshot_day: str, window: str, now: datetime, verdicts: str = ""
) -> str:
    """Rates, horizon, window and time zone as a sentence.

    Parameters
    ----------
    rates_bp
        Targeting rates in basis points.
    snapshot_day
        ``first`` or ``last`` day of a period, or the column whose dates say it.
    window
        Which training data is used; "" where nothing is trained.
    now
        Time of the run, whose day decides which outcomes are final.
    verdicts
        What is special of the rate of the verdicts, as `verdict_rate` says it; "" for nothing.

    Examples
    --------
    >>> from datetime import timezone
    >>> now = datetime(2019, 8, 20, tzinfo=timezone.utc)
    >>> print(understood([50, 500], Horizon(1, "month"), "last", training_window(12, "before_cohort"), now))
    Understood: targeting rates 0.5, 5 %; outcomes known 1 month after the last day of a period; training window of at \
most 12 partitions before the cohort; today is 2019-08-20 (time zone UTC).
    """
    if snapshot_day in ("first", "last"):
        snapshot_day = f"the {snapshot_day} day of a period"
    rates = ", ".join(f"{rate / 100:g}" for rate in rates_bp)
    parts = [
        f"targeting rates {rates} %",
        *([verdicts] if verdicts else []),
        f"outcomes known {horizon} after {snapshot_day}",
        *([window] if window else []),
        f"today is {now:%Y-%m-%d} (time zone {now.tzinfo or 'of the server'})",
    ]
    return f"Understood: {'; '.join(parts)}."


def verdict_rate(primary_bp: int, taken_bp: int) -> str:
    """Rate of the verdicts in words, where it is not that of the policy; "" where it is.

    >>> verdict_rate(700, 500)
    'verdicts at 5 %, the rate nearest to the primary rate of 7 %, which is not among them'
    >>> verdict_rate(500, 500)
    ''
    """
    if primary_bp == taken_bp:
        return ""
    nearest, primary = f"{taken_bp / 100:g}", f"{primary_bp / 100:g}"
    return f"verdicts at {nearest} %, the rate nearest to the primary rate of {primary} %, which is not among them"


def training_window(periods: int, end: str) -> str:
    """Window of a replay in words; ``end`` is a choice of the form.

    >>> training_window(1, "with_cohort")
    'training window of at most 1 partition up to the cohort'
    """
    return f"training window of at most {periods} partition{'' if periods == 1 else 's'} " + (
        "up to the cohort" if end == "with_cohort" else "before the cohort"
    )
