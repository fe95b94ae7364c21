"""Rows that leave the server, and rows that come back: whole doubles, cells that do not fit, when a schema counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from dataikuapi.dss.project import DSSProject

from dss_standin.running import Running, running
from dss_standin.switches import Switches
from tests.contract.flow_probe import managed, probe, told

HEAD = """
import pandas as pd
source, target = dataiku.Dataset("source"), dataiku.Dataset("result")
"""


@pytest.fixture
def project(standin: Running, tmp_path: Path) -> DSSProject:
    """A project with a CSV file, `source`, and a managed dataset, `result`."""
    made = standin.client().create_project("RENEWAL", "Renewal", owner="admin")
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "rows.csv").write_text("a,b\n1.0,x\n2.0,y\n3.0,z\n")
    made.create_filesystem_dataset("source", "filesystem_root", str(folder)).autodetect_settings(True).save()
    managed(made, "result")
    return made


def log(project: DSSProject, code: str) -> str:
    """Run code as a recipe; return state and log."""
    recipe = probe(project.client, project, HEAD + code, {"cohort": ["source"], "result": ["result"]})
    job = recipe.run(no_fail=True)
    return f"{job.get_status()['baseStatus']['state']}\n{job.get_log()}"


def test_whole_doubles_keep_their_decimal(project: DSSProject) -> None:
    """A column of them that is read and written with its schema stays a column of doubles."""
    found = log(project, "target.write_with_schema(source.get_dataframe())")
    assert found.startswith("DONE")
    assert [column["type"] for column in project.get_dataset("result").get_schema()["columns"]] == ["double", "string"]
    rows = project.client._perform_raw("GET", "/projects/RENEWAL/datasets/source/data/?format=tsv-excel-noheader")
    assert rows.content.decode().splitlines()[0] == "1.0\tx"


@pytest.mark.parametrize(
    ("connection", "warning", "rows"),
    [
        (
            "filesystem_managed",
            "1 cells were discarded: '1.5' does not fit the type of column n",
            [[None], [None], [7]],
        ),
        ("duckdb", "1 rows were discarded: '1.5' does not fit the type of column n", [[None], [7]]),
    ],
)
def test_what_does_not_fit_is_discarded_with_a_warning(
    project: DSSProject, connection: str, warning: str, rows: list[list[int | None]]
) -> None:
    """The cell in a file, its row in a table; the run goes well."""
    project.get_dataset("result").delete(drop_data=True)
    managed(project, "result", connection=connection)
    code = """
target.write_schema([{"name": "n", "type": "bigint"}])
target.write_dataframe(pd.DataFrame({"n": ["1.5", None, "7"]}))
"""
    found = log(project, code)
    assert found.startswith("DONE")
    assert warning in found
    assert list(project.get_dataset("result").iter_rows()) == rows


def test_the_schema_may_be_written_inside_the_writer(project: DSSProject) -> None:
    """At the first chunk, as samples of DSS have it; without one, the first row says what is missing."""
    code = """
for chunk in source.iter_dataframes(chunksize=2):
    pass
def written():
    with target.get_writer() as writer:
        for rank, chunk in enumerate(source.iter_dataframes(chunksize=2)):
            if rank == 0:
                target.write_schema_from_dataframe(chunk)
            writer.write_dataframe(chunk)
        writer.write_row_array([4.0, "w"])
def unwritten():
    with dataiku.Dataset("result").get_writer() as writer:
        writer.write_tuple((1,))
errors = []
for one in (unwritten, written):
    try:
        one()
    except ValueError as error:
        errors.append(str(error))
print("TOLD", json.dumps(errors))
"""
    [error] = told(log(project, code))
    assert error == "Dataset RENEWAL.result has no schema yet: call write_schema before the first row"
    assert list(project.get_dataset("result").iter_rows()) == [[1.0, "x"], [2.0, "y"], [3.0, "z"], [4.0, "w"]]


def test_samples_of_rows(project: DSSProject) -> None:
    """The first ones or some at random, as frames, dicts and tuples; what is not played is refused by name."""
    code = """
def count(method, **asked):
    try:
        found = getattr(source, method)(**asked)
        return len(found) if method == "get_dataframe" else sum(1 for _ in found)
    except (NotImplementedError, ValueError) as error:
        return str(error)
methods = ("iter_rows", "iter_tuples", "iter_dataframes", "get_dataframe")
print("TOLD", json.dumps([
    [count(one, limit=2) for one in methods[:2]],
    [count(one, sampling="random", limit=2) for one in methods[:2]],
    [count(one, sampling="random", ratio=1.0) for one in methods],
    [sum(map(len, source.iter_dataframes(chunksize=1, sampling="random", limit=2)))],
    [count(one, sampling="random-column", sampling_column="a", ratio=0.5) for one in methods],
    [count(one, ratio=0.5) for one in methods],
]))
"""
    heads, some, all_of_them, frames, columns, ratios = told(log(project, code))
    assert (heads, some, all_of_them, frames) == ([2, 2], [2, 2], [3, 3, 1, 3], [2])
    assert set(columns) == {"Sampling 'random-column' is outside the stand-in's slice: use 'head' or 'random'"}
    assert set(ratios) == {"sampling='head' takes a limit, no ratio"}


def test_raw_rows(project: DSSProject) -> None:
    """The stream that everything else is read from."""
    code = """
with source.raw_formatted_data(columns=["b"]) as stream:
    print("TOLD", json.dumps(stream.read().decode().split()))
"""
    assert told(log(project, code)) == ["x", "y", "z"]


@pytest.mark.parametrize(("switch", "cells"), [("kept", ["1", "n.d.", "12.5", ""]), ("null", ["1", "", "", ""])])
def test_invalid_cells(tmp_path: Path, switch: str, cells: list[str]) -> None:
    """Handed over as they are, so that a read under the schema's types fails, or as null: both answers."""
    with running(tmp_path / "w", Switches(invalid_cells=switch)) as standin:
        made = standin.client().create_project("RENEWAL", "Renewal", owner="admin")
        (tmp_path / "rows.csv").write_text('a,b\n1,x\nn.d.,y\n12.5,z\n"",w\n')
        dataset = made.create_filesystem_dataset("source", "filesystem_root", str(tmp_path / "rows.csv"))
        dataset.autodetect_settings().save()
        dataset.set_schema({"columns": [{"name": "a", "type": "bigint"}, {"name": "b", "type": "string"}]})
        managed(made, "result")
        code = """
texts = [line.split("\\t")[0].strip('"') for line in source.raw_formatted_data().read().decode().splitlines()]
print("TOLD", json.dumps(texts))
source.get_dataframe(infer_with_pandas=False, use_nullable_integers=True)
"""
        found = log(made, code)
        assert told(found) == cells
        assert found.startswith("FAILED" if switch == "kept" else "DONE")
        assert list(dataset.iter_rows(columns=["a"])) == [[1], [None], [None], [None]]
