"""The contact setting of a form."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.settings.contact import ContactRules, check_population, read_contact
from champion_challenger.settings.evaluation_policy import Policy
from champion_challenger.settings.form import Form

WHOLE = {"contact_column": "contact", "contacted_values": ["yes"], "control_values": ["held out", "test"]}


def test_column_and_values_are_read() -> None:
    """As they are typed."""
    form = Form(WHOLE)

    assert read_contact(form) == ContactRules("contact", ("yes",), ("held out", "test"))
    assert form.problems == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"contacted_values": []}, "Values meaning contacted: expected at least one value of column 'contact'"),
        ({"contact_column": ""}, "Contact column: expected the column that holds the values"),
        ({"control_values": ["yes"]}, "Values meaning control: 'yes' means contacted already"),
    ],
)
def test_a_setting_that_means_nothing_is_refused(changes: dict[str, Any], problem: str) -> None:
    """With what is expected."""
    form = Form({**WHOLE, **changes})
    read_contact(form)

    assert len(form.problems) == 1
    assert form.problems[0].startswith(problem)


@pytest.mark.parametrize(("population", "n_problems"), [("all", 0), ("control", 1), ("uncontacted", 1)])
def test_a_verdict_population_needs_a_control_group(population: str, n_problems: int) -> None:
    """Unless verdicts rest on all customers."""
    form = Form({})
    check_population(form, Policy(population=population), ContactRules("contact", ("yes",)))

    assert len(form.problems) == n_problems


def test_a_name_without_end_is_shortened() -> None:
    """Whatever a variable holds."""
    form = Form({"contact_column": "x" * 700})
    read_contact(form)

    assert f"value of column '{'x' * 30}…' (700 characters), found none" in form.problems[0]
