"""The two forms of a workbook's file: that of Tableau 2026.1 and later, and that of the versions before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from champion_challenger.report.tableau.nodes import Node, node
from champion_challenger.settings.tableau_workbook import TABLEAU_VERSIONS


@dataclass(frozen=True)
class DocumentForm:
    """What the versions of Tableau tell apart at the two ends of the file.

    Attributes
    ----------
    manifest
        Names of the elements that older versions of Tableau did not have; a version refuses names that it lacks.
    has_explanations
        Whether the settings of *Explain Data* end the file: 2026.1 demands them, 2025.3 and before refuse them.
    """

    version: str
    build: str
    manifest: tuple[str, ...]
    has_explanations: bool

    @property
    def attributes(self) -> Mapping[str, object]:
        """Attributes of the workbook."""
        return {
            "original-version": self.version,
            "source-build": self.build,
            "source-platform": "win",
            "version": self.version,
        }

    @property
    def end(self) -> Node | None:
        """What ends the file."""
        if not self.has_explanations:
            return None
        settings = {"enabled-for-viewer": False, "extreme-values-enabled-for-all": False}
        return node("explain-data", settings, node("explanation-types"))


SINCE_2026, BEFORE_2026 = TABLEAU_VERSIONS
DOCUMENT_FORMS: Mapping[str, DocumentForm] = {
    SINCE_2026: DocumentForm("26.1", "2026.1.0 (20261.26.0211.1127)", ("ManifestByVersion",), has_explanations=True),
    BEFORE_2026: DocumentForm(
        "18.1",
        "2021.4.0 (20214.0.0.0)",
        (
            "ObjectModelEncapsulateLegacy",
            "ObjectModelTableType",
            "SchemaViewerObjectModel",
            "SetMembershipControl",
            "SheetIdentifierTracking",
            "SortTagCleanup",
            "WindowsPersistSimpleIdentifiers",
        ),
        has_explanations=False,
    ),
}
"""By the oldest version of Tableau that the form is meant for."""
