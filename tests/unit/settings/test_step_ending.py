"""What all steps share: prefix, what makes them fail, alerts."""

from __future__ import annotations

import pytest

from champion_challenger.settings.form import Form
from champion_challenger.settings.step_ending import Alert, Ending, clashes, parse_name, read_ending


def test_an_empty_form_takes_the_defaults_of_the_step() -> None:
    """Which are its own."""
    assert read_ending(Form({}), "cockpit", "error_or_empty") == Ending("cockpit", "error_or_empty", Alert())


def test_every_field_is_read() -> None:
    """Recipients as a list."""
    values = {"prefix": "p", "fail_on": "never", "alert_channel": "mail", "alert_recipients": "a@x.org, b@x.org",
              "alert_sender": "c@x.org", "alert_when": "always"}  # fmt: skip

    assert read_ending(Form(values), "x") == Ending(
        "p", "never", Alert("mail", ("a@x.org", "b@x.org"), "c@x.org", "always")
    )


@pytest.mark.parametrize(
    ("fail_on", "failing"), [("error", {"ERROR"}), ("error_or_empty", {"ERROR", "EMPTY"}), ("never", set())]
)
def test_the_form_decides_which_outcomes_fail_the_step(fail_on: str, failing: set[str]) -> None:
    """A warning never does."""
    assert {
        outcome for outcome in ("OK", "WARNING", "EMPTY", "ERROR") if Ending("p", fail_on).fails(outcome)
    } == failing


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("error", {"EMPTY", "ERROR"}),
        ("warning", {"WARNING", "EMPTY", "ERROR"}),
        ("always", {"OK", "WARNING", "EMPTY", "ERROR"}),
    ],
)
def test_the_form_decides_which_outcomes_are_worth_an_alert(when: str, due: set[str]) -> None:
    """None is, without a channel."""
    outcomes = ("OK", "WARNING", "EMPTY", "ERROR")

    assert {outcome for outcome in outcomes if Alert("mail", when=when).is_due(outcome)} == due
    assert not any(Alert(when=when).is_due(outcome) for outcome in outcomes)


@pytest.mark.parametrize("name", ["1st", "a b", "a-b", "é", "", "a.b", "${x}"])
def test_a_prefix_is_the_name_of_a_variable(name: str) -> None:
    """So that run conditions can use it."""
    with pytest.raises(ValueError, match="expected letters, digits and underscores, beginning with a letter, found"):
        parse_name(name)


def test_variables_that_every_step_sets_are_taken() -> None:
    """A name may occur once."""
    assert clashes(["rows", "end"]) == ["end"]
    assert clashes(["rows", "age", "age"]) == ["age"]
    assert clashes(["rows"]) == []
