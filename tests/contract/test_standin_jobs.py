"""Recipes, jobs and partitions behind the official client, with processes of a throw-away plugin."""

from __future__ import annotations

import os
import re
import signal
from datetime import datetime
from pathlib import Path
from typing import Any

import dataikuapi
import pytest
from dataikuapi.dss.job import DSSJob
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.recipe import DSSRecipe
from dataikuapi.utils import DataikuException

from dss_standin.running import Running, running
from dss_standin.switches import Switches
from tests.contract.flow_probe import managed, monthly_dataset, probe, probe_zip, told
from tests.waiting import until

COPY = """
source, target = (dataiku.Dataset(name) for name in ("history", "result"))
target.write_with_schema(source.get_dataframe())
"""
WAIT = """
import os, time
print("PID", os.getpid())
with dataiku.Dataset("result").get_writer() as writer:
    writer.write_row_dict({"customer": "half"})
    time.sleep(60)
"""
ROLES = {"cohort": ["history"], "result": ["result"]}
EVERY = {"out": "result", "idim": "month", "func": "all_available", "params": {}}
Flow = tuple[dataikuapi.DSSClient, DSSProject]


def flow_on(standin: Running, folder: Path) -> Flow:
    """Return a project with `history`, by month, and a managed `result` partitioned alike."""
    client = standin.client()
    project = client.create_project("RENEWAL", "Renewal", owner="admin")
    monthly_dataset(project, "history", folder)
    managed(project, "result", like="history")
    return client, project


@pytest.fixture
def flow(standin: Running, tmp_path: Path) -> Flow:
    """The project of `flow_on` on a stand-in with the usual switches."""
    return flow_on(standin, tmp_path / "files")


def wait_for_pid(job: DSSJob) -> int:
    """Return the process id that the recipe of a running job prints."""
    until(lambda: "PID " in job.get_log(), "the process id in the log")
    return int(job.get_log().split("PID ")[1].split()[0])


def alive(pid: int) -> bool:
    """Tell whether a process runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def finished(job: DSSJob) -> dict[str, Any]:
    """Return the status of a job once it ended."""
    until(lambda: job.get_status()["baseStatus"]["state"] not in ("NOT_STARTED", "RUNNING"), "the end of the job")
    return dict(job.get_status()["baseStatus"])


def test_one_activity_a_partition(flow: Flow) -> None:
    """A range of two months is two processes; each reads and writes its month only."""
    client, project = flow
    code = (
        COPY + 'print("TOLD", json.dumps([source.read_partitions, target.writePartition, len(source.get_dataframe())]))'
    )
    job = probe(client, project, code, ROLES).run(partitions="2024-01/2024-02")
    status = job.get_status()
    assert sorted(status["baseStatus"]["activities"]) == ["probe_0_2024-01", "probe_0_2024-02"]
    assert status["globalState"]["done"] == 2
    assert told(job.get_log(activity="probe_0_2024-02")) == [["2024-02"], "2024-02", 120]
    assert project.get_dataset("result").list_partitions() == ["2024-01", "2024-02"]


def test_build_takes_a_list_of_partitions(flow: Flow) -> None:
    """`dataset.build` forwards a list as it is; the rows arrive whole."""
    client, project = flow
    probe(client, project, COPY, ROLES)
    project.get_dataset("result").build(partitions=["2024-01", "2024-03"])
    rows = {row[0] for row in project.get_dataset("result").iter_rows(partitions=["2024-03"])}
    assert rows == {row[0] for row in project.get_dataset("history").iter_rows(partitions=["2024-03"])}
    assert project.get_dataset("result").get_info().get_raw()["lastBuild"]["buildSuccess"] is True


def test_failing_recipe_tells_why_at_the_end_of_the_log(flow: Flow) -> None:
    """The job is FAILED; the closing line is the exception; what was there stays."""
    client, project = flow
    recipe = probe(client, project, COPY, ROLES)
    recipe.run(partitions="2024-01")
    probe(client, project, 'print("so far")\nraise ValueError("Outcome column bought is missing")', ROLES)
    job = recipe.run(partitions="2024-01", no_fail=True)
    assert job.get_status()["baseStatus"]["state"] == "FAILED"
    assert "so far" in job.get_log()
    assert job.get_log().rstrip().splitlines()[-1] == "ValueError: Outcome column bought is missing"
    assert len(list(project.get_dataset("result").iter_rows(partitions=["2024-01"]))) == 120
    with pytest.raises(DataikuException, match="Job run did not finish. Status: FAILED"):
        recipe.run(partitions="2024-01")


def test_abort_ends_the_process_and_writes_nothing(flow: Flow) -> None:
    """An aborted job leaves no process and no row."""
    client, project = flow
    probe(client, project, COPY, ROLES).run(partitions="2024-01")
    before = sorted(project.get_dataset("result").iter_rows())
    job = probe(client, project, WAIT, ROLES).run(partitions="2024-01", wait=False)
    pid = wait_for_pid(job)
    assert [one["def"]["id"] for one in project.list_running_jobs()] == [job.id]
    job.abort()
    assert (finished(job)["state"], alive(pid)) == ("ABORTED", False)
    assert sorted(project.get_dataset("result").iter_rows()) == before


def test_killed_process_fails_the_job_and_writes_nothing(flow: Flow) -> None:
    """A process that dies is told as such; the partition is as before."""
    client, project = flow
    probe(client, project, COPY, ROLES).run(partitions="2024-01")
    before = sorted(project.get_dataset("result").iter_rows())
    job = probe(client, project, WAIT, ROLES).run(partitions="2024-01", wait=False)
    os.kill(wait_for_pid(job), signal.SIGKILL)
    assert finished(job)["state"] == "FAILED"
    assert "killed by signal 9" in job.get_log().splitlines()[-1]
    assert sorted(project.get_dataset("result").iter_rows()) == before


def test_server_ends_its_children_and_remembers_the_job(tmp_path: Path) -> None:
    """After a restart the unfinished job counts as aborted."""
    with running(tmp_path / "w") as standin:
        client, project = flow_on(standin, tmp_path / "files")
        probe(client, project, COPY, ROLES).run(partitions="2024-01")
        job = probe(client, project, WAIT, ROLES).run(partitions="2024-01", wait=False)
        pid = wait_for_pid(job)
    assert not alive(pid)
    with running(tmp_path / "w") as standin:
        jobs = standin.client().get_project("RENEWAL").list_jobs()
        assert [one["state"] for one in jobs] == ["ABORTED", "DONE"]


@pytest.mark.parametrize(("switch", "outcome"), [("fail", "FAILED"), ("empty", "DONE")])
def test_absent_input_partition(tmp_path: Path, switch: str, outcome: str) -> None:
    """It fails the activity before the recipe starts, or reads as no row."""
    with running(tmp_path / "w", Switches(absent_input_partition=switch)) as standin:
        client, project = flow_on(standin, tmp_path / "files")
        code = 'print("TOLD", len(dataiku.Dataset("history").get_dataframe()))'
        job = probe(client, project, code, ROLES).run(partitions="2023-12", no_fail=True)
        assert job.get_status()["baseStatus"]["state"] == outcome
        expected = "Input partition 2023-12 of dataset RENEWAL.history does not exist" if switch == "fail" else "TOLD 0"
        assert expected in job.get_log()


@pytest.mark.parametrize(
    ("switch", "partitions"), [("equals", ["2024-02"]), ("all", ["2024-01", "2024-02", "2024-03"])]
)
def test_input_without_dependency(tmp_path: Path, switch: str, partitions: list[str]) -> None:
    """Two answers to A22; the third one is the refusal below."""
    with running(tmp_path / "w", Switches(input_without_dependency=switch)) as standin:
        client, project = flow_on(standin, tmp_path / "files")
        code = 'print("TOLD", json.dumps(dataiku.Dataset("history").read_partitions))'
        recipe = probe(client, project, code, ROLES)
        assert told(with_deps(recipe, []).run(partitions="2024-02").get_log()) == partitions


def with_deps(recipe: DSSRecipe, *deps: list[dict[str, Any]]) -> DSSRecipe:
    """Replace the dependencies of the inputs of role `cohort`, one after the other."""
    settings = recipe.get_settings()
    for item, given in zip(settings.recipe_settings["inputs"]["cohort"]["items"], deps):
        item["deps"] = given
    settings.save()
    return recipe


@pytest.mark.parametrize(
    ("deps", "message"),
    [
        ([], "is partitioned by month and has partition dependencies for none"),
        ([{"out": "result", "func": "all_available", "params": {}}], "has partition dependencies for None"),
        ([{**EVERY, "idim": "day"}], "has partition dependencies for day: give it one for each dimension"),
        ([{**EVERY, "out": ""}], "expected out \\(one of result, RENEWAL.result\\)"),
        ([{**EVERY, "func": "whatever"}], "func \\(one of equals, time_range"),
        ([{**EVERY, "dimension": "month"}], "Partition dependency .*'dimension': 'month'"),
    ],
)
def test_dependencies_that_dss_does_not_have_are_refused(flow: Flow, deps: list[Any], message: str) -> None:
    """One entry for each dimension of the input, with the keys of published recipes."""
    client, project = flow
    recipe = with_deps(probe(client, project, COPY, ROLES), deps)
    log = recipe.run(partitions="2024-01", no_fail=True).get_log()
    assert re.search(message, log)


def test_dependency_functions(flow: Flow) -> None:
    """A time range and "all available" scope two inputs of one run differently."""
    client, project = flow
    managed(project, "other", like="history")
    code = """
reads = {name: dataiku.Dataset(name).read_partitions for name in ("history", "other")}
print("TOLD", json.dumps([reads, dataiku.dku_flow_variables]))
"""
    probe(client, project, COPY.replace("result", "other"), {"cohort": ["history"], "result": ["other"]}).run(
        partitions="2024-01"
    )
    recipe = probe(client, project, code, {"cohort": ["history", "other"], "result": ["result"]})
    window = {**EVERY, "odim": "month", "func": "time_range", "params": {"fromOffset": -1, "toOffset": 0}}
    reads, variables = told(with_deps(recipe, [window], [EVERY]).run(partitions="2024-03").get_log())
    assert reads == {"history": ["2024-02", "2024-03"], "other": ["2024-01"]}
    assert (variables["DKU_DST_month"], variables["DKU_SRC_other_month"]) == ("2024-03", "2024-01")
    assert "DKU_SRC_history_month" not in variables


def test_jobs_tell_what_they_build(flow: Flow) -> None:
    """The names of documented jobs, in the list and in the status."""
    client, project = flow
    job = probe(client, project, COPY, ROLES).run(partitions="2024-01")
    targets = {"targetDataset": "result", "targetDatasetProjectKey": "RENEWAL", "targetPartition": "2024-01"}
    assert project.list_jobs()[0]["def"]["outputs"] == [{"type": "DATASET", **targets}]
    assert job.get_status()["baseStatus"]["def"]["outputs"] == [{"type": "DATASET", **targets}]


def test_a_build_is_a_metric(flow: Flow) -> None:
    """Its start, of the partition that was built; a build that fails leaves the former one."""
    client, project = flow
    probe(client, project, COPY, ROLES).run(partitions="2024-01")
    probe(client, project, "raise ValueError", ROLES).run(partitions="2024-02", no_fail=True)
    values = project.get_dataset("result").get_last_metric_values("2024-01")
    point = values.get_partition_data("reporting:BUILD_START_DATE", "2024-01")
    assert (point["dataType"], datetime.fromisoformat(point["value"][:-1]).year >= 2024) == ("DATE", True)
    [metric] = [one for one in values.get_raw()["metrics"] if one["metric"]["type"] == "reporting"]
    assert metric["partitionsWithValue"] == ["2024-01"]


def test_one_recipe_builds_a_dataset(flow: Flow) -> None:
    """A second one is refused when it is made, and when it is changed."""
    client, project = flow
    managed(project, "other", like="history")
    probe(client, project, COPY, ROLES)
    taken = {"type": "python", "name": "second", "outputs": {"main": {"items": [{"ref": "result"}]}}}
    with pytest.raises(DataikuException, match="RENEWAL.result is the output of recipe probe_0 already"):
        project.create_recipe(taken, {"rawCreation": True})
    free = {**taken, "outputs": {"main": {"items": [{"ref": "other"}]}}}
    settings = project.create_recipe(free, {"rawCreation": True}).get_settings()
    settings.recipe_settings["outputs"] = taken["outputs"]
    with pytest.raises(DataikuException, match="recipe second cannot build it too"):
        settings.save()


def test_visual_recipes_are_outside_the_slice(flow: Flow) -> None:
    """The message says so, and not that their output is missing."""
    _, project = flow
    builder = project.new_recipe("sync").with_input("history").with_new_output("copy", "filesystem_managed")
    with pytest.raises(DataikuException, match="Recipe type 'sync' is outside the stand-in's slice: python"):
        builder.create()


def refusal(project: DSSProject, output: str, partition: Any = None) -> str:
    """Return what the host says when a job cannot start."""
    with pytest.raises(DataikuException) as caught:
        project.new_job().with_output(output, partition=partition).start()
    return str(caught.value)


def test_jobs_that_cannot_start(flow: Flow) -> None:
    """Source datasets, unknown ones, wrong partitions: each says what is wrong."""
    client, project = flow
    probe(client, project, COPY, ROLES)
    assert "RENEWAL.history cannot be built: it is the output of no recipe" in refusal(project, "history")
    assert "Neither a dataset nor a folder nor a saved model exists: RENEWAL.nowhere" in refusal(project, "nowhere")
    assert "is partitioned by month: say which partitions to build" in refusal(project, "result")
    assert "Illegal time partitioning value '2024'" in refusal(project, "result", "2024")


def test_roles_are_checked_before_the_process(flow: Flow) -> None:
    """Required, single and typed roles, and roles that recipe.json does not know."""
    client, project = flow
    managed(project, "second", like="history")
    wrong = {
        "'cohort' () is required and empty": {"result": ["result"]},
        "role 'model' does not take a DATASET": {**ROLES, "model": ["history"]},
        "'result' takes one object, found 2": {"cohort": ["history"], "result": ["result", "second"]},
        "has no input role 'weather'": {**ROLES, "weather": ["history"]},
    }
    for message, roles in wrong.items():
        recipe = probe(client, project, COPY, roles)
        assert message in recipe.run(partitions="2024-01", no_fail=True).get_log()
        recipe.delete()


def test_outputs_must_be_partitioned_alike(flow: Flow) -> None:
    """Two partitioned outputs with other dimensions cannot be built together."""
    client, project = flow
    other = managed(project, "other", like="history")
    settings = other.get_settings()
    settings.get_raw()["partitioning"] = {"dimensions": [{"name": "day", "type": "time", "params": {"period": "DAY"}}]}
    settings.save()
    recipe = probe(client, project, COPY, {**ROLES, "more": ["other"]})
    assert "must have the same partitioning" in recipe.run(partitions="2024-01", no_fail=True).get_log()


def test_recipe_of_a_plugin_that_is_not_installed(flow: Flow) -> None:
    """The recipe can be made; running it names what is missing."""
    _, project = flow
    prototype = {"type": "CustomCode_absent", "inputs": {}, "outputs": {"result": {"items": [{"ref": "result"}]}}}
    recipe = project.create_recipe(prototype, {"rawCreation": True})
    log = recipe.run(partitions="2024-01", no_fail=True).get_log()
    assert (recipe.name, "no installed plugin has custom-recipes/absent/recipe.py" in log) == ("compute_result", True)


def test_updated_plugin_is_used_by_the_next_run(flow: Flow) -> None:
    """The zip's content is what runs."""
    client, project = flow
    recipe = probe(client, project, 'print("TOLD", 1)', ROLES)
    assert told(recipe.run(partitions="2024-01").get_log()) == 1
    client.get_plugin("probe").update_from_zip(probe_zip('print("TOLD", 2)'))
    assert told(recipe.run(partitions="2024-01").get_log()) == 2


def test_python_recipe_by_the_builder(flow: Flow) -> None:
    """A code recipe with a new output takes the partitioning of its input; a recursive build runs what is missing."""
    client, project = flow
    builder = project.new_recipe("python", "copied").with_input("history")
    builder.with_new_output_dataset("copy", "filesystem_managed")
    script = 'import dataiku\ndataiku.Dataset("copy").write_with_schema(dataiku.Dataset("history").get_dataframe())'
    builder.with_script(script).create()
    probe(client, project, COPY.replace("history", "copy"), {"cohort": ["copy"], "result": ["result"]})
    project.get_dataset("result").build("RECURSIVE_BUILD", partitions="2024-02")
    assert project.get_dataset("copy").list_partitions() == ["2024-02"]
    assert len(list(project.get_dataset("result").iter_rows(partitions="2024-02"))) == 120


def test_recipes_are_listed_changed_and_deleted(flow: Flow) -> None:
    """Settings go back and forth; the type is fixed; names are unique."""
    client, project = flow
    recipe = probe(client, project, COPY, ROLES, rate=0.1)
    settings = recipe.get_settings()
    settings.recipe_settings["params"]["customConfig"]["rate"] = 0.2
    settings.save()
    assert recipe.get_settings().recipe_settings["params"]["customConfig"] == {"rate": 0.2}
    assert [(one["name"], one["type"]) for one in project.list_recipes()] == [("probe_0", "CustomCode_probe-run")]
    with pytest.raises(DataikuException, match="Recipe already exists"):
        project.create_recipe({"type": "python", "name": "probe_0"}, {"rawCreation": True})
    recipe.delete()
    with pytest.raises(DataikuException, match="NotFoundException: recipe does not exist"):
        recipe.get_settings()


def test_a_job_whose_state_cannot_be_saved_is_over(
    standin: Running, flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk leaves no job that runs for ever."""
    client, project = flow
    recipe = probe(client, project, COPY, ROLES)
    write = standin.dss.store.write

    def full(key: str, content: dict[str, Any]) -> None:
        if "/jobs/" in key and content["baseStatus"]["state"] == "RUNNING":
            raise OSError(28, "No space left on device")
        write(key, content)

    monkeypatch.setattr(standin.dss.store, "write", full)
    job = recipe.run(partitions="2024-01", wait=False)
    until(lambda: job.get_status()["baseStatus"]["state"] == "ABORTED", "the end of the job")


def test_a_job_that_cannot_be_saved_was_never_begun(
    standin: Running, flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full from the first: the host ends without it."""
    client, project = flow
    recipe = probe(client, project, COPY, ROLES)

    def full(key: str, content: dict[str, Any]) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(standin.dss.store, "write", full)
        with pytest.raises(DataikuException, match="No space left on device"):
            recipe.run(partitions="2024-01", wait=False)

    assert standin.dss.jobs == {}
    assert recipe.run(partitions="2024-01").get_status()["baseStatus"]["state"] == "DONE"
