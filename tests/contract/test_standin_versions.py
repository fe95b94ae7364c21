"""The stand-in as an older DSS: its package and its API know what that version knew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dataikuapi.utils import DataikuException

from dss_standin.running import Running, running
from dss_standin.switches import Switches
from tests.contract.flow_probe import deployed, probe, told
from tests.contract.test_standin_inprocess import RAISED, ROLES, Flow, flow_on

NEWEST = Switches().dss_version
OPTIONS = ["bool_as_str", "use_nullable_integers", "int_as_float"]
LOOK = f"""
import inspect
ds = dataiku.Dataset("history")
methods = [ds.get_dataframe, ds.iter_dataframes]
known = [[name in inspect.signature(method).parameters for name in {OPTIONS}] for method in methods]
print("TOLD", json.dumps([known, raised(lambda: next(ds.iter_dataframes(infer_with_pandas=False, int_as_float=True)))]))
"""
FORCED = """
ds = dataiku.Dataset("history")
names, dtypes, dates = dataiku.Dataset.get_dataframe_schema_st(ds.read_schema(), bool_as_str=True)
chunks = list(ds.iter_dataframes_forced_types(names, {**dtypes, "visits": "Int64"}, dates, chunksize=50))
print("TOLD", json.dumps([names, dates, [len(one) for one in chunks], str(chunks[0]["visits"].dtype), list(dtypes)]))
"""


@pytest.fixture
def standin(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    """A stand-in of the version that is the test's parameter."""
    with running(tmp_path / "workspace", Switches(dss_version=request.param)) as served:
        yield served


@pytest.fixture
def flow(standin: Running, tmp_path: Path) -> Flow:
    """The project of `flow_on`."""
    return flow_on(standin, tmp_path / "files")


def answer(flow: Flow, code: str) -> Any:
    """Run code as a plugin recipe; return what it tells."""
    job = probe(*flow, RAISED + code, ROLES).run(partitions="2024-01", no_fail=True)
    assert job.get_status()["baseStatus"]["state"] == "DONE", job.get_log()
    return told(job.get_log())


@pytest.mark.parametrize(
    ("standin", "known"),
    [("13.0.0", [True, False, False]), ("13.1.1", [True, True, False]), (NEWEST, [True, True, True])],
    indirect=["standin"],
)
def test_options_of_reading_come_with_their_version(flow: Flow, known: list[bool]) -> None:
    """The signature shows them, where callers look; an unknown keyword is a TypeError."""
    found, error = answer(flow, LOOK)
    assert found == [known, known]
    assert (error is None) is known[2]
    assert known[2] or error == "iter_dataframes() got an unexpected keyword argument 'int_as_float'"


@pytest.mark.parametrize("standin", ["13.0.0", NEWEST], indirect=True)
def test_forced_types_are_an_older_way(flow: Flow) -> None:
    """Names, dtypes and dates come from the schema; the caller changes what it will."""
    names, dates, sizes, visits, typed = answer(flow, FORCED)
    assert names == typed == ["customer", "x", "segment", "visits", "y"]
    assert (dates, sizes, visits) == (False, [50, 50, 20], "Int64")


@pytest.mark.parametrize("standin", ["13.2.1"], indirect=True)
def test_an_older_api_refuses_newer_keys_by_name(flow: Flow, standin: Running) -> None:
    """What the client of that version could not send; the version is told to whoever asks."""
    task, model, model_id = deployed(flow[1])[:3]
    with pytest.raises(DataikuException, match=r"redoOptimization came with DSS 13\.2\.2.*: this one is 13\.2\.1"):
        task.redeploy_to_flow(model, saved_model_id=model_id, activate=False)
    assert flow[0].get_instance_info().raw["dssVersion"] == "13.2.1"
