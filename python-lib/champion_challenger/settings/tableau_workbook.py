"""The form of tableau-workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import quote
from champion_challenger.settings.performance_report import ReportOptions, file_word, page_options

TABLEAU_VERSIONS = ("2026.1", "2021.4")
"""The oldest version of Tableau that is to open the workbook; the first one is the default."""

_SUFFIX = ".twbx"


@dataclass(frozen=True)
class WorkbookSettings:
    """What the user asks of the macro.

    Attributes
    ----------
    performance, gains, decisions, activations
        ``PROJECT.name`` of datasets; "" for a dataset that is not given.
    score
        Name of the score; "" for all scores of the dataset.
    folder
        Managed folder in which the workbook is saved.
    file_name
        Name of the workbook in the folder; "" to derive it from the score.
    tableau_version
        One of `TABLEAU_VERSIONS`.
    """

    performance: str
    folder: str
    gains: str = ""
    decisions: str = ""
    activations: str = ""
    score: str = ""
    file_name: str = ""
    tableau_version: str = TABLEAU_VERSIONS[0]
    options: ReportOptions = field(default_factory=ReportOptions)

    @classmethod
    def from_form(cls, form: Form) -> WorkbookSettings:
        """Read the form; raise SettingsError with every wrong field.

        Examples
        --------
        >>> form = Form({"performance_summary": "summary", "folder": "f1", "language": "fr"}, project_key="TELCO")
        >>> settings = WorkbookSettings.from_form(form)
        >>> settings.performance, settings.options.language, settings.tableau_version
        ('TELCO.summary', 'fr', '2026.1')
        >>> WorkbookSettings.from_form(Form({"performance_summary": "summary", "file_name": "../x"}))
        Traceback (most recent call last):
            ...
        champion_challenger.errors.SettingsError: Please correct 2 settings:
         1. Folder: it is empty. Choose the managed folder that keeps the workbook.
         2. File name: expected a name within the folder, found '../x'.
        """
        settings = cls(
            performance=form.dataset("performance_summary", "Performance summary"),
            gains=form.dataset("gains_curves", "Gains curves"),
            decisions=form.dataset("decision_rules", "Decision rules"),
            activations=form.dataset("activation_log", "Activation log"),
            score=form.text("score", "Score"),
            folder=form.text("folder", "Folder"),
            file_name=form.text("file_name", "File name"),
            tableau_version=form.choice("tableau_version", "Tableau version", TABLEAU_VERSIONS),
            options=page_options(form),
        )
        form.need("Performance summary", settings.performance, "Choose the dataset that Summarise performance writes")
        form.need("Folder", settings.folder, "Choose the managed folder that keeps the workbook")
        if ".." in settings.file_name or settings.file_name.startswith("/"):
            form.problem("File name", f"expected a name within the folder, found {quote(settings.file_name)}")
        form.check()
        return settings

    def file(self, scores: Sequence[str]) -> str:
        """Name of the workbook's file, which Tableau knows by its ending.

        >>> WorkbookSettings("P.s", "f").file(["Résiliation / mobile"]), WorkbookSettings("P.s", "f").file(["a", "b"])
        ('workbook-Résiliation-mobile.twbx', 'workbook-all-scores.twbx')
        >>> WorkbookSettings("P.s", "f", file_name="churn").file(["a"])
        'churn.twbx'
        """
        chosen = self.file_name or f"workbook-{file_word(scores[0] if len(scores) == 1 else 'all scores')}"
        return chosen if chosen.endswith(_SUFFIX) else f"{chosen}{_SUFFIX}"
