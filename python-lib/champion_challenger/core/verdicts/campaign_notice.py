"""Whether a campaign on the champion's list may have decided the verdicts of rows, and on whom they rest."""

from __future__ import annotations

import pandas as pd

from champion_challenger.core.reasons import Reason, read_reasons
from champion_challenger.core.tables.reading import in_order, judged_cohort, populations

CODES = ("campaign_without_control", "campaign_control_unused")
"""Codes of the notice, in the reasons of the champion's rows over all customers."""


def campaign_notice(rows: pd.DataFrame) -> Reason | None:
    """Notice of the cohort that verdicts rest on, or of a later one; None without.

    Parameters
    ----------
    rows
        `counted_rows` of one score: those of a control group never have it.
    """
    ordered = in_order(rows)
    # Later cohorts count too: their campaign decides the verdict that comes next.
    start = ordered.loc[ordered["cohort"] == judged_cohort(rows), "cohort_start"].min()
    later_rows = ordered if pd.isna(start) else ordered[ordered["cohort_start"] >= start]
    reasons = [reason for codes in later_rows["reason_codes"] for reason in read_reasons(codes, "reason")]
    return next((reason for reason in reversed(reasons) if reason.code in CODES), None)


def population_notice(rows: pd.DataFrame) -> Reason | None:
    """On whom the newest verdicts rest, where not on all customers; rows as in `campaign_notice`."""
    named = populations(in_order(rows))
    code = f"rests_on_{named.iloc[-1]}" if len(named) else ""
    return Reason(code) if code in ("rests_on_control", "rests_on_uncontacted") else None


def notice_sentence(worded: str) -> str:
    """A worded notice as a sentence of its own.

    >>> notice_sentence("the verdict may be wrong")
    'The verdict may be wrong.'
    """
    return f"{worded[:1].upper()}{worded[1:]}."
