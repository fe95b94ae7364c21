"""The form of the workbook."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.settings.form import Form
from champion_challenger.settings.performance_report import ReportOptions
from champion_challenger.settings.tableau_workbook import WorkbookSettings


def settings(**values: Any) -> WorkbookSettings:
    """Settings of a form in project TELCO."""
    needed = {"performance_summary": "summary", "folder": "f"}
    return WorkbookSettings.from_form(Form({**needed, **values}, {"month": "2019-06"}, "TELCO"))


def test_a_summary_and_a_folder_are_enough() -> None:
    """The rest is optional."""
    assert settings() == WorkbookSettings("TELCO.summary", "f", options=ReportOptions("en", "", None))


def test_every_field_is_read() -> None:
    """With variables; a name without Tableau's ending gets it."""
    read = settings(
        gains_curves="UP.gains", decision_rules="rules", activation_log="log", score="churn", tableau_version="2021.4",
        file_name="churn-${month}", language="fr", event="abonnés", rate="2,5",
    )  # fmt: skip

    assert (read.gains, read.decisions, read.activations) == ("UP.gains", "TELCO.rules", "TELCO.log")
    assert (read.score, read.file(["x"]), read.tableau_version) == ("churn", "churn-2019-06.twbx", "2021.4")
    assert read.options == ReportOptions("fr", "abonnés", 0.025)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"performance_summary": ""}, r"Performance summary: it is empty\. Choose the dataset that Summarise"),
        ({"folder": ""}, r"Folder: it is empty\. Choose the managed folder that keeps the workbook"),
        ({"tableau_version": "10"}, r"Tableau version: expected one of 2026\.1, 2021\.4, found '10'"),
        ({"file_name": "a/../../x"}, "File name: expected a name within the folder"),
    ],
)
def test_a_wrong_field_is_told(values: dict[str, str], message: str) -> None:
    """Under the label of the form."""
    with pytest.raises(SettingsError, match=message):
        settings(**values)
