"""Jobs: partitions of inputs, and where recipes run."""

from __future__ import annotations

from probe.data import MONTHS, ONE_CLASS
from probe.errors import Unanswered
from probe.registry import Found, question
from probe.runs import TELL, Told, absent_month, inside, with_dependency, without_dependency
from probe.stage import Stage

_PARTITIONS = "which partitions of an input a run reads"
_FOLDER = "`dataiku.Folder(id, ignore_flow=True).upload_data(name, bytes)`"
_CELLS = "a cell that is no value of its column's type"
_LAST_BUILD = "`client.get_project(key).get_dataset(name).get_info()`"
_WORDS = "`na_values` may be a dict of columns"


@question("a partitioned input without a dependency", ("refused", "equals", "all"), switch=True)
def input_without_dependency(stage: Stage) -> Found:
    """What does a recipe read of a partitioned input without a partition dependency?"""
    _control(stage)
    run = stage.once(without_dependency)
    read = {(MONTHS[1],): "equals", (*MONTHS, ONE_CLASS): "all"}
    answer = read.get(tuple(run.months), "other") if run.state == "DONE" else "refused"
    return Found(answer, f"{run.state}, months: {len(run.months)}, dependencies then: {run.dependencies}")


@question(_PARTITIONS, ("fail", "empty"), switch=True)
def absent_input_partition(stage: Stage) -> Found:
    """Does an input partition that does not exist fail the run, or read as empty?"""
    _control(stage)
    run = stage.once(absent_month)
    return Found("empty" if run.state == "DONE" else "fail", run.state)


@question(_FOLDER, (False, True), switch=True)
def container_mode(stage: Stage) -> bool:
    """Do recipes run without the files of the server, as in a container?"""
    return _control(stage).local != "yes"


@question("`project.list_jobs()`", (True, False), switch=True)
def activities_told(stage: Stage) -> bool:
    """Does the status of a job tell which recipes it runs, and the state of each?"""
    return "compute_probe_tell" in _control(stage).activities


@question(_LAST_BUILD, (True, False), switch=True)
def last_build_told(stage: Stage) -> Found:
    """Does what is told of a dataset say when a job built it last?"""
    _control(stage)
    info = stage.project.get_dataset(TELL).get_info()
    return Found(info.last_build_start_time is not None, ", ".join(sorted(info.get_raw().get("lastBuild") or {})))


@question(_CELLS, ("kept", "null"), switch=True)
def invalid_cells(stage: Stage) -> str:
    """Does a cell arrive as it is where it is no value of its column's type, or as null?"""
    return str(stage.once(inside).of("invalid_cells")["answer"])


@question(_WORDS, (True, False), switch=True)
def na_values_by_column(stage: Stage) -> Found:
    """Does a read take the words for a missing value by column, so that the text NA stays a text?"""
    result = stage.once(inside).of("na_values_by_column")
    return Found(result["answer"], result["seen"])


def _control(stage: Stage) -> Told:
    """Return what the recipe says when nothing is wrong; raise Unanswered when it does not run even so."""
    run = stage.once(with_dependency)
    if run.state != "DONE" or run.months != [MONTHS[1]]:
        raise Unanswered("a recipe of Python code does not run here", run.log[-2000:])
    return run
