"""Replays on the demo's data, real purchases of every tenth customer, when that data has changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dss_standin.running import Running
from examples.demo.features import CUSTOMER, OUTCOME, RULE, TYPES, labelled_cohort
from examples.demo.purchases import purchases_file, read_purchases
from tests.integration.telco import Telco
from tests.integration.test_replay import changes, features, fresh, newest, resolved
from tests.integration.test_replay_frozen import Raw, champion, grid_searched, reduced

pytestmark = pytest.mark.slow
WINDOW, MONTH = "1997-03", "1997-04"
INPUTS = set(TYPES) - {CUSTOMER, "snapshot_date", RULE, OUTCOME}
Change = Callable[[pd.DataFrame], pd.DataFrame]


@lru_cache(maxsize=4)
def everybody(month: str) -> pd.DataFrame:
    """The demo's cohort of a month: 23,570 customers at most."""
    return labelled_cohort(read_purchases(purchases_file()), month)


def every_tenth(month: str) -> pd.DataFrame:
    """A tenth of them."""
    return everybody(month).iloc[::10].reset_index(drop=True)


def small_forest(raw: Raw) -> None:
    """The demo's champion."""
    forest = raw["modeling"]["random_forest_classification"]
    forest["n_estimators"]["values"], forest["max_tree_depth"]["values"] = [12], [7]
    forest["min_samples_leaf"]["values"] = [20]


def demo_score(standin: Running, key: str, data: Callable[[str], pd.DataFrame]) -> Telco:
    """The demo's datasets and recipe, with a logistic regression as champion."""
    form = {"customer_id_column": CUSTOMER, "targeting_rates": "1, 5, 10", "horizon": "1 month"}
    of_the_data = {"types": TYPES, "outcome": OUTCOME, "rejected": (CUSTOMER, "snapshot_date", RULE)}
    return Telco(standin.client(), key, (WINDOW, MONTH), data, form, WINDOW, trained_until="1997-04-30", **of_the_data)  # type: ignore[arg-type]


def score(standin: Running, key: str, algorithm: str, design: Callable[[Raw], None]) -> Telco:
    """The demo's score, whose champion has this design."""
    telco = demo_score(standin, key, every_tenth)
    champion(telco, algorithm, design)
    telco.dataset("customers_copy", "archive")
    telco.connect(training_data="customers_copy")
    return telco


@pytest.fixture(scope="module")
def demo(standin: Running) -> Telco:
    """The champion of the demo, trained on one month."""
    return score(standin, "FOREST", "RANDOM_FOREST_CLASSIFICATION", small_forest)


def joined(frame: pd.DataFrame) -> pd.DataFrame:
    """A number, a category and a text join."""
    random = np.random.default_rng(7)
    words = np.array("jazz rock soul blues opera folk disco metal choir piano".split())
    remarks = [" ".join(random.choice(words, 6)) for _ in range(len(frame))]
    return frame.assign(visits=random.poisson(3, len(frame)), plan=random.choice(["a", "b"], len(frame)), taste=remarks)


SCENARIOS: dict[str, tuple[Change, dict[str, str], list[tuple[str, str]], set[str]]] = {
    "dropped": (
        lambda f: f.drop(columns="amount_90d"),
        {},
        [("feature dropped", "amount_90d")],
        INPUTS - {"amount_90d"},
    ),
    "added": (
        joined,
        {"visits": "bigint", "plan": "string", "taste": "string"},
        [("feature added", "visits"), ("feature added", "plan"), ("feature added", "taste")],
        INPUTS | {"visits", "plan"},
    ),
    "retyped": (
        lambda f: f.assign(orders=[f"{n} of them" for n in f["orders"]]),
        {"orders": "string"},
        [("feature retyped", "orders")],
        INPUTS,
    ),
    "renamed": (
        lambda f: f.rename(columns={"quantity": "items"}),
        {"items": "bigint"},
        [("feature added", "items"), ("feature dropped", "quantity")],
        (INPUTS | {"items"}) - {"quantity"},
    ),
    "respelled": (
        lambda f: f.assign(**{OUTCOME: f[OUTCOME].astype(float)}),
        {OUTCOME: "double"},
        [("class respelled", OUTCOME)] * 2,
        INPUTS,
    ),
    "shuffled": (lambda f: f[f.columns[::-1]], {}, [], INPUTS),
    "larger": (lambda f: everybody(WINDOW), {}, [], INPUTS),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_change_of_the_demos_data_is_met_and_told(demo: Telco, name: str) -> None:
    """A new inactive version with the champion's hyperparameters; old versions scored or named; the rows of the log."""
    change, types, expected, inputs = SCENARIOS[name]
    before = len(demo.versions())
    fresh(demo, f"data_{name}", change(every_tenth(WINDOW)), {**TYPES, **types})
    log = demo.run(MONTH)
    assert log.startswith("DONE"), log

    made = newest(demo)
    rows = demo.rows("performance", MONTH).drop_duplicates("version_id").set_index("version_id")
    assert (len(demo.versions()), demo.active()) == (before + 1, "initial")
    assert resolved(demo, made) == resolved(demo, "initial")
    assert features(demo, made) == inputs
    assert changes(demo, MONTH) == expected
    assert demo.rows("retraining_log", MONTH)["change"].iloc[-1] == "trained"
    assert rows.loc["initial", "status"] == "scored"
    lacking = sorted(inputs - INPUTS)
    assert rows.loc[made, "status"] == ("not_scorable" if lacking else "scored")
    assert all(feature in (rows.loc[made, "reason"] or "") for feature in lacking)


def test_the_log_tells_rows_and_base_rate_of_the_larger_data(demo: Telco) -> None:
    """Ten times as many customers: nothing is sampled away."""
    fresh(demo, "ten_times", everybody(WINDOW), TYPES)
    assert demo.run(MONTH).startswith("DONE")
    log = demo.rows("retraining_log", MONTH).set_index("change")

    assert log.loc["rows", ["before", "after"]].tolist() == [
        f"{len(every_tenth(WINDOW)):,}",
        f"{len(everybody(WINDOW)):,}",
    ]


DESIGNS: dict[str, tuple[str, Callable[[Raw], None]]] = {
    "SEARCHED": ("RANDOM_FOREST_CLASSIFICATION", grid_searched),
    "REDUCED": ("LOGISTIC_REGRESSION", reduced),
    "PLAIN": ("RANDOM_FOREST_CLASSIFICATION", small_forest),
}


@pytest.mark.parametrize("key", DESIGNS)
def test_on_unchanged_data_the_replay_is_the_champion(standin: Running, key: str) -> None:
    """Found by a grid search, reduced to two columns, or plain: the same hyperparameters, the same scores to 1e-12."""
    telco = score(standin, key, *DESIGNS[key])
    log = telco.run(MONTH)
    assert log.startswith("DONE"), log
    made = newest(telco)

    scores: Any = telco.rows("scores", MONTH).pivot(index="customer_id", columns="version_id", values="score")
    assert (scores["initial"] - scores[made]).abs().max() <= 1e-12
    assert resolved(telco, made) == resolved(telco, "initial")
    assert telco.active() == "initial"
    kept = {"REDUCED": 2}.get(key, len(INPUTS))
    assert len(features(telco, made)) == kept
