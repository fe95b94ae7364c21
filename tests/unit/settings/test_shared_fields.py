"""Fields that several forms have: targeting rates and the time zone of days."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.settings.form import Form
from champion_challenger.settings.shared_fields import read_rates, read_time_zone


def rates(value: Any, **variables: Any) -> tuple[int, ...]:
    """Targeting rates of a form, when nothing is wrong with it."""
    form = Form({"targeting_rates": value}, variables)
    read = read_rates(form)
    form.check()
    return read


@pytest.mark.parametrize(
    "value",
    ["1, 5, 10", [1, 5, 10], ["1", "5 %", "10.00"], "10,5,1,1", [1.0, 5.0, 10], "1;5;10", "1\n5\n10", "[1, 5, 10]",
     '["1", "5 %", 10]', "\u00a01,\u202f5,\u00a010 ", "", None, []],
)  # fmt: skip
def test_rates_are_read_as_people_and_scripts_write_them(value: Any) -> None:
    """In percent, in any order, each once; nothing gives the default."""
    assert rates(value) == (100, 500, 1000)


@pytest.mark.parametrize("variable", ["1, 5, 10", "[1, 5, 10]", [1, 5, 10], ["1", "5"], "1;5;10"])
@pytest.mark.parametrize("value", ["${rates}", " ${rates} ", ["${rates}"], ["${rates}", 10]])
def test_one_variable_may_contain_the_list(value: Any, variable: Any) -> None:
    """As a text, as JSON, or as the list that the host keeps; beside other items too."""
    assert set(rates(value, rates=variable)) | {1000} == {100, 500, 1000}


@pytest.mark.parametrize("value", ["2,5; 5", ["2,5", 5], '["2,5", "5"]', "${r}"])
def test_a_decimal_comma_is_understood_where_it_can_mean_nothing_else(value: Any) -> None:
    """Semicolons, or items of their own, separate the numbers."""
    assert rates(value, r=["2,5", "5"]) == (250, 500)


@pytest.mark.parametrize("value", ["2,5", "${r}", "1, 2,5", ["${r}"]])
def test_a_decimal_comma_that_may_separate_two_rates_is_refused(value: Any) -> None:
    """2,5 is not silently 2 % and 5 %."""
    with pytest.raises(
        SettingsError, match=r"^Targeting rates \(%\): a comma between two digits may be a decimal comma"
    ):
        rates(value, r="2,5")


@pytest.mark.parametrize("rate", ["0", "100.01", "-5", "five", "0.001", "1e1", "nan", "9" * 310, "1/2"])
def test_rates_outside_0_to_100_percent_are_refused(rate: str) -> None:
    """Each is quoted."""
    with pytest.raises(SettingsError, match=r"^Targeting rates \(%\): expected .*, found '.*\.$"):
        rates([rate])


@pytest.mark.parametrize("value", [{"a": 1}, [[1]], [{"a": 1}], "[[1]]"])
def test_lists_that_are_no_lists_are_refused(value: Any) -> None:
    """Only texts and numbers are items."""
    with pytest.raises(SettingsError, match="expected a text or a number, found"):
        rates(value)


@pytest.mark.parametrize(
    "name", ["Paris", "europe/nowhere", "Europe", "../etc/passwd", "/etc/passwd", "+02:00", "\x00"]
)
def test_a_name_that_is_no_time_zone_is_refused_with_an_example(name: str) -> None:
    """By the label of its field."""
    form = Form({"time_zone": name})
    read_time_zone(form)

    (problem,) = form.problems
    assert problem.startswith("Time zone of days: expected the name of a time zone, such as Europe/Paris or UTC, found")


def test_a_time_zone_may_come_from_a_variable_and_is_utc_by_default() -> None:
    """As other fields do."""
    zones = [read_time_zone(Form(values, {"zone": "Europe/Paris"})) for values in ({"time_zone": "${zone}"}, {})]

    assert [str(zone) for zone in zones] == ["Europe/Paris", "UTC"]
