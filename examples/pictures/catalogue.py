"""The pictures: their names, and what makes each one. A test holds the list against docs/img and the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from examples.pictures.fillings import FORMS
from examples.pictures.forms import descriptor

PAGES = {
    "report.png": (860, 1720),
    "rapport.png": (860, 1720),
    "report-phone.png": (390, 1000),
    "portfolio.png": (1180, 0),
    "webapp.png": (1280, 900),
    "page-check-installation.png": (1000, 900),
    "page-create-score-project.png": (900, 0),
    "page-activate-challenger.png": (1000, 1200),
    "page-tableau-workbook.png": (900, 0),
    "mail.png": (804, 0),
}
"""Pages by the name of their picture: width and height in pixels; 0 for all of the page."""

DRAWINGS = ("flow.svg", "tableau.svg", "verdict.svg")


@dataclass(frozen=True)
class FormPicture:
    """The picture of a form, as it opens or with its advanced settings."""

    component: str
    is_advanced: bool


def _forms() -> dict[str, FormPicture]:
    found = {}
    for component in FORMS:
        name = component.rpartition("/")[2].replace("champion-challenger-", "")
        found[f"form-{name}.png"] = FormPicture(component, is_advanced=False)
        if any(field["name"] == "show_advanced" for field in descriptor(component)["params"]):
            found[f"form-{name}-advanced.png"] = FormPicture(component, is_advanced=True)
    return found


FORM_PICTURES: Mapping[str, FormPicture] = _forms()
ALL = (*PAGES, *DRAWINGS, *FORM_PICTURES)
