"""Pairs that a database counts: what is asked for, in how many queries."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from champion_challenger.errors import DataError
from tests.unit.operations.fake_models import version
from tests.unit.operations.stored_scores.fakes import FakeStoredHost, run_stored, stored_host, stored_scores


def asked(given: FakeStoredHost) -> list[str]:
    """Queries about the evaluated cohort; the last one asks for a newer one."""
    assert "AS newest" in given.asked[-1]
    return given.asked[:-1]


def test_one_query_asks_for_all_challengers_that_scored_the_same_customers() -> None:
    """And three for the others."""
    frames = [stored_scores().replace({"version_id": {"v2": name}}) for name in ("v2", "v3")]
    scores = pd.concat([frames[0], frames[1].query("version_id == 'v3'")], ignore_index=True)
    shared, apart = stored_host(scores), stored_host(scores.drop(index=scores.index[-1]))
    for given in (shared, apart):
        assert given.model is not None
        given.model.listed.append(version("v3", 3))
        run_stored(given)

    assert [len(asked(given)) for given in (shared, apart)] == [4, 6]
    assert "IN ('v1', 'v3')" in asked(apart)[-1]


def test_as_many_customers_need_not_be_the_same() -> None:
    """The number in common tells: then each pair is ranked by itself."""
    scores = stored_scores(("2019-06",))
    loyal = scores.index[scores["outcome"] == 0]
    scores = scores.drop(index=[loyal[0], loyal[-1]])  # of one version each, two customers
    given = stored_host(scores)
    found = run_stored(given).query("version_id == 'v2'")

    assert len(asked(given)) == 6
    assert found["lift_delta"].notna().all()


def test_a_customer_with_two_outcomes_is_refused() -> None:
    """With the number of them."""
    scores = stored_scores(("2019-06",))
    scores.loc[300:304, "outcome"] = 1 - scores.loc[0:4, "outcome"].to_numpy()

    with pytest.raises(
        DataError, match=r"expected one outcome for each customer \(column outcome\), found 5 customers"
    ):
        run_stored(stored_host(scores))


def test_several_cohorts_may_have_several_champions() -> None:
    """Marked by a column: each cohort is compared with its own."""
    scores = stored_scores()
    is_best = (scores["version_id"] == "v1") == (scores["cohort"] == "2019-05")
    found = run_stored(stored_host(scores.assign(best=is_best.astype("int64")), partition=""), champion_column="best")
    judged = found.query("not is_champion").set_index("cohort")

    assert judged["version_id"].to_dict() == {"2019-05": "v2", "2019-06": "v1"}
    assert judged["lift_delta"].notna().all()


def test_a_table_of_numbered_versions_is_asked_by_numbers() -> None:
    """As they are stored."""
    given = stored_host(stored_scores().assign(version_id=lambda rows: rows["version_id"].str[1:].astype("int64")))
    assert given.model is not None
    given.model.listed = [replace(one, version_id=one.version_id[1:]) for one in given.model.listed]

    assert run_stored(given).query("version_id == '2'")["lift_delta"].notna().all()
    assert 'stored."version_id" IN (1, 2)' in asked(given)[-1]
