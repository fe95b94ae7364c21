"""A small population of customers whose renewal depends on age, visits and colour."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dss_standin.ml.guess import guess

TYPES = {
    "customer_id": "bigint",
    "age": "double",
    "visits": "bigint",
    "couleur préférée": "string",
    "noise": "double",
    "renewed": "bigint",
}


@pytest.fixture
def customers() -> pd.DataFrame:
    """Return 800 customers, a third of them renewing, with some ages and colours missing."""
    draw = np.random.RandomState(7)
    age, visits = draw.normal(40, 9, 800), draw.poisson(3, 800)
    colour = draw.choice(np.array(["red", "blue", "green"], dtype=object), 800)
    renewed = age / 9 + visits + (colour == "red") + draw.normal(0, 1.5, 800) > 9
    age[:40], colour[100:130] = np.nan, None
    columns = [np.arange(800), age, visits, colour, draw.normal(size=800), renewed.astype(int)]
    return pd.DataFrame(dict(zip(TYPES, columns)))


@pytest.fixture
def schema() -> list[dict[str, Any]]:
    """Return the schema of `customers`."""
    return [{"name": name, "type": kind} for name, kind in TYPES.items()]


@pytest.fixture
def settings(customers: pd.DataFrame, schema: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the guessed task, a single logistic regression enabled with C = 1."""
    guessed = guess(customers, schema, "renewed")
    guessed["modeling"]["random_forest_classification"]["enabled"] = False
    guessed["modeling"]["logistic_regression"]["C"]["values"] = [1]
    return guessed
