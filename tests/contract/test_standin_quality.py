"""Data-quality rules and checks of the stand-in through the official client, and the steps that run them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from dataikuapi.dss.dataset import DSSDataset
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from dss_standin.running import running
from dss_standin.switches import Switches
from tests.contract.flow_probe import ROWS, monthly_dataset
from tests.contract.scenario_probe import outcomes, python, ran

pytestmark = pytest.mark.usefixtures("quick_polls")


@pytest.fixture
def history(project: DSSProject, tmp_path: Path) -> DSSDataset:
    """Three months of customers."""
    return monthly_dataset(project, "history", tmp_path / "files")


def rows_rule(**limits: Any) -> dict[str, Any]:
    """Return a rule on the number of rows, its limits enabled."""
    enabled = {f"{name}Enabled": True for name in limits}
    return {"type": "RecordCountInRangeRule", "displayName": "rows", "enabled": True, **limits, **enabled}


def computed(dataset: DSSDataset, rule: dict[str, Any], partition: str = "2024-01") -> tuple[str, str]:
    """Return outcome and message of a new rule on a partition."""
    made = dataset.get_data_quality_rules().create_rule(rule)
    made.compute(partition).wait_for_result()
    result = made.get_last_result(partition)
    return result.outcome, result.message


@pytest.mark.parametrize(
    ("limits", "outcome"),
    [
        ({"minimum": ROWS}, "OK"),
        ({"minimum": ROWS + 1}, "ERROR"),
        ({"softMinimum": ROWS + 1, "minimum": 1}, "WARNING"),
        ({"softMaximum": ROWS - 1, "maximum": ROWS - 1}, "ERROR"),
    ],
)
def test_rows_in_a_range(history: DSSDataset, limits: dict[str, int], outcome: str) -> None:
    """Hard limits give an error, soft ones a warning, the limits themselves are allowed."""
    assert computed(history, rows_rule(**limits))[0] == outcome


def test_an_unknown_probe_is_refused_by_name(history: DSSDataset) -> None:
    """As unknown checks and rules are; one that is disabled computes nothing."""
    settings = history.get_settings()
    probe = {"type": "xyz", "enabled": False, "computeOnBuildMode": "NO", "configuration": {}, "meta": {}}
    settings.get_raw()["metrics"]["probes"].append(probe)
    settings.save()
    history.compute_metrics("2024-01")
    probe["enabled"] = True
    settings.save()
    with pytest.raises(DataikuException, match="Probe type 'xyz' is outside the stand-in's slice: basic, records"):
        history.compute_metrics("2024-01")


def test_rules_on_columns(history: DSSDataset) -> None:
    """Minimum, maximum and no empty cell; the metrics that they need are computed and kept."""
    low = {"type": "ColumnMinInRangeRule", "columns": ["visits"], "minimum": 0, "minimumEnabled": True}
    assert computed(history, low) == ("OK", "col_stats:MIN:visits is 0")
    high = {"type": "ColumnMaxInRangeRule", "columns": ["visits"], "maximum": 7, "maximumEnabled": True}
    assert computed(history, high) == ("ERROR", "col_stats:MAX:visits is 8, above 7")
    full = {"type": "ColumnNotEmptyRule", "columns": ["x", "y"], "thresholdType": "ENTIRE_COLUMN_NOT_EMPTY"}
    assert computed(history, full)[0] == "OK"
    last = history.get_last_metric_values("2024-01")
    assert last.get_partition_value("col_stats:MAX:visits", "2024-01") == 8


def test_status_and_history(history: DSSDataset) -> None:
    """A dataset is as bad as its worst rule in any partition; nothing computed is said as such."""
    rules = history.get_data_quality_rules()
    rules.create_rule(rows_rule(minimum=1))
    bad = rules.create_rule(rows_rule(maximum=1))
    assert rules.get_status() == "NOT_COMPUTED"
    rules.compute_rules("2024-01").wait_for_result()
    bad.compute("2024-02").wait_for_result()
    assert (rules.get_status(), rules.get_status_by_partition()) == ("ERROR", {"2024-01": "ERROR", "2024-02": "ERROR"})
    assert len(rules.get_rules_history()) == 3
    assert [one.partition for one in bad.get_rule_history(results_per_page=1)] == ["2024-02"]
    bad.delete()
    assert rules.get_partitions_status(["2024-01", "2024-03"]) == {"2024-01": "OK", "2024-03": "NOT_COMPUTED"}


def test_the_case_of_a_status_is_a_switch(tmp_path: Path) -> None:
    """The other answer that DSS may give."""
    with running(tmp_path / "workspace", Switches.parse(["A15=capitalised"])) as served:
        project = served.client().create_project("RENEWAL", "Renewal", owner="admin")
        dataset = monthly_dataset(project, "history", tmp_path / "files")
        computed(dataset, rows_rule(maximum=1))
        assert dataset.get_data_quality_rules().get_status() == "Error"


def test_what_is_no_rule(history: DSSDataset) -> None:
    """An unknown type and an unknown column are refused when the rule is made."""
    rules = history.get_data_quality_rules()
    with pytest.raises(DataikuException, match="Rule type 'Other' is outside"):
        rules.create_rule({"type": "Other"})
    with pytest.raises(DataikuException, match="needs columns of history, found \\['z'\\]"):
        rules.create_rule({"type": "ColumnNotEmptyRule", "columns": ["z"]})


def test_checks_on_metrics(history: DSSDataset) -> None:
    """An older check looks at the last value, computes nothing, and its outcome is a metric of its own."""
    settings = history.get_settings()
    check = {"type": "numericRange", "metricId": "records:COUNT_RECORDS", "maximum": 1, "maximumEnabled": True}
    settings.get_raw()["metricsChecks"]["checks"].append({**check, "meta": {"label": "few"}})
    settings.save()
    history.run_checks("2024-01")
    history.compute_metrics("2024-01")
    history.run_checks("2024-01")
    past = history.get_metric_history("check:CHECK:few", "2024-01")
    assert [point["value"] for point in past["values"]] == ["EMPTY", "ERROR"]


def test_steps_compute_and_check(project: DSSProject, history: DSSDataset) -> None:
    """The values of a metrics step reach the next one; a rule in error fails the checks."""
    history.get_data_quality_rules().create_rule(rows_rule(maximum=1))
    item = {"type": "DATASET", "itemId": "history", "partitionsSpec": "${month}"}
    read = """
found = scenario.get_previous_steps_outputs()[-1]["result"]["RENEWAL.history_2024-02"]["computed"]
print("TOLD", [one["value"] for one in found if one["metricId"] == "records:COUNT_RECORDS"])
"""
    run = ran(
        project,
        python("scenario.set_scenario_variables(month='2024-02')", name="month"),
        {"type": "compute_metrics", "name": "compute", "params": {"computes": [item]}},
        python(read, name="read"),
        {"type": "check_dataset", "name": "check", "params": {"checks": [item]}},
    )
    assert outcomes(run) == {"month": "SUCCESS", "compute": "SUCCESS", "read": "SUCCESS", "check": "FAILED"}
    assert f"TOLD ['{ROWS}']" in run.get_log()
    assert "ERROR: rows of RENEWAL.history (2024-02): records:COUNT_RECORDS is 120, above 1" in run.get_log("")
