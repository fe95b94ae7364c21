"""Score projects, made by the plugin's macro, as a person makes them from its form."""

from __future__ import annotations

from typing import Any

from dataikuapi.dss.managedfolder import DSSManagedFolder
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.savedmodel import DSSSavedModel

from examples.demo.features import CUSTOMER, JOINED, OUTCOME, RULE
from examples.demo.project import COHORT, TO_SCORE, TRAINING_DATA

_WORKBOOK, _PORTFOLIO = "repurchase.twbx", "portfolio.html"
VALUES = {"positive_value": "15", "contact_cost": "2"}
"""Margin of a purchase and cost of a letter, in dollars: the pages then say how many letters pay."""

_REPORTS = {
    "report.html": {"event": "buyers", "language": "en", **VALUES},
    "rapport.html": {"event": "acheteurs", "language": "fr", **VALUES},
}
_GIVEN = ("performance_summary", "gains_curves", "decision_rules", "activation_log")
_MACRO = "pyrunnable_champion-challenger_{}"
ANSWERS = {
    "training_data": TRAINING_DATA,
    "cohort": COHORT,
    "customers_to_score": TO_SCORE,
    "outcome_column": OUTCOME,
    "customer_id_column": CUSTOMER,
    "snapshot_column": "snapshot_date",
    "horizon": "1 month",
    "targeting_rates": "1, 5, 10",
}
OF_THE_ANALYST = {"training_periods": 6, "score_columns": [RULE], "segment_columns": [JOINED]}


def ran(project: DSSProject, macro: str, **form: Any) -> str:
    """Run a macro of the plugin; return its page."""
    handle = project.get_macro(_MACRO.format(macro))
    page = handle.get_result(handle.run(params=form), as_type="string")
    return page.decode() if isinstance(page, bytes) else str(page)


def score_project(data: DSSProject, key: str, **form: Any) -> DSSProject:
    """Run Create score project from the project that holds the data."""
    ran(data, "create-score-project", project_key=key, **form)
    return data.client.get_project(key)


def tuned(project: DSSProject) -> None:
    """What the analyst changes in the form: a longer training window, the old rule as a competitor, segments."""
    settings = project.get_recipe("retrain_and_evaluate").get_settings()
    settings.get_recipe_raw_definition()["params"]["customConfig"].update(OF_THE_ANALYST)
    settings.save()


def model_of(project: DSSProject) -> DSSSavedModel:
    """The score's model."""
    return project.get_saved_model(project.list_saved_models()[0]["id"])


def check_of(data: DSSProject, project: DSSProject) -> str:
    """The page of Check this instance, on the score's model, its cohort and its performance."""
    form = {"cohort": f"{data.project_key}.{COHORT}", "performance": "performance", "other_project": data.project_key}
    return ran(project, "check-installation", model=model_of(project).sm_id, **form)


def reports_of(project: DSSProject) -> dict[str, str]:
    """The report of the score in English and in French, as the files in its folder of reports, by their names."""
    return {file: _kept(project, "performance-report", file, **form).decode("utf-8") for file, form in _REPORTS.items()}


def report_of(project: DSSProject) -> dict[str, str]:
    """The report under the name that it has in the folder of reports, which the portfolio links to."""
    folder_id = _reports_folder(project)
    folder = project.get_managed_folder(folder_id)
    before = _names(folder)
    form = {**_REPORTS["report.html"], **{name: name for name in _GIVEN}}
    ran(project, "performance-report", folder=folder_id, **form)
    return {name: folder.get_file(name).content.decode("utf-8") for name in _names(folder) - before}


def portfolio_of(project: DSSProject, *others: DSSProject) -> str:
    """All scores on one page, linked to reports beside it, and kept in the first one's folder of reports."""
    folder = _reports_folder(project)
    form = {
        role: [f"{one.project_key}.{name}" for one in (project, *others)]
        for role, name in (("performance_summaries", "performance_summary"), ("activation_logs", "activation_log"))
    }
    ran(project, "score-portfolio", folder=folder, language="en", report_url="{file}", **form)
    content: bytes = project.get_managed_folder(folder).get_file(_PORTFOLIO).content
    return content.decode("utf-8")


def workbook_of(project: DSSProject) -> bytes:
    """The Tableau workbook of the score, from the same rows."""
    return _kept(project, "tableau-workbook", _WORKBOOK, **_REPORTS["report.html"])


def _kept(project: DSSProject, macro: str, file: str, **form: str) -> bytes:
    """What a macro leaves in the folder of reports."""
    folder = _reports_folder(project)
    ran(project, macro, folder=folder, file_name=file, **form, **{name: name for name in _GIVEN})
    content: bytes = project.get_managed_folder(folder).get_file(file).content
    return content


def _names(folder: DSSManagedFolder) -> set[str]:
    return {str(one["path"]).lstrip("/") for one in folder.list_contents()["items"]}


def _reports_folder(project: DSSProject) -> str:
    return next(str(one["id"]) for one in project.list_managed_folders() if one["name"] == "reports")
