"""The programs of the scenarios, run as DSS runs them, with a small `dataiku` in the place of the host's."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from champion_challenger.core.score_project import scenario_steps, timetable
from champion_challenger.core.score_project.scenario_steps import python_step, script_text
from tests.unit.core.score_project.scripts_host import REPORT, SCHEDULE, FakeDSS, run

FOLDER = Path(scenario_steps.__file__).parent / "scripts"
NAMES = sorted(file.stem for file in FOLDER.glob("*.py"))


def variables_set(text: str) -> set[str]:
    """Names of the variables that a script sets."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    setting = [call for call in calls if getattr(call.func, "attr", "") == "set_scenario_variables"]
    return {str(keyword.arg) for call in setting for keyword in call.keywords}


def test_the_scripts_set_the_variables_of_the_timetable() -> None:
    """Scenarios, mails and the wiki page name them."""
    names = {name: variables_set(script_text(name)) for name in NAMES}
    dates = {timetable.MONTH, timetable.MONTH_END, timetable.START}

    assert {name: variables for name, variables in names.items() if variables} == {
        "dates_of_application": {timetable.APPLICATION_DAY, timetable.NEWEST_COHORT, *dates},
        "dates_of_month": {timetable.COHORTS, timetable.EARLIER, timetable.MISSED, timetable.REPORT_PLACE, *dates},
        "earlier_cohorts": {timetable.MISSED},
        "end_of_run": {
            timetable.END,
            timetable.MINUTES,
            timetable.DURATION,
            timetable.FAILED_STEPS,
            *timetable.IN_MAILS,
        },
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_script_runs_in_older_code_environments(name: str) -> None:
    """The step runs in the project's environment, whose Python may be older than the plugin's; it imports no plugin."""
    text = script_text(name)

    ast.parse(text, feature_version=(3, 7))
    assert "champion_challenger" not in text
    assert len(re.findall(r"^PARAMETERS", text, re.MULTILINE)) <= 1


def test_values_stay_in_their_quotes() -> None:
    """A name may hold quotes, line ends and backslashes."""
    awkward = "UP\"; import os #\\'\n\\1"
    text = script_text("compute_metrics", targets=[(awkward, "b", "")], metrics=[])
    (line,) = [line for line in text.splitlines() if line.startswith("PARAMETERS")]

    assert ast.literal_eval(line.split(" = ", 1)[1]) == {"targets": [(awkward, "b", "")], "metrics": []}
    assert len(text.splitlines()) == len(script_text("compute_metrics").splitlines())


def test_a_step_that_always_runs_does_so_after_a_failure() -> None:
    """The others end with the first failure."""
    assert "FAILED" in python_step("End", "pass", always=True)["runConditionStatuses"]
    assert "FAILED" not in python_step("End", "pass")["runConditionStatuses"]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        (
            {"dssURL": "https://dss.example.com/"},
            "https://dss.example.com/projects/SCORE/managedfolder/f1/view/ (file r.html)",
        ),
        ({}, "in DSS, project SCORE, folder reports"),
        ({"dssURL": ""}, "in DSS, project SCORE, folder reports"),
    ],
)
def test_the_report_is_found_by_a_link_where_dss_knows_its_address(
    variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else by the names of project, folder and file."""
    dss = run(script_text("dates_of_month", **SCHEDULE), FakeDSS(variables=variables), monkeypatch)

    assert dss.set_by_run["report_place"] == expected


@pytest.mark.parametrize(("outcomes", "is_told"), [("joined", False), ("not joined yet", True)])
def test_the_mail_of_the_report_warns_of_outcomes_that_are_not_joined(
    outcomes: str, is_told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the reason; a run of an older scenario has no such variable."""
    told = {
        "month_ref": "2019-06",
        "score_outcomes": outcomes,
        "score_outcomes_sentence": "WARN: 2019-06: no outcomes.",
    }
    dss = run(script_text("mail_report", **REPORT), FakeDSS(variables=told), monkeypatch)
    older = run(script_text("mail_report", **REPORT), FakeDSS(variables={"month_ref": "2019-06"}), monkeypatch)

    assert ["WARN: 2019-06: no outcomes." in one.mails[0][4] for one in (dss, older)] == [is_told, False]


def test_the_end_of_a_run_counts_its_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the start that the first step set."""
    dss = run(script_text("end_of_run"), FakeDSS(variables={"calc_start": "2020-01-01T00:00:00"}), monkeypatch)

    assert dss.set_by_run["calc_minutes"] > 0
    assert dss.set_by_run["calc_end"] > "2020"


@pytest.mark.parametrize("variables", [{"calc_start": ""}, {}])
def test_a_run_whose_beginning_is_not_known_ends_all_the_same(
    variables: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first step failed; the mail has the end."""
    dss = run(script_text("end_of_run"), FakeDSS(variables=variables), monkeypatch)

    assert dss.set_by_run["calc_end_text"] > "2020"
    assert {dss.set_by_run[name] for name in ("calc_start_text", "calc_minutes_text")} == {"-"}


def test_the_times_of_a_run_are_written_as_the_language_writes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """In mails; conditions read the number."""
    text = script_text("end_of_run", moment_format="%d/%m/%Y %H:%M", decimal_mark=",", failed="", unknown="?")
    dss = run(text, FakeDSS(variables={"calc_start": "2020-01-31T08:05:00"}), monkeypatch)

    assert dss.set_by_run["calc_start_text"] == "31/01/2020 08:05"
    assert dss.set_by_run["calc_minutes_text"] == str(dss.set_by_run["calc_minutes"]).replace(".", ",")


@pytest.mark.parametrize("as_text", [True, False])
def test_the_steps_that_failed_are_named_with_their_messages(as_text: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first lines; a variable in a message stays a text, and a run whose first step failed has an end too."""
    message = "RuntimeError: no partition ${x} up to {step}\n\n" + "\n".join(f"line {n}" for n in range(20))
    result: Any = {"outcome": "FAILED", "thrown": {"message": message}}
    variables = {
        "calc_start": "",
        "stepOutcome_Dates": "SUCCESS",
        "stepResult_Dates": "{}",
        "stepOutcome_Build": "FAILED",
        "stepResult_Build": json.dumps(result) if as_text else result,
        "stepOutcome_Next": "FAILED",
        "stepResult_Next": None,
    }
    text = script_text(
        "end_of_run", moment_format="%H:%M", decimal_mark=",", failed="étape {step} : {message}", unknown="?"
    )
    lines = run(text, FakeDSS(variables=variables), monkeypatch).set_by_run["failed_steps"].split("\n")

    assert lines[:2] == ["étape Build : RuntimeError: no partition $ {x} up to {step}", "line 0"]
    assert lines[-2:] == ["line 6…", "étape Next : ?"]


def test_a_run_without_a_failed_step_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody ended it, or the mail is for its length."""
    variables = {"calc_start": "2020-01-01T00:00:00", "stepOutcome_Dates": "SUCCESS"}
    dss = run(script_text("end_of_run"), FakeDSS(variables=variables), monkeypatch)

    assert dss.set_by_run["failed_steps"] == "see the run in DSS"


@pytest.mark.parametrize("polls", [0, 3])
def test_metrics_are_computed_on_the_partition_of_the_run(polls: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In other projects too, whether DSS answers at once or later."""
    targets = [("UP", "rows", ""), ("DATA", "cohort", "month_ref")]
    script = script_text("compute_metrics", targets=targets, metrics=["records:COUNT_RECORDS"])
    dss = FakeDSS(variables={"month_ref": "2020-02"}, polls_left=polls)
    run(script, dss, monkeypatch)

    assert [target[:3] for target in dss.computed] == [("UP", "rows", ""), ("DATA", "cohort", "2020-02")]
    assert {tuple(target[3]) for target in dss.computed} == {("records:COUNT_RECORDS",)}


def test_a_computation_without_an_end_fails_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """After an hour of asking."""
    script = script_text("compute_metrics", targets=[("UP", "rows", "")], metrics=[])
    with pytest.raises(RuntimeError, match="DSS has no result after an hour"):
        run(script, FakeDSS(polls_left=10_000), monkeypatch)


def test_the_report_is_mailed_with_the_page_attached(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the folder, under the name of the month."""
    dss = run(script_text("mail_report", **REPORT), FakeDSS(variables={"month_ref": "2020-02"}), monkeypatch)
    channel, project, recipients, subject, _, more = dss.mails[0]

    assert (channel, project, recipients, subject) == ("mail", "SCORE", ["a@b.c"], "Score churn, 2020-02: report")
    assert more == {"attachments": [["report-2020-02.html", b"f1/report.html", "text/html"]], "plain_text": True}


def test_a_channel_without_mails_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report is in the folder all the same."""
    dss = FakeDSS(variables={"month_ref": "2020-02"}, can_mail=False)

    assert run(script_text("mail_report", **REPORT), dss, monkeypatch).mails == []
