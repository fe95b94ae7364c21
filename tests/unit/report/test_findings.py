"""What is said of an evaluation: four things, each in its own words."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.reasons import Reason, reason_codes
from tests.unit.report.samples import plain_page as page
from tests.unit.report.samples import report_of, row, two_cohorts

LATE = Reason("outcomes_absent", {"n": 400})
APART = Reason("version_knew_outcomes")


def with_reason(reason: Reason, **changes: Any) -> dict[str, Any]:
    """A version of May with a reason."""
    codes = reason_codes({"reason": [reason]})
    return row("19980228", "1998-05", 6.0, **{"reason": str(reason), "reason_codes": codes, **changes})


@pytest.mark.parametrize(
    ("added", "said"),
    [
        (row("19980228", "1998-04", 6.0), "not evaluated"),
        (row("19980228", "1998-05", None, status="not_scorable", reason="no column x"), "not scorable"),
        (with_reason(LATE, status="not_enough_data", auc=None), "scored, outcomes not joined yet"),
        (with_reason(APART, verdict="not_comparable"), "scored, not compared"),
        (row("19980228", "1998-05", 6.0, reason="AUC too good to be true"), "scored, with a reservation"),
    ],
)
def test_each_cause_has_its_own_words(added: dict[str, Any], said: str) -> None:
    """A version that was scored is never called not scored."""
    text = page(report_of([*two_cohorts(), row("19980430", "1998-05", 6.25), added]))
    table = text[text.index("What is missing or has a reservation") :]

    assert f'<td class="text reason">1998-02-28</td><td class="text reason">{said}</td>' in table
    assert ("could not be scored" in text) == (added["status"] == "not_scorable")


def test_a_cohort_without_outcomes_waits_for_them() -> None:
    """It is not called provisional only, and nobody is said to have failed."""
    said = {"reason": str(LATE), "reason_codes": reason_codes({"reason": [LATE]})}
    waiting = {**said, "auc": None, "cohort_status": "provisional", "status": "not_enough_data"}
    rows = [{**one, **waiting} for one in two_cohorts() if one["cohort"] == "1998-05"]
    text = page(report_of([*two_cohorts()[:1], *rows]))

    assert "The outcomes of cohort 1998-05 are not joined yet" in text
    assert "4 were scored, without figures" in text
    assert "could not be scored" not in text
