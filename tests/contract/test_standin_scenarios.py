"""Scenarios of the stand-in through the official client: steps, conditions, variables, outcomes."""

from __future__ import annotations

import dataikuapi
import pytest
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException, _ExponentialBackoff

from tests.contract.scenario_probe import STEP_TYPE, install, outcomes, python, ran, scenario_of


@pytest.fixture(autouse=True)
def quick_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the client poll every 20 ms."""
    monkeypatch.setattr(_ExponentialBackoff, "next_sleep_time", lambda _: 20)


def test_variables_go_from_step_to_step(client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """A plugin step reads what a python step set, and a third one reads what the plugin step set."""
    install(
        client,
        step="""
from dataiku.scenario import Scenario
import probe_library
known = Scenario().get_all_variables()
Scenario().set_scenario_variables(twice=2 * known["rows"], seen=get_step_config()["who"], answer=probe_library.ANSWER)
""",
    )
    plugin = {"type": STEP_TYPE, "name": "plugin", "params": {"config": {"who": "me"}}}
    last = python("known = scenario.get_all_variables(); print('TOLD', known['twice'], known['seen'], known['answer'])")
    run = ran(project, python("scenario.set_scenario_variables(rows=21)", name="first"), plugin, last)
    assert run.outcome == "SUCCESS", run.get_log()
    assert "TOLD 42 me 42" in run.get_log()


def test_a_condition_decides_whether_a_step_runs(project: DSSProject) -> None:
    """Comparisons of variables choose between two steps."""

    def when(condition: str) -> dict[str, str]:
        return {"runConditionType": "RUN_CONDITIONALLY", "runConditionExpression": condition}

    small = python("", name="small", **when("rows < 100 && outcome == 'SUCCESS'"))
    large = python("", name="large", **when("rows >= 100 || unknown == 'x'"))
    run = ran(project, python("scenario.set_scenario_variables(rows=99)", name="set"), small, large)
    assert outcomes(run) == {"set": "SUCCESS", "small": "SUCCESS"}


def test_a_failed_step_stops_the_others_but_those_for_failures(project: DSSProject) -> None:
    """What is to run on failure or always runs; the outcome is FAILED and the message that of the exception."""
    bad = python("raise ValueError('no rows for 2024-01')", name="bad")
    on_failure = python("", name="on failure", runConditionStatuses=["FAILED"])
    run = ran(project, bad, python("", name="next"), on_failure, python("", name="last", runConditionType="RUN_ALWAYS"))
    assert run.outcome == "FAILED"
    assert outcomes(run) == {"bad": "FAILED", "on failure": "SUCCESS", "last": "SUCCESS"}
    assert run.get_details().first_error_details["message"] == "ValueError: no rows for 2024-01"


def test_run_and_wait_raises_on_what_is_no_success(project: DSSProject) -> None:
    """A failure that is proceeded with is a warning, which the client's own wait takes for a failure."""
    bad = python("raise ValueError('late')")
    bad["params"]["proceedOnFailure"] = True
    scenario = scenario_of(project, bad, python("", name="next"))
    with pytest.raises(DataikuException, match="WARNING"):
        scenario.run_and_wait()
    assert outcomes(scenario.get_last_runs()[0]) == {"python": "WARNING", "next": "SUCCESS"}
