"""What somebody is told who lacks a right on the project that a macro reads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from dss_standin.running import running
from dss_standin.switches import Switches
from tests.integration.reports import summary_project
from tests.integration.telco import install
from tests.unit.report.samples import two_cohorts

MACRO = "pyrunnable_champion-challenger_{}"
SCORE = {"score_name": "Next", "outcome_column": "churned"}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DSSProject]:
    """A person's own project, on a host where project SECRET may be read by others only."""
    with running(tmp_path_factory.mktemp("workspace"), Switches(forbidden_projects="SECRET")) as served:
        install(served.client())
        summary_project(served.client(), "SECRET", two_cohorts())
        yield served.client().create_project("OWN", "Own", owner="admin")


def test_a_missing_right_is_a_row_of_the_portfolio(own: DSSProject) -> None:
    """The scores that may be read are not held back by it."""
    handle = own.get_macro(MACRO.format("score-portfolio"))
    page = handle.get_result(handle.run(params={"performance_summaries": ["SECRET.performance_summary"]}), "string")

    assert b"cannot be read" in page
    assert b"you are not authorized to read project SECRET" in page


@pytest.mark.parametrize(
    ("macro", "form"),
    [
        ("performance-report", {"performance_summary": "SECRET.performance_summary"}),
        ("tableau-workbook", {"performance_summary": "SECRET.performance_summary", "folder": "f"}),
        ("create-score-project", {**SCORE, "template_project": "SECRET", "training_data": "a", "cohort": "b"}),
        ("create-score-project", {**SCORE, "training_data": "SECRET.history", "cohort": "SECRET.customers"}),
        ("activate-challenger", {"model": "SECRET.m1", "performance": "SECRET.performance_summary"}),
    ],
    ids=["report", "workbook", "template", "data", "activation"],
)
def test_a_missing_right_is_told_in_the_hosts_words(own: DSSProject, macro: str, form: dict[str, str]) -> None:
    """What was asked, what DSS answered; nothing was made."""
    handle = own.get_macro(MACRO.format(macro))
    with pytest.raises(DataikuException, match="DSS was asked .* you are not authorized to read project SECRET"):
        handle.get_result(handle.run(params=form), as_type="string")
    assert "NEXT" not in own.client.list_project_keys()
