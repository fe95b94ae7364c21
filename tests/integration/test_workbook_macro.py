"""The macro Tableau workbook, run from the zip by the official client."""

from __future__ import annotations

import io
import re
import zipfile
from base64 import b64decode
from typing import Any

import pytest
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from dss_standin.running import Running
from tests.integration.reports import summary_project
from tests.unit.report.samples import checked, row, two_cohorts

MACRO = "pyrunnable_champion-challenger_tableau-workbook"


@pytest.fixture(scope="module")
def project(standin: Running) -> DSSProject:
    """A summary of two scores."""
    rows = [*two_cohorts(), row("initial", "1998-05", 2.0, score_id="Rétention <été>", model_id="m2")]
    made = summary_project(standin.client(), "WORKBOOKS", rows)
    made.new_managed_dataset("never_built").with_store_into("filesystem_managed").create()
    return made


def page(project: DSSProject, **changes: Any) -> str:
    """What the macro returns."""
    form = {"performance_summary": "performance_summary", "event": "churners", "language": "fr", **changes}
    macro = project.get_macro(MACRO)
    return str(macro.get_result(macro.run(params=form), as_type="string").decode())


@pytest.mark.clients
def test_the_workbook_is_kept_and_offered(project: DSSProject) -> None:
    """The page's link has the bytes of the file in the folder; run again, they are the same."""
    folder = project.create_managed_folder("workbooks")
    text = page(project, folder=folder.id, gains_curves="never_built")
    again = page(project, folder=folder.id)
    kept = folder.get_file("workbook-all-scores.twbx").content
    offered = re.search(r'href="data:application/octet-stream;base64,([^"]+)" download="([^"]+)"', text)

    assert text == again
    checked(text)
    assert offered is not None
    assert (b64decode(offered[1]), offered[2]) == (kept, "workbook-all-scores.twbx")
    names = zipfile.ZipFile(io.BytesIO(kept)).namelist()
    assert names == ["workbook-all-scores.twb", "Data/performance_summary.csv"]
    assert "% des ciblés réellement churners" in zipfile.ZipFile(io.BytesIO(kept)).read(names[0]).decode()


def test_a_name_of_ones_own_and_one_score(project: DSSProject) -> None:
    """Variables are replaced."""
    folder = project.create_managed_folder("named")
    project.update_variables({"month_ref": "1998-05"})
    page(project, folder=folder.id, score="Rétention <été>", file_name="retention-${month_ref}")
    assert [item["path"] for item in folder.list_contents()["items"]] == ["/retention-1998-05.twbx"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"folder": ""}, "Folder: it is empty. Choose the managed folder that keeps the workbook"),
        ({"folder": "nowhere"}, "DSS was asked to write workbook-all-scores.twbx into managed folder nowhere"),
        ({"performance_summary": "never_built"}, "run Retrain and evaluate, and then Summarise performance"),
        ({"performance_summary": "gone"}, "DSS was asked for the schema of WORKBOOKS.gone"),
        ({"score": "Churn"}, "No row is about a score named 'Churn'; there are Repurchase, Rétention <été>"),
        ({"score": "Repurchase", "rate": "3"}, "No row has the targeting rate 3 %; there are 5"),
    ],
)
def test_what_cannot_be_made_is_told(project: DSSProject, changes: dict[str, str], message: str) -> None:
    """A clear sentence instead of a page."""
    with pytest.raises(DataikuException, match=re.escape(message)):
        page(project, **{"folder": "f", **changes})
