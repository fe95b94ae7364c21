"""Replays on data that has changed, as DSS runs them: new versions, their hyperparameters, the log, old versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.integration.telco import TYPES, Telco, customers

MONTH, WINDOW = "2019-02", "2019-01"
Change = Callable[[pd.DataFrame], pd.DataFrame]


def fresh(telco: Telco, name: str, frame: pd.DataFrame, types: dict[str, str]) -> None:
    """Make a training dataset with one partition, and connect it to the recipe."""
    folder = telco.project.create_managed_folder(name)
    for month in telco.months:
        folder.put_file(f"{month}/customers.csv", frame.to_csv(index=False).encode())
    dataset = folder.create_dataset_from_files(name)
    settings = dataset.get_settings()
    settings.set_csv_format()
    settings.add_time_partitioning_dimension("month", "MONTH")
    settings.set_partitioning_file_pattern("%Y-%M/.*")
    settings.save()
    telco.type_columns(name, {column: types[column] for column in frame.columns})
    telco.connect(training_data=name)


def retyped(frame: pd.DataFrame) -> pd.DataFrame:
    """Ages become text."""
    return frame.assign(age="about " + frame["age"].astype(str))


def widened(frame: pd.DataFrame) -> pd.DataFrame:
    """A number, a category and a text join."""
    random = np.random.default_rng(3)
    words = np.array("asks calls never pays late often complains about price speed of line".split())
    remarks = [" ".join(random.choice(words, 6)) for _ in range(len(frame))]
    return frame.assign(
        tenure=random.integers(1, 99, len(frame)), plan=random.choice(["a", "b"], len(frame)), r=remarks
    )


def resolved(telco: Telco, version: str) -> dict[str, Any]:
    """Hyperparameters of a version, as DSS tells them."""
    details = telco.project.get_saved_model(telco.model_id).get_version_details(version)
    found: dict[str, Any] = details.get_actual_modeling_params()["resolved"]
    return found


def features(telco: Telco, version: str) -> set[str]:
    """Names of the features that a version takes."""
    details = telco.project.get_saved_model(telco.model_id).get_version_details(version)
    per_feature = details.get_raw()["preprocessing"]["per_feature"]
    return {name for name, feature in per_feature.items() if feature["role"] == "INPUT"}


def newest(telco: Telco) -> str:
    """Id of the version made last."""
    return str(max((v["id"] for v in telco.versions() if v["id"] != "initial"), key=int))


def changes(telco: Telco, month: str = MONTH) -> list[tuple[str, str]]:
    """Change and feature of the log's rows that concern the schema."""
    log = telco.rows("retraining_log", month)
    schema = log[log["change"].str.startswith(("feature", "class"))]
    return list(zip(schema["change"], schema["feature"]))


SCENARIOS: dict[str, tuple[Change, dict[str, str], list[tuple[str, str]], set[str]]] = {
    "dropped": (lambda f: f.drop(columns="calls"), {}, [("feature dropped", "calls")], {"age", "region", "spend"}),
    "added": (
        widened,
        {"tenure": "bigint", "plan": "string", "r": "string"},
        [("feature added", "tenure"), ("feature added", "plan"), ("feature added", "r")],
        {"age", "region", "spend", "calls", "tenure", "plan"},
    ),
    "retyped": (retyped, {"age": "string"}, [("feature retyped", "age")], {"age", "region", "spend", "calls"}),
    "renamed": (
        lambda f: f.rename(columns={"spend": "spending"}),
        {"spending": "double"},
        [("feature added", "spending"), ("feature dropped", "spend")],
        {"age", "region", "spending", "calls"},
    ),
    "respelled": (
        lambda f: f.assign(churned=f["churned"].astype(float)),
        {"churned": "double"},
        [("class respelled", "churned")] * 2,
        {"age", "region", "spend", "calls"},
    ),
    "shuffled": (lambda f: f[f.columns[::-1]], {}, [], {"age", "region", "spend", "calls"}),
    "larger": (lambda f: customers(WINDOW, 12_000), {}, [], {"age", "region", "spend", "calls"}),
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.clients] * (name == "added")) for name in SCENARIOS]
)
def test_a_change_of_the_data_is_met_and_told(telco: Telco, name: str) -> None:
    """A new inactive version with the champion's hyperparameters; every version scored; the rows of the log."""
    change, types, expected, inputs = SCENARIOS[name]
    before = len(telco.versions())
    fresh(telco, f"data_{name}", change(customers(WINDOW)), {**TYPES, **types})
    assert telco.run(MONTH).startswith("DONE")

    made = newest(telco)
    assert (len(telco.versions()), telco.active()) == (before + 1, "initial")
    assert resolved(telco, made) == resolved(telco, "initial")
    assert features(telco, made) == inputs
    assert changes(telco) == expected
    log = telco.rows("retraining_log", MONTH)
    assert log["change"].iloc[-1] == "trained"
    assert {"rows", "base rate", "train recipe: input not re-pointed", "activation on build"} <= set(log["change"])
    assert name not in ("dropped", "added", "renamed") or "train recipe: columns" in set(log["change"])
    rows = telco.rows("performance", MONTH).drop_duplicates("version_id").set_index("version_id")
    assert rows.loc["initial", "status"] == "scored"
    lacking = sorted(inputs - set(TYPES))
    assert rows.loc[made, "status"] == ("not_scorable" if lacking else "scored")
    assert all(feature in (rows.loc[made, "reason"] or "") for feature in lacking)
