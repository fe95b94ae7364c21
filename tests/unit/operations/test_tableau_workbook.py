"""Datasets of the workbook, from a host in memory."""

from __future__ import annotations

import pytest

from champion_challenger.core.report.workbook import TABLES
from champion_challenger.core.tables.frames import table
from champion_challenger.errors import AbsentError
from champion_challenger.operations.tableau_workbook import tableau_workbook
from champion_challenger.settings.tableau_workbook import WorkbookSettings
from tests.unit.operations.test_performance_report import FakeDatasets
from tests.unit.report.samples import gains, two_cohorts


@pytest.fixture
def host() -> FakeDatasets:
    """A summary and its gains curves."""
    held = {"P.summary": two_cohorts(), "P.gains": gains("initial")}
    names = {"P.summary": "performance_summary", "P.gains": "gains_curves"}
    return FakeDatasets({name: table(rows, TABLES[names[name]]) for name, rows in held.items()})


def test_datasets_that_are_given_are_read(host: FakeDatasets) -> None:
    """And no others; the log says how many rows were found."""
    rows = tableau_workbook(WorkbookSettings("P.summary", "f", gains="P.gains"), host)

    assert list(rows.tables) == ["performance_summary", "gains_curves"]
    assert host.were_read == ["P.summary", "P.gains"]
    assert host.said[0] == "Workbook of Repurchase: rows 6 of performance_summary, 100 of gains_curves."


def test_a_later_activation_is_noticed(host: FakeDatasets) -> None:
    """The rows stay those of the summary."""
    host.active["P.m"] = "19980331"
    rows = tableau_workbook(WorkbookSettings("P.summary", "f"), host)
    assert rows.scores[0].is_outdated


def test_a_host_that_does_not_answer_is_no_obstacle(host: FakeDatasets) -> None:
    """The log says what the workbook goes by."""
    rows = tableau_workbook(WorkbookSettings("P.summary", "f"), host)

    assert not rows.scores[0].is_outdated
    assert host.said[-1] == (
        "no model m. The workbook marks the version that was active when the summary was computed."
    )


def test_a_dataset_that_is_gone_is_told(host: FakeDatasets) -> None:
    """The host's error passes."""
    with pytest.raises(AbsentError, match=r"there is no P\.lost"):
        tableau_workbook(WorkbookSettings("P.summary", "f", decisions="P.lost"), host)
