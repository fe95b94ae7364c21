"""The stand-in behind the official client, on the loopback address."""

from __future__ import annotations

from collections.abc import Iterator

import dataikuapi
import pytest
from dataikuapi.dss.project import DSSProject

from dss_standin.running import Running, running
from tests.clients.help import quicken
from tests.contract import inside  # noqa: F401 -- adapters find the stand-in's package `dataiku`
from tests.contract.flow_probe import deployed, monthly_dataset


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the client off proxies and credential files of the machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.setenv("NETRC", "/dev/null")


@pytest.fixture
def quick_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the client poll every 20 ms."""
    quicken(monkeypatch, 20)


@pytest.fixture
def standin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A stand-in on an empty workspace of its own, apart from the test's folder."""
    with running(tmp_path_factory.mktemp("workspace")) as served:
        yield served


@pytest.fixture
def client(standin: Running) -> dataikuapi.DSSClient:
    """The official client of that stand-in."""
    return standin.client()


@pytest.fixture
def project(client: dataikuapi.DSSClient) -> DSSProject:
    """An empty project called RENEWAL."""
    return client.create_project("RENEWAL", "Renewal", owner="admin")


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A stand-in with project RENEWAL: the dataset `history`, by month, and a model trained on it."""
    with running(tmp_path_factory.mktemp("workspace")) as served:
        project = served.client().create_project("RENEWAL", "Renewal", owner="admin")
        monthly_dataset(project, "history", tmp_path_factory.mktemp("files"))
        deployed(project)
        yield served
