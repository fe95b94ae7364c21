"""How the log of a step or a macro ends that failed: with its message, under both ways in which a host prints errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dataikuapi.dss.project import DSSProject

from champion_challenger.core.score_project.scenario_steps import macro_step
from dss_standin.running import running
from dss_standin.switches import Switches
from tests.integration.steps import plugin_step, run
from tests.integration.telco import install

READING = {"dataset": "absent", "id": "records:COUNT_RECORDS", "name": "v"}
STEPS = {
    "wrong settings": plugin_step("check-volume-stability", "failing"),
    "an absent dataset": plugin_step("retrieve-metrics-and-checks", "failing", readings=[READING]),
    "no procedure": plugin_step("call-teradata-procedure", "failing"),
    "an absent model": macro_step("activate-challenger", "failing", {"model": "absent", "performance": "absent"}),
    "no dataset": macro_step("performance-report", "failing", {}),
    "no summary": macro_step("tableau-workbook", "failing", {}),
    "no score": macro_step("create-score-project", "failing", {}),
}


@pytest.fixture(scope="module", params=[True, False], ids=["as Python does", "whole"])
def keeps_the_limit(request: pytest.FixtureRequest) -> bool:
    """Whether the host prints errors as Python does, or frames of its own accord."""
    return bool(request.param)


@pytest.fixture(scope="module")
def project(keeps_the_limit: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DSSProject]:
    """An empty project."""
    with running(tmp_path_factory.mktemp("workspace"), Switches(traceback_limit_kept=keeps_the_limit)) as standin:
        install(standin.client())
        yield standin.client().create_project("EMPTY", "Empty", owner="admin")


@pytest.mark.parametrize("name", STEPS)
def test_a_failed_step_ends_with_its_message(project: DSSProject, name: str, keeps_the_limit: bool) -> None:
    """No traceback of a cause stands above it, and none of its own where the host lets us."""
    ended = run(project, STEPS[name])
    printed, message = ended.log.split("--- tell")[0].split("--- failing")[1].split("\n", 1)[1].rsplit("Error: ", 1)

    assert ended.steps["failing"] == "FAILED"
    assert message.strip() in printed
    assert "direct cause" not in printed
    assert (printed.count("Traceback"), printed.count("champion_challenger/operations/")) == (
        (0, 0) if keeps_the_limit else (1, 0)
    )
