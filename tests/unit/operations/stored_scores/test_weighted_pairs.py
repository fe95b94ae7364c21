"""Pairs that a database counts by stratum: what is asked for, in how many queries."""

from __future__ import annotations

import pytest

from champion_challenger.errors import DataError
from tests.unit.operations.stored_scores.fakes import FakeStoredHost, run_stored, stored_host
from tests.unit.operations.stored_scores.test_campaigns import FORM, contacted_scores
from tests.unit.operations.stored_scores.test_uncontacted import LoadedMeanwhile


def by_stratum(given: FakeStoredHost) -> list[str]:
    """Queries about pairs by stratum."""
    return [text for text in given.asked if "challenger" in text and "stratum" in text]


def test_one_query_asks_for_pairs_that_scored_the_same_customers() -> None:
    """And three where they were not the same: two customers that one version each scored."""
    scores = contacted_scores()
    loyal = scores.index[(scores["outcome"] == 0) & (scores["contact"] == "none") & (scores["cohort"] == "2019-06")]
    shared, apart = stored_host(scores), stored_host(scores.drop(index=[loyal[0], loyal[-1]]))
    found = [run_stored(given, **FORM).query("segment == 'uncontacted'") for given in (shared, apart)]

    assert [len(by_stratum(given)) for given in (shared, apart)] == [1, 3]
    for rows in found:
        assert rows.query("version_id == 'v2'")[["lift_delta", "auc_delta", "auc_delta_low"]].notna().all(axis=None)


def test_versions_without_a_common_customer_have_no_difference() -> None:
    """Ids that are spelled in two ways."""
    scores = contacted_scores()
    is_other = scores["version_id"] == "v2"
    scores.loc[is_other, "customer_id"] = scores.loc[is_other, "customer_id"] + "b"
    found = run_stored(stored_host(scores), **FORM).query("segment == 'uncontacted' and version_id == 'v2'")

    assert found["verdict"].unique().tolist() == ["not_enough_data"]
    assert found["lift_delta"].isna().all()


def test_a_customer_with_two_contact_values_is_refused() -> None:
    """With the number of them, and what to do."""
    scores = contacted_scores()
    called = scores.index[(scores["version_id"] == "v2") & (scores["contact"] == "called")]
    scores.loc[called[-3:], "contact"] = "held out"

    with pytest.raises(DataError, match=r"expected one value for each customer, found 3 customers with one value"):
        run_stored(stored_host(scores), **FORM)


def test_counts_that_do_not_fit_together_are_refused() -> None:
    """Rows are loaded between the counts of the versions and those of the pair."""
    given = stored_host(contacted_scores())
    change = "UPDATE scores SET score = 1 - score WHERE version_id = 'v2'"
    host = LoadedMeanwhile(given.flow, given.database, given.model, before="shift_off", change=change)

    with pytest.raises(DataError, match="Version v2, cohort 2019-06: the database's counts do not fit together"):
        run_stored(host, **FORM)
