"""Old versions on new data: named with what they lack, or scored as if it were empty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.errors import AbsentError, HostError
from champion_challenger.languages import LANGUAGES
from champion_challenger.operations.evaluation.chunks import Chunks
from champion_challenger.operations.evaluation.score import Question, Scoring, contestant, score_chunks, score_version
from champion_challenger.records.models import VersionDesign
from tests.unit.operations.fake_models import FakeModel, FakeScorer, version


class Rows:
    """Rows in memory, as chunks."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame, self.columns = frame, tuple(frame)

    def __iter__(self) -> Iterator[pd.DataFrame]:
        yield self.frame


class Counting(FakeScorer):
    """Counts the missing cells of each row, so that they show in the scores."""

    def scores(self, frame: pd.DataFrame, positive_class: str) -> np.ndarray:
        """Share of the features that are missing."""
        missing: np.ndarray = frame[list(self.features)].isna().to_numpy().mean(axis=1)
        return missing


class Model(FakeModel):
    """A model whose features are two numbers and a category."""

    def design(self, version_id: str) -> VersionDesign:
        """Two numbers, one category."""
        return VersionDesign(("0", "1"), frozenset({"x", "z"}), frozenset({"region"}))


def scored(frame: pd.DataFrame, types: dict[str, str], *, allows: bool) -> Scoring:
    """Score with a version that takes x, z and region."""
    model = Model([version("v1")], {"v1": Counting({"x": 1, "z": 1, "region": 1})})
    rows: Any = Rows(frame)
    question = Question(rows, types, "1", allows)
    return score_version(model.listed[0], contestant(model.listed[0], date(2019, 6, 30)), model, question)


@given(st.integers(1, 40), st.lists(st.integers(1, 39), max_size=6), st.integers(1, 3))
def test_chunks_and_threads_change_no_score(n: int, cuts: list[int], threads: int) -> None:
    """However the rows are cut, the scores are the same, in the order of the rows."""
    frame = pd.DataFrame({"x": np.arange(n) / 7})
    bounds = sorted({0, n, *(cut for cut in cuts if cut < n)})
    chunks = [frame.iloc[start:stop] for start, stop in zip(bounds, bounds[1:])]
    rows: Any = chunks
    found = score_chunks(FakeScorer({"x": 2.0}), iter(chunks), Question(rows, {}, "1", threads=threads))

    np.testing.assert_array_equal(found, FakeScorer({"x": 2.0}).scores(frame, "1"))


FRAME = pd.DataFrame({"x": [1.0, 2.0], "z": ["a", "b"]})
KINDS = {"x": "double", "z": "string"}


def test_what_vanished_or_became_text_is_named() -> None:
    """All of it at once."""
    found = scored(FRAME, KINDS, allows=False)

    assert (found.scores, found.status) == (None, "not_scorable")
    assert "lacks 1 feature of this version: region; 1 feature of this version should be numbers" in found.reason


def test_the_form_may_allow_to_score_with_them_missing() -> None:
    """Two of three features are empty, and the rows say so."""
    found = scored(FRAME, KINDS, allows=True)

    assert found.scores is not None
    assert found.scores.tolist() == pytest.approx([2 / 3, 2 / 3])
    assert found.status == "scored_with_missing_features"
    assert found.reason.startswith("scored as if empty: the cohort lacks 1 feature")


def test_digits_in_a_text_column_are_numbers() -> None:
    """Postal codes, which the host's guess takes for numbers: training data and cohort hold the same text."""
    frame = pd.DataFrame({"x": [1.0, 2.0, 3.0], "z": ["01000", "", None], "region": ["a", "b", "c"]})
    found = scored(frame, {**KINDS, "region": "string"}, allows=False)

    assert (found.status, found.notes) == ("scored", ())
    assert found.scores is not None
    assert found.scores.tolist() == pytest.approx([0, 1 / 3, 1 / 3])


@pytest.mark.parametrize(("codes", "status"), [(["2A004"], "scored"), (["2A004", "2B033"], "not_scorable")])
def test_a_few_texts_among_the_digits_are_scored_as_empty_and_told(codes: list[str], status: str) -> None:
    """A tenth of the cells at most: else the column became text."""
    z = [*codes, *(str(number) for number in range(11 - len(codes)))]
    frame = pd.DataFrame({"x": np.arange(11.0), "z": z, "region": "a"})
    found = scored(frame, {**KINDS, "region": "string"}, allows=False)

    assert found.status == status
    assert [str(note) for note in found.notes] == ["1 cell of z is no number and was scored as empty"] * (
        len(codes) == 1
    )


def test_a_version_that_lacks_all_its_features_is_never_scored() -> None:
    """It would give every customer one score."""
    assert scored(pd.DataFrame({"y": [1]}), {"y": "bigint"}, allows=True).status == "not_scorable"


@pytest.mark.parametrize("allows", [True, False])
def test_decimals_extra_columns_another_order_and_unseen_categories_are_no_obstacle(allows: bool) -> None:
    """Scored as ever."""
    frame = pd.DataFrame({"extra": [1, 2], "region": ["moon", None], "z": [1.5, 2.5], "x": [1, 2]})
    types = {"extra": "bigint", "region": "string", "z": "double", "x": "bigint"}
    found = scored(frame, types, allows=allows)

    assert (found.status, found.reason) == ("scored", "")


class Seen(FakeScorer):
    """Remembers what it was given."""

    frame = pd.DataFrame()

    def scores(self, frame: pd.DataFrame, positive_class: str) -> np.ndarray:
        """Give everybody one score."""
        self.frame = frame
        return np.zeros(len(frame))


@pytest.mark.parametrize("cells", [["true", "false", None], pd.array([True, False, None], dtype="boolean")])
def test_booleans_are_the_texts_of_the_model_or_numbers(cells: Any) -> None:
    """By the handling of the feature; an empty cell is missing in both."""
    seen = Seen({"x": 1, "z": 1, "region": 1})
    model = Model([version("v1")], {"v1": seen})
    rows: Any = Rows(pd.DataFrame({"x": cells, "z": [1.0, 2.0, 3.0], "region": cells}))
    question = Question(rows, {"x": "boolean", "z": "double", "region": "boolean"}, "1")
    found = score_version(model.listed[0], contestant(model.listed[0], date(2019, 6, 30)), model, question)

    assert found.status == "scored"
    assert seen.frame["x"].tolist()[:2] == [1.0, 0.0]
    assert seen.frame["region"].tolist()[:2] == ["true", "false"]
    assert seen.frame[["x", "region"]].isna().to_numpy().tolist() == [[False] * 2, [False] * 2, [True] * 2]


def test_categories_of_whole_numbers_are_exact_and_numbers_with_gaps_plain() -> None:
    """A code of seventeen digits is no float; a predictor gets NaN for a gap, and texts as they are."""
    seen = Seen({"x": 1, "z": 1, "region": 1})
    model = Model([version("v1")], {"v1": seen})
    long = pd.array([2**53 + 1, 1, None], dtype="Int64")
    rows: Any = Rows(pd.DataFrame({"x": long, "z": ["01", "1", "1e3"], "region": long}))
    types = {"x": "bigint", "z": "double", "region": "bigint"}
    score_version(model.listed[0], contestant(model.listed[0], date(2019, 6, 30)), model, Question(rows, types, "1"))

    assert seen.frame["region"].tolist()[:2] == [str(2**53 + 1), "1"]
    assert seen.frame["z"].tolist() == ["01", "1", "1e3"]
    assert (str(seen.frame["x"].dtype), seen.frame["x"].isna().tolist()) == ("float64", [False, False, True])


@pytest.mark.parametrize(("error", "is_outage"), [(HostError("HTTP 500"), True), (AbsentError("gone"), False)])
def test_a_version_whose_details_are_not_answered_is_an_outage(error: HostError, is_outage: bool) -> None:
    """One that is gone is none, nor one whose predictor does not load."""

    class Silent(Model):
        def design(self, version_id: str) -> VersionDesign:
            raise error

    rows: Any = Rows(FRAME)
    model = Silent([version("v1")], {})
    found = score_version(
        model.listed[0], contestant(model.listed[0], date(2019, 6, 30)), model, Question(rows, KINDS, "1")
    )

    assert (found.is_failure, found.is_outage) == (True, is_outage)


@pytest.mark.parametrize("cells", [[None, None], ["", None], [np.nan, np.nan]])
def test_a_feature_that_is_empty_for_everybody_is_told(cells: list[Any]) -> None:
    """It is scored; numbers with decimal commas arrive like this."""
    frame = FRAME.assign(z=[1.0, 2.0], region=["a", None], x=cells)
    found = scored(frame, {"x": "double", "z": "double", "region": "string"}, allows=False)

    assert (found.status, [str(note) for note in found.notes]) == (
        "scored",
        ["1 feature of this version has no value for any customer: x"],
    )


def test_another_scikit_learn_is_a_note_and_takes_no_score() -> None:
    """In every language."""
    model = FakeModel([version("v1")], {"v1": FakeScorer({"x": 1.0}, other_scikit_learn=("1.0.2", "1.5.2"))})
    question = Question(Chunks([pd.DataFrame({"x": [0.0, 1.0]})]), {"x": "double"}, "1")
    scoring = score_version(model.listed[0], contestant(model.listed[0], date(2019, 6, 30)), model, question)

    assert scoring.status == "scored"
    assert str(scoring.notes[0]).startswith("trained with scikit-learn 1.0.2 and scored with 1.5.2: scores may differ")
    assert scoring.notes[0].wording(LANGUAGES["fr"]).startswith("entraînée avec scikit-learn 1.0.2, scores calculés")
