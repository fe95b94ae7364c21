"""The macro Performance report, run from the zip by the official client."""

from __future__ import annotations

from typing import Any

import pytest
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from dss_standin.running import Running
from tests.integration.reports import summary_project
from tests.unit.report.samples import checked, row, two_cohorts

MACRO = "pyrunnable_champion-challenger_performance-report"
FORM = {"performance_summary": "performance_summary", "event": "churners", "language": "fr", "score": "Repurchase"}


@pytest.fixture(scope="module")
def project(standin: Running) -> DSSProject:
    """A summary of two scores, and a dataset that was never built."""
    rows = [*two_cohorts(), row("initial", "1998-05", 2.0, score_id="Rétention <été>")]
    made = summary_project(standin.client(), "REPORTS", rows)
    made.new_managed_dataset("never_built").with_store_into("filesystem_managed").create()
    return made


def page(project: DSSProject, **changes: Any) -> str:
    """What the macro returns."""
    macro = project.get_macro(MACRO)
    return str(macro.get_result(macro.run(params={**FORM, **changes}), as_type="string").decode())


def test_page_is_the_result_in_the_language_asked_for(project: DSSProject) -> None:
    """A dataset that was never built adds nothing and is no obstacle."""
    text = page(project, gains_curves="never_built")

    checked(text)
    assert '<div class="champion-challenger" lang="fr">' in text
    assert "% des ciblés réellement churners" in text
    assert "Courbe de gain" not in text


@pytest.mark.clients
def test_page_is_kept_in_a_folder_under_a_name_after_the_score(project: DSSProject) -> None:
    """Accents stay, markup goes; run again it is replaced, with a name of one's own there are two."""
    folder = project.create_managed_folder("reports")
    project.update_variables({"month_ref": "1998-05"})
    text = page(project, score="Rétention <été>", folder=folder.id)
    page(project, score="Rétention <été>", folder=folder.id)
    page(project, folder=folder.id, file_name="report-${month_ref}.html")

    assert [item["path"] for item in folder.list_contents()["items"]] == [
        "/report-1998-05.html",
        "/report-Rétention-été.html",
    ]
    kept = folder.get_file("report-Rétention-été.html").content.decode()
    assert kept.startswith("<!DOCTYPE html>")
    assert text in kept


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"score": ""}, "the dataset holds Repurchase, Rétention <été>: choose one of them"),
        ({"performance_summary": "never_built"}, "run Retrain and evaluate, and then Summarise performance"),
        ({"performance_summary": "gone"}, "DSS was asked for the schema of REPORTS.gone"),
        ({"performance_summary": ""}, "Performance summary: it is empty"),
        ({"file_name": "../../x.html"}, "File name: expected a name within the folder"),
        ({"folder": "nowhere"}, "DSS was asked to write report-Repurchase.html into managed folder nowhere"),
        ({"rate": "3"}, "No row has the targeting rate 3 %; there are 5"),
    ],
)
def test_what_cannot_be_shown_is_told(project: DSSProject, changes: dict[str, str], message: str) -> None:
    """A clear sentence instead of a page."""
    with pytest.raises(DataikuException, match=message):
        page(project, **changes)
