"""Scenarios of the stand-in through the official client: steps, conditions, variables, outcomes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import dataikuapi
import pytest
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from dss_standin.running import Running, running
from dss_standin.switches import Switches
from tests.contract.flow_probe import ROWS, managed, monthly_dataset, probe, told
from tests.contract.scenario_probe import STEP_TYPE, install, outcomes, python, ran, scenario_of
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("quick_polls")


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
    after = python("", name="after", **when("stepOutcome_set_it == 'SUCCESS' && stepOutcome_large == null"))
    run = ran(project, python("scenario.set_scenario_variables(rows=99)", name="set it"), small, large, after)
    assert outcomes(run) == {"set it": "SUCCESS", "small": "SUCCESS", "after": "SUCCESS"}


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


def test_an_id_is_not_a_name(project: DSSProject) -> None:
    """Two scenarios of one name have two ids; what is saved comes back, with an id for each part."""
    first, second = (project.create_scenario("Score mensuel", "step_based") for _ in range(2))
    assert (first.id, second.id) == ("SCORE_MENSUEL", "SCORE_MENSUEL_1")
    settings = first.get_settings()
    settings.add_monthly_trigger(day=1, hour=5)
    settings.active = True
    settings.save()
    kept = first.get_settings()
    assert (kept.active, kept.raw_triggers[0]["params"]["frequency"]) == (True, "Monthly")
    assert kept.raw_triggers[0]["id"]
    second.delete()
    assert [one["id"] for one in project.list_scenarios()] == ["SCORE_MENSUEL"]


def test_parameters_of_the_trigger(project: DSSProject) -> None:
    """They reach the steps, and nothing else says who started the run."""
    tell = "print('TOLD', scenario.get_trigger_type(), scenario.get_trigger_params()['month'])"
    run = scenario_of(project, python(tell)).run_and_wait(params={"month": "2024-01"})
    assert "TOLD manual 2024-01" in run.get_log()


def test_a_step_is_tried_again(project: DSSProject) -> None:
    """As often as it says; the project's variables outlast the attempts."""
    count = """
project = dataiku.Project()
known = project.get_variables()
known["standard"]["tries"] = known["standard"].get("tries", 0) + 1
project.set_variables(known)
assert known["standard"]["tries"] == 3
"""
    assert ran(project, python(count, maxRetriesOnFail=1, delayBetweenRetries=0)).outcome == "FAILED"
    assert ran(project, python(count, maxRetriesOnFail=1, delayBetweenRetries=0)).outcome == "SUCCESS"


def test_a_failure_is_forgotten_when_a_step_says_so(project: DSSProject) -> None:
    """The steps after it run as if nothing had failed."""
    bad = python("raise ValueError('late')", name="bad")
    repair = python("", name="repair", runConditionStatuses=["FAILED"], resetScenarioStatus=True)
    run = ran(project, bad, repair, python("", name="next"))
    assert (run.outcome, list(outcomes(run))) == ("SUCCESS", ["bad", "repair", "next"])


def test_a_disabled_step_never_runs(project: DSSProject) -> None:
    """Both spellings of it."""
    off = python("", name="off", runConditionType="DISABLED")
    assert outcomes(ran(project, off, python("", name="out", enabled=False), python("", name="on"))) == {
        "on": "SUCCESS"
    }


def test_a_condition_that_cannot_be_read_fails_the_run(project: DSSProject) -> None:
    """`or` is not `||`."""
    step = python("", runConditionType="RUN_CONDITIONALLY", runConditionExpression="a == 1 or b == 2")
    run = ran(project, step)
    assert run.outcome == "FAILED"
    assert "cannot be read" in run.get_details().first_error_details["message"]


def test_one_run_at_a_time_and_abort(project: DSSProject) -> None:
    """A second fire is cancelled; an abort ends the process, and no further step begins."""
    scenario = scenario_of(project, python("import time; time.sleep(60)", name="hangs"), python("", name="next"))
    run = scenario.run().wait_for_scenario_run()
    assert scenario.get_status().running
    with pytest.raises(DataikuException, match="cancelled"):
        scenario.run().wait_for_scenario_run()
    scenario.abort()
    run.wait_for_completion(no_fail=True)
    assert (run.outcome, outcomes(run)) == ("ABORTED", {"hangs": "ABORTED"})
    assert not scenario.get_status().running


def test_a_run_is_read_from_another_project(client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """Newest first, with or without the one that runs."""
    scenario = scenario_of(project, python(""))
    runs = [scenario.run_and_wait().id for _ in range(3)]
    seen = client.get_project("RENEWAL").get_scenario(scenario.id)
    assert [run.id for run in seen.get_last_runs(limit=2, only_finished_runs=True)] == runs[:0:-1]
    assert seen.get_run(runs[0]).duration > 0
    today = seen.get_last_runs()[0].start_time
    assert len(seen.get_runs_by_date(today - timedelta(days=1), today + timedelta(days=2))) == 3


def test_a_scenario_runs_another(project: DSSProject) -> None:
    """Its failure is that of the step."""
    inner = scenario_of(project, python("raise ValueError('inside')"), name="inner")
    run = ran(project, {"type": "run_scenario", "name": "inner", "params": {"scenarioId": inner.id}})
    assert outcomes(run) == {"inner": "FAILED"}
    assert inner.get_last_finished_run().outcome == "FAILED"


def test_a_python_scenario_runs_steps(project: DSSProject, tmp_path: Path) -> None:
    """Its program calls the steps of step-based scenarios; what fails raises, unless told otherwise."""
    monthly_dataset(project, "history", tmp_path / "files")
    scenario = project.create_scenario("Program", "custom_python")
    settings = scenario.get_settings()
    settings.code = """
from dataiku.scenario import Scenario
scenario = Scenario()
done = scenario.compute_dataset_metrics("history", partitions="2024-01", step_name="count")
failed = scenario.build_dataset("history", partitions="2024-01", fail_fatal=False)
print("TOLD", done["result"]["outcome"], failed["result"]["outcome"])
scenario.build_dataset("history", partitions="2024-01")
"""
    settings.save()
    run = scenario.run_and_wait(no_fail=True)
    assert "TOLD SUCCESS FAILED" in run.get_log()
    assert run.outcome == "FAILED"
    assert "RENEWAL.history cannot be built" in run.get_log()


def test_a_step_sets_variables_of_the_project(project: DSSProject) -> None:
    """For good, beside those that are there."""
    project.set_variables({"standard": {"kept": 1}, "local": {}})
    ran(project, python("scenario.set_project_variables(month='2024-01', rate=0.1)"))
    assert project.get_variables()["standard"] == {"kept": 1, "month": "2024-01", "rate": 0.1}


def test_a_step_without_a_type_is_refused(project: DSSProject) -> None:
    """The run fails with the reason, and its log can be read."""
    run = ran(project, python("scenario.run_step({'params': {}})"))
    assert run.outcome == "FAILED"
    assert "A step needs a type, found params" in run.get_log()


def test_a_listed_scenario_says_when_it_started(project: DSSProject) -> None:
    """A scenario that does not run has no start."""
    scenario = scenario_of(project, python("import time; time.sleep(60)"))
    [idle] = project.list_scenarios(as_type="listitems")
    scenario.run().wait_for_scenario_run()
    [running] = project.list_scenarios(as_type="listitems")
    scenario.abort()
    assert (idle.running, idle.start_time) == (False, None)
    assert (running.running, running.start_time is not None) == (True, True)


def test_the_server_goes_down_in_the_middle_of_a_run(tmp_path: Path) -> None:
    """The process ends with it, and the run is known as aborted afterwards."""
    with running(tmp_path) as first:
        project = first.client().create_project("RENEWAL", "Renewal", owner="admin")
        scenario = scenario_of(project, python("import time; time.sleep(60)"))
        scenario.run().wait_for_scenario_run()
    with running(tmp_path) as second:
        [run] = second.client().get_project("RENEWAL").get_scenario(scenario.id).get_last_runs()
        assert run.outcome == "ABORTED"


def test_variables_of_a_run_redefine_those_of_the_project(
    client: dataikuapi.DSSClient, project: DSSProject, tmp_path: Path
) -> None:
    """In later steps and in the recipes that they build, for this run alone."""
    project.set_variables({"standard": {"rate": 1, "kept": 2}, "local": {}})
    monthly_dataset(project, "history", tmp_path / "files")
    managed(project, "result", like="history")
    code = "print('TOLD', json.dumps(dataiku.get_custom_variables()))"
    probe(client, project, code, {"cohort": ["history"], "result": ["result"]})
    item = {"type": "DATASET", "itemId": "result", "partitionsSpec": "2024-01"}
    build = {"type": "build_flowitem", "name": "build", "params": {"builds": [item]}}
    tell = python("print('SEEN', dataiku.get_custom_variables(typed=True)['rate'])")
    run = ran(project, python("scenario.set_scenario_variables(rate=5)", name="set"), build, tell)
    assert told(run.get_log()) == {"rate": "5", "kept": "2", "projectKey": "RENEWAL"}
    assert "SEEN 5" in run.get_log()
    assert project.get_variables()["standard"]["rate"] == 1


def test_a_step_reads_and_marks_another_projects_dataset(
    client: dataikuapi.DSSClient, project: DSSProject, tmp_path: Path
) -> None:
    """Outside recipes any dataset is open; figures and outcomes of one's own are kept with it."""
    other = client.create_project("UPSTREAM", "Upstream", owner="admin")
    history = monthly_dataset(other, "history", tmp_path / "files")
    script = """
history = dataiku.Dataset("UPSTREAM.history")
history.add_read_partitions("2024-02")
print("TOLD", len(history.get_dataframe()), history.list_partitions())
history.save_external_check_values({"volume": "ERROR"}, partition="2024-02")
"""
    run = ran(project, python(script))
    assert f"TOLD {ROWS} ['2024-01', '2024-02', '2024-03']" in run.get_log()
    kept = history.get_last_metric_values("2024-02")
    assert kept.get_partition_value("check:CHECK:volume", "2024-02") == "ERROR"


def test_a_project_without_permission(tmp_path: Path) -> None:
    """What runs has no right to it, although the key of the person who made the scenario has."""
    with running(tmp_path, Switches(forbidden_projects="UPSTREAM")) as served:
        client = served.client()
        project = client.create_project("RENEWAL", "Renewal", owner="admin")
        client.create_project("UPSTREAM", "Upstream", owner="admin")
        script = "dataiku.api_client().get_project('UPSTREAM').get_dataset('history').get_last_metric_values()"
        details = ran(project, python(script)).get_details()
    assert "UnauthorizedException: Action forbidden" in details.first_error_details["message"]


def test_the_next_run_of_a_weekly_trigger(project: DSSProject) -> None:
    """The next Wednesday or Thursday at 11:40; none while the scenario is not active."""
    scenario = scenario_of(project, python(""))
    settings = scenario.get_settings()
    settings.add_daily_trigger(hour=11, minute=40, days=["Wednesday", "Thursday"], year=2024, month=1, day=1)
    settings.save()
    assert scenario.get_status().next_run is None
    settings.active = True
    settings.save()
    moment = scenario.get_status().next_run
    assert (f"{moment:%H:%M}", f"{moment:%A}" in ("Wednesday", "Thursday")) == ("11:40", True)


def test_an_abort_ends_what_a_step_started(project: DSSProject) -> None:
    """A step inside a step: both processes end."""
    inside = "scenario.run_step({'type': 'custom_python', 'params': {'script': 'import time; time.sleep(60)'}})"
    scenario = scenario_of(project, python(inside, name="outer"))
    run = scenario.run().wait_for_scenario_run()
    until(lambda: len(run.get_details().steps) == 2, "the inner step")
    scenario.abort()
    run.wait_for_completion(no_fail=True)
    assert (run.outcome, [step.outcome for step in run.get_details().steps]) == ("ABORTED", ["ABORTED", "ABORTED"])


def test_an_abort_ends_the_job_of_a_build(client: dataikuapi.DSSClient, project: DSSProject, tmp_path: Path) -> None:
    """It is reported as aborted, as the run is."""
    monthly_dataset(project, "history", tmp_path / "files")
    managed(project, "result", like="history")
    probe(client, project, "import time; time.sleep(60)", {"cohort": ["history"], "result": ["result"]})
    item = {"type": "DATASET", "itemId": "result", "partitionsSpec": "2024-01"}
    scenario = scenario_of(project, {"type": "build_flowitem", "name": "build", "params": {"builds": [item]}})
    run = scenario.run().wait_for_scenario_run()
    until(project.list_jobs, "the job of the build")
    scenario.abort()
    run.wait_for_completion(no_fail=True)
    assert (run.outcome, project.list_jobs()[0]["state"]) == ("ABORTED", "ABORTED")


def test_a_run_whose_state_cannot_be_saved_is_over(
    standin: Running, project: DSSProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk leaves no scenario that runs for ever: the next run begins."""
    scenario = scenario_of(project, python("print('nothing')"))
    write = standin.dss.store.write

    def full(key: str, content: dict[str, Any]) -> None:
        if "/runs/" in key:
            raise OSError(28, "No space left on device")
        write(key, content)

    with monkeypatch.context() as patch:
        patch.setattr(standin.dss.store, "write", full)
        scenario.run()
        until(lambda: standin.dss.scenario_runs == {}, "the end of the run")

    assert scenario.run_and_wait().outcome == "SUCCESS"
