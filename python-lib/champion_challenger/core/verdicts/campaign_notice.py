"""Whether a campaign on the champion's list may have decided the verdicts of rows."""

from __future__ import annotations

import pandas as pd

from champion_challenger.core.reasons import Reason, read_reasons
from champion_challenger.core.tables.reading import in_order, judged_cohort

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
    start = ordered.loc[ordered["cohort"] == judged_cohort(rows), "cohort_start"].min()
    lately = ordered if pd.isna(start) else ordered[ordered["cohort_start"] >= start]
    reasons = [reason for codes in lately["reason_codes"] for reason in read_reasons(codes, "reason")]
    return next((reason for reason in reversed(reasons) if reason.code in CODES), None)


def notice_sentence(worded: str) -> str:
    """A worded notice as a sentence of its own.

    >>> notice_sentence("the verdict may be wrong")
    'The verdict may be wrong.'
    """
    return f"{worded[:1].upper()}{worded[1:]}."
