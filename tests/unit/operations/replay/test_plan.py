"""Which rows a replay is trained on, until when, and under which label."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from champion_challenger.errors import DataError
from champion_challenger.operations.replay.history import ReplayRequest
from champion_challenger.operations.replay.plan import Replay, plan_replay
from champion_challenger.records.models import Horizon, TrainedOn
from champion_challenger.records.runs import TrainingSummary
from tests.unit.operations.fake_lab import DETAILS
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
    given.lab.held = ["2019-06", "2019-07"]
    with pytest.raises(DataError, match=r"no partition up to 2019-05 \(it has 2019-06 to 2019-07\). Build the missing"):
        planned(given, periods=3)


def test_a_window_counts_partitions_and_not_periods() -> None:
    """Quarters in a dimension of months: a window of 1 is the last quarter."""
    given = host()
    given.lab.held = ["2018-12", "2019-03"]
    assert planned(given, periods=1).partitions == ["2019-03"]


def test_rows_and_base_rate_of_the_label_are_those_that_are_trained_on() -> None:
    """A row without an outcome, or without a cell that the design needs, is none of them."""
    given = host()
    given.lab.held = ["2019-05"]
    given.lab.by_partition = {"2019-05": TrainingSummary({"0": 80, "1": 20, "": 5}, n_incomplete=7)}
    facts = planned(given).label.facts
    assert (facts.rows, facts.base_rate) == (93, 0.2)


def test_the_base_rate_before_is_counted_on_the_champions_own_rows() -> None:
    """The guess looked at other months; where the rows are gone, nothing is told."""
    given = host()
    guessed = [{"sourceValue": "0", "sampleFreq": 51}, {"sourceValue": "1", "sampleFreq": 49}]
    given.lab.details = {**DETAILS, "preprocessing": {**DETAILS["preprocessing"], "target_remapping": guessed}}
    given.lab.by_partition = {"2019-03": TrainingSummary({"0": 77, "1": 23})}
    given.lab.source = TrainedOn("TELCO.history", ("2019-03",), 100)
    known = planned(given).rate_before
    given.lab.source = TrainedOn("TELCO.history", ("2019-03",), 101)
    assert (known, planned(given).rate_before) == (0.23, None)


@pytest.mark.parametrize(("latest", "warned"), [(date(2019, 7, 14), []), (date(2019, 7, 15), ["outcomes not final"])])
def test_data_without_partitions_that_reach_too_far_are_told(latest: date, warned: list[str]) -> None:
    """In the middle of August, with one month; nothing of them can be left out."""
    given = host()
    assert given.flow.training_data
    given.lab.whole = TrainingSummary({"0": 9, "1": 1}, latest)
    replay = planned(given, training=replace(given.flow.training_data, dimensions=()))
    assert [entry.change for entry in replay.warnings] == warned


def test_a_window_with_one_class_is_refused() -> None:
    """Rows without an outcome are no class."""
    given = host()
    given.lab.counts = {"0": 10, "": 5, "1": 0}
    with pytest.raises(DataError, match=r"15 rows with 1 value of churned; a training needs both classes"):
        planned(given)


def test_the_label_says_what_a_second_run_needs_to_know() -> None:
    """The same design, window and data give the same fingerprint; another policy another one."""
    first, again, other = planned(host()), planned(host()), planned(host(), schema_policy="keep_features")
    assert first.label.fingerprint == again.label.fingerprint != other.label.fingerprint
    assert (first.label.facts.champion, first.label.facts.run_id, first.label.facts.rows) == ("v1", "run1", 1000)
