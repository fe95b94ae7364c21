"""The looks at the rows before they are counted, as texts and as answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.profile import (
    outcomes_profile,
    outcomes_profile_query,
    scores_profile,
    scores_profile_query,
)
from champion_challenger.core.sql.tables import CohortRange, OutcomesTable, StoredScores

SCORES = StoredScores("scores", "id", "version", "score", "churned", cohort=CohortRange("month"))
OUTCOMES = OutcomesTable("outcomes", "id", "left", CohortRange("month"), is_boolean=True)
ANSWER: dict[str, Any] = {
    "VERSION_ID": "v1  ",
    "COHORT": "2019-06",
    "N_ROWS": 10,
    "N_CUSTOMERS": 7,
    "N_NAMELESS": 1,
    "N_UNMATCHED": 0,
    "N_UNLABELLED": 3,
    "N_STRANGE": 0,
    "N_INFINITE": 1,
    "N_NULL": 1,
}


def test_rows_are_counted_once_in_each_way() -> None:
    """Ten rows: one without a customer, two repeated; three without an outcome, two of the others without a score."""
    profile = scores_profile(ANSWER)
    assert (profile.version_id, profile.n_repeated, profile.n_unscored, profile.n_evaluated) == ("v1", 2, 2, 5)


@pytest.mark.parametrize(("marked", "is_champion"), [(10, True), (9, False), (0, False)])
def test_the_champion_is_marked_on_all_of_its_rows(marked: int, is_champion: bool) -> None:
    """Half a mark is none."""
    assert scores_profile({**ANSWER, "N_CHAMPION": marked}).is_champion is is_champion
    assert not scores_profile({**ANSWER, "N_CHAMPION": 0, "N_ROWS": 0}).is_champion


def test_a_version_without_a_name_is_read_as_such() -> None:
    """It is refused later, with the count of its rows."""
    assert scores_profile({**ANSWER, "VERSION_ID": float("nan")}).version_id == ""


def test_a_snapshot_column_dates_the_rows_and_others_count_who_has_none() -> None:
    """The dataset scores has all three; without them nothing is asked and nothing is added."""
    text = scores_profile_query(replace(SCORES, snapshot="seen", counts_left_out=True), DIALECTS["ansi"])
    profile = scores_profile({**ANSWER, "LEFT_OUT_N_UNLABELLED": 4, "LEFT_OUT_N_UNSCORED": 2})

    assert 'MIN(stored."seen") AS starts_on' in text
    assert 'MAX(stored."seen") AS ends_on' in text
    assert 'MAX(stored."n_unlabelled")' in text
    assert (profile.left_out_unlabelled, profile.left_out_unscored) == (4, 2)
    assert "starts_on" not in scores_profile_query(SCORES, DIALECTS["ansi"])


def test_outcomes_of_a_cohort() -> None:
    """Five rows, two of them without an outcome, one of them there twice."""
    row = {"cohort": None, "n_rows": 5, "n_customers": 4, "n_nameless": 0, "n_unlabelled": 2, "n_strange": 0}
    profile = outcomes_profile(row)
    assert (profile.n_labelled, profile.n_repeated) == (3, 1)


def test_an_inexact_count_is_refused() -> None:
    """As in the counts themselves."""
    with pytest.raises(ValueError, match="expected a whole number, found 0.5"):
        outcomes_profile({**ANSWER, "N_ROWS": 0.5})


def test_every_row_is_looked_at_also_those_without_an_outcome() -> None:
    """A left join keeps the customers that the outcomes lack; they are counted as unmatched."""
    text = scores_profile_query(replace(SCORES, outcome="", outcomes=OUTCOMES), DIALECTS["ansi"])
    assert "LEFT JOIN outcomes AS realised" in text
    assert 'WHEN realised."id" IS NULL THEN' in text


def test_only_what_was_asked_for_is_a_column() -> None:
    """Champion, cohort and date have a column where the form names one."""
    plain = scores_profile_query(SCORES, DIALECTS["ansi"])
    full = replace(SCORES, champion="is_best", groups_cohorts=True, cohort=CohortRange("day", first=date(2019, 6, 1)))
    names = ("AS n_champion", "AS cohort", "AS starts_on")
    assert [name in plain for name in names] == [False] * 3
    assert [name in scores_profile_query(full, DIALECTS["ansi"]) for name in names] == [True] * 3


@pytest.mark.parametrize("groups_cohorts", [True, False])
def test_outcomes_are_grouped_by_cohort_when_the_scores_are(groups_cohorts: bool) -> None:
    """A boolean outcome is counted as 1 and 0."""
    text = outcomes_profile_query(OUTCOMES, groups_cohorts, DIALECTS["ansi"])
    assert ('GROUP BY realised."month"' in text) is groups_cohorts
    assert 'CASE WHEN realised."left" THEN 1' in text
