"""What a saved model promises, kept by the fake and by a model of the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest
from dataikuapi.dss.savedmodel import DSSSavedModel as SavedModelOfClient

from champion_challenger.adapters.dss.models import DSSSavedModel
from champion_challenger.errors import HostError
from champion_challenger.operations.ports import SavedModel
from dss_standin.running import Running
from tests.contract.flow_probe import customers
from tests.contract.inside import inside
from tests.unit.operations.fake_models import FakeModel, FakeScorer, version


def active(model: SavedModel) -> str:
    """Id of the champion."""
    return next(version.version_id for version in model.versions() if version.is_active)


class SavedModelContract:
    """Tests of any model with the classes 0 and 1; `frame` has its features under an index out of order."""

    def test_versions_are_those_of_the_model(self, model: SavedModel) -> None:
        """Exactly one is active, and each has a date."""
        versions = model.versions()

        assert [version.is_active for version in versions].count(True) == 1
        assert {(version.project_key, version.model_id) for version in versions} == {
            (model.facts.project_key, model.facts.model_id)
        }
        assert all(version.trained_at and version.trained_at.tzinfo for version in versions)

    def test_facts_say_what_kind_of_model_it_is(self, model: SavedModel) -> None:
        """Two classes, made in DSS, without partitions."""
        facts = model.facts

        assert (facts.prediction_type, facts.kind) == ("BINARY_CLASSIFICATION", "DSS_MANAGED")
        assert not facts.is_partitioned

    def test_a_design_names_classes_and_features(self, model: SavedModel) -> None:
        """The negative class comes first; what is scored by has a type."""
        design = model.design(active(model))

        assert design.classes == ("0", "1")
        assert set(model.load(active(model)).features) <= design.numeric_features | design.category_features

    def test_scores_belong_to_their_rows(self, model: SavedModel, frame: pd.DataFrame) -> None:
        """Whatever the order and the index of the frame."""
        scorer = model.load(active(model))
        scores = scorer.scores(frame, "1")

        assert scores.dtype == np.float64
        assert ((scores > 0) & (scores < 1)).all()
        assert len(np.unique(scores)) > 1
        np.testing.assert_allclose(scorer.scores(frame[::-1], "1"), scores[::-1])
        assert scorer.scores(frame.head(0), "1").tolist() == []

    def test_either_class_may_be_the_positive_one(self, model: SavedModel, frame: pd.DataFrame) -> None:
        """However it is spelled."""
        scorer = model.load(active(model))

        np.testing.assert_allclose(scorer.scores(frame, "0"), 1 - scorer.scores(frame, "1"))
        np.testing.assert_array_equal(scorer.scores(frame, "1.0"), scorer.scores(frame, "1"))

    def test_a_class_that_the_version_does_not_know_is_refused(self, model: SavedModel, frame: pd.DataFrame) -> None:
        """The classes that it knows are named."""
        with pytest.raises(HostError, match="0, 1, not 'yes'"):
            model.load(active(model)).scores(frame, "yes")

    def test_a_frame_without_a_feature_is_refused(self, model: SavedModel, frame: pd.DataFrame) -> None:
        """The feature is named."""
        with pytest.raises(HostError, match="x"):
            model.load(active(model)).scores(frame.drop(columns="x"), "1")

    def test_a_version_that_does_not_exist_has_no_design(self, model: SavedModel) -> None:
        """Nor can it be loaded."""
        with pytest.raises(HostError, match="gone"):
            model.design("gone")
        with pytest.raises(HostError, match="gone"):
            model.load("gone")


class TestFakeModel(SavedModelContract):
    """The fake of the unit tests."""

    @pytest.fixture
    def model(self) -> FakeModel:
        """Two versions, the first active."""
        scorers: dict[str, FakeScorer | HostError] = {"v1": FakeScorer({"x": 1.0}), "v2": FakeScorer({"x": 2.0})}
        return FakeModel([version("v1", 1, active=True), version("v2", 2)], scorers)

    @pytest.fixture
    def frame(self) -> pd.DataFrame:
        """Four customers."""
        return pd.DataFrame({"x": [0.5, -1.0, 2.0, 0.0]}, index=[7, 3, 9, 3])


class TestDSSSavedModel(SavedModelContract):
    """A model of the stand-in, by the official client and the package of recipes."""

    @pytest.fixture
    def handle(self, scored: Running) -> SavedModelOfClient:
        """The model as the client sees it."""
        project = scored.client().get_project("RENEWAL")
        return project.get_saved_model(project.list_saved_models()[0]["id"])

    @pytest.fixture
    def model(self, scored: Running, handle: SavedModelOfClient) -> Iterator[DSSSavedModel]:
        """The model as a recipe sees it."""
        with inside(scored, "RENEWAL"):
            yield DSSSavedModel(scored.client(), f"RENEWAL.{handle.sm_id}")

    @pytest.fixture
    def frame(self) -> pd.DataFrame:
        """Customers of a month that the model has not seen."""
        return customers("2024-04", 50).set_index(pd.Index(range(0, 500, 10)[::-1]))

    def test_a_label_is_read_from_the_description(self, model: DSSSavedModel, handle: SavedModelOfClient) -> None:
        """What a person wrote there counts too."""
        describe(handle, "Approved, trained until 2024-02-29.")
        (label,) = [version.label for version in model.versions()]

        assert label is not None
        assert label.trained_until == date(2024, 2, 29)

    def test_a_label_that_cannot_be_read_is_logged_once(
        self, model: DSSSavedModel, handle: SavedModelOfClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The version counts as unlabelled; nothing stops."""
        describe(handle, "Approved, trained until 2024-02-30.")

        assert [version.label for version in [*model.versions(), *model.versions()]] == [None, None]
        assert caplog.text.count("its description contains 'trained until 2024-02-30', which cannot be read") == 1


def describe(handle: SavedModelOfClient, text: str) -> None:
    """Write the description of the active version."""
    details = handle.get_version_details(handle.get_active_version()["id"])
    details.get_user_meta()["description"] = text
    details.save_user_meta()
