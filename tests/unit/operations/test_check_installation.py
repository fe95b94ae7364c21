"""A check of an instance as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from champion_challenger.core.installation.findings import CheckedInstallation, Finding
from champion_challenger.errors import ForbiddenError
from champion_challenger.operations.check_installation import check_installation
from champion_challenger.settings.check_installation import CheckSettings
from tests.unit.operations.installation.fakes import FakeInstallation, installation

CHOSEN = {"model": "TELCO.m1", "cohort": "TELCO.customers", "performance": "TELCO.performance"}


def checked(host: FakeInstallation, **form: str) -> CheckedInstallation:
    """Look at it from project TELCO."""
    return check_installation(CheckSettings("TELCO", **form), host)


def findings(result: CheckedInstallation) -> dict[str, Finding]:
    """Lines by subject."""
    return {finding.subject: finding for section in result.sections for finding in section.findings}


def test_a_sound_score_has_green_lines_and_what_cannot_be_tried() -> None:
    """Nothing red, nothing amber; a line for people in the log as well."""
    host = installation()
    result = checked(host, **CHOSEN, other_project="DATA")

    assert (result.count("fix"), result.count("look")) == (0, 0)
    assert "Read project DATA" in findings(result)
    assert len(host.said) == len([finding for section in result.sections for finding in section.findings])
    assert host.said[0].startswith("OK DSS, Python and packages, DSS: DSS 14.7.5")


def test_nothing_needs_to_be_chosen() -> None:
    """Then the page says how to learn more."""
    found = findings(checked(installation()))

    assert [found[name].level for name in ("Versions", "Cohort", "Performance")] == ["untried"] * 3
    assert "Create an analysis in TELCO" in found


def test_what_may_not_be_read_becomes_lines() -> None:
    """Model, cohort and performance: each in the host's words, and the rest is looked at."""
    host = installation(datasets={})
    host.checked_model.refusal = ForbiddenError("no right to read TELCO.m1")
    found = findings(checked(host, **CHOSEN))

    assert found["Read the versions"].observation == "no right to read TELCO.m1"
    assert found["Cohort"].observation == "dataset TELCO.customers does not exist"
    assert found["Performance"].level == "fix"
    assert found["List connections"].level == "ok"


def test_each_line_that_is_not_green_says_what_to_do() -> None:
    """Under every answer of the fakes."""
    odd: dict[str, Any] = {"writer": None, "rules": (None, None), "mail": [], "months": [], "analyses": []}
    results = [checked(installation(**{name: value}), **CHOSEN) for name, value in odd.items()]
    silent = [one for result in results for one in findings(result).values() if one.level != "ok" and not one.advice]

    assert silent == []


def test_a_package_of_the_models_algorithm_is_needed() -> None:
    """And of no other one."""
    host = installation()
    host.checked_model.listed = [replace(one, algorithm="XGBOOST_CLASSIFICATION") for one in host.checked_model.listed]
    found = findings(checked(host, **CHOSEN))

    assert (found["xgboost"].level, found["lightgbm"].level) == ("fix", "ok")
