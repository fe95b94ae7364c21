"""A small `dataiku` in the place of the host's, with which the programs of the scenarios run."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

SCHEDULE = {
    "horizon": (1, "month"),
    "snapshot_day": "last",
    "period": "MONTH",
    "cohort": ("DATA", "cohort"),
    "time_zone": "UTC",
    "none": "none",
    "missed": {"alarm": "{cohort}: alarm, {month}", "gone": "{cohort}: gone", "waiting": "{cohort}: waiting"},
    "wrong_month": "month_ref: expected YYYY-MM, found {value}",
    "month_format": "YYYY-MM",
    "report": {"folder": "f1", "link": "{url} (file r.html)", "place": "in DSS, project {project}, folder reports"},
}
REPORT = {
    "score": "churn",
    "reports": "f1",
    "file": "report.html",
    "channel": "mail",
    "recipients": ["a@b.c"],
    "subject": "Score churn, {month}: report",
    "text": "See the page attached. It is kept too: {place}",
}


@dataclass
class FakeDSS:
    """A run of a scenario, with the datasets, the folder and the mail channel of its instance."""

    parameters: dict[str, str] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)
    set_by_run: dict[str, Any] = field(default_factory=dict)
    computed: list[tuple[str, str, str, list[str]]] = field(default_factory=list)
    polls_left: int = 0
    mails: list[tuple[Any, ...]] = field(default_factory=list)
    can_mail: bool = True
    statuses: dict[str, str | None] = field(default_factory=dict)
    cohorts: dict[str, int | None] = field(default_factory=dict)
    jobs: dict[str, str] = field(default_factory=dict)
    is_silent: bool = False
    aborted: list[str] = field(default_factory=list)

    def get_default_project(self) -> SimpleNamespace:
        """Project whose performance has these partitions, with the metric cohort_status, and is built by jobs."""
        if self.is_silent:
            raise ConnectionError("silent")
        found = partitioned(self.statuses, "cohort_status")
        found.build = lambda partitions, wait: self.job(partitions, self.jobs.get(partitions, "DONE"))
        return SimpleNamespace(get_dataset=lambda name: found)

    def get_project(self, key: str) -> SimpleNamespace:
        """Project whose datasets compute metrics, and whose cohorts have raised alarms or not."""

        if self.is_silent:
            raise ConnectionError("silent")

        def compute(name: str, partition: str, metric_ids: list[str]) -> dict[str, Any]:
            self.computed.append((key, name, partition, metric_ids))
            return {"hasResult": False} if self.polls_left else {}

        def dataset(name: str) -> SimpleNamespace:
            found = partitioned(self.cohorts, "volume_alarm_rows")
            found.compute_metrics = lambda *args, **more: compute(name, *args, **more)
            return found

        return SimpleNamespace(get_dataset=dataset)

    def get_messaging_channel(self, name: str) -> SimpleNamespace:
        """Channel that keeps its mails; one of another family sends none."""
        if not self.can_mail:
            return SimpleNamespace()
        return SimpleNamespace(send=lambda *args, **more: self.mails.append((name, *args, more)))

    def job(self, partition: str, log: str) -> SimpleNamespace:
        """Job of a partition that is done, is aborted with its scenario, or has failed with this log."""

        def status() -> dict[str, Any]:
            if log == "ABORT":
                raise SystemExit(143)
            return {"baseStatus": {"state": "DONE" if log == "DONE" else "FAILED"}}

        ended = {"get_log": lambda: log, "abort": lambda: self.aborted.append(partition)}
        return SimpleNamespace(id=f"job of {partition}", get_status=status, **ended)

    def has_result(self) -> bool:
        """Whether the computation has ended."""
        self.polls_left -= 1
        return self.polls_left < 0


def partitioned(values: dict[str, Any], name: str) -> SimpleNamespace:
    """Dataset with these partitions and the last values of one metric; a partition without a value is refused."""

    def metrics(partition: str) -> SimpleNamespace:
        if partition != "ALL" and values[partition] is None:
            raise LookupError(partition)
        metric = {"metric": {"id": f"external:{name}"}, "lastValues": [{"value": values.get(partition)}]}
        return SimpleNamespace(get_raw=lambda: {"metrics": [metric]})

    return SimpleNamespace(list_partitions=lambda: list(values), get_last_metric_values=metrics)


def run(script: str, dss: FakeDSS, monkeypatch: pytest.MonkeyPatch) -> FakeDSS:
    """Run the text of a step."""
    scenario = SimpleNamespace(
        get_trigger_params=lambda: dss.parameters,
        get_all_variables=lambda: dss.variables,
        set_scenario_variables=lambda **values: dss.set_by_run.update(values),
    )
    modules: dict[str, dict[str, Any]] = {
        "dataiku": {
            "api_client": lambda: dss,
            "default_project_key": lambda: "SCORE",
            "Folder": lambda folder: SimpleNamespace(
                get_download_stream=lambda file: io.BytesIO(f"{folder}/{file}".encode())
            ),
        },
        "dataiku.scenario": {"Scenario": lambda: scenario},
        "dataikuapi.dss.future": {"DSSFuture": SimpleNamespace(from_resp=lambda client, answer: client)},
    }
    for name, content in modules.items():
        module = ModuleType(name)
        vars(module).update(content)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    # Of the step's process alone, not of the tests'.
    monkeypatch.setattr("signal.signal", lambda *handler: None)
    exec(compile(script, "step.py", "exec"), {"__name__": "__main__"})
    return dss
