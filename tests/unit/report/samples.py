"""Rows of a score as the report gets them: months of a champion, challengers and a rule, made by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

import pandas as pd

from champion_challenger.core.report.rows import ReportRows, report_rows
from champion_challenger.report.page import page
from champion_challenger.settings.performance_report import ReportOptions

SHARED = {
    "score_id": "Repurchase",
    "cohort_status": "final",
    "segment": "all",
    "n": 23570,
    "n_positive": 1507,
    "base_rate": 0.0639,
    "n_targeted": 1179,
    "project_key": "P",
    "model_id": "m",
    "algorithm": "RANDOM_FOREST_CLASSIFICATION",
    "status": "scored",
    "run_id": "run-1",
    "computed_at": "1998-07-01T00:00:00",
    "plugin_version": "0.1.0",
}
RULE = {"algorithm": None, "model_id": None, "project_key": None, "version_label": "rule_score"}
BETTER = {
    "pooled_verdict": "challenger_better",
    "pooled_cohorts": "1998-03, 1998-04, 1998-05",
    "pooled_targeting_rate": 0.05,
    "pooled_lift_delta": 0.4,
    "pooled_lift_delta_low": 0.21,
    "pooled_lift_delta_high": 0.59,
    "extra_positives": 38.0,
    "target_overlap": 0.81,
}


def plain_page(rows: ReportRows, options: ReportOptions | None = None) -> str:
    """The page without the wrappers that keep days on one line."""
    return plain(page(rows, options or ReportOptions()))


def plain(text: str) -> str:
    """A page without those wrappers."""
    return re.sub(r'<span class="day">([^<]*)</span>', r"\1", text)


def row(version: str, cohort: str, lift: float | None, /, **changes: Any) -> dict[str, Any]:
    """One row; the version `initial` is the champion."""
    figures = {"lift": lift, "auc": 0.8, "precision": 0.4, "sensitivity": 0.3, "accuracy": 0.9, "true_positives": 450.0}
    bounds = (
        {} if lift is None else {"lift_low": lift - 0.3, "lift_high": lift + 0.3, "auc_low": 0.78, "auc_high": 0.82}
    )
    who = {"version_id": version, "version_label": version, "is_champion": version == "initial"}
    when = {"cohort": cohort, "cohort_start": f"{cohort}-28", "targeting_rate": 0.05, "out_of_time": "yes"}
    now = {"is_champion_now": version == "initial"}
    return {**SHARED, **who, **when, **figures, **bounds, **now, **changes}


def two_cohorts() -> list[dict[str, Any]]:
    """A champion, two challengers and a rule over two cohorts."""
    return [
        row("initial", "1998-04", 6.1, model_age_days=360),
        row("initial", "1998-05", 5.9, model_age_days=390),
        row("19980331", "1998-04", 6.3, model_age_days=28),
        row("19980331", "1998-05", 6.27, model_age_days=58, **BETTER),
        row("19980430", "1998-05", 6.25, model_age_days=28, pooled_verdict="not_enough_data", cohorts_to_settle=4),
        row("column:rule_score", "1998-05", 5.5, **RULE),
    ]


def report_of(rows: Sequence[dict[str, Any]], /, **others: Any) -> ReportRows:
    """Rows brought under the columns of the report."""
    return report_rows(pd.DataFrame(list(rows)), **others)


def gains(version: str, cohort: str = "1998-05") -> list[dict[str, Any]]:
    """A gains curve that reaches half of the positives among the first tenth."""
    shared = {"score_id": "Repurchase", "version_id": version, "cohort": cohort, "segment": "all", "cutoff_score": 0.1}
    reached = [min(1.0, 0.05 * percent) if percent <= 10 else 0.5 + (percent - 10) / 180 for percent in range(1, 101)]
    return [
        {**shared, "percent": percent, "n_targeted": 236 * percent, "true_positives": 1507 * share}
        for percent, share in enumerate(reached, start=1)
    ]


def decisions() -> list[dict[str, Any]]:
    """Two months of two rules; the verdict's brought 12 and then 50 more."""
    shared = {"score_id": "Repurchase", "targeting_rate": 0.05, "version_id": "v", "version_label": "v"}
    months = (("1998-04", 12.0), ("1998-05", 50.0))
    return [
        {
            **shared,
            "rule": rule,
            "cohort": cohort,
            "cohort_start": f"{cohort}-28",
            "total_positives": 900.0 + scale * extra,
            "total_extra_positives": scale * extra,
            "total_extra_positives_low": scale * (extra - 9),
            "total_extra_positives_high": scale * (extra + 9),
        }
        for rule, scale in (("keep_the_champion", 0.0), ("our_verdict", 1.0))
        for cohort, extra in months
    ]


def activation(**changes: Any) -> dict[str, Any]:
    """An entry of the activation log: the version `initial` was made the active one."""
    what = {"project_key": "P", "model_id": "m", "from_version": "older", "to_version": "initial", "how": "macro"}
    who = {"activated_at": "1997-05-02T09:00:00Z", "by": "ann", "reason": "first champion"}
    return {**what, **who, **changes}


class Checker(HTMLParser):
    """Collects tags and fails on elements that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what is open."""
        self.seen.append(tag)
        if tag not in ("meta", "br", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Elements without content close themselves."""
        self.seen.append(tag)


def checked(text: str) -> Checker:
    """Parse a page."""
    checker = Checker()
    checker.feed(text)
    assert not checker.open
    return checker
