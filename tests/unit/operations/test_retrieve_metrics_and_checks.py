"""What was retrieved, how it was judged, and what the scenario is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from champion_challenger.core.monitoring.judgement import MetricPoint
from champion_challenger.errors import SettingsError
from champion_challenger.operations.retrieve_metrics_and_checks import retrieve_metrics_and_checks
from champion_challenger.operations.steps.conclude import Report, conclude
from champion_challenger.settings.form import Form
from champion_challenger.settings.retrieve_metrics_and_checks import Place, RetrieveSettings
from tests.unit.operations.steps.fakes import NOON, FakeFigures, FakeStep

ROWS = "records:COUNT_RECORDS"
ORDERS = Place("UP", "orders")


def figures(*points: MetricPoint) -> FakeFigures:
    """Orders of the upstream project, with these row counts."""
    return FakeFigures({ORDERS: {ROWS: list(points)}}, forbidden={"SECRET"})


def settings(*rows: dict[str, Any], **form: Any) -> RetrieveSettings:
    """A form over the upstream project."""
    listed = [{"dataset": "orders", "id": ROWS, **row} for row in rows or ({},)]
    return RetrieveSettings.from_form(
        Form({"project_key": "UP", "readings": listed, **form}, {"month": "2019-05"}, "TELCO")
    )


def retrieved(shelf: FakeFigures, *rows: dict[str, Any], **form: Any) -> Report:
    """Run the step's work."""
    return retrieve_metrics_and_checks(settings(*rows, **form), shelf, FakeStep())


@pytest.mark.parametrize(
    ("row", "outcome", "reason"),
    [
        ({}, "OK", "120"),
        ({"minimum": "120", "maximum": "120"}, "OK", "120"),
        ({"minimum": 121}, "ERROR", "120 is below the minimum of 121"),
        ({"maximum": 100, "severity": "WARNING"}, "WARNING", "120 is above the maximum of 100"),
        ({"equals": "120.0"}, "OK", "120"),
        ({"equals": "7"}, "ERROR", "expected 7, found 120"),
        ({"not_older_than": "3 hours"}, "OK", "120"),
        ({"not_older_than": "1 hour"}, "ERROR", "it is 2 hours old, and should not be older than 60 minutes"),
        ({"dataset": "nothing"}, "ERROR", "there is no such project, dataset or partition"),
        ({"dataset": "SECRET.orders"}, "ERROR", "no permission. Whoever the scenario runs as needs"),
        ({"id": "records:ROWS"}, "ERROR", "there is no metric 'records:ROWS'. There are: records:COUNT_RECORDS"),
        ({"partition": "${month}"}, "ERROR", "there is no such project, dataset or partition"),
    ],
)
def test_each_case_has_its_outcome_and_its_own_message(row: dict[str, Any], outcome: str, reason: str) -> None:
    """120 rows, counted two hours ago."""
    report = retrieved(figures(MetricPoint(120, NOON - timedelta(hours=2))), row)

    assert report.outcome == outcome
    assert reason in report.lines[0]


def test_a_value_that_is_a_sentence_ends_with_one_full_stop() -> None:
    """Such as the sentence of the summary."""
    report = retrieved(figures(MetricPoint("There is no challenger yet.", NOON)))

    assert report.lines == [f"OK: UP.orders, metric {ROWS}: There is no challenger yet."]


def test_what_was_never_computed_is_empty_until_it_is_computed_first() -> None:
    """EMPTY is not OK; computing first makes a value of now."""
    shelf = figures()
    assert retrieved(shelf).outcome == "EMPTY"

    shelf.computable[ROWS] = MetricPoint(5, NOON)
    report = retrieved(shelf, compute_first=True)

    assert (report.outcome, report.variables["count_records"]) == ("OK", 5)


def test_an_id_that_cannot_be_computed_is_told_with_the_existing_ones() -> None:
    """Whether it is computed first or not."""
    report = retrieved(figures(), {"id": "records:ROWS"}, compute_first=True)

    assert "there is no metric 'records:ROWS'. There are: records:COUNT_RECORDS" in report.lines[0]


def test_of_many_ids_the_nearest_are_told() -> None:
    """And how many others there are: a dataset has hundreds of metrics."""
    held = {f"col_stats:MIN:c{n}": [] for n in range(300)}
    report = retrieved(FakeFigures({ORDERS: {**held, ROWS: []}}), {"id": "records:ROWS"})

    assert f"There are: {ROWS}, col_stats" in report.lines[0]
    assert report.lines[0].count("col_stats") == 5
    assert report.lines[0].endswith(" and 295 others.")


def test_an_ending_of_several_ids_is_told_with_them() -> None:
    """The person has to say which."""
    held = {f"col_stats:{kind}:age": [] for kind in ("MIN", "MAX")}
    report = retrieved(FakeFigures({ORDERS: {**held, ROWS: []}}), {"id": "age"})

    assert "there is more than one metric 'age'. These end so: col_stats:MAX:age, col_stats:MIN:age." in report.lines[0]


def test_the_worst_outcome_counts_and_all_values_become_variables() -> None:
    """A value that is missing does not hide the others."""
    shelf = figures(MetricPoint(120, NOON))
    report = retrieved(shelf, {"name": "rows"}, {"name": "gone", "dataset": "nothing"})

    assert report.outcome == "ERROR"
    assert report.variables["rows"] == 120
    assert report.variables["rows_age_hours"] == pytest.approx(0, abs=0.01)
    assert report.variables["gone_outcome"] == "ERROR"
    assert "gone" not in report.variables


@pytest.mark.parametrize("own", ["OK", "WARNING", "ERROR", "EMPTY"])
def test_a_check_keeps_its_own_outcome(own: str) -> None:
    """A condition can only make it worse."""
    shelf = figures()
    shelf.held[ORDERS] = {"check:CHECK:Enough rows": [MetricPoint(own, NOON, own)]}
    row = {"kind": "check", "id": "Enough rows", "not_older_than": "1 day"}

    assert retrieved(shelf, row).outcome == own


def test_a_text_is_no_number() -> None:
    """A bound on it is an error, not an exception."""
    assert "expected a number, found yes" in retrieved(figures(MetricPoint("yes", NOON)), {"minimum": 1}).lines[0]


def test_a_value_of_unknown_age_is_not_fresh() -> None:
    """Nothing is taken for granted."""
    report = retrieved(figures(MetricPoint(1)), {"not_older_than": "1 day"})

    assert "does not say when" in report.lines[0]
    assert "count_records_age_hours" not in report.variables


def test_the_form_tells_all_that_is_wrong_at_once() -> None:
    """Each with its row."""
    rows = [{"minimum": "many"}, {"name": "1x"}, {"not_older_than": "soon"}, {"dataset": "${nope}"}]
    with pytest.raises(SettingsError, match=r"(?s)Value 1, Minimum.*Value 2, Variable.*Value 3, Not older.*Value 4"):
        settings(*rows)
    with pytest.raises(SettingsError, match="'count_records' would be set twice"):
        settings({}, {})
    with pytest.raises(SettingsError, match="'end' would be set twice"):
        settings({"name": "end"})
    with pytest.raises(SettingsError, match="expected at least one, found none"):
        RetrieveSettings.from_form(Form({}, project_key="TELCO"))


def test_the_end_sets_variables_tells_a_run_condition_and_alerts() -> None:
    """A mail holds step, outcome, figures, start, end and minutes."""
    host = FakeStep()
    chosen = settings(
        {"minimum": 1000}, fail_on="never", prefix="cockpit", alert_channel="mail", alert_recipients="a@b"
    )
    conclude(retrieve_metrics_and_checks(chosen, figures(MetricPoint(120, NOON)), host), chosen.ending, host)

    assert host.variables["cockpit_outcome"] == "ERROR"
    assert host.variables["cockpit_count_records"] == 120
    assert host.said[-1].startswith("Outcome ERROR.\nERROR: UP.orders")
    assert host.said[-1].endswith("cockpit_outcome == 'OK' || cockpit_outcome == 'WARNING'")
    ((alert, subject, message),) = host.sent
    assert alert.recipients == ("a@b",)
    assert subject == "ERROR: Retrieve metrics and checks (TELCO)"
    assert all(word in message for word in ("120 is below", "Start 2019-06-05 12:00 UTC", "minutes"))


@pytest.mark.parametrize("row", [{}, {"id": "records:ROWS"}, {"kind": "check", "id": "rows"}])
def test_where_nothing_was_computed_the_way_to_it_is_told(row: dict[str, Any]) -> None:
    """DSS lists no metric before it was computed once, so that its name looks wrong."""
    report = retrieved(FakeFigures({ORDERS: {}}), row)

    assert report.outcome == "ERROR"
    assert "Nothing was computed yet: tick 'Compute first'" in report.lines[0]
