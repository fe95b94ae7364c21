"""The past of a figure: which earlier values count, and how they are named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from champion_challenger.core.monitoring.judgement import MetricPoint
from champion_challenger.operations.steps.volume_history import Watch, last_year, past, value_of
from champion_challenger.settings.check_volume_stability import ROWS, VolumeFigure, VolumeSettings
from champion_challenger.settings.form import Form
from champion_challenger.settings.retrieve_metrics_and_checks import Place
from tests.unit.operations.steps.fakes import NOON, FakeFigures, FakeStep

CUSTOMERS = Place("TELCO", "customers")
NULLS = VolumeFigure("nulls_age", "points", "col_stats:COUNT_NULL:age", ROWS)


def watch(shelf: FakeFigures, partition: str = "", **form: Any) -> Watch:
    """A run that computes nothing by itself."""
    values = {"dataset": "customers", "partition": partition, "compute_first": False, **form}
    return Watch(VolumeSettings.from_form(Form(values, project_key="TELCO")), shelf, FakeStep())


def partitions(**counts: int) -> FakeFigures:
    """Row counts of months of 2019, by their number after an m."""
    return FakeFigures(
        {replace(CUSTOMERS, partition=f"2019-{name[1:]}"): {ROWS: [MetricPoint(n, NOON)]} for name, n in counts.items()}
    )


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({}, ["2019-01", "2019-02", "2019-03"]),
        ({"history_length": 2}, ["2019-02", "2019-03"]),
        ({"history_since": "2019-03"}, ["2019-03"]),
        ({"history_since": "2019-03-01"}, ["2019-03"]),
        ({"history_since": "2019"}, ["2019-01", "2019-02", "2019-03"]),
    ],
)
def test_earlier_partitions_in_order_up_to_the_length_of_the_history(form: dict[str, Any], expected: list[str]) -> None:
    """Later ones are no history, though they exist: a past month may be run again."""
    shelf = partitions(m03=30, m01=10, m02=20, m04=40, m05=50)
    values = past(VolumeFigure("rows", "count", ROWS), watch(shelf, "2019-04", **form)).values
    assert [name for name, _ in values] == expected


def test_a_partition_without_a_value_is_passed_over() -> None:
    """Nothing was ever counted there, and nothing may be computed."""
    shelf = partitions(m01=10, m02=20)
    shelf.held[replace(CUSTOMERS, partition="2019-01")] = {}
    assert past(VolumeFigure("rows", "count", ROWS), watch(shelf, "2019-03")).values == [("2019-02", 20.0)]


def test_a_share_needs_both_of_its_counts() -> None:
    """And rows to divide by."""
    shelf = FakeFigures({CUSTOMERS: {ROWS: [MetricPoint(200, NOON)], NULLS.metric: [MetricPoint(5, NOON)]}})
    assert value_of(NULLS, CUSTOMERS, watch(shelf), compute=False) == (0.025, None)
    shelf.held[CUSTOMERS][ROWS] = [MetricPoint(0, NOON)]
    value, obstacle = value_of(NULLS, CUSTOMERS, watch(shelf), compute=False)
    assert value is None
    assert obstacle is not None
    assert obstacle.outcome == "ERROR"


def test_a_metric_is_read_once_however_often_it_is_asked_for() -> None:
    """Computing a metric may take minutes."""
    shelf = FakeFigures({CUSTOMERS: {}}, computable={ROWS: MetricPoint(7, NOON)})
    run = watch(shelf)
    values = [value_of(VolumeFigure("rows", "count", ROWS), CUSTOMERS, run, compute=True)[0] for _ in range(3)]
    assert (values, shelf.computed) == ([7.0] * 3, [(CUSTOMERS, ROWS)])


@pytest.mark.parametrize("store", ["7501", "2019", "0075"])
def test_of_several_dimensions_the_time_alone_changes(store: str) -> None:
    """A store may be called like a year; the host lists partitions of this store alone."""
    names = [f"{store}|{year}" for year in (2016, 2017, 2018, 2019)]
    shelf = FakeFigures({replace(CUSTOMERS, partition=name): {ROWS: [MetricPoint(10, NOON)]} for name in names})
    rows = VolumeFigure("rows", "count", ROWS)

    assert last_year(rows, watch(shelf, names[-1])).values == [(names[2], 10.0)]
    found = past(rows, watch(shelf, names[-1], history_since="2017")).values
    assert [name for name, _ in found] == names[1:3]
