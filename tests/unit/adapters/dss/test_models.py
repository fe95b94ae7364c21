"""Predictors of saved models: one score a customer, or none at all."""

from __future__ import annotations

import pandas as pd
import pytest

from champion_challenger.adapters.dss.environment import Training
from champion_challenger.adapters.dss.models import DSSScorer
from champion_challenger.errors import HostError


class FakePredictor:
    """A predictor that scores only so many rows, under an index of its own."""

    def __init__(self, rows: int) -> None:
        self.rows = rows

    def get_features(self) -> list[str]:
        """Its only feature."""
        return ["visits"]

    def get_classes(self) -> list[str]:
        """The two classes."""
        return ["0", "1"]

    def get_proba_columns(self) -> list[str]:
        """Column of each class."""
        return ["proba_0", "proba_1"]

    def predict(self, frame: pd.DataFrame, **options: bool) -> pd.DataFrame:
        """Probabilities of the first rows."""
        return pd.DataFrame({"proba_1": frame["visits"].head(self.rows).to_numpy() / 10})


def test_scores_are_in_the_order_of_the_customers() -> None:
    """One for each."""
    scorer = DSSScorer(FakePredictor(3), Training())

    assert scorer.scores(pd.DataFrame({"visits": [3, 1, 2]}), "1").tolist() == [0.3, 0.1, 0.2]


def test_a_predictor_that_drops_rows_is_refused() -> None:
    """Its scores would be those of other customers."""
    with pytest.raises(HostError, match="the predictor returned 2 rows for 3 customers"):
        DSSScorer(FakePredictor(2), Training()).scores(pd.DataFrame({"visits": [3, 1, 2]}), "1")
