"""The step that watches volumes, run from the zip in a scenario made by the official client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest
from dataikuapi.dss.project import DSSProject

from dss_standin.running import Running
from tests.integration.steps import Run, plugin_step, python_step, run

ROWS = "records:COUNT_RECORDS"
COUNTS = {"2019-01": 200, "2019-02": 204, "2019-03": 130, "2019-04": 199}


def monthly(project: DSSProject, counts: dict[str, int]) -> None:
    """So many customers a month, one partition each."""
    folder = project.create_managed_folder("arrivals")
    for month, count in counts.items():
        frame = pd.DataFrame({"id": range(count), "churned": [int(n % 10 == 0) for n in range(count)]})
        folder.put_file(f"{month}/customers.csv", frame.to_csv(index=False).encode())
    settings = folder.create_dataset_from_files("customers").get_settings()
    settings.set_csv_format()
    settings.add_time_partitioning_dimension("month", "MONTH")
    settings.set_partitioning_file_pattern("%Y-%M/.*")
    settings.save()
    columns = [{"name": name, "type": "bigint"} for name in ("id", "churned")]
    project.get_dataset("customers").set_schema({"columns": columns, "userModified": True})


@dataclass
class Watching:
    """A project with monthly customers."""

    project: DSSProject

    def check(self, month: str, **form: Any) -> Run:
        """Check a month, then score it only when all is well."""
        config = {"dataset": "customers", "partition": "${month}", "positive_column": "churned", **form}
        start = python_step(
            "set", f"from dataiku.scenario import Scenario; Scenario().set_scenario_variables(month='{month}')"
        )
        step = plugin_step("check-volume-stability", "volumes", **config)
        return run(self.project, start, step, python_step("score", "print('GO')"))


@pytest.fixture(scope="module")
def watching(standin: Running) -> Watching:
    """The project."""
    project = standin.client().create_project("WATCH", "Watch", owner="admin")
    monthly(project, COUNTS)
    return Watching(project)


@pytest.mark.clients
def test_a_drop_stops_the_scenario_and_is_no_history_afterwards(watching: Watching) -> None:
    """March lost a third: no score; April is compared with January and February."""
    march = watching.check("2019-03")
    assert (march.outcome, march.variables["volumes_outcome"]) == ("FAILED", "ERROR")
    assert "score" not in march.steps

    april = watching.check("2019-04")
    assert (april.outcome, april.steps["score"]) == ("SUCCESS", "SUCCESS"), april.log
    assert float(april.variables["volumes_rows_reference"]) == 202


def test_the_outcome_is_among_the_datasets_own_checks_and_metrics(watching: Watching) -> None:
    """So that a next step, or a person, sees it."""
    watching.check("2019-02")
    values = watching.project.get_dataset("customers").get_last_metric_values("2019-02").get_raw()["metrics"]
    held = {one["metric"]["id"].split(":")[-1]: one["lastValues"] for one in values if one["lastValues"]}

    assert held["volume stability of rows"][0]["value"] == "OK"
    assert float(held["volume_change_rows"][0]["value"]) == pytest.approx(0.02)
