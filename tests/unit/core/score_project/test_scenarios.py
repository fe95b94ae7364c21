"""The scenarios of a score: their steps, their order, and which partition each one names."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.score_project.scenarios import ScoreFlow, application_scenario, score_scenario
from champion_challenger.settings.create_score_project import Production

PRODUCTION = Production("mail", ("a@b.c",), "COCKPIT", "deliveries", "mkt.prepare", "teradata")
FLOW = ScoreFlow("DATA.to_score", "DATA.cohort", "customer_scores")


def steps(scenario: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Steps by name, in order."""
    return {one["name"]: one for one in scenario["steps"]}


def config(scenario: dict[str, Any], name: str) -> dict[str, Any]:
    """Form of a step of the plugin."""
    found: dict[str, Any] = steps(scenario)[name]["params"]["config"]
    return found


def test_an_application_looks_upstream_prepares_compares_and_scores() -> None:
    """Each step has a condition of its own, so that the reason of a stop is in one place; the last always runs."""
    made = steps(application_scenario("churn", FLOW, PRODUCTION))

    assert {name: one["runConditionExpression"] for name, one in made.items()} == {
        "Dates": "",
        "Compute_Cockpit": "",
        "Var_cockpit": "",
        "Procedure_Tera": "cockpit_outcome == 'OK' || cockpit_outcome == 'WARNING'",
        "Compute_procedure": "procedure_outcome == 'OK'",
        "Var_procedure": "procedure_outcome == 'OK'",
        "Score_customers": "volumes_outcome == 'OK' || volumes_outcome == 'WARNING'",
        "Calc_end": "",
    }
    assert "FAILED" in made["Calc_end"]["runConditionStatuses"]


def test_what_the_production_does_not_name_is_left_out() -> None:
    """Then the customers are scored at once, and nobody gets a mail."""
    made = application_scenario("churn", FLOW, Production())
    month = score_scenario("churn", FLOW, Production(), "f1")

    assert list(steps(made)) == ["Dates", "Score_customers", "Calc_end"]
    assert list(steps(month))[-3:] == ["Verdict", "Report", "Calc_end"]
    assert steps(made)["Score_customers"]["runConditionExpression"] == ""
    assert (made["reporters"], month["reporters"]) == ([], [])


@pytest.mark.parametrize(("period", "partition"), [("DAY", "${date_ref_appli}"), ("MONTH", "${month_ref}"), ("", "")])
def test_the_customers_partition_follows_their_dimension(period: str, partition: str) -> None:
    """A dataset without partitions has none to name."""
    made = application_scenario("churn", ScoreFlow("DATA.to_score", "DATA.cohort", "s", period), PRODUCTION)

    assert config(made, "Var_procedure")["partition"] == partition
    assert steps(made)["Score_customers"]["params"]["builds"][0]["partitionsSpec"] == partition


@pytest.mark.parametrize(
    ("period", "cohort", "performance"),
    [("MONTH", "${month_ref}", "${month_ref}"), ("DAY", "${day_ref}", "${day_ref}"), ("", "", "${month_ref}")],
)
def test_the_month_is_named_as_the_cohort_has_it(period: str, cohort: str, performance: str) -> None:
    """Performance is partitioned by month where the cohort has no dimension."""
    made = score_scenario("churn", ScoreFlow("D.c", "D.c", "s", period, period), PRODUCTION, "f1")

    assert config(made, "Data")["partition"] == cohort
    assert steps(made)["Retrain_and_evaluate"]["params"]["builds"][0]["partitionsSpec"] == performance
    assert config(made, "Verdict")["readings"][0]["partition"] == performance


def test_the_report_is_made_in_the_folder_and_mailed_from_there() -> None:
    """The macro as a step; who gets the mail stands in the program."""
    made = steps(score_scenario("churn", FLOW, PRODUCTION, "f1"))
    report = made["Report"]["params"]

    assert report["runnableType"] == "pyrunnable_champion-challenger_performance-report"
    assert (report["config"]["folder"], report["config"]["score"]) == ("f1", "churn")
    assert "dataiku.Folder('f1')" in made["Mail_report"]["params"]["script"]
    assert "['a@b.c']" in made["Mail_report"]["params"]["script"]


def test_customers_are_compared_with_the_cohort_unless_they_are_it() -> None:
    """Then with their own history, which is computed where it never was."""
    other = config(application_scenario("churn", FLOW, PRODUCTION), "Var_procedure")
    own = config(
        application_scenario("churn", ScoreFlow("D.cohort", "D.cohort", "s", "MONTH"), PRODUCTION), "Var_procedure"
    )

    assert (other["compare_with"], other["other_dataset"], other["other_partition"]) == (
        "other_dataset",
        "DATA.cohort",
        "${month_ref}",
    )
    assert "compare_with" not in own
    assert own.get("compute_first", True)


def test_the_programs_compile_and_names_cannot_leave_their_quotes() -> None:
    """Whatever a dataset or the upstream project is called."""
    awkward = Production("", (), 'UP"; import os #', "a\\'b", "p", "c")
    for scenario in (application_scenario("x", FLOW, awkward), score_scenario("x", FLOW, PRODUCTION, "f1")):
        for step in scenario["steps"]:
            compile(step["params"].get("script", ""), step["name"], "exec")
    program = steps(application_scenario("x", FLOW, awkward))["Compute_Cockpit"]["params"]["script"]
    assert "import os" not in [line.strip() for line in program.splitlines()]


@pytest.mark.parametrize(
    ("asked", "month", "day"),
    [({"month_ref": "2020-02"}, "2020-02", "2020-02-29"), ({"month_ref": "2019-12"}, "2019-12", "2019-12-31")],
)
def test_reference_dates_of_a_month(asked: dict[str, str], month: str, day: str) -> None:
    """Its last day is that of its snapshot."""
    script = steps(score_scenario("x", FLOW, PRODUCTION, "f1"))["Dates"]["params"]["script"]
    found = ran(script, asked)

    assert (found["month_ref"], found["day_ref"]) == (month, day)


def test_reference_dates_of_an_application() -> None:
    """The newest month that has ended before it."""
    script = steps(application_scenario("x", FLOW, PRODUCTION))["Dates"]["params"]["script"]
    found = ran(script, {"date_ref_appli": "2020-03-04"})

    assert {name: value for name, value in found.items() if name != "calc_start"} == {
        "date_ref_appli": "2020-03-04",
        "day_ref": "2020-02-29",
        "month_ref": "2020-02",
    }


def ran(script: str, asked: dict[str, str]) -> dict[str, Any]:
    """What a program of dates sets, started with some parameters."""
    told: dict[str, Any] = {}

    class Scenario:
        def get_trigger_params(self) -> dict[str, str]:
            return asked

        def set_scenario_variables(self, **values: Any) -> None:
            told.update(values)

    exec(script.replace("from dataiku.scenario import Scenario", ""), {"Scenario": Scenario})
    return told
