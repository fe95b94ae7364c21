"""Cohorts whose status does not agree with their dates."""

from __future__ import annotations

import pandas as pd
import pytest

from champion_challenger.core.reasons import Reason, reason_codes
from champion_challenger.core.verdicts.cohort_dates import (
    of_another_horizon,
    outcomes_metrics,
    overdue,
    without_outcomes,
)
from champion_challenger.records.models import Horizon

LATE = reason_codes({"reason": [Reason("outcomes_absent", {"n": 400})]})


def cohort(name: str, status: str, computed: str, codes: str | None = None, day: str = "-31") -> dict[str, str | None]:
    """A row of a cohort with a snapshot on the last day of its month."""
    return {
        "cohort": name,
        "cohort_start": name + day,
        "cohort_status": status,
        "computed_at": f"{computed}T06:00:00",
        "reason_codes": codes,
        "reason": None,
    }


@pytest.mark.parametrize(
    ("row", "differs"),
    [
        (cohort("2019-01", "final", "2019-03-01"), False),
        (cohort("2019-01", "final", "2019-02-20"), True),
        (cohort("2019-01", "final", "2019-02-01", day="-01"), False),
        (cohort("2019-01", "final", "2019-01-31", day="-01"), False),
        (cohort("2019-01", "provisional", "2019-02-20"), False),
        (cohort("2019-01", "provisional", "2019-05-01"), True),
        (cohort("2019-01", "provisional", "2019-05-01", LATE), False),
    ],
)
def test_another_horizon_shows_in_the_status(row: dict[str, str | None], differs: bool) -> None:
    """Either snapshot day is possible, and any time zone; late outcomes are no sign."""
    assert of_another_horizon(pd.DataFrame([row]), Horizon(1, "month")) == (["2019-01"] if differs else [])


def test_cohorts_that_wait_for_another_evaluation_are_named() -> None:
    """Their time is over, seen from the newest row; the newest month itself may be provisional."""
    rows = [
        cohort("2019-01", "provisional", "2019-02-01"),
        cohort("2019-03", "provisional", "2019-05-01", LATE),
        cohort("2019-05", "provisional", "2019-06-01"),
        cohort("2019-12", "final", "2019-06-15"),
    ]
    assert overdue(pd.DataFrame(rows), Horizon(1, "month")) == ["2019-01", "2019-03"]


def test_cohorts_without_outcomes_are_named_with_their_reason() -> None:
    """Once each, in a word and in a sentence; one that is final meanwhile has them."""
    few = reason_codes({"reason": [Reason("outcomes_fewer_than_usual", {"share": 0.6, "usual": 0.02})]})
    rows = pd.DataFrame(
        [
            cohort("2019-01", "final", "2019-06-01", LATE),
            cohort("2019-03", "provisional", "2019-06-01", LATE),
            cohort("2019-03", "provisional", "2019-06-01", LATE),
            cohort("2019-04", "provisional", "2019-06-01", few),
            cohort("2019-05", "provisional", "2019-06-01"),
        ]
    )
    metrics = outcomes_metrics(rows)

    assert list(without_outcomes(rows)) == ["2019-04", "2019-03"]
    assert metrics["outcomes"] == "not joined yet"
    assert metrics["outcomes_sentence"].startswith(
        "WARN: 2019-04: outcomes not joined yet: 60.0 % of the customers have none, 2.0 % in the cohorts before; "
        "2019-03: outcomes not joined yet: none of 400 customers has one. Without its outcomes a cohort stays"
    )
    assert outcomes_metrics(rows.head(1))["outcomes"] == "joined"


def test_rows_of_an_older_version_say_it_in_words_alone() -> None:
    """They have no codes; neither has a row with very many reasons."""
    words = "outcomes not joined yet: none of 400 customers has one"
    old = {**cohort("2019-01", "provisional", "2019-05-01"), "reason": f"figures need both classes; {words}; and more"}
    rows = pd.DataFrame([old])

    assert without_outcomes(rows) == {"2019-01": words}
    assert of_another_horizon(rows, Horizon(1, "month")) == []
