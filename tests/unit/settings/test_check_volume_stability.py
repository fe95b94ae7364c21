"""The form of the step that compares volumes."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.settings.check_volume_stability import ROWS, VolumeFigure, VolumeSettings
from champion_challenger.settings.form import Form
from champion_challenger.settings.retrieve_metrics_and_checks import Place


def settings(**values: Any) -> VolumeSettings:
    """Settings of a form in project HERE."""
    return VolumeSettings.from_form(Form({"dataset": "customers", **values}, {"month": "2019-06"}, "HERE"))


def test_a_dataset_is_enough() -> None:
    """Its rows are compared with its own history."""
    read = settings()

    assert (read.place, read.other, read.compare_with) == (Place("HERE", "customers"), None, "history")
    assert read.figures == (VolumeFigure("rows", "count", ROWS),)
    assert (read.warning, read.error, read.minimum_base, read.history_length) == (0.10, 0.25, 100, 12)


def test_every_figure_is_named_after_its_column_or_metric() -> None:
    """Shares of nulls are counts divided by the rows."""
    read = settings(
        positive_column="churned", null_columns="age, Net Sales", metric_ids="col_stats:MAX:age", count_rows=False
    )

    assert [(figure.name, figure.metric) for figure in read.figures] == [
        ("positives", "col_stats:MEAN:churned"),
        ("nulls_age", "col_stats:COUNT_NULL:age"),
        ("nulls_net_sales", "col_stats:COUNT_NULL:Net Sales"),
        ("max_age", "col_stats:MAX:age"),
    ]


def test_another_dataset_counts_only_where_it_is_chosen() -> None:
    """A form keeps what was typed under another choice."""
    chosen = settings(compare_with="other_dataset", other_dataset="UP.customers", other_partition="${month}")

    assert chosen.other == Place("UP", "customers", "2019-06")
    assert settings(compare_with="last_year", other_dataset="UP.customers").other is None


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"dataset": ""}, r"Dataset: it is empty\."),
        ({"compare_with": "other_dataset"}, r"Other dataset: it is empty\."),
        (
            {"compare_with": "other_dataset", "other_dataset": "customers"},
            "Other dataset: it is the dataset itself, HERE.cus",
        ),
        ({"count_rows": False}, r"What to check: nothing is selected\. Select the number of rows, or name a column"),
        ({"metric_ids": "records:COUNT, Count"}, "What to check: the same name occurs twice in rows, count, count"),
        ({"metric_ids": "external:end"}, "What to check: the variable 'end' would be set twice; leave out one"),
        ({"metric_ids": "external:rows_z"}, "What to check: the variable 'rows_z' would be set twice; leave out one"),
        ({"warning": "30"}, r"Error \(%\): expected at least the warning \(30%\), found 25%\."),
        ({"warning": "0"}, r"Warning \(%\): expected a percentage above 0 and up to 10,000"),
        ({"error": "9" * 310}, r"Error \(%\): expected a percentage above 0 and up to 10,000, such as 5, found '9"),
        ({"minimum_base": -1}, "Smallest reference volume: expected a whole number from 0 to 1,000,000,000,000,000"),
        ({"history_length": 10**7}, "History length: expected a whole number from 1 to 1,000,000, found '10000000'"),
    ],
)
def test_a_wrong_field_is_named(values: dict[str, Any], message: str) -> None:
    """One problem each."""
    with pytest.raises(SettingsError, match=f"^{message}"):
        settings(**values)


@pytest.mark.parametrize("text", ["12,5", "12.5 %", "${p}"])
def test_limits_are_percentages(text: str) -> None:
    """With a decimal comma, a percent sign or from a variable."""
    form = Form({"dataset": "a", "warning": text}, {"p": 12.5})

    assert VolumeSettings.from_form(form).warning == 0.125


@pytest.mark.parametrize("text", ["01/02/2019", "2019-13", "2019-2", "since spring"])
def test_the_history_starts_at_a_day_or_a_period(text: str) -> None:
    """Another text would be compared by the alphabet."""
    with pytest.raises(SettingsError, match=r"^Start of the history: expected a day such as 2019-06-30, or a period"):
        settings(history_since=text)


@pytest.mark.parametrize(
    ("text", "since"), [("2019-06-30T00:00:00.000Z", "2019-06-30"), ("2019", "2019"), ("${month}", "2019-06")]
)
def test_a_start_is_read_as_it_is_written(text: str, since: str) -> None:
    """A date picker adds a time; periods are named as partitions."""
    assert settings(history_since=text).history_since == since
