"""Rows of the performance dataset from odd cohorts and odd scores: figures where there are any, else the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from champion_challenger.core.reasons import read_reasons, sentence
from champion_challenger.errors import HostError
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate, write
from champion_challenger.settings.retrain_and_evaluate import Settings
from tests.unit.operations.fake_models import FakeScorer
from tests.unit.operations.fakes import FakeHost, T, customers, host

SETTINGS = Settings(customer_id_column="customer")
FIGURES = ["lift", "auc", "precision", "sensitivity", "accuracy", "gini", "ks", "lift_low", "auc_high", "lift_delta"]


def evaluated(frame: pd.DataFrame, **form: Any) -> pd.DataFrame:
    """Performance rows of v1 and v2 on a cohort, without retraining."""
    return retrain_and_evaluate(replace(SETTINGS, **form), host(frame, training_data=None)).performance


class Odd(FakeScorer):
    """Scores as a broken model gives them: infinite, missing, in float32, far outside 0 to 1."""

    def scores(self, frame: pd.DataFrame, positive_class: str) -> np.ndarray:
        """Hundred times the feature; the first two of a chunk are infinite, the third is none."""
        found = (100 * frame["x"]).to_numpy(dtype="float32", copy=True)
        found[:3] = np.inf, -np.inf, np.nan
        return found


@pytest.mark.parametrize("outcome", [0, 1])
def test_one_customer_is_counted_and_has_no_figures(outcome: int) -> None:
    """Every rate targets it, since rates are rounded up."""
    found = evaluated(customers(1).assign(churned=outcome))

    assert found[["n", "n_positive", "n_targeted"]].drop_duplicates().to_numpy().tolist() == [[1, outcome, 1]]
    assert found[FIGURES].isna().all(axis=None)
    assert set(found["status"]) == {"not_enough_data"}


def test_a_segment_without_any_outcome_has_its_rows() -> None:
    """Nothing known of the north: counts, a reason, and the south as ever."""
    frame = customers(400).astype({"churned": "float64"}).assign(region=["north", "south"] * 200)
    frame.loc[frame["region"] == "north", "churned"] = np.nan
    rows = evaluated(frame, segment_columns=("region",)).set_index("segment")

    assert rows.loc["region=north", "n"].tolist() == [0] * 6
    assert rows.loc["region=north", "n_unlabelled"].tolist() == [200] * 6
    assert set(rows.loc["region=north", "reason"]) == {
        "figures need both classes: no customer has both an outcome and a score"
    }
    assert rows.loc["region=south", "auc"].notna().all()


def test_infinite_and_missing_scores_are_left_out_and_counted() -> None:
    """Scores far outside 0 to 1, of float32, rank as they are; the champion is compared on the others."""
    given = host(customers(4_000), training_data=None)
    given.model.scorers["v2"] = Odd({"x": 1.0})
    found = retrain_and_evaluate(SETTINGS, given).performance.query("version_id == 'v2'")

    assert found["n_unscored"].tolist() == [6] * 3
    assert found["cutoff_score"].min() > 1
    assert found["extra_positives"].tolist() == [0] * 3
    assert found["auc_delta"].tolist() == [0] * 3


def test_a_version_that_lacks_features_says_so_without_figures_too() -> None:
    """Two reasons, both told."""
    reasons = evaluated(customers(50).drop(columns="z"), scores_with_missing_features=True).set_index("version_id")

    told = "no customer has both an outcome and a score; scored as if empty: the cohort lacks 1 feature"
    assert reasons.loc["v2", "reason"].str.contains(told).all()


def test_reasons_are_kept_as_codes_too() -> None:
    """They say what the sentence says; rows without a reason have neither."""
    frame = customers(400).drop(columns="z").assign(region=["north", "south"] * 200)
    frame.loc[frame["region"] == "north", "churned"] = 0
    rows = evaluated(frame, segment_columns=("region",), scores_with_missing_features=True)

    worded = [sentence(read_reasons(codes, "reason")) or None for codes in rows["reason_codes"]]
    assert worded == rows["reason"].tolist()
    assert rows["reason_codes"].isna().any()
    codes = [reason.code for reason in read_reasons(rows["reason_codes"].dropna().iloc[-1], "reason")]
    assert codes == ["nobody_to_evaluate", "scored_as_if_empty"]


def test_tiny_and_huge_rates_target_one_customer_and_all() -> None:
    """A rate never targets nobody."""
    found = evaluated(customers(30), rates_bp=(1, 10_000)).query("version_id == 'v1'")

    assert found["n_targeted"].tolist() == [1, 30]
    assert found["lift"].iloc[1] == 1.0


class Cut(FakeHost):
    """A host that hands over its rows in chunks of given sizes."""

    sizes: tuple[int, ...] = ()

    def chunks(self) -> Any:
        """Yield the chunks, and then what is left."""
        places = [0, *np.cumsum(self.sizes, dtype=int).clip(0, len(self.frame)).tolist(), len(self.frame)]
        yield from (self.frame.iloc[start:stop] for start, stop in zip(places, places[1:]))


@settings(max_examples=15)
@given(st.lists(st.integers(0, 90), max_size=4))
def test_rows_in_any_chunks_are_evaluated_alike(sizes: list[int]) -> None:
    """Empty chunks too."""
    plain = host(customers(120), training_data=None)
    cut = Cut(plain.model, plain.frame, plain.flow, plain.lab)
    cut.sizes = tuple(sizes)
    before, after = (retrain_and_evaluate(SETTINGS, one).performance for one in (plain, cut))

    pd.testing.assert_frame_equal(before.drop(columns="scoring_seconds"), after.drop(columns="scoring_seconds"))


def test_scores_are_written_as_they_were_evaluated() -> None:
    """Without those left out, ids beside their own scores, a frame for each contestant."""
    frame = customers(40).astype({"churned": "float64"})
    frame.loc[3, "churned"], frame.loc[5, "x"] = np.nan, np.nan
    given = host(frame, training_data=None)
    write(retrain_and_evaluate(SETTINGS, given), given)
    found = given.written["scores"].query("version_id == 'v1'").set_index("customer_id")
    kept = frame.drop(index=[3, 5]).set_index("customer")

    assert found.index.tolist() == kept.index.tolist()
    assert found["score"].to_numpy() == pytest.approx(1 / (1 + np.exp(-kept["x"].to_numpy())))
    assert found["outcome"].tolist() == kept["churned"].tolist()


@pytest.mark.parametrize("decimals", [None, 3])
def test_scores_are_written_with_so_many_decimals(decimals: int | None) -> None:
    """The rows say how many; figures are those of scores that are not rounded."""
    plain, rounded = (host(customers(40), training_data=None) for _ in range(2))
    before = retrain_and_evaluate(SETTINGS, plain)
    after = retrain_and_evaluate(replace(SETTINGS, score_decimals=decimals), rounded)
    write(before, plain)
    write(after, rounded)
    expected, found = (one.written["scores"] for one in (plain, rounded))

    assert found["score"].tolist() == [round(one, decimals) if decimals else one for one in expected["score"]]
    assert found["score_decimals"].tolist() == [decimals or pd.NA] * len(found)
    pd.testing.assert_frame_equal(
        before.performance.drop(columns="scoring_seconds"), after.performance.drop(columns="scoring_seconds")
    )


class BreaksOff(FakeHost):
    """A host that breaks off after the first chunk, and begins again."""

    def read_cohort(self, reader: Callable[[Iterator[pd.DataFrame]], T], columns: Sequence[str] | None = None) -> T:
        """Hand over a part, then all."""
        with pytest.raises(HostError, match="broke off"):
            reader(self.part())
        return super().read_cohort(reader, columns)

    def part(self) -> Iterator[pd.DataFrame]:
        """Yield the first chunk only."""
        yield next(self.chunks())
        raise HostError("the connection broke off")


def test_no_row_of_a_reading_that_broke_off_counts_twice() -> None:
    """The figures are those of one reading."""
    plain = host(training_data=None)
    broken = BreaksOff(plain.model, plain.frame, plain.flow, plain.lab)

    expected = retrain_and_evaluate(SETTINGS, plain).performance.drop(columns=["computed_at", "scoring_seconds"])
    found = retrain_and_evaluate(SETTINGS, broken).performance.drop(columns=["computed_at", "scoring_seconds"])
    pd.testing.assert_frame_equal(found, expected)
