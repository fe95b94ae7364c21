"""The form of the step that reads metrics and checks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.settings.form import Form
from champion_challenger.settings.retrieve_metrics_and_checks import (
    Condition,
    Place,
    Request,
    RetrieveSettings,
    read_place,
    variable_name,
)

ROW = {"dataset": "orders", "id": "records:COUNT_RECORDS"}


def settings(values: dict[str, Any]) -> RetrieveSettings:
    """Settings of a form in project HERE."""
    return RetrieveSettings.from_form(Form(values, {"up": "UP"}, "HERE"))


def test_a_row_needs_a_dataset_and_an_id() -> None:
    """The rest has defaults: the project of the step, and a name derived from the id."""
    (request,) = settings({"readings": [ROW]}).requests

    assert request == Request(Place("HERE", "orders"), "metric", "records:COUNT_RECORDS", "count_records")


def test_every_field_of_a_row_is_read() -> None:
    """A dataset may name its own project."""
    row = {**ROW, "dataset": "OTHER.orders", "partition": "2019-06", "kind": "check", "name": "n", "minimum": "1 000",
           "maximum": "2,5e3", "equals": "1e2", "not_older_than": "26 heures", "severity": "WARNING"}  # fmt: skip
    (request,) = settings({"project_key": "${up}", "readings": [row]}).requests

    condition = Condition(1000, 2500, "1e2", timedelta(hours=26), "WARNING")
    assert request == Request(Place("OTHER", "orders", "2019-06"), "check", "records:COUNT_RECORDS", "n", condition)
    assert settings({"project_key": "${up}", "readings": [ROW]}).requests[0].place.project_key == "UP"


def test_a_rule_without_an_id_is_all_rules() -> None:
    """A metric or a check needs one."""
    assert settings({"readings": [{"dataset": "a", "kind": "data_quality"}]}).requests[0].name == "data_quality"
    with pytest.raises(SettingsError, match=r"^Value 1, Id: it is empty\. Type one, such as records:COUNT_RECORDS\.$"):
        settings({"readings": [{"dataset": "a"}]})
    with pytest.raises(
        SettingsError, match=r"^Value 1, Id: it is empty\. Type the name of a check, such as Enough rows\.$"
    ):
        settings({"readings": [{"dataset": "a", "kind": "check"}]})


def test_every_wrong_field_is_named_with_its_row() -> None:
    """One message for one visit to the form."""
    rows = [ROW, {"id": "a", "name": "2", "minimum": "1,000", "not_older_than": "99999999999 days", "severity": "none"}]

    with pytest.raises(
        SettingsError, match=r"(?s)5 settings.*Value 2, Dataset.*Variable.*Minimum.*Not older than.*If not met"
    ):
        settings({"readings": rows})


@pytest.mark.parametrize("rows", ["orders", 5, {"dataset": "a"}, ["a"], [ROW, None], True])
def test_rows_that_are_no_rows_are_one_problem(rows: Any) -> None:
    """Not an exception."""
    with pytest.raises(
        SettingsError, match=r"^Values to retrieve: expected a list of rows with fields, found [^\n]*\.$"
    ):
        settings({"readings": rows})


@pytest.mark.parametrize("rows", [None, [], ""])
def test_a_step_without_rows_is_refused(rows: Any) -> None:
    """It would retrieve nothing and be content."""
    with pytest.raises(SettingsError, match=r"^Values to retrieve: expected at least one, found none\.$"):
        settings({"readings": rows})


@pytest.mark.parametrize(
    ("names", "variable"),
    [(("a", "a"), "a"), (("end", "b"), "end"), (("a", "a_outcome"), "a_outcome"), (("a", "a_text"), "a_text")],
)
def test_each_variable_is_set_once(names: tuple[str, str], variable: str) -> None:
    """Each value sets four, and every step four; a name that occurs twice is one problem."""
    message = f"^Values to retrieve: the variable '{variable}' would be set twice; give each value its own name"
    with pytest.raises(SettingsError, match=rf"{message}\.$"):
        settings({"readings": [{**ROW, "name": name} for name in names]})


@pytest.mark.parametrize(
    ("written", "name"),
    [("external:ours", "ours"), ("Rows > 0", "rows_0"), ("2 names", "v_2_names"), ("été", "t"), ("::", "value")],
)
def test_a_name_is_derived_from_any_id(written: str, name: str) -> None:
    """So that run conditions can use it."""
    assert variable_name(written) == name


def test_a_place_reads_as_people_write_it() -> None:
    """With its partition, where it has one."""
    assert str(read_place("a", "", "P")) == "P.a"
    assert str(read_place("Q.a", "2019", "P")) == "Q.a, partition 2019"


def test_a_minimum_above_the_maximum_is_refused() -> None:
    """No value could meet both."""
    message = r"^Value 1, Maximum: expected at least the minimum \(10\), found 5\.$"
    with pytest.raises(SettingsError, match=message):
        settings({"readings": [{**ROW, "minimum": "10", "maximum": "5"}]})
