"""The scenarios of a score: their steps, their order, and which partition each one names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from champion_challenger.core.score_project.names import names_of
from champion_challenger.core.score_project.scenarios import application_scenario, score_scenario
from champion_challenger.core.score_project.score_flow import ScoreFlow
from champion_challenger.settings.create_score_project import Production

PRODUCTION = Production("mail", ("a@b.c",), "COCKPIT", "deliveries", "mkt.prepare", "teradata")
FLOW = ScoreFlow("DATA.to_score", "DATA.cohort", "customer_scores")


def steps(scenario: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Steps by name, in order."""
    return {step["name"]: step for step in scenario["steps"]}


def config(scenario: dict[str, Any], name: str) -> dict[str, Any]:
    """Form of a step of the plugin."""
    form: dict[str, Any] = steps(scenario)[name]["params"]["config"]
    return form


def test_earlier_cohorts_come_first_and_stop_nothing() -> None:
    """So that versions trained for them are compared on the month; the other failures stop the run."""
    monthly = steps(score_scenario("churn", FLOW, PRODUCTION, "f1"))

    assert list(monthly)[:4] == ["Dates", "Data", "Earlier_cohorts", "Retrain_and_evaluate"]
    assert [name for name, step in monthly.items() if step["params"]["proceedOnFailure"]] == ["Earlier_cohorts"]


def test_the_dates_are_asked_for_again() -> None:
    """A question that breaks for a moment loses no month."""
    scenarios = (application_scenario("x", FLOW, PRODUCTION), score_scenario("x", FLOW, PRODUCTION, "f1"))

    assert [scenario["steps"][0]["maxRetriesOnFail"] for scenario in scenarios] == [2, 2]


def test_an_application_looks_upstream_prepares_compares_and_scores() -> None:
    """Each step has a condition of its own, so that the reason of a stop is in one place; the last always runs."""
    application = steps(application_scenario("churn", FLOW, PRODUCTION))

    assert {name: step["runConditionExpression"] for name, step in application.items()} == {
        "Dates": "",
        "Compute_Cockpit": "",
        "Var_cockpit": "",
        "Procedure_Tera": "cockpit_outcome == 'OK' || cockpit_outcome == 'WARNING'",
        "Compute_procedure": "procedure_outcome == 'OK'",
        "Var_procedure": "procedure_outcome == 'OK'",
        "Score_customers": "volumes_outcome == 'OK' || volumes_outcome == 'WARNING'",
        "Calc_end": "",
    }
    assert "FAILED" in application["Calc_end"]["runConditionStatuses"]


def test_what_the_production_does_not_name_is_left_out() -> None:
    """Then the customers are scored at once, and nobody gets a mail."""
    application = application_scenario("churn", FLOW, Production())
    month = score_scenario("churn", FLOW, Production(), "f1")

    assert list(steps(application)) == ["Dates", "Score_customers", "Calc_end"]
    assert list(steps(month))[-3:] == ["Verdict", "Report", "Calc_end"]
    assert steps(application)["Score_customers"]["runConditionExpression"] == ""
    assert (application["reporters"], month["reporters"]) == ([], [])


@pytest.mark.parametrize(("period", "partition"), [("DAY", "${date_ref_appli}"), ("MONTH", "${month_ref}"), ("", "")])
def test_the_customers_partition_follows_their_dimension(period: str, partition: str) -> None:
    """A dataset without partitions has none to name."""
    application = application_scenario("churn", ScoreFlow("DATA.to_score", "DATA.cohort", "s", period), PRODUCTION)

    assert config(application, "Var_procedure")["partition"] == partition
    assert steps(application)["Score_customers"]["params"]["builds"][0]["partitionsSpec"] == partition


@pytest.mark.parametrize(
    ("period", "cohort", "performance"),
    [("MONTH", "${month_ref}", "${month_ref}"), ("DAY", "${day_ref}", "${day_ref}"), ("", "", "${month_ref}")],
)
def test_the_month_is_named_as_the_cohort_has_it(period: str, cohort: str, performance: str) -> None:
    """Performance is partitioned by month where the cohort has no dimension."""
    scenario = score_scenario("churn", ScoreFlow("D.c", "D.c", "s", period, period), PRODUCTION, "f1")

    assert config(scenario, "Data")["partition"] == cohort
    assert steps(scenario)["Retrain_and_evaluate"]["params"]["builds"][0]["partitionsSpec"] == performance
    assert config(scenario, "Verdict")["readings"][0]["partition"] == performance


def test_the_report_is_written_to_the_folder_and_mailed_from_there() -> None:
    """By the macro as a step; the addresses are in the program."""
    scenario = steps(score_scenario("churn", FLOW, PRODUCTION, "f1"))
    report, mailing = scenario["Report"]["params"], scenario["Mail_report"]["params"]["script"]

    assert report["runnableType"] == "pyrunnable_champion-challenger_performance-report"
    assert (report["config"]["folder"], report["config"]["score"]) == ("f1", "churn")
    assert "'reports': 'f1'" in mailing
    assert "'recipients': ['a@b.c']" in mailing


def test_the_workbook_is_written_beside_the_report_where_it_is_wanted() -> None:
    """From the same datasets; not in a month whose outcomes are not joined yet."""
    scenario = steps(score_scenario("churn", FLOW, replace(PRODUCTION, has_workbook=True), "f1"))
    report, workbook = (scenario[name]["params"] for name in ("Report", "Workbook"))

    assert list(scenario)[-2:] == ["Workbook", "Calc_end"]
    assert workbook["runnableType"] == "pyrunnable_champion-challenger_tableau-workbook"
    assert workbook["config"] == {**report["config"], "file_name": "workbook.twbx"}
    assert scenario["Workbook"]["runConditionExpression"] == "score_outcomes == 'joined'"


def test_customers_are_compared_with_the_cohort_unless_they_are_it() -> None:
    """Then with their own history, which is computed where it never was."""
    other = config(application_scenario("churn", FLOW, PRODUCTION), "Var_procedure")
    own = config(
        application_scenario("churn", ScoreFlow("D.cohort", "D.cohort", "s", "MONTH"), PRODUCTION), "Var_procedure"
    )

    assert (other["compare_with"], other["other_dataset"], other["other_partition"]) == (
        "other_dataset",
        "DATA.cohort",
        "${cohort_ref}",
    )
    assert "compare_with" not in own
    assert own.get("compute_first", True)


def test_every_variable_that_a_scenario_names_exists() -> None:
    """It is in the timetable, DSS knows it, or a step with its prefix sets it."""
    scenarios = (application_scenario("x", FLOW, PRODUCTION), score_scenario("x", FLOW, PRODUCTION, "f1"))
    names = {name for scenario in scenarios for name in re.findall(r"\$\{(\w+)(?:!\"-\")?\}", str(scenario))}
    set_by_steps = {name for name in names if name.startswith("score_")}

    assert names - set_by_steps == {
        *(
            "date_ref_appli",
            "failed_steps",
            "month_ref",
            "cohort_ref",
            "cohorts_missed",
            "report_place",
            "calc_start_text",
            "calc_end_text",
        ),
        *("calc_minutes_text", "calc_minutes_allowed", "procedure_time_limit"),
        *("scenarioName", "scenarioProjectKey", "outcome"),
    }
    assert config(scenarios[1], "Verdict")["prefix"] == "score"


def test_no_mail_is_lost_for_a_variable_that_is_not_set() -> None:
    """Every place in a template names what stands for it, and numbers are named as texts."""
    mails = score_scenario("x", FLOW, PRODUCTION, "f1")["reporters"]
    texts = [mail["messaging"]["configuration"][name] for mail in mails for name in ("subject", "message")]

    assert len(texts) == 6
    assert all(place.endswith('!"-"') for text in texts for place in re.findall(r"\$\{([^}]*)\}", text))
    assert {mail["messaging"]["configuration"]["templateFormat"] for mail in mails} == {"FREEMARKER"}


def test_no_name_that_people_type_is_part_of_a_template() -> None:
    """Signs of FreeMarker in it would break every mail."""
    name = "<#if x>#{1}[=1]"
    scenarios = (application_scenario(name, FLOW, PRODUCTION), score_scenario(name, FLOW, PRODUCTION, "f1"))
    mails = [mail["messaging"]["configuration"] for scenario in scenarios for mail in scenario["reporters"]]

    assert len(mails) == 5
    assert not any(
        sign in mail[part] for mail in mails for part in ("subject", "message") for sign in ("<#", "#{", "[=")
    )


def test_a_mail_on_failure_says_how_to_run_again() -> None:
    """With the parameter that names what was to be done, since the next run does something else."""
    scenarios = (application_scenario("x", FLOW, PRODUCTION), score_scenario("x", FLOW, PRODUCTION, "f1"))
    texts = [scenario["reporters"][0]["messaging"]["configuration"]["message"] for scenario in scenarios]

    assert 'with the parameter date_ref_appli = ${date_ref_appli!"-"}.' in texts[0]
    assert 'with the parameter month_ref = ${month_ref!"-"}.' in texts[1]


def test_the_month_begins_in_the_time_zone_of_the_days() -> None:
    """Its trigger and the days of both scenarios; people score at the hour of their server."""
    flow = replace(FLOW, time_zone="Asia/Tokyo")
    weekly, monthly = application_scenario("x", flow, PRODUCTION), score_scenario("x", flow, PRODUCTION, "f1")
    dates = [scenario["steps"][0]["params"]["script"] for scenario in (weekly, monthly)]

    assert [one["triggers"][0]["params"]["timezone"] for one in (weekly, monthly)] == ["SERVER", "Asia/Tokyo"]
    assert ["'time_zone': 'Asia/Tokyo'" in text for text in dates] == [True, True]


def test_the_language_of_names_changes_nothing_but_names_and_the_report() -> None:
    """Same steps in the same order under the same conditions; report and workbook speak French too."""
    production = replace(PRODUCTION, has_workbook=True)
    english, french = (
        [
            *score_scenario("x", replace(FLOW, language=code), production, "f1")["steps"],
            *application_scenario("x", replace(FLOW, language=code), production)["steps"],
        ]
        for code in ("en", "fr")
    )
    forms = [step["params"]["config"] for step in french if step["type"] == "runnable"]

    for key in ("type", "runConditionExpression", "runConditionStatuses"):
        assert [step[key] for step in english] == [step[key] for step in french]
    assert [step["name"] for step in french] == [names_of("fr")[step["name"]] for step in english]
    assert [(form["language"], form["file_name"]) for form in forms] == [
        ("fr", "rapport.html"),
        ("fr", "classeur.twbx"),
    ]
    assert not [step for step in english if "language" in step["params"].get("config", {})]


def test_the_triggers_follow_the_timetable() -> None:
    """Wednesday and Thursday at 11:40; the first of the month at 6:00."""
    (days,) = application_scenario("x", FLOW, PRODUCTION)["triggers"]
    (month,) = score_scenario("x", FLOW, PRODUCTION, "f1")["triggers"]

    assert days["name"] == "Appli_mercredi_jeudi"
    assert {name: days["params"][name] for name in ("frequency", "daysOfWeek", "hour", "minute")} == {
        "frequency": "Weekly", "daysOfWeek": ["Wednesday", "Thursday"], "hour": 11, "minute": 40
    }  # fmt: skip
    assert month["name"] == "1er_jour_mois"
    assert {name: month["params"][name] for name in ("frequency", "monthlyRunOn", "hour", "minute")} == {
        "frequency": "Monthly", "monthlyRunOn": "ON_THE_DAY", "hour": 6, "minute": 0
    }  # fmt: skip
