"""A monthly run after months that went wrong: it evaluates its own month, and names those that it could not."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone

import pandas as pd
import pytest
from dataikuapi.dss.managedfolder import DSSManagedFolder

from dss_standin import clock
from dss_standin.running import running
from examples.scenarios.mailbox import mailbox
from examples.scenarios.stage import Played, Stage, played, set_up
from tests.integration.steps import python_step, run

database = pytest.importorskip("examples.scenarios.database").database
PURGED, BAD, GOOD = "1997-04", "1997-05", "1997-06"
UNFINISHED = f"""
import dataiku
performance = dataiku.Dataset("performance", ignore_flow=True)
performance.save_external_metric_values({{"cohort_status": "provisional"}}, partition="{PURGED}")
"""


@dataclass(frozen=True)
class August:
    """The scheduled run of August, its mails by their subject, and what performance has after it."""

    played: Played
    mails: dict[str, str]
    partitions: list[str]


@pytest.fixture(scope="module")
def august(tmp_path_factory: pytest.TempPathFactory) -> Iterator[August]:
    """April stayed provisional and its rows were deleted; 50 customers appear twice in May; June is good."""
    day = datetime(1997, 8, 2, 10, tzinfo=timezone.utc)
    workspace, warehouse = tmp_path_factory.mktemp("workspace"), tmp_path_factory.mktemp("warehouse")
    with clock.moved_to(day), running(workspace) as served, database(warehouse) as server, mailbox(clock.now) as box:
        stage = set_up(served.client(), box, server)
        source = served.client().get_project("CUSTOMERS")
        spoil(stage, source.get_managed_folder(source.list_managed_folders()[0]["id"]))
        box.mails.clear()
        done = played(stage.production)
        mails = {mail.subject: mail.text for mail in box.mails}
        yield August(done, mails, sorted(stage.project.get_dataset("performance").list_partitions()))


def spoil(stage: Stage, files: DSSManagedFolder) -> None:
    """Evaluate April, and change the files of the cohorts."""
    assert played(stage.production, month_ref=PURGED).outcome == "SUCCESS"
    assert run(stage.project, python_step("unfinished", UNFINISHED)).outcome == "SUCCESS"
    rows = pd.read_csv(
        io.BytesIO(gzip.decompress(files.get_file(path_of(BAD)).content)), dtype=str, keep_default_na=False
    )
    deliver(files, GOOD, rows.assign(snapshot_date=f"{GOOD}-30"))
    deliver(files, BAD, pd.concat([rows, rows.iloc[:50]]))
    files.delete_file(path_of(PURGED))


def deliver(files: DSSManagedFolder, month: str, rows: pd.DataFrame) -> None:
    """Write a month's file."""
    files.put_file(path_of(month), io.BytesIO(gzip.compress(rows.to_csv(index=False).encode())))


def path_of(month: str) -> str:
    """File of a month's cohort."""
    return f"/{month}/customers.csv.gz"


def test_one_bad_month_does_not_stop_the_next_ones(august: August) -> None:
    """The scenario ends with a warning; the new month has its rows, its summary, its verdict and its report."""
    assert (august.played.outcome, august.played.steps["Earlier_cohorts"]) == ("WARNING", "WARNING"), august.played.log
    assert {name for name, outcome in august.played.steps.items() if outcome == "SUCCESS"} >= {
        *("Retrain_and_evaluate", "Summarise_performance", "Verdict", "Report", "Mail_report")
    }
    assert august.partitions == [PURGED, GOOD]


def test_the_mail_names_the_month_its_cause_and_its_own_parameter(august: August) -> None:
    """Not the month that is fine."""
    (verdict,) = [text for text in august.mails.values() if "Verdict: " in text]

    assert f"{BAD}: CUSTOMERS.customers: 50 customers appear more than once" in verdict
    assert f"month_ref = {BAD}" in verdict
    assert f"month_ref = {GOOD}" not in "".join(august.mails.values())


def test_a_month_whose_rows_were_deleted_is_named_and_not_evaluated(august: August) -> None:
    """Its partition of performance stays as it is; nobody can evaluate it again."""
    lines = [line for text in august.mails.values() for line in text.splitlines()]
    (line,) = [line for line in lines if line.startswith(f"- {PURGED}")]

    assert f"{PURGED}: CUSTOMERS.customers no longer has its rows" in line
    assert f"Input partition {PURGED}" not in august.played.log
