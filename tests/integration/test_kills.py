"""Killed at random moments: the server with all that it runs, the summary, and an activation; what follows is right."""

from __future__ import annotations

import contextlib
import copy
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dataikuapi
import pandas as pd
import pytest
from dataikuapi.utils import DataikuException

from dss_standin.running import running
from tests.integration.processes import recipe_processes
from tests.integration.telco import ROOT, Telco, install
from tests.integration.test_summarise import create, run, whole
from tests.waiting import until

pytestmark = pytest.mark.slow

MONTHS, MONTH = ("2019-01", "2019-02", "2019-03"), "2019-03"
MACRO = "pyrunnable_champion-challenger_activate-challenger"
VOLATILE = ["run_id", "computed_at", "scoring_seconds"]
SERVER_KILLS, SUMMARY_KILLS, MACRO_KILLS = 2, 3, 3
TRIES = 40  # a quick machine may be done before its moment comes: then another try


@dataclass
class Prepared:
    """A workspace with an evaluated month, a summary and a challenger, nothing of which runs."""

    workspace: Path
    telco: Telco
    performance: pd.DataFrame
    summary: pd.DataFrame

    def again(self, client: dataikuapi.DSSClient) -> Telco:
        """The score on a host over a copy of the workspace."""
        telco = copy.copy(self.telco)
        telco.client, telco.project = client, client.get_project(telco.key)
        telco.recipe = telco.project.get_recipe("evaluate")
        return telco


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Made once."""
    workspace = tmp_path_factory.mktemp("prepared") / "workspace"
    with running(workspace) as served:
        install(served.client())
        telco = Telco(served.client(), months=MONTHS)
        telco.configure(activation_log="activation_log")
        assert telco.run(MONTH).startswith("DONE")
        whole(telco, "performance_summary", "decision_rules")
        assert run(create(telco, ["performance"], "performance_summary", "decision_rules")).startswith("DONE")
        return Prepared(workspace, telco, rows(telco, "performance", MONTH), rows(telco, "performance_summary"))


@pytest.fixture
def workspace(prepared: Prepared, tmp_path: Path) -> Path:
    """A copy of what was prepared."""
    return Path(shutil.copytree(prepared.workspace, tmp_path / "workspace", symlinks=True))


def rows(telco: Telco, name: str, month: str | None = None) -> pd.DataFrame:
    """What a dataset says, whenever it was said."""
    found: pd.DataFrame = telco.rows(name, month).drop(columns=VOLATILE)
    return found


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Compare all figures."""
    pd.testing.assert_frame_equal(found, expected, rtol=0, atol=1e-12)


@contextlib.contextmanager
def server(workspace: Path) -> Iterator[tuple[subprocess.Popen[str], dataikuapi.DSSClient]]:
    """A host in a process of its own."""
    command = [sys.executable, "-m", "dss_standin", "serve", str(workspace)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url, key = (process.stdout.readline().split()[1] for _ in range(2))
        yield process, dataikuapi.DSSClient(url, key)
        process.kill()


def kill_running(moment: float) -> bool:
    """Kill what the host in this process runs, so many seconds after it began; whether there was something to kill."""
    time.sleep(moment)
    processes = recipe_processes()
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    return bool(processes)


def test_a_server_killed_at_any_moment_leaves_whole_rows(prepared: Prepared, workspace: Path) -> None:
    """The month's rows are the ones before or the new ones, which are the same; the next server evaluates it again."""
    moments = random.Random(8)
    for _ in range(SERVER_KILLS):
        with server(workspace) as (process, client):
            prepared.again(client).recipe.run(partitions=MONTH, wait=False)
            time.sleep(moments.uniform(0.1, 4.0))
            process.kill()
        with server(workspace) as (_, client):
            telco = prepared.again(client)
            same(rows(telco, "performance", MONTH), prepared.performance)
            assert telco.run(MONTH).startswith("DONE")
            same(rows(telco, "performance", MONTH), prepared.performance)
            assert (telco.active(), len(telco.versions())) == ("initial", 2)


def test_a_server_killed_while_a_version_is_trained_leaves_nothing_wrong(prepared: Prepared, workspace: Path) -> None:
    """The next server trains it, or finds it: one version with the same figures, and the champion unmoved."""
    moments, wanted = random.Random(11), prepared.performance.drop(columns="version_id")
    for _ in range(SERVER_KILLS):
        with server(workspace) as (process, client):
            telco = prepared.again(client)
            model = telco.project.get_saved_model(telco.model_id)
            model.delete_versions([version["id"] for version in telco.versions() if not version["active"]])
            telco.recipe.run(partitions=MONTH, wait=False)
            time.sleep(moments.uniform(0.5, 6.0))
            process.kill()
        with server(workspace) as (_, client):
            telco = prepared.again(client)
            assert telco.run(MONTH).startswith("DONE")
            same(rows(telco, "performance", MONTH).drop(columns="version_id"), wanted)
            assert (telco.active(), len(telco.versions())) == ("initial", 2)


def test_a_summary_killed_at_any_moment_stays_what_it_was(prepared: Prepared, workspace: Path) -> None:
    """Whole, or not there for the moment of being replaced; the next run writes it again."""
    moments, kills = random.Random(9), 0
    with running(workspace) as served:
        telco = prepared.again(served.client())
        recipe = telco.project.get_recipe("make_performance_summary")
        for _ in range(TRIES):
            job = recipe.run(wait=False)
            until(lambda job=job: recipe_processes() or job.get_status()["baseStatus"]["state"] == "DONE", "a process")  # type: ignore[misc]
            kills += kill_running(moments.uniform(0.0, 2.0))
            until(lambda job=job: job.get_status()["baseStatus"]["state"] in ("DONE", "FAILED"), "its end")  # type: ignore[misc]
            same(rows(telco, "performance_summary"), prepared.summary)
            assert run(recipe).startswith("DONE")
            same(rows(telco, "performance_summary"), prepared.summary)
            if kills >= SUMMARY_KILLS:
                break

    assert kills >= SUMMARY_KILLS


def test_an_activation_killed_at_any_moment_is_in_the_log_if_it_was_made(prepared: Prepared, workspace: Path) -> None:
    """No line is lost, and the version can be activated with a new look at the evidence."""
    moments, kills = random.Random(10), 0
    with running(workspace) as served:
        telco = prepared.again(served.client())
        macro = telco.project.get_macro(MACRO)
        for _ in range(TRIES):
            other = next(str(version["id"]) for version in telco.versions() if not version["active"])
            before = telco.rows("activation_log")
            begun = macro.run(params=activation(telco, other), wait=False)
            until(recipe_processes, "the process of the macro")
            kills += kill_running(moments.uniform(0.0, 2.0))
            with contextlib.suppress(DataikuException):
                macro.get_result(begun, as_type="string")
            log = telco.rows("activation_log")
            pd.testing.assert_frame_equal(log[: len(before)], before)
            if telco.active() != other:
                macro.get_result(macro.run(params=activation(telco, other)), as_type="string")
                log = telco.rows("activation_log")
            assert telco.active() == other
            assert log.iloc[-1][["to_version", "how"]].tolist() == [other, "macro"]
            if kills >= MACRO_KILLS:
                break

    assert kills >= MACRO_KILLS


def activation(telco: Telco, version: str) -> dict[str, object]:
    """The form with which a person activates a version, after a look at its evidence."""
    form = {"model": telco.model_id, "performance": "performance", "version": version}
    macro = telco.project.get_macro(MACRO)
    page = macro.get_result(macro.run(params=form), as_type="string").decode()
    token = re.findall(r"<code>([^<]+)</code>", page)[0]
    return {**form, "mode": "activate", "token": token, "reason": "better", "in_spite_of_flags": True}
