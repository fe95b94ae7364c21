"""Which rows a replay is trained on, until when, and under which label."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from champion_challenger.errors import DataError
from champion_challenger.operations.replay.plan import Replay, ReplayRequest, plan_replay
from champion_challenger.records.models import Horizon
from tests.unit.operations.fakes import FakeHost, host


def planned(given: FakeHost, **changes: Any) -> Replay:
    """Plan a replay of the champion for the cohort of 2019-06."""
    assert given.flow.training_data
    request = ReplayRequest(given.flow.training_data, "2019-06", given.run, "1", Horizon(1, "month"))
    return plan_replay(given.model.listed[0], replace(request, **changes), given.lab)


@pytest.mark.parametrize(
    ("changes", "partitions", "until"),
    [
        ({}, ["2019-03", "2019-04", "2019-05"], date(2019, 6, 30)),
        ({"window_end": "with_cohort"}, ["2019-03", "2019-04", "2019-05", "2019-06"], date(2019, 7, 31)),
        ({"periods": 1}, ["2019-05"], date(2019, 6, 30)),
        ({"periods": 1, "snapshot_day": "first"}, ["2019-05"], date(2019, 6, 1)),
        ({"periods": 1, "horizon": Horizon(10, "day")}, ["2019-05"], date(2019, 6, 10)),
    ],
)
def test_the_window_ends_before_the_cohort_or_with_it(
    changes: dict[str, Any], partitions: list[str], until: date
) -> None:
    """Its last outcomes are final a horizon after the last snapshot."""
    replay = planned(host(), **changes)
    assert (replay.partitions, replay.label.trained_until) == (partitions, until)


def test_data_without_partitions_are_taken_whole_and_have_no_end() -> None:
    """Nobody knows until when they reach, unless a column says so."""
    given = host()
    assert given.flow.training_data
    replay = planned(given, training=replace(given.flow.training_data, dimensions=()))
    assert (replay.partitions, replay.label.trained_until, replay.label.facts.partitions) == ([], None, "all")


def test_a_window_without_partitions_is_refused_with_those_that_exist() -> None:
    """They may have to be built."""
    given = host()
    given.lab.held = ["2018-01", "2018-02"]
    with pytest.raises(
        DataError, match=r"no partition among the 3 periods up to 2019-05 \(it has 2018-01 to 2018-02\)"
    ):
        planned(given, periods=3)


def test_a_window_with_one_class_is_refused() -> None:
    """Rows without an outcome are no class."""
    given = host()
    given.lab.counts = {"0": 10, "": 5, "1": 0}
    with pytest.raises(DataError, match=r"15 rows with 1 value\(s\) of churned; a training needs both classes"):
        planned(given)


def test_the_label_says_what_a_second_run_needs_to_know() -> None:
    """The same design, window and data give the same fingerprint; another policy another one."""
    first, again, other = planned(host()), planned(host()), planned(host(), schema_policy="keep_features")
    assert first.label.fingerprint == again.label.fingerprint != other.label.fingerprint
    assert (first.label.facts.champion, first.label.facts.run_id, first.label.facts.rows) == ("v1", "run1", 1000)
