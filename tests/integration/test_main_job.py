"""The main job, run as DSS runs it: the zip, a child process, the official client."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import accuracy_score, precision_score, recall_score, roc_auc_score

from champion_challenger.core.tables.columns import COLUMNS
from tests.integration.telco import Telco

pytestmark = pytest.mark.clients
VOLATILE = ["run_id", "computed_at", "scoring_seconds"]


@pytest.fixture(scope="module")
def played(telco: Telco) -> Telco:
    """Two months were run."""
    for month in ("2019-02", "2019-03"):
        assert telco.run(month).startswith("DONE")
    return telco


def test_each_month_has_its_partition_with_all_versions_so_far(played: Telco) -> None:
    """The first month's window is the champion's own, so only the second adds a version."""
    months = [played.rows("performance", month) for month in ("2019-02", "2019-03")]

    assert [rows["version_id"].nunique() for rows in months] == [1, 2]
    assert played.project.get_dataset("performance").list_partitions() == ["2019-02", "2019-03"]


def test_the_schema_is_the_documented_one_with_descriptions(played: Telco) -> None:
    """Types are fixed, never inferred from a month's rows."""
    schema = played.project.get_dataset("performance").get_schema()["columns"]

    assert [(c["name"], c["type"]) for c in schema] == [(c.name, c.type) for c in COLUMNS]
    assert all(c["comment"] for c in schema)


def test_the_active_version_is_unmoved_and_the_new_one_labelled(played: Telco) -> None:
    """Its label tells window and champion."""
    (new,) = [version for version in played.versions() if version["id"] != "initial"]

    assert played.active() == "initial"
    assert '"partitions": "2019-01/2019-02"' in new["snippet"]["userMeta"]["description"]


@pytest.mark.parametrize("rate", [0.01, 0.05, 0.1])
def test_figures_equal_scikit_learn_on_the_rows_of_scores(played: Telco, rate: float) -> None:
    """To 1e-9; scores are distinct here, so scikit-learn's cut is unambiguous."""
    performance = played.rows("performance", "2019-03").set_index(["version_id", "targeting_rate"])

    for version_id, rows in played.rows("scores", "2019-03").groupby("version_id"):
        targeted = np.zeros(len(rows), dtype=int)
        targeted[np.argsort(-rows["score"].to_numpy(), kind="stable")[: int(np.ceil(round(rate * len(rows), 6)))]] = 1
        found = performance.loc[(version_id, rate)]
        expected = {
            "auc": roc_auc_score(rows["outcome"], rows["score"]),
            "precision": precision_score(rows["outcome"], targeted),
            "sensitivity": recall_score(rows["outcome"], targeted),
            "accuracy": accuracy_score(rows["outcome"], targeted),
            "lift": precision_score(rows["outcome"], targeted) / rows["outcome"].mean(),
        }
        assert {name: pytest.approx(value, abs=1e-9) for name, value in expected.items()} == dict(found[list(expected)])


def test_a_month_run_again_changes_nothing_but_who_and_when(played: Telco) -> None:
    """Nothing is trained again, no row moves."""
    before = {name: played.rows(name, "2019-03") for name in ("performance", "scores")}
    assert played.run("2019-03").startswith("DONE")
    after = {name: played.rows(name, "2019-03") for name in before}

    pd.testing.assert_frame_equal(
        before["performance"].drop(columns=VOLATILE), after["performance"].drop(columns=VOLATILE)
    )
    pd.testing.assert_frame_equal(before["scores"], after["scores"])
    assert len(played.versions()) == 2


def test_the_challenger_is_compared_with_the_labelled_champion(played: Telco) -> None:
    """Both were trained before the cohort: differences with bounds, and a verdict."""
    rows = played.rows("performance", "2019-03").query("not is_champion and targeting_rate == 0.05")

    assert rows["verdict"].isin(["challenger_better", "champion_better", "not_distinguishable"]).all()
    assert (rows["lift_delta_low"] <= rows["lift_delta"]).all()
    assert rows["p_adjusted"].between(0, 1).all()


def test_figures_for_scenarios_are_metrics_of_the_partition(played: Telco) -> None:
    """External values, beside DSS's own."""
    values = played.project.get_dataset("performance").get_last_metric_values("2019-03")

    assert any(name.endswith("champion_lift") for name in values.get_all_ids())


def test_the_log_reads_as_a_report(played: Telco) -> None:
    """Cohort, retraining, versions, a table with the champion marked."""
    log = played.run("2019-03")

    assert "Cohort 2019-03: 1,200 customers, 127 positive (10.58%), snapshot 2019-03-31, final." in log
    assert "already trained as" in log
    assert "(champion): scored in" in log
    assert "* is the model in production" in log


def test_no_request_of_the_plugin_ever_activates(played: Telco, standin: object) -> None:
    """The stand-in keeps every request."""
    asked = [(entry[0], entry[1]) for entry in standin.dss.request_log]  # type: ignore[attr-defined]

    assert any(path.endswith("redeployToFlow") for _, path in asked)
    assert not any(path.endswith("setActive") for _, path in asked)
