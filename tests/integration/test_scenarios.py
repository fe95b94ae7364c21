"""The two scenarios of a score, as `make demo-scenarios` makes them: what runs, what does not, and who is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from dss_standin.running import Running, running
from examples.scenarios.mailbox import Mailbox, mailbox
from examples.scenarios.projects import BAD_DAY, GOOD_DAY, MONTHS, SCORES, TEAM, nothing_delivered
from examples.scenarios.stage import Stage, played, set_up

database = pytest.importorskip("examples.scenarios.database").database
HANG = "CREATE OR REPLACE PROCEDURE prepare_application(date_ref date) LANGUAGE sql AS 'SELECT pg_sleep(600)'"


@dataclass
class Theatre:
    """The stage, its database, and the mails that have arrived."""

    stage: Stage
    box: Mailbox
    server: Any

    def subjects(self) -> list[str]:
        """Subjects of the mails since the last time this was asked."""
        found = [mail.subject for mail in self.box.mails]
        assert all(mail.recipients == (TEAM,) for mail in self.box.mails)
        self.box.mails.clear()
        return found


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An empty stand-in."""
    with running(tmp_path_factory.mktemp("workspace")) as standin:
        yield standin


@pytest.fixture(scope="module")
def theatre(served: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    """The scenarios with a real database and a real mail server."""
    with database(tmp_path_factory.mktemp("warehouse")) as server, mailbox() as box:
        yield Theatre(set_up(served.client(), box, server), box, server)


def test_a_good_day_writes_the_scores_of_the_day_and_no_mail(theatre: Theatre) -> None:
    """All steps in order; the scores are a partition of the application date."""
    run = played(theatre.stage.application, date_ref_appli=GOOD_DAY)

    assert run.outcome == "SUCCESS", run.log
    assert list(run.steps) == [
        "Dates",
        "Compute_Cockpit",
        "Var_cockpit",
        "Procedure_Tera",
        "Compute_procedure",
        "Var_procedure",
        "Score_customers",
        "Calc_end",
    ]
    assert GOOD_DAY in theatre.stage.project.get_dataset(SCORES).list_partitions()
    assert theatre.subjects() == []


def test_a_third_fewer_customers_are_not_scored_and_somebody_is_told(theatre: Theatre) -> None:
    """By the step's own alert, and by the scenario's mail on failure."""
    run = played(theatre.stage.application, date_ref_appli=BAD_DAY)

    assert (run.outcome, run.steps["Var_procedure"]) == ("FAILED", "FAILED")
    assert "Score_customers" not in run.steps
    assert BAD_DAY not in theatre.stage.project.get_dataset(SCORES).list_partitions()
    assert "CUSTOMERS.customers_to_score, partition 1997-06-05, rows: " in theatre.box.mails[0].text
    assert "33.3 % below CUSTOMERS.customers, partition 1997-05 (23570)" in theatre.box.mails[0].text
    assert theatre.subjects() == [
        "ERROR: Check volume stability (REPURCHASE)",
        "Application_repurchase: FAILED",
    ]


def test_a_hung_call_is_ended_and_takes_the_path_of_failures(theatre: Theatre) -> None:
    """Nothing after it runs but the last step, which says how long it took."""
    theatre.server.execute(HANG)
    theatre.stage.project.update_variables({"procedure_time_limit": "2 seconds"})
    run = played(theatre.stage.application, date_ref_appli=GOOD_DAY)

    assert (run.outcome, run.steps["Procedure_Tera"], run.steps["Calc_end"]) == ("FAILED", "FAILED", "SUCCESS")
    assert "Compute_procedure" not in run.steps
    assert theatre.subjects() == ["ERROR: Call Teradata procedure (REPURCHASE)", "Application_repurchase: FAILED"]


def test_an_upstream_project_that_delivered_nothing_stops_before_anything_is_called(theatre: Theatre) -> None:
    """It is computed, and then retrieved."""
    nothing_delivered(theatre.stage.cockpit)
    run = played(theatre.stage.application, date_ref_appli=GOOD_DAY)

    assert (run.steps["Compute_Cockpit"], run.steps["Var_cockpit"]) == ("SUCCESS", "FAILED")
    assert "Procedure_Tera" not in run.steps
    assert "COCKPIT.deliveries, metric records:COUNT_RECORDS: 0 is below the minimum of 1" in run.log
    assert theatre.subjects()[0] == "ERROR: Retrieve metrics and checks (REPURCHASE)"


@pytest.mark.clients
def test_the_month_ends_with_mails_of_report_and_verdict_and_one_when_it_took_too_long(theatre: Theatre) -> None:
    """The figures of the recipe that summarises, the page attached; no month is allowed no time at all."""
    theatre.stage.project.update_variables({"calc_minutes_allowed": -1})
    run = played(theatre.stage.production, month_ref=MONTHS[-1])
    mails = {mail.subject: mail.text for mail in theatre.box.mails}
    attached = theatre.box.mails[0].attachments

    assert run.outcome == "SUCCESS", run.log
    report, slow, verdict = theatre.subjects()
    assert report == f"Score repurchase, {MONTHS[-1]}: report"
    assert list(attached) == [f"report-{MONTHS[-1]}.html"]
    assert "The model in production against its competitors" in attached[f"report-{MONTHS[-1]}.html"]
    assert slow.startswith("Score_repurchase: ")
    assert verdict == f"Score repurchase, {MONTHS[-1]}: not enough data"
    assert "Report: in DSS, project REPURCHASE, folder reports, file report.html" in mails[verdict]
    assert "1 cohort that compares the two, at least 2 needed, because months differ" in mails[verdict]
    assert "Versions evaluated: 2." in mails[verdict]
    assert list(theatre.stage.project.get_dataset("performance_summary").iter_rows())


def test_triggers_are_kept_as_authored(theatre: Theatre) -> None:
    """Wednesday and Thursday at 11:40; the first of the month."""
    (days,) = theatre.stage.application.get_settings().raw_triggers
    (month,) = theatre.stage.production.get_settings().raw_triggers

    assert days["name"] == "Appli_mercredi_jeudi"
    assert (days["params"]["daysOfWeek"], days["params"]["hour"], days["params"]["minute"]) == (
        ["Wednesday", "Thursday"],
        11,
        40,
    )
    assert (month["name"], month["params"]["frequency"]) == ("1er_jour_mois", "Monthly")
