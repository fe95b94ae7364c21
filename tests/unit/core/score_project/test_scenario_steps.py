"""Steps, triggers and mails as DSS stores them."""

from __future__ import annotations

import json

import pytest

from champion_challenger.core.score_project.scenario_steps import (
    build_step,
    macro_step,
    mail,
    plugin_step,
    python_step,
    script_text,
)

STEPS = {
    "plugin": plugin_step("check-volume-stability", "S", "x == 1", dataset="d"),
    "python": python_step("S", "print(1)", condition="x == 1"),
    "build": build_step("S", "d", "2019-06", "x == 1"),
}


@pytest.mark.parametrize("kind", STEPS)
def test_a_condition_decides_instead_of_the_status(kind: str) -> None:
    """A step without one runs while all is well; both can be written as JSON."""
    step = STEPS[kind]
    assert (step["name"], step["runConditionType"]) == ("S", "RUN_CONDITIONALLY")
    assert step["runConditionExpression"] == "x == 1"
    assert macro_step("performance-report", "S", {})["runConditionType"] == "RUN_IF_STATUS_MATCH"
    assert json.loads(json.dumps(step)) == step


def test_a_failure_stops_the_scenario() -> None:
    """No step goes on after its own failure."""
    assert {step["params"]["proceedOnFailure"] for step in STEPS.values()} == {False}


def test_a_build_builds_nothing_before_it() -> None:
    """Upstream datasets have their own schedules."""
    params = build_step("S", "scores", "2019-06")["params"]
    assert params["jobType"] == "NON_RECURSIVE_FORCED_BUILD"
    assert params["builds"] == [{"type": "DATASET", "itemId": "scores", "partitionsSpec": "2019-06"}]


def test_a_script_without_parameters_is_the_file_itself() -> None:
    """With them, one line differs."""
    plain, filled = script_text("compute_metrics"), script_text("compute_metrics", targets=[])
    lines = [(before, after) for before, after in zip(plain.splitlines(), filled.splitlines()) if before != after]
    assert len(lines) == 1
    assert lines[0][1].endswith("{'targets': []}")


def test_a_script_that_does_not_exist_is_an_error() -> None:
    """Not an empty step."""
    with pytest.raises(FileNotFoundError, match="no_such_script"):
        script_text("no_such_script")


def test_a_mail_is_sent_at_the_end_to_its_address() -> None:
    """As text: a score's name could be markup."""
    message = mail("Alert", "outcome != 'SUCCESS'", ("channel", "a@b.c, d@e.f"), "Subject", "Text")
    configuration = message["messaging"]["configuration"]
    assert (message["phase"], message["runConditionEnabled"]) == ("END", True)
    assert (configuration["channelId"], configuration["recipient"]) == ("channel", "a@b.c, d@e.f")
    assert configuration["sendAsHTML"] is False
