"""Rows about stored scores: one for each segment, version and rate, with the policy that judged them."""

from __future__ import annotations

import pandas as pd

from champion_challenger.core.tables.columns import COLUMNS
from tests.unit.operations.stored_scores.fakes import run_stored, stored_host


def test_a_row_for_each_version_and_rate_says_how_it_was_judged() -> None:
    """The rate of the policy, or the one nearest to it."""
    policy = {"primary_figure": "auc", "primary_rate": "12"}
    found = run_stored(stored_host(), evaluation_policy=policy, targeting_rates="10, 20")

    assert list(found.columns) == [column.name for column in COLUMNS]
    assert found[["version_id", "targeting_rate"]].to_numpy().tolist() == [
        [name, rate] for name in ("v1", "v2") for rate in (0.1, 0.2)
    ]
    judged = found[["verdict_rate", "verdict_figure", "verdict_population"]].drop_duplicates()
    assert judged.to_numpy().tolist() == [[0.1, "auc", "all"]]


def test_differences_are_those_of_the_rows_rate() -> None:
    """P-values are the verdict's, on every row of a version."""
    challenger = run_stored(stored_host()).query("version_id == 'v2'")

    assert challenger["lift_delta"].nunique() == 3
    assert challenger["p_value"].nunique() == challenger["auc_delta"].nunique() == 1
    pd.testing.assert_series_equal(challenger["p_value"], challenger["p_adjusted"], check_names=False)
