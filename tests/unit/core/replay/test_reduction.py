"""A feature reduction is repeated as it was decided, never decided again."""

from __future__ import annotations

import pytest

from champion_challenger.core.replay.overlay import overlay
from champion_challenger.core.replay.reduction import with_fixed_reduction
from champion_challenger.errors import DataError
from tests.unit.core.replay.designs import TYPES, frozen, guess


@pytest.mark.parametrize("method", ["CORRELATION", "RANDOM_FOREST", "LASSO"])
def test_features_of_which_no_column_was_kept_are_rejected_and_nothing_is_chosen_again(method: str) -> None:
    """A category of which some columns were kept stays whole, and that is told."""
    settings, changes = overlay(frozen(method, ("age", "dummy:region:3", "dummy:region:7")), guess(), TYPES)
    roles = {name: feature["role"] for name, feature in settings["preprocessing"]["per_feature"].items()}

    assert roles == {"age": "INPUT", "region": "INPUT", "income": "REJECT", "churned": "TARGET"}
    assert settings["preprocessing"]["feature_selection_params"]["method"] == "NONE"
    assert [(change.change, change.feature) for change in changes] == [
        ("feature reduction frozen", ""),
        ("feature kept whole", "region"),
    ]


def test_a_projection_chooses_nothing_and_stays() -> None:
    """PCA is fitted again, as a rescaling is."""
    settled, changes = with_fixed_reduction(frozen("PCA"))

    assert settled.preprocessing["feature_selection_params"] == {"method": "PCA"}
    assert changes == []


def test_a_reduction_whose_choice_is_not_told_is_refused() -> None:
    """A replay would choose again."""
    with pytest.raises(DataError, match="its details do not tell which ones it kept"):
        with_fixed_reduction(frozen("CORRELATION"))


def test_a_reduction_that_kept_columns_of_no_feature_is_refused() -> None:
    """Such as generated combinations."""
    with pytest.raises(DataError, match=r"kept interaction:age\*income, which belong to none of its features"):
        with_fixed_reduction(frozen("LASSO", ("age", "interaction:age*income")))
