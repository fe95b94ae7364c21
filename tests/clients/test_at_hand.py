"""One client everywhere: in the tests, on the stand-in and in its processes; and a DSS that is too old."""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Iterator
from pathlib import Path

import dataikuapi
import pytest

from dss_standin.running import Running, running
from dss_standin.switches import Switches
from tests.integration.steps import plugin_step, python_step, run
from tests.integration.telco import Telco, install

VERSION = os.environ.get("DSS_CLIENT") or importlib.metadata.version("dataiku-api-client")
LOOK = "import dataikuapi, os; print('CLIENT', os.path.realpath(dataikuapi.__file__))"


@pytest.fixture
def standin(tmp_path: Path) -> Iterator[Running]:
    """A stand-in of the client's own version."""
    with running(tmp_path / "workspace") as served:
        yield served


@pytest.mark.clients
def test_the_client_is_the_one_asked_for(standin: Running) -> None:
    """The stand-in is a DSS of its version, and its processes have the same client: inside DSS it is that of the DSS."""
    told = standin.client().get_instance_info().raw["dssVersion"]
    log = run(standin.client().create_project("SAME", "Same", owner="admin"), python_step("look", LOOK)).log

    assert (importlib.metadata.version("dataiku-api-client"), told) == (VERSION, VERSION)
    assert "DSS_CLIENT" not in os.environ or f"/.venv-clients/{VERSION}/" in dataikuapi.__file__
    assert f"CLIENT {os.path.realpath(dataikuapi.__file__)}" in log


def test_a_dss_that_is_too_old_is_refused_before_any_work(tmp_path: Path) -> None:
    """By recipe and step, in a sentence that names both versions; the check has a red line. Nothing is trained."""
    sentence = "This plugin needs DSS 13.0 to 15 (12.6 as best effort), and this is DSS 12.3.2. Run it on a newer DSS."
    with running(tmp_path / "workspace", Switches(dss_version="12.3.2")) as standin:
        install(standin.client())
        telco = Telco(standin.client())
        before = len(standin.dss.request_log)
        log = telco.run("2019-02")
        step = run(telco.project, plugin_step("check-volume-stability", "volumes", dataset="customers"))
        asked = [path for _, path, *_ in standin.dss.request_log[before:]]
        macro = telco.project.get_macro("pyrunnable_champion-challenger_check-installation")
        page = macro.get_result(macro.run(params={}), as_type="string").decode()

    assert '<td class="text level fix">' in page
    assert "Run the plugin on a newer DSS: its recipes and steps refuse this one." in page
    assert log.startswith("FAILED")
    assert sentence in log
    assert sentence in step.log
    assert not [path for path in asked if "/models/" in path or "/lab" in path or path.endswith("/data")]
