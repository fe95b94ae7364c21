"""Stored scores and outcomes that are refused before anything is counted."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from champion_challenger.errors import DataError
from champion_challenger.operations.stored_scores.checks import check_counts
from tests.unit.operations.stored_scores.fakes import run_stored, stored_host, stored_scores

BARE = stored_scores().drop(columns="outcome")
KNOWN = stored_scores().query("version_id == 'v1'")[["customer_id", "cohort", "outcome"]].reset_index(drop=True)


def with_first_of_june(**changes: Any) -> pd.DataFrame:
    """The outcomes with one row changed."""
    found = KNOWN.astype("object")
    found.loc[found.index[found["cohort"] == "2019-06"][0], list(changes)] = list(changes.values())
    return found.assign(outcome=found["outcome"].astype("int64"))


@pytest.mark.parametrize(
    ("outcomes", "message"),
    [
        (pd.concat([KNOWN, KNOWN.tail(2)]), "outcomes, cohort 2019-06: customers .* more than once .* 2 rows too many"),
        (with_first_of_june(outcome=7), "outcomes, cohort 2019-06: expected outcomes 1 .* found 1 row with another"),
        (with_first_of_june(customer_id=None), "outcomes, cohort 2019-06: 1 row has no customer_id"),
        (KNOWN[KNOWN["cohort"] == "2019-05"], "none of the rows of cohort 2019-06 has an outcome. Are the realised"),
        (KNOWN.assign(customer_id="x" + KNOWN["customer_id"]), "are their customer ids spelled alike"),
    ],
    ids=["duplicates", "strange", "nameless", "none yet", "other ids"],
)
def test_outcomes_that_cannot_be_joined_are_refused(outcomes: pd.DataFrame, message: str) -> None:
    """Before the scores are counted."""
    host = stored_host(BARE, outcomes.reset_index(drop=True))

    with pytest.raises(DataError, match=message):
        run_stored(host)
    assert host.performance is None


def test_counts_that_agree_are_taken() -> None:
    """One row less is somebody who loads the table."""
    check_counts("v1", 300, 300)
    with pytest.raises(DataError, match="Version v1: expected 300 rows in the counts, found 299"):
        check_counts("v1", 300, 299)
