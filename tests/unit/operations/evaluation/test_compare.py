"""The champion against its challengers, and the verdicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.figures.comparison import compare_contenders
from champion_challenger.core.figures.pairs import contender
from champion_challenger.core.tables.reading import primary_rate_bp
from champion_challenger.errors import DataError
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate
from champion_challenger.records.models import VersionLabel
from champion_challenger.settings.evaluation_policy import Policy
from champion_challenger.settings.retrain_and_evaluate import Settings
from tests.unit.operations.fake_models import FakeScorer
from tests.unit.operations.fakes import FakeHost, customers, host

SETTINGS = Settings(customer_id_column="customer")
NOISE, SIGNAL = FakeScorer({"z": 1.0}), FakeScorer({"x": 1.0})


def duel(
    champion: Any, challenger: Any, n: int = 4000, frame: pd.DataFrame | None = None, **settings: Any
) -> pd.DataFrame:
    """Rows of the challenger at the primary rate after a run without retraining."""
    given = host(customers(n) if frame is None else frame, training_data=None)
    given.model.scorers = {"v1": champion, "v2": challenger}
    return judged(given, **settings)


def judged(given: FakeHost, **settings: Any) -> pd.DataFrame:
    """Rows of v2 at 5 %, for all customers."""
    performance = retrain_and_evaluate(replace(SETTINGS, **settings), given).performance
    return performance.query("version_id == 'v2' and targeting_rate == 0.05 and segment == 'all'")


@pytest.mark.parametrize(
    ("champion", "challenger", "expected"),
    [
        (NOISE, SIGNAL, "challenger_better"),
        (SIGNAL, NOISE, "champion_better"),
        (SIGNAL, SIGNAL, "not_distinguishable"),
    ],
)
def test_a_verdict_reads_the_difference(champion: FakeScorer, challenger: FakeScorer, expected: str) -> None:
    """Its sign, when it is more than chance."""
    (row,) = duel(champion, challenger).to_dict("records")

    assert row["verdict"] == expected
    assert row["lift_delta_low"] <= row["lift_delta"] <= row["lift_delta_high"]


def test_equal_rankings_share_their_target_list_and_reach_nothing_more() -> None:
    """A version against itself."""
    (row,) = duel(SIGNAL, SIGNAL).to_dict("records")

    assert (row["lift_delta"], row["auc_delta"], row["extra_positives"], row["target_overlap"]) == (0, 0, 0, 1)


def test_extra_positives_are_the_positives_reached_beyond_the_champions() -> None:
    """Among as many contacts."""
    performance = retrain_and_evaluate(SETTINGS, _with(NOISE, SIGNAL)).performance
    reached = performance.query("targeting_rate == 0.05").set_index("version_id")

    assert reached.loc["v2", "extra_positives"] == (
        reached.loc["v2", "true_positives"] - reached.loc["v1", "true_positives"]
    )


def test_comparisons_rest_on_the_customers_that_both_scored() -> None:
    """Own figures on those that the version scored."""
    frame = customers(4000)
    frame.loc[:999, "z"] = np.nan
    (row,) = duel(SIGNAL, FakeScorer({"x": 1.0, "z": 0.5}), frame=frame).to_dict("records")
    both = frame.iloc[1000:]
    pair = [contender(both["churned"], both["x"] + weight * both["z"], [500]) for weight in (0.0, 0.5)]

    assert (row["n"], row["n_unscored"]) == (3000, 1000)
    assert row["lift_delta"] == pytest.approx(compare_contenders(*pair)[0].lift_delta)


@pytest.mark.parametrize(("until", "reason"), [(date(2019, 7, 1), "was trained on outcomes of this cohort's time")])
def test_a_version_is_judged_in_sample_by_nobody(until: date, reason: str) -> None:
    """Figures are shown, never compared."""
    given = _with(NOISE, SIGNAL)
    given.model.listed = [
        replace(v, label=VersionLabel(until)) if v.version_id == "v2" else v for v in given.model.listed
    ]
    (row,) = judged(given).to_dict("records")

    assert row["verdict"] == "not_comparable"
    assert reason in row["reason"]
    assert pd.isna(row["lift_delta"])
    assert row["lift"] > 1


def test_a_training_date_that_nobody_knows_is_told_with_what_to_write() -> None:
    """The host's date says nothing when it lies after the cohort."""
    given = _with(NOISE, SIGNAL)
    late = given.run.started_at
    given.model.listed = [replace(v, trained_at=late) if v.version_id == "v2" else v for v in given.model.listed]

    assert "write 'trained until YYYY-MM-DD' into its description" in judged(given)["reason"].iloc[0]


def test_a_champion_that_lacks_its_columns_leaves_figures_without_comparison() -> None:
    """Null with the reason."""
    given = _with(FakeScorer({"gone": 1.0}), SIGNAL)
    (row,) = judged(given).to_dict("records")

    assert row["verdict"] == "not_comparable"
    assert row["reason"] == "not compared: the champion could not be scored"
    assert row["auc"] > 0.5


def test_few_positives_or_hits_are_not_enough_for_a_verdict() -> None:
    """Figures and differences are shown."""
    (row,) = duel(NOISE, SIGNAL, n=60).to_dict("records")

    assert row["verdict"] == "not_enough_data"
    assert not pd.isna(row["lift_delta"])


def test_p_values_are_adjusted_for_the_versions_compared() -> None:
    """Holm: never smaller than alone."""
    frame = customers(3000)
    frame["rule"] = frame["z"]
    given = host(frame, training_data=None)
    performance = retrain_and_evaluate(replace(SETTINGS, score_columns=("rule",)), given).performance
    compared = performance.dropna(subset="p_value")

    assert compared["version_id"].nunique() == 2
    assert (compared["p_adjusted"] >= compared["p_value"]).all()
    assert (compared.groupby("version_id")["p_value"].nunique() == 1).all()


def test_the_policy_chooses_figure_and_rate() -> None:
    """AUC instead of lift; the nearest evaluated rate."""
    settings = Settings(rates_bp=(100, 2000), policy=Policy(figure="auc", rate_bp=1000))

    assert primary_rate_bp(settings.rates_bp, settings.policy) == 100
    assert duel(NOISE, SIGNAL, policy=Policy(figure="auc"))["verdict"].tolist() == ["challenger_better"]


def test_segments_are_evaluated_on_their_own() -> None:
    """Each value and all; their customers add up."""
    frame = customers(2000).assign(region=["north", "south"] * 1000)
    performance = retrain_and_evaluate(
        replace(SETTINGS, segment_columns=("region",)), host(frame, training_data=None)
    ).performance
    counts = performance.query("version_id == 'v1' and targeting_rate == 0.05").set_index("segment")["n"]

    assert counts.to_dict() == {"all": 2000, "region=north": 1000, "region=south": 1000}


def test_a_segment_of_a_thousand_values_is_refused() -> None:
    """A customer id is no segment."""
    with pytest.raises(DataError, match="column customer has 200 values, more than anyone can read .50 at most"):
        retrain_and_evaluate(replace(SETTINGS, segment_columns=("customer",)), host())


def test_an_auc_too_good_to_be_true_is_flagged() -> None:
    """A feature may know the outcome."""
    frame = customers(2000)
    frame["z"] = frame["churned"] * 10.0
    (row,) = duel(SIGNAL, NOISE, frame=frame).to_dict("records")

    assert "an AUC of 1.000 is too good to be true: does a feature know the outcome?" in row["reason"]


def _with(champion: FakeScorer, challenger: FakeScorer) -> FakeHost:
    given = host(customers(4000), training_data=None)
    given.model.scorers = {"v1": champion, "v2": challenger}
    return given
