"""Segments of stored scores: the rows of the main job, for each value of a column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.reasons import read_reasons
from champion_challenger.core.tables.columns import COLUMNS
from champion_challenger.errors import DataError, SettingsError
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate, write
from champion_challenger.settings.retrain_and_evaluate import Settings
from tests.unit.operations.evaluation.test_populations import campaign
from tests.unit.operations.fake_models import version
from tests.unit.operations.fakes import host
from tests.unit.operations.stored_scores.fakes import FakeStoredHost, run_stored, stored_host, stored_scores
from tests.unit.operations.stored_scores.test_verdicts import SCORERS

SEGMENTS = ("region", "tariff", "lines", "is_new", "mood")
OF_A_RUN = {"run_id", "computed_at", "scoring_seconds", "version_label", "expected_positives"}
LEFT_OUT = {"n_unlabelled", "n_unscored"}


def customers(n: int = 3_000) -> pd.DataFrame:
    """Customers of whom some have no outcome, in segments of every type; two values are seen once, and never."""
    random, frame = np.random.default_rng(5), campaign(n)
    frame["late"] = np.where(np.arange(n) % 5 == 0, np.nan, frame["z"])
    frame["churned"] = frame["churned"].astype("Int64").mask(random.random(n) < 0.1)
    frame["region"] = random.choice(["Nord Süd", "01", "1", "O'Hara", "", None], n)
    frame["tariff"] = random.choice([9.99, 20.0, -0.0, np.nan], n)
    frame["lines"] = pd.array(random.choice([1, 2, None], n), dtype="Int64")
    frame["is_new"] = random.random(n) < 0.3
    frame["mood"] = np.where(frame["churned"].isna(), "unknown", "known")
    frame.loc[frame.index[frame["churned"].notna()][:1], "mood"] = "alone"
    return frame


def main_job(frame: pd.DataFrame, **settings: Any) -> tuple[pd.DataFrame, pd.DataFrame, Any]:
    """Rows of the main job, its stored scores, and its model."""
    given = host(frame, training_data=None)
    given.model.listed = [version(name, place + 1, active=name == "v1") for place, name in enumerate(SCORERS)]
    given.model.scorers = dict(SCORERS)
    write(retrain_and_evaluate(Settings(customer_id_column="customer", segment_columns=SEGMENTS), given), given)
    return given.written["performance"], given.written["scores"], given.model


def assert_same_rows(main: pd.DataFrame, found: pd.DataFrame, *besides: str) -> None:
    """Segments in the same order, figures to 1e-12, reasons of figures by their codes."""
    names = [column.name for column in COLUMNS if column.name not in OF_A_RUN.union(besides)]
    assert list(main["segment"].unique()) == list(found["segment"].unique())
    keys = ["segment", "version_id", "targeting_rate"]
    main, found = (rows.sort_values(keys, ignore_index=True) for rows in (main, found))
    main, found = (
        rows.assign(reason_codes=[read_reasons(codes, "reason") for codes in rows["reason_codes"]])
        for rows in (main, found)
    )
    promised = [rows["expected_positives"].fillna(-1.0) for rows in (main, found)]

    pd.testing.assert_series_equal(*promised, rtol=1e-12)
    pd.testing.assert_frame_equal(main[names], found[names], rtol=0, atol=1e-12, check_dtype=False)


@pytest.mark.parametrize("form", ["with", "derived"])
def test_the_realised_outcomes_give_the_rows_of_the_main_job(form: str) -> None:
    """Figures, verdicts and reasons of each value, in the same order; customers left out are counted too."""
    frame = customers()
    main, scores, model = main_job(frame)
    outcomes = frame.rename(columns={"customer": "customer_id", "churned": "outcome"}).assign(cohort="2019-06")
    stored = stored_host(scores.drop(columns=["outcome", "n_unlabelled", "n_unscored"]), outcomes)
    stored.model = model
    found = run_stored(stored, score_id="Churn", segment_columns=list(SEGMENTS), query_form=form)

    assert main["segment"].nunique() == 1 + 5 + 4 + 3 + 2 + 3
    assert {"region=", "region=01", "tariff=0", "tariff=9.99", "lines=", "is_new=true"} <= set(found["segment"])
    assert found.query("segment != 'all'")["verdict"].nunique() >= 3
    assert_same_rows(main, found)


def test_columns_of_the_stored_scores_give_the_same_figures() -> None:
    """Customers without a row there are in none of its segments."""
    frame = customers()
    main, scores, model = main_job(frame)
    of_customers = frame.set_index("customer").loc[scores["customer_id"], list(SEGMENTS)]
    stored = stored_host(pd.concat([scores, of_customers.set_axis(scores.index)], axis=1))
    stored.model = model
    found = run_stored(stored, score_id="Churn", segment_columns=list(SEGMENTS))

    assert set(main["segment"]) - set(found["segment"]) == {"mood=unknown"}
    main = main[main["segment"] != "mood=unknown"].reset_index(drop=True)
    assert_same_rows(main, found, *LEFT_OUT)


def test_each_column_costs_a_few_queries() -> None:
    """Its values, its rows, the scores, and the pairs; rows out are values times versions."""
    stored = with_region()
    run_stored(stored)
    n_without = len(stored.asked)
    run_stored(stored, segment_columns=["region"])

    assert len(stored.asked) == 2 * n_without + 4


def with_region(scores: pd.DataFrame | None = None) -> FakeStoredHost:
    """Stored scores of customers in two regions, all cohorts in one run."""
    scores = stored_scores() if scores is None else scores
    region = scores["customer_id"].astype("int64").map(lambda number: "north" if number % 3 else "south")
    return stored_host(scores.assign(region=region), partition="")


def test_cohorts_of_one_run_have_their_own_segments() -> None:
    """Each as if it were alone; the order is that of cohorts, then segments."""
    together = run_stored(with_region(), segment_columns=["region"])
    june = stored_scores()
    alone = run_stored(with_region(june[june["cohort"] == "2019-06"]), segment_columns=["region"])

    assert together["segment"].drop_duplicates().tolist() == ["all", "region=north", "region=south"]
    names = ["segment", "version_id", "n", "lift", "auc", "lift_delta", "p_adjusted", "verdict"]
    found = together[together["cohort"] == "2019-06"].reset_index(drop=True)
    pd.testing.assert_frame_equal(found[names], alone[names])


def test_a_customer_in_two_segments_is_refused() -> None:
    """The rows of one customer say different things."""
    scores = stored_scores()
    stored = stored_host(scores.assign(region=np.where(scores["version_id"] == "v1", "north", "south")))

    with pytest.raises(DataError, match=r"one value of column region for each customer .* 300 customers with one"):
        run_stored(stored, segment_columns=["region"])


def test_too_many_values_are_refused_before_they_are_counted() -> None:
    """As in memory."""
    stored = stored_host()

    with pytest.raises(DataError, match=r"Segment columns: column customer_id has 300 values, more than anyone"):
        run_stored(stored, segment_columns=["customer_id"])
    assert "n_values" in stored.asked[-1]


def test_a_column_that_is_missing_or_of_days_is_refused() -> None:
    """Before anything is asked."""
    stored = stored_host(stored_scores().assign(day=pd.Timestamp("2019-06-30")))

    with pytest.raises(SettingsError, match=r"Segment columns: .* no column 'area'.*\n.*found dateonly"):
        run_stored(stored, segment_columns=["area", "day"])
    assert stored.asked == []
