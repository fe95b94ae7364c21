"""Boolean columns as they come, empty cells included: of no use, as an outcome, as features."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dss_standin.running import Running
from tests.integration.telco import MONTHS, TYPES, Telco, customers

MONTH = "2019-02"


def flags(values: pd.Series) -> np.ndarray:
    """Booleans as DSS spells them, every seventh one missing."""
    texts = np.where(values, "true", "false")
    return np.where(np.arange(len(values)) % 7 == 0, "", texts)


def unrelated(month: str) -> pd.DataFrame:
    """A flag that no model takes."""
    frame = customers(month, 300)
    return frame.assign(optout=flags(frame["age"] > 0))


def outcome(month: str) -> pd.DataFrame:
    """The outcome itself; some customers' is not known yet after the first month."""
    frame = customers(month, 300)
    churned = np.where(frame["churned"] == 1, "true", "false")
    return frame.assign(churned=churned if month == MONTHS[0] else np.where(frame.index < 20, "", churned))


def feature(month: str) -> pd.DataFrame:
    """A flag that tells nine outcomes in ten."""
    frame = customers(month, 600)
    is_told = np.random.default_rng(1).random(600) < 0.9
    return frame.assign(complained=flags((frame["churned"] == 1) == is_told))


def score(standin: Running, key: str, **changes: object) -> Telco:
    """A score on such data."""
    return Telco(standin.client(), key=key, months=MONTHS[:3], **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "data", "types", "rejected"),
    [
        ("UNRELATED", unrelated, {"optout": "boolean"}, ("customer_id", "optout")),
        ("OUTCOME", outcome, {"churned": "boolean"}, ("customer_id",)),
    ],
)
def test_empty_cells_stop_nothing(
    standin: Running, key: str, data: object, types: dict[str, str], rejected: tuple[str, ...]
) -> None:
    """In a column that no model uses, and in the outcome."""
    telco = score(standin, key, data=data, types={**TYPES, **types}, rejected=rejected)
    log = telco.run(MONTH)
    rows = telco.rows("performance", MONTH)

    assert log.startswith("DONE"), log
    assert set(rows["status"]) == {"scored"}
    assert set(rows["n"]) == {300 - (20 if key == "OUTCOME" else 0)}


def test_a_boolean_feature_is_the_one_that_the_model_knows(standin: Running) -> None:
    """As a boolean of Python it would match no category, and the model would tell nobody apart."""
    telco = score(standin, "FEATURE", data=feature, types={**TYPES, "complained": "boolean"})
    assert telco.run(MONTH).startswith("DONE")
    rows = telco.rows("performance", MONTH)
    active = rows[rows["is_champion"] & (rows["targeting_rate"] == 0.1)]
    assert active["auc"].iloc[0] > 0.8
