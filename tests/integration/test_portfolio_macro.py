"""The macro Score portfolio, run from the zip by the official client."""

from __future__ import annotations

import re
from typing import Any

import pytest
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from dss_standin.running import Running
from tests.integration.reports import summary_project
from tests.unit.report.portfolios import calm, promising
from tests.unit.report.samples import checked

MACRO = "pyrunnable_champion-challenger_score-portfolio"


@pytest.fixture(scope="module")
def project(standin: Running) -> DSSProject:
    """Two projects with a summary each; a variable lists them with a dataset that does not exist."""
    summary_project(standin.client(), "SALES", promising("Réachat <été>"))
    made = summary_project(standin.client(), "PORTFOLIO", [*calm(), *calm("Other")])
    made.update_variables({"summaries": ["performance_summary", "SALES.performance_summary", "SALES.gone"]})
    return made


def page(project: DSSProject, **form: Any) -> str:
    """What the macro returns."""
    macro = project.get_macro(MACRO)
    given = {"performance_summaries": ["${summaries}"], "language": "en", **form}
    return str(macro.get_result(macro.run(params=given), as_type="string").decode())


@pytest.mark.clients
def test_scores_of_two_projects_are_on_one_page(project: DSSProject) -> None:
    """A dataset that is gone is a row with the words of DSS; the folder keeps the page."""
    folder = project.create_managed_folder("pages")
    text = page(project, folder=folder.id, report_url="{file}")
    kept = folder.get_file("portfolio.html").content.decode()

    checked(text)
    names = re.findall(r"<strong>(.*?)</strong></a>|<td[^>]*><div><strong>([^<]*)", text)
    assert [one or other for one, other in names if one or "." in other] == [
        "SALES.gone", "Réachat &lt;été&gt;", "Calm", "Other",
    ]  # fmt: skip
    assert "DSS was asked for the schema of SALES.gone" in text
    assert '<a href="report-R%C3%A9achat-%C3%A9t%C3%A9.html">' in text
    assert kept.startswith("<!DOCTYPE html>")
    assert text in kept


def test_the_page_may_be_french(project: DSSProject) -> None:
    """From a text list."""
    text = page(project, performance_summaries="performance_summary", language="fr")

    assert '<div class="champion-challenger" lang="fr">' in text
    assert "Portefeuille de scores" in text
    assert "Réachat" not in text


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"performance_summaries": []}, "Performance summaries: it is empty"),
        ({"report_url": "javascript:x"}, "Address of the reports: expected an address that begins with https://"),
        ({"folder": "nowhere"}, "DSS was asked to write portfolio.html into managed folder nowhere"),
    ],
)
def test_what_cannot_be_made_is_told(project: DSSProject, form: dict[str, Any], message: str) -> None:
    """A clear sentence instead of a page."""
    with pytest.raises(DataikuException, match=message):
        page(project, **form)
