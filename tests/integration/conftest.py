"""One stand-in with the plugin installed, for all integration tests of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dss_standin.running import Running, running
from tests.clients.help import complete, quicken
from tests.integration.telco import Telco, install


@pytest.fixture(scope="session", autouse=True)
def ready_client() -> Iterator[None]:
    """Let the client poll every 50 ms, and be as complete as the tests need it."""
    with pytest.MonkeyPatch.context() as patch:
        quicken(patch)
        complete(patch)
        yield


@pytest.fixture(scope="module")
def standin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A stand-in with the plugin's zip installed."""
    with running(tmp_path_factory.mktemp("workspace")) as served:
        install(served.client())
        yield served


@pytest.fixture(scope="module")
def telco(standin: Running) -> Telco:
    """The telecom score, nothing run yet."""
    return Telco(standin.client())
