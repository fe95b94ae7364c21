"""What the training data hold, partition by partition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timezone

import pytest

from champion_challenger.errors import DataError
from champion_challenger.operations.replay.history import ReplayRequest, TrainingHistory
from champion_challenger.records.models import Horizon, TrainedOn
from champion_challenger.records.runs import TrainingColumns, TrainingSummary
from tests.unit.operations.fakes import FakeHost, host

MONTHS = ("2019-03", "2019-04", "2019-05")


def history(given: FakeHost, **changes: object) -> TrainingHistory:
    """Training data of the cohort of 2019-06, in the middle of August."""
    assert given.flow.training_data
    request = ReplayRequest(given.flow.training_data, "2019-06", given.run, "1", Horizon(1, "month"))
    return TrainingHistory(replace(request, **changes), given.lab, TrainingColumns("churned"))  # type: ignore[arg-type]


def test_a_month_without_its_outcomes_is_no_part_of_the_window() -> None:
    """The class that counts as positive is found however it is spelled."""
    given = host()
    given.lab.counts = {"0": 900, "1.0": 100}
    given.lab.by_partition = {"2019-05": TrainingSummary({"": 300})}
    window = history(given).window()

    assert window.partitions == ("2019-03", "2019-04")
    assert str(window.left_out["2019-05"]) == "outcomes not joined yet: none of 300 customers has one"


@pytest.mark.parametrize(
    ("horizon", "snapshot_day", "newest"), [(2, "last", "2019-05"), (3, "last", "2019-04"), (3, "first", "2019-05")]
)
def test_a_month_whose_horizon_is_not_over_is_no_part_of_it(horizon: int, snapshot_day: str, newest: str) -> None:
    """By the calendar, as of the day of the run."""
    window = history(host(), horizon=Horizon(horizon, "month"), snapshot_day=snapshot_day).window()

    assert window.partitions[-1] == newest


def test_a_date_column_says_when_the_outcomes_of_a_partition_are_final() -> None:
    """The latest of its rows."""
    given = host()
    given.lab.by_partition = {"2019-05": TrainingSummary({"0": 9, "1": 1}, date(2019, 7, 20))}

    assert "2019-05" in history(given).window().left_out


@pytest.mark.parametrize(
    ("today", "latest", "is_in"),
    [(1, date(2019, 5, 1), True), (1, date(2019, 5, 31), False), (2, date(2019, 5, 2), False)],
)
def test_rows_of_the_first_day_are_known_a_horizon_from_that_day(today: int, latest: date, is_in: bool) -> None:
    """On 1 June with one month: May, dated the first, is known; dated the last, or one day later, it is not."""
    given = host()
    given.lab.by_partition = {"2019-05": TrainingSummary({"0": 9, "1": 1}, latest)}
    run = replace(given.run, started_at=datetime(2019, 6, today, 12, tzinfo=timezone.utc))

    assert ("2019-05" in history(given, run=run).window().partitions) is is_in


def test_a_window_that_leaves_everything_out_says_why() -> None:
    """With what to do."""
    given = host()
    given.lab.counts = {"": 30}
    message = (
        r"no partition up to 2019-05 whose outcomes are there \(2019-05: outcomes not joined yet.*Join the outcomes"
    )

    with pytest.raises(DataError, match=message):
        history(given).window()


def test_rows_of_a_version_are_known_where_their_number_agrees() -> None:
    """Not of other data, of partitions that are gone, or of rows that changed since."""
    given, source = host(), TrainedOn("TELCO.history", MONTHS, 1000)
    data = history(given)

    assert data.summary_of(source) == TrainingSummary({"0": 900, "1": 100})
    for other in (replace(source, rows=999), replace(source, dataset="TELCO.old"), replace(source, partitions=())):
        assert data.summary_of(other) is None
    assert data.summary_of(replace(source, partitions=(*MONTHS, "2018-01"))) is None


def test_rows_of_a_version_may_be_in_another_dataset() -> None:
    """Two datasets over the same files, for example; one that is gone stops nothing."""
    given, source = host(), TrainedOn("TELCO.analysis", MONTHS, 90)
    given.lab.elsewhere = {"TELCO.analysis": TrainingSummary({"0": 70, "1": 20})}
    data = history(given)

    assert data.summary_of(source) == given.lab.elsewhere["TELCO.analysis"]
    assert data.summary_of(replace(source, dataset="TELCO.gone")) is None
    assert data.summary_of(replace(source, partitions=())) is None


def test_each_partition_is_counted_once() -> None:
    """However often it is asked for."""
    given = host()
    data = history(given)
    data.window()
    counted = dict(data.counted)
    given.lab.counts = {"0": 1}

    assert data.summary(MONTHS).n == 1000
    assert data.counted == counted
