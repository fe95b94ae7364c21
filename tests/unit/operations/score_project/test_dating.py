"""How the snapshots of a new score are dated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from champion_challenger.core.score_project.parts import Template
from champion_challenger.records.datasets import Column, DatasetFacts
from tests.unit.operations.fake_score_host import COLUMNS, FakeScoreHost, run

SEEN = DatasetFacts("", (*COLUMNS, Column("seen", "date")), (("month", "MONTH"),))


@pytest.mark.parametrize(
    ("dates", "form_day", "day", "note"),
    [
        ([date(2019, 3, 1)], "", "first", "made.snapshot.first.column"),
        ([date(2019, 3, 1)], "last", "first", "made.snapshot.first.column"),
        ([date(2019, 3, 31)], "first", "last", "made.snapshot.last.column"),
        ([date(2019, 3, 1), date(2019, 3, 2)], "first", "last", "made.snapshot.last.column"),
        ([], "first", "first", "made.snapshot.first.form"),
        ([], "", "last", "made.snapshot.last.form"),
    ],
)
def test_the_dates_of_the_cohort_say_how_snapshots_are_taken(
    dates: list[date], form_day: str, day: str, note: str
) -> None:
    """Scenario, first champion and recipe follow the column, then the copied form; the page says which."""
    template = Template(recipe_form={"snapshot_day": form_day} if form_day else {})
    given = FakeScoreHost(shape=SEEN, dates=dates, templates={"OLD": template})
    outcome = run(given, snapshot_column="seen", template_project="OLD")
    parts = {part.key: part.definition for part in given.made}

    assert [told.key for told in outcome.notes] == [note]
    assert f"'snapshot_day': '{day}'" in parts["scenario Score_Renewal"]["steps"][0]["params"]["script"]
    assert parts["model Renewal"]["snapshot_day"] == day
    assert (parts["recipe retrain_and_evaluate"]["params"]["customConfig"].get("snapshot_day") or "last") == day
    assert any("WARN: the copied recipe says" in line for line in given.said) == (form_day not in ("", day))


def test_a_cohort_whose_dates_may_not_be_read_is_dated_by_the_form() -> None:
    """The project is made all the same."""
    given = FakeScoreHost(shape=SEEN, dates=[date(2019, 3, 1)], forbids="days")

    assert [note.key for note in run(given, snapshot_column="seen").notes] == ["made.snapshot.last.form"]


def test_a_table_without_partitions_is_dated_month_by_month() -> None:
    """First days of several months."""
    given = FakeScoreHost(shape=replace(SEEN, dimensions=()), dates=[date(2019, 2, 1), date(2019, 3, 1)])

    assert [note.key for note in run(given, snapshot_column="seen").notes] == ["made.snapshot.first.column"]


def test_a_cohort_by_day_is_due_as_one_of_the_end_of_its_month() -> None:
    """Its day is its first and its last: the form says which end, and the scenario waits for the later one."""
    shape = replace(SEEN, dimensions=(("day", "DAY"),))
    given = FakeScoreHost(shape=shape, templates={"OLD": Template(recipe_form={"snapshot_day": "first"})})
    run(given, snapshot_column="seen", template_project="OLD")
    parts = {part.key: part.definition for part in given.made}

    assert "'snapshot_day': 'last'" in parts["scenario Score_Renewal"]["steps"][0]["params"]["script"]
    assert parts["model Renewal"]["snapshot_day"] == "first"
