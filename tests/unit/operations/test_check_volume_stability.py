"""Watching volumes on datasets of an instance in memory."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from champion_challenger.core.monitoring.judgement import MetricPoint
from champion_challenger.errors import SettingsError
from champion_challenger.operations.check_volume_stability import check_volume_stability
from champion_challenger.operations.steps.conclude import Report
from champion_challenger.settings.check_volume_stability import VolumeSettings
from champion_challenger.settings.form import Form
from champion_challenger.settings.retrieve_metrics_and_checks import Place
from tests.unit.operations.steps.fakes import NOON, FakeFigures, FakeStep

ROWS = "records:COUNT_RECORDS"
MONTHS = [f"2019-{month:02d}" for month in range(1, 6)]


def checked(shelf: FakeFigures, **form: Any) -> Report:
    """Run the step's work on the customers of the current month."""
    values = {"dataset": "customers", "partition": "2019-05", "compute_first": False, **form}
    return check_volume_stability(VolumeSettings.from_form(Form(values, project_key="TELCO")), shelf, FakeStep())


def monthly(*counts: int, **more: list[MetricPoint]) -> FakeFigures:
    """One partition a month, the last one being the current."""
    months = MONTHS[-len(counts) :]
    return FakeFigures(
        {Place("TELCO", "customers", m): {ROWS: [MetricPoint(n, NOON)], **more} for m, n in zip(months, counts)}
    )


def daily(*counts: int) -> FakeFigures:
    """An unpartitioned dataset, counted once a day."""
    points = [MetricPoint(n, NOON - timedelta(days=len(counts) - day)) for day, n in enumerate(counts)]
    return FakeFigures({Place("TELCO", "customers"): {ROWS: points}})


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ((1000, 1010, 1005), "OK"),
        ((1000, 1010, 880), "WARNING"),
        ((1000, 1010, 660), "ERROR"),
        ((1000, 1010, 0), "ERROR"),
        ((1000,), "EMPTY"),
    ],
)
def test_a_month_is_compared_with_the_months_before(counts: tuple[int, ...], outcome: str) -> None:
    """And without partitions, a day with the days before."""
    assert checked(monthly(*counts)).outcome == outcome
    assert checked(daily(*counts), partition="").outcome == outcome


def test_outcome_change_and_alarm_are_saved_on_the_partition() -> None:
    """As the dataset's own check and metrics, and as variables."""
    shelf = monthly(1000, 1000, 700)
    report = checked(shelf)

    ((place, metrics, checks),) = shelf.saved
    assert place.partition == "2019-05"
    assert metrics == {"volume_alarm_rows": 1, "volume_change_rows": -0.3, "volume_reference_rows": 1000}
    assert checks == {"volume stability of rows": "ERROR"}
    assert report.variables["rows_change"] == -0.3
    assert report.variables["rows_outcome"] == "ERROR"


def test_a_month_that_alarmed_is_no_history() -> None:
    """Otherwise the month after a drop would pass for normal, or for a rise."""
    shelf = monthly(1000, 600, 1000)
    assert checked(shelf).outcome == "ERROR"

    shelf.held[Place("TELCO", "customers", "2019-04")]["external:external:volume_alarm_rows"] = [MetricPoint(1, NOON)]
    assert checked(shelf).outcome == "OK"


def test_a_month_without_rows_is_no_history() -> None:
    """It always alarms, also where the alarm was not kept; without partitions, a day as well."""
    for report in (checked(monthly(1000, 1010, 0, 1005)), checked(daily(1000, 1010, 0, 1005), partition="")):
        assert report.outcome == "OK"
        assert "0.5 % below the last one (1010)" in report.lines[0]


def test_a_day_that_alarmed_is_no_history_either() -> None:
    """The alarm was said just after the count."""
    shelf = daily(1000, 600, 1000)
    assert checked(shelf, partition="").outcome == "ERROR"

    said = MetricPoint(1, NOON - timedelta(days=1, hours=23))
    shelf.held[Place("TELCO", "customers")]["external:external:volume_alarm_rows"] = [said]
    assert checked(shelf, partition="").outcome == "OK"


@pytest.mark.parametrize(("now", "outcome"), [(1480, "OK"), (1300, "WARNING"), (1000, "ERROR")])
def test_where_volumes_follow_the_seasons_a_year_earlier_counts(now: int, outcome: str) -> None:
    """May is always half as large again as April: partitions, or values over time."""
    months = FakeFigures(
        {Place("TELCO", "customers", "2018-05"): {ROWS: [MetricPoint(1500, NOON)]}, **monthly(1000, now).held}
    )
    assert checked(months, compare_with="last_year").outcome == outcome

    points = [
        MetricPoint(1500, NOON - timedelta(days=369)),
        MetricPoint(1000, NOON - timedelta(days=30)),
        MetricPoint(now, NOON),
    ]
    days = FakeFigures({Place("TELCO", "customers"): {ROWS: points}})
    assert checked(days, compare_with="last_year", partition="").outcome == outcome


def test_without_a_calm_value_a_year_earlier_there_is_nothing_to_compare_with() -> None:
    """None was there, or it alarmed; a partition that is no time has no year before it."""
    shelf = monthly(1000, 1000)
    assert checked(shelf, compare_with="last_year").outcome == "EMPTY"

    year_before = Place("TELCO", "customers", "2018-05")
    shelf.held[year_before] = {
        ROWS: [MetricPoint(600, NOON)],
        "external:external:volume_alarm_rows": [MetricPoint(1, NOON)],
    }
    assert checked(shelf, compare_with="last_year").outcome == "EMPTY"
    shelf.held[Place("TELCO", "customers", "paris")] = {ROWS: [MetricPoint(600, NOON)]}
    with pytest.raises(SettingsError, match="found 'paris', which has no year before"):
        checked(shelf, compare_with="last_year", partition="paris")


def test_the_log_says_what_is_compared_with_and_what_was_left_out() -> None:
    """Otherwise nobody knows which month the last one is."""
    shelf, host = monthly(1000, 600, 1000), FakeStep()
    shelf.held[Place("TELCO", "customers", "2019-04")]["external:external:volume_alarm_rows"] = [MetricPoint(1, NOON)]
    form = {"dataset": "customers", "partition": "2019-05", "compute_first": False}
    check_volume_stability(VolumeSettings.from_form(Form(form, project_key="TELCO")), shelf, host)

    assert host.said == ["rows: compared with 1 earlier (2019-03); left out, since they alarmed: 2019-04."]


def test_a_metric_is_computed_once_whatever_is_divided_by_it() -> None:
    """A count of a large table takes its time."""
    shelf = monthly(1000, 1000)
    shelf.computable = {ROWS: MetricPoint(1000, NOON), "col_stats:COUNT_NULL:age": MetricPoint(5, NOON)}
    shelf.computable["col_stats:COUNT_NULL:plan"] = MetricPoint(5, NOON)
    checked(shelf, null_columns="age, plan", compute_first=True)

    now = [item for place, item in shelf.computed if place.partition == "2019-05"]
    assert sorted(now) == ["col_stats:COUNT_NULL:age", "col_stats:COUNT_NULL:plan", ROWS]


def test_what_was_computed_twice_on_a_day_is_one_value() -> None:
    """A build counts, then the step: the same rows are no history of themselves, nor after an alarm."""
    shelf = daily(1000, 1000, 600, 1000)
    points = shelf.held[Place("TELCO", "customers")]
    dropped = points[ROWS][2].computed_at or NOON
    points[ROWS] = [*points[ROWS][:3], MetricPoint(600, dropped + timedelta(hours=1)), *points[ROWS][3:]]
    points["external:external:volume_alarm_rows"] = [MetricPoint(1, dropped + timedelta(minutes=30))]
    host = FakeStep()
    form = {"dataset": "customers", "compute_first": False}
    report = check_volume_stability(VolumeSettings.from_form(Form(form, project_key="TELCO")), shelf, host)

    assert report.outcome == "OK"
    assert host.said[0].startswith("rows: compared with 2 earlier (2019-06-01, 2019-06-02); left out")


def test_after_a_lasting_change_the_history_begins_anew() -> None:
    """A person says since when."""
    assert checked(monthly(2000, 2000, 1000, 1000)).outcome == "ERROR"
    assert checked(monthly(2000, 2000, 1000, 1000), history_since="2019-04").outcome == "OK"
    assert checked(daily(2000, 1000, 1000), partition="", history_since="2019-06-03").outcome == "OK"


def test_two_datasets_are_compared_across_projects() -> None:
    """The outcome is kept on the first."""
    shelf = monthly(1000)
    shelf.held[Place("UP", "orders")] = {ROWS: [MetricPoint(1300, NOON)]}
    report = checked(shelf, compare_with="other_dataset", other_dataset="UP.orders")

    assert report.outcome == "WARNING"
    assert "1000 is 23.1 % below UP.orders (1300)" in report.lines[0]
    assert (
        "UP.nothing: records:COUNT_RECORDS: there is no such project"
        in (checked(shelf, compare_with="other_dataset", other_dataset="UP.nothing").lines[0])
    )


def test_shares_of_positives_and_of_nulls_are_watched_too() -> None:
    """The worst outcome counts."""
    shelf = monthly(1000, 1000)
    for partition, positives, nulls in (("2019-04", 0.02, 10), ("2019-05", 0.021, 160)):
        held = shelf.held[Place("TELCO", "customers", partition)]
        held["col_stats:MEAN:churned"] = [MetricPoint(positives, NOON)]
        held["col_stats:COUNT_NULL:age"] = [MetricPoint(nulls, NOON)]
    report = checked(shelf, positive_column="churned", null_columns=["age"])

    assert [line.split(":")[0] for line in report.lines] == ["OK", "OK", "WARNING"]
    assert report.variables["nulls_age"] == 0.16
    assert "15.0 points above" in report.lines[2]


def test_earlier_months_are_computed_when_they_never_were() -> None:
    """So that the first run has a history."""
    shelf = monthly(1000, 1000)
    shelf.held[Place("TELCO", "customers", "2019-04")][ROWS] = []
    shelf.computable[ROWS] = MetricPoint(1005, NOON)

    assert checked(shelf).outcome == "EMPTY"
    assert checked(shelf, compute_first=True).outcome == "OK"


def test_an_outcome_that_cannot_be_saved_is_a_warning() -> None:
    """Since the next run would take an alarm for history."""
    shelf = monthly(1000, 1000)
    shelf.refuses_to_save = True
    report = checked(shelf)

    assert report.outcome == "WARNING"
    assert "could not be saved" in report.lines[-1]
    assert checked(shelf, save_on_dataset=False).outcome == "OK"


def test_the_form_tells_all_that_is_wrong_at_once() -> None:
    """Each under its label."""
    values = {"compare_with": "other_dataset", "count_rows": False, "warning": "30", "error": "ten"}
    with pytest.raises(
        SettingsError, match=r"(?s)Dataset: it is empty.*Other dataset: it is empty.*nothing is selected"
    ):
        VolumeSettings.from_form(Form(values, project_key="TELCO"))
    with pytest.raises(SettingsError, match="expected at least the warning"):
        VolumeSettings.from_form(Form({"dataset": "a", "warning": "30"}, project_key="TELCO"))


def growing(months: int, now: float = 1.0, **last: Any) -> FakeFigures:
    """Partitions to 2019-05 that grow by 2 % a month; the last one is multiplied by ``now``."""
    names = [f"{2017 + (month + 4) // 12}-{(month + 4) % 12 + 1:02d}" for month in range(25 - months, 25)]
    counts = [1000 * 1.02**number for number in range(months)]
    counts[-1] *= now
    held = {Place("TELCO", "customers", name): {ROWS: [MetricPoint(count, NOON)]} for name, count in zip(names, counts)}
    return FakeFigures({**held, **last})


@pytest.mark.parametrize(("months", "outcome"), [(18, "WARNING"), (19, "OK"), (25, "OK")])
def test_growth_is_allowed_for_once_there_are_nineteen_months(months: int, outcome: str) -> None:
    """Before, and where the box is cleared, growth alarms against the median."""
    assert checked(growing(months)).outcome == outcome
    assert checked(growing(months), allow_for_trend=False).outcome == "WARNING"


def test_a_drop_is_measured_against_what_the_trend_lets_expect() -> None:
    """A year earlier plus the growth of the six months before; the log says so."""
    step = FakeStep()
    form = Form({"dataset": "customers", "partition": "2019-05", "compute_first": False}, project_key="TELCO")
    report = check_volume_stability(VolumeSettings.from_form(form), growing(25, now=0.8), step)

    assert report.outcome == "WARNING"
    assert report.variables["rows_change"] == pytest.approx(-0.2)
    assert any("compared with 2018-05, changed as 2018-11 to 2019-04 were" in line for line in step.said)


def test_without_a_calm_value_of_a_year_earlier_the_history_speaks() -> None:
    """A drop of last year is nothing to compare with."""
    shelf = growing(25)
    shelf.held[Place("TELCO", "customers", "2018-05")]["external:external:volume_alarm_rows"] = [MetricPoint(1, NOON)]

    assert checked(shelf).outcome == "WARNING"


def test_growth_over_time_is_allowed_for_without_partitions_too() -> None:
    """One value every thirty days for two years."""
    points = [MetricPoint(1000 * 1.02**n, NOON - timedelta(days=30 * (24 - n))) for n in range(25)]
    shelf = FakeFigures({Place("TELCO", "customers"): {ROWS: points}})

    assert checked(shelf, partition="").outcome == "OK"
    assert checked(shelf, partition="", allow_for_trend=False).outcome == "WARNING"
