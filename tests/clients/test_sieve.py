"""No source asks a client of the supported range for what it does not have: found in seconds, without a run."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import pytest

from tests.clients.sieve import Signatures, calls_of_client

ROOT = Path(__file__).parents[2]
CLIENTS = ROOT / ".venv-clients"
ADAPTERS = "python-lib/champion_challenger/adapters/dss"
ROOMS = (
    ADAPTERS,
    "python-lib/champion_challenger/core/score_project/scripts",
    "custom-recipes",
    "python-steps",
    "python-runnables",
    "resource",
    "webapps",
    "examples/demo",
    "probe",
)
SIEVED = ("12.6.0", "13.0.0", "13.4.0", "14.0.0", "14.7.5", "15.2.0")
BEFORE = {
    "columns of rows": "for row in project.get_dataset(name).iter_rows(partitions=months, columns=names): print(row)",
    "keywords of a redeployment": "task.redeploy_to_flow(model, saved_model_id=m, activate=False, redo_optimization=False)",
    "the package's own": "dataset = dataiku.Dataset(name)\nrows = list(dataset.iter_rows(columns=names))",
    "chosen by signature": "if takes(data.iter_rows, 'columns'):\n    data.iter_rows(partitions=p, columns=c)",
}
needs_clients = pytest.mark.skipif(not CLIENTS.is_dir(), reason="no clients here: make .venv-clients/ready")


@functools.lru_cache
def client(version: str) -> Signatures:
    """The functions of an installed client."""
    return Signatures.of(CLIENTS / version)


@functools.lru_cache
def sources() -> dict[str, str]:
    """Code of the plugin and of the demo that speaks to DSS."""
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    return {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}


def faults(texts: dict[str, str], version: str) -> list[str]:
    """What a client does not take."""
    calls = calls_of_client(texts, client(SIEVED[-1]))
    return [fault for call in calls if (fault := client(version).fault(call))]


@needs_clients
@pytest.mark.parametrize("version", SIEVED)
def test_every_client_takes_every_call(version: str) -> None:
    """Each method is there, with each keyword."""
    assert faults(sources(), version) == []


@needs_clients
def test_the_sieve_sees_the_calls() -> None:
    """Those of the adapters and of the demo are among them; the package's own are not."""
    seen = {call.method for call in calls_of_client(sources(), client(SIEVED[-1]))}
    assert {"iter_rows", "redeploy_to_flow", "get_data_quality_rules", "set_active_version", "deploy_to_flow"} <= seen
    assert not {"iter_dataframes", "get_dataframe", "get_predictor", "query_to_df"} & seen


@needs_clients
@pytest.mark.parametrize(
    ("call", "versions"),
    [
        ("columns of rows", SIEVED[:-1]),
        ("keywords of a redeployment", SIEVED[:2]),
        ("the package's own", ()),
        ("chosen by signature", ()),
    ],
)
def test_the_faults_of_before_would_be_found(call: str, versions: tuple[str, ...]) -> None:
    """On the clients that do not take them, and on no other one."""
    assert tuple(version for version in SIEVED if faults({"source.py": BEFORE[call]}, version)) == versions


def test_signatures_are_read_in_one_place() -> None:
    """What differs between versions is chosen there."""
    reading = [path for path, text in sources().items() if "inspect" in text or "signature(" in text]
    assert reading == [f"{ADAPTERS}/versions.py"]


@needs_clients
def test_no_version_is_found_out_by_an_exception() -> None:
    """A TypeError may come from anywhere inside a call."""
    tries = [node for text in sources().values() for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Try)]
    kinds = [" ".join(ast.unparse(one.type) for one in node.handlers if one.type) for node in tries]
    tried = [node.body for node, names in zip(tries, kinds) if "TypeError" in names or "AttributeError" in names]

    assert tried
    assert calls_of_client({str(n): ast.unparse(body) for n, body in enumerate(tried)}, client(SIEVED[-1])) == []
