"""Customers who appear more than once with a version: one pass finds what counting them version by version finds."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.repeats import can_be_asked, n_repeats, repeats_query
from champion_challenger.core.sql.steps import QueryForm
from champion_challenger.core.sql.tables import CohortRange, StoredScores

SCORES = StoredScores(
    "scores", "customer_id", "version_id", "score", "outcome", cohort=CohortRange("cohort"), groups_cohorts=True
)


def found(rows: pd.DataFrame, versions: list[str], form: QueryForm | None = None) -> int:
    """What DuckDB answers."""
    with duckdb.connect() as database:
        database.register("scores", rows)
        text = repeats_query(SCORES, versions, DIALECTS["duckdb"], form)
        return n_repeats(database.execute(text).df().to_dict("records"))


@pytest.mark.parametrize("seed", range(12))
def test_one_pass_finds_who_is_there_twice(seed: int) -> None:
    """Of few versions and of as many as can be told apart, with and without repeats, some customers without an id."""
    rng = np.random.default_rng(seed)
    versions = [f"v {place}" for place in range(rng.choice([1, 2, 3, 40]))]
    n = 60 if seed % 3 else 4_000
    rows = pd.DataFrame(
        {
            "customer_id": rng.integers(0, 30, n).astype("float64"),
            "version_id": rng.choice(versions, n),
            "cohort": rng.choice(["2019-05", "2019-06"], n),
        }
    )
    rows.loc[rng.random(n) < 0.1, "customer_id"] = None
    keys = ["cohort", "customer_id", "version_id"]
    once = rows.drop_duplicates(keys).dropna()
    twice = rows.dropna()[rows.dropna().duplicated(keys, keep=False)].drop_duplicates(["cohort", "customer_id"])

    assert found(once, versions, QueryForm(is_derived=True)) == 0
    assert found(rows, versions) == len(twice)


def test_carries_do_not_hide_a_repeat() -> None:
    """Twice v1 is as much as v2 once: two rows, and a single one of base 2."""
    rows = pd.DataFrame({"customer_id": [1, 1, 2], "version_id": ["v1", "v1", "v2"], "cohort": "2019-06"})

    assert found(rows, ["v1", "v2"]) == 1


def test_no_rows_have_no_repeats() -> None:
    """The sum over nothing is 0."""
    rows = pd.DataFrame({"customer_id": [1], "version_id": ["v1"], "cohort": ["2019-06"]})

    assert found(rows.head(0), ["v1"]) == 0


def test_versions_that_cannot_be_told_apart_are_not_asked_for() -> None:
    """Too many for 53 bits, or names that need another quote."""
    assert can_be_asked([f"v{place}" for place in range(40)])
    assert not can_be_asked([f"v{place}" for place in range(41)])
    assert not can_be_asked(["d'office"])
