"""Versions and packages, judged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from champion_challenger.core.installation.packages import differences, package_findings, version_findings
from champion_challenger.records.installation import TrainingEnvironment
from tests.unit.operations.installation.fakes import INSTANCE


@pytest.mark.parametrize(
    ("change", "subject", "level", "words"),
    [
        ({}, "DSS", "ok", "DSS 14.7.5; supported: DSS 13.0 to 15"),
        ({"dss": "12.6.0", "client": "12.6.0"}, "DSS", "look", "DSS 12.6.0"),
        ({"dss": "12.0.0", "client": "12.0.0"}, "DSS", "fix", "DSS 12.0.0"),
        ({"dss": ""}, "DSS", "look", "of an unknown version"),
        ({}, "Client", "ok", "dataiku-api-client 14.7.5 of this code environment, on DSS 14.7.5"),
        ({"client": "15.2.0"}, "Client", "look", "15.2.0 of this code environment, on DSS 14.7.5"),
        ({"client": ""}, "Client", "ok", "the one that DSS brings"),
        ({"python": "3.13.0"}, "Python", "ok", "Python 3.13.0 in code environment plugin_env"),
        ({"python": "3.8.10"}, "Python", "look", "supported: 3.9 to 3.13"),
        ({"python": "3.14.0"}, "Python", "look", "supported: 3.9 to 3.13"),
    ],
)
def test_versions_are_held_against_the_range(change: dict[str, str], subject: str, level: str, words: str) -> None:
    """Each says what was found; what is not green says what to do."""
    (finding,) = [one for one in version_findings(replace(INSTANCE, **change)) if one.subject == subject]

    assert (finding.level, bool(finding.advice)) == (level, level != "ok")
    assert words in finding.observation


@pytest.mark.parametrize(
    ("package", "algorithms", "level"),
    [
        ("scikit-learn", [], "fix"),
        ("flask", [], "look"),
        ("xgboost", ["RANDOM_FOREST_CLASSIFICATION"], "ok"),
        ("xgboost", ["XGBOOST_CLASSIFICATION"], "fix"),
        ("lightgbm", ["LIGHTGBM_CLASSIFICATION"], "fix"),
        ("teradatasql", [], "ok"),
    ],
)
def test_a_package_that_is_absent(package: str, algorithms: list[str], level: str) -> None:
    """Red where a run needs it, amber where the webapp does, else nothing to do."""
    findings = {one.subject: one for one in package_findings(replace(INSTANCE, packages={}), algorithms)}

    assert findings[package].level == level
    assert bool(findings[package].advice) == (level != "ok")
    assert "not installed" in findings[package].observation


def test_packages_that_are_there_are_told_with_their_versions() -> None:
    """All of them green."""
    findings = {one.subject: one for one in package_findings(INSTANCE, [])}

    assert {one.level for one in findings.values()} == {"ok"}
    assert findings["scikit-learn"].observation == "1.5.2"


def test_a_training_differs_in_its_first_two_numbers() -> None:
    """What is not told, or not known here, does not differ."""
    training = TrainingEnvironment(
        "ml", "3.11", {"scikit-learn": "1.5.0", "pandas": "1.5.3", "xgboost": "1.7.1", "odd": "1"}
    )

    assert differences(replace(INSTANCE, packages={**INSTANCE.packages, "xgboost": ""}), training) == [
        "pandas 1.5.3 (here 2.2.1)",
        "xgboost 1.7.1 (here absent)",
    ]
    assert differences(INSTANCE, TrainingEnvironment()) == []
