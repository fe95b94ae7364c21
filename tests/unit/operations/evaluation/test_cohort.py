"""Reading the labelled cohort: once, checked, dated, cut into segments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from champion_challenger.errors import DataError, SettingsError
from champion_challenger.operations.evaluation.cohort import (
    Cohort,
    cohort_sentence,
    gaps_sentence,
    read_cohort,
    with_arrival,
)
from champion_challenger.operations.evaluation.dates import CohortRules
from champion_challenger.records.models import Horizon
from tests.unit.operations.fakes import host

FRAME = pd.DataFrame(
    {
        "customer": ["a", "b", "c", "d"],
        "day": ["2019-06-30", "2019-06-30", "2019-05-31", None],
        "region": ["north", "south", None, "north"],
        "churned": [1, 0, 1, None],
    }
)
RULES = CohortRules("churned", "customer", Horizon(1, "month"), positive_class="1")


def read(
    frame: pd.DataFrame = FRAME, dimensions: tuple[tuple[str, str], ...] = (("month", "MONTH"),), **form: Any
) -> Cohort:
    """Read in two chunks, in August 2019."""
    flow = host().flow
    flow = replace(flow, cohort=replace(flow.cohort, dimensions=dimensions), partition="2019-06")
    return read_cohort(
        iter([frame.iloc[:2], frame.iloc[2:]]), replace(RULES, **form), flow, ("0", "1"), date(2019, 8, 20)
    )


def test_unknown_outcomes_are_counted_and_told() -> None:
    """They are neither positive nor negative."""
    cohort = read()
    assert (cohort.n, cohort.outcomes.y_true.tolist(), cohort.outcomes.is_known.tolist()) == (
        4,
        [1, 0, 1, 0],
        [True, True, True, False],
    )
    assert cohort_sentence(cohort, cohort.counts, cohort.late) == (
        "Cohort 2019-06: 4 customers, 1 without outcome, 2 positive (66.67%), snapshot 2019-06-30, final."
    )


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ({}, date(2019, 6, 30)),
        ({"snapshot_day": "first"}, date(2019, 6, 1)),
        ({"snapshot_column": "day"}, date(2019, 5, 31)),
    ],
)
def test_the_snapshot_is_a_day_of_the_partition_or_the_earliest_of_a_column(form: dict[str, str], start: date) -> None:
    """A column wins over the partition."""
    assert read(**form).start == start


def test_a_cohort_is_final_when_the_horizon_is_past() -> None:
    """Three months after June, August is too early."""
    assert (read().status, read(horizon=Horizon(3, "month")).status) == ("final", "provisional")


def test_a_snapshot_of_the_first_day_is_final_a_day_earlier() -> None:
    """Its outcomes are those of whole months: of June on the first of July, with one month."""
    frames, flow = iter([FRAME]), replace(host().flow, partition="2019-06")
    first = read_cohort(frames, replace(RULES, snapshot_day="first"), flow, ("0", "1"), date(2019, 7, 1))
    last = read_cohort(iter([FRAME]), RULES, flow, ("0", "1"), date(2019, 7, 31))

    assert (first.start, first.status) == (date(2019, 6, 1), "final")
    assert (last.start, last.status) == (date(2019, 6, 30), "provisional")


@pytest.mark.parametrize("months", [1, 3])
@pytest.mark.parametrize(
    ("days", "day", "final"),
    [
        (["2019-06-01"] * 4, "first", {1: date(2019, 7, 1), 3: date(2019, 9, 1)}),
        (["2019-06-30"] * 4, "last", {1: date(2019, 8, 1), 3: date(2019, 10, 1)}),
        (["2019-06-01", "2019-06-01", "2019-06-15", None], "last", {1: date(2019, 7, 2), 3: date(2019, 9, 2)}),
    ],
)
@pytest.mark.parametrize("form_day", ["first", "last"])
@pytest.mark.parametrize("dimensions", [(("month", "MONTH"),), ()])
def test_the_dates_of_the_column_say_when_a_cohort_is_final(
    months: int, days: list[str], day: str, final: dict[int, date], form_day: str, dimensions: tuple[tuple[str, str]]
) -> None:
    """All on the first day of the period: the outcomes begin with it, whatever the form says."""
    flow = replace(host().flow, partition="2019-06")
    flow = replace(flow, cohort=replace(flow.cohort, dimensions=dimensions))
    rules = replace(RULES, horizon=Horizon(months, "month"), snapshot_column="day", snapshot_day=form_day)
    cohorts = [
        read_cohort(iter([FRAME.assign(day=days)]), rules, flow, ("0", "1"), final[months] - timedelta(days=ahead))
        for ahead in (1, 0)
    ]

    assert [cohort.status for cohort in cohorts] == ["provisional", "final"]
    assert {cohort.snapshot_day for cohort in cohorts} == {day}


def test_a_cohort_without_outcomes_is_provisional_with_its_reason() -> None:
    """They are not joined yet: the log warns, and the run goes on."""
    cohort = with_arrival(read(FRAME.assign(churned=None)), [])

    assert cohort.status == "provisional"
    assert "WARN: outcomes not joined yet: none of 4 customers has one. The cohort stays" in cohort_sentence(
        cohort, cohort.counts, cohort.late
    )


def test_without_partitions_the_snapshot_column_chooses_the_rows() -> None:
    """Those of the month asked for; rows without a day belong to none."""
    cohort = read(dimensions=(), snapshot_column="day")
    assert cohort.rows.column("customer").tolist() == ["a", "b"]


def test_segments_are_all_customers_then_each_value_null_included() -> None:
    """In the order of their spelling."""
    found = {segment.name: segment.rows.tolist() for segment in read(segment_columns=("region",)).segments}
    assert found == {
        "all": [True] * 4,
        "region=": [False, False, True, False],
        "region=north": [True, False, False, True],
        "region=south": [False, True, False, False],
    }


@pytest.mark.parametrize(
    ("frame", "form", "message"),
    [
        (FRAME.iloc[:0], {}, "it has no rows. Build it first; nothing was changed"),
        (FRAME.assign(customer=["a", "a", "b", "a"]), {}, r"1 customer appears more than once .*2 rows too many"),
        (FRAME.assign(customer=["a", None, "b", "c"]), {}, "1 row has no customer. Every customer needs an id"),
        (
            FRAME.assign(day=["2019-06-30", "2019-06-30", "1900-01-01", "2019-06-30"]),
            {"snapshot_column": "day"},
            "expected day from 2019-06-01 to 2019-06-30, found 1 of 4 rows between 1900-01-01 and 1900-01-01",
        ),
        (FRAME.assign(churned=[0, 1, 2, 2]), {}, r"expected the classes '0' and '1', found '2' \(2 rows\)"),
        (FRAME.assign(day="soon"), {"snapshot_column": "day"}, "expected a date such as 2019-06-30, found 'soon'"),
        (FRAME.assign(day=None), {"snapshot_column": "day"}, "snapshot date column day is empty in all rows"),
    ],
)
def test_what_cannot_be_evaluated_is_refused(frame: pd.DataFrame, form: dict[str, str], message: str) -> None:
    """With the count, and what to do."""
    with pytest.raises(DataError, match=message):
        read(frame, **form)


def test_a_snapshot_date_outside_the_month_asked_for_is_refused() -> None:
    """The form and the run contradict each other."""
    with pytest.raises(SettingsError, match="the form says 2019-05-31, the run was asked for 2019-06"):
        read(dimensions=(), snapshot_date=date(2019, 5, 31))


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["01", "1", "075", "75"], ["01", "075", "1", "75"]),
        (["1e3", "1000", "NA", None], ["", "1000", "1e3", "NA"]),
        ([2**53, 2**53 + 1, 7, None], ["", str(2**53), str(2**53 + 1), "7"]),
        ([1.0, 2.5, None, 2.5], ["", "1", "2.5"]),
        (["a\0", "a", "a ", "a"], ["a", "a ", "a\u2400"]),
    ],
)
def test_a_segment_is_the_text_it_is(cells: list[Any], names: list[str]) -> None:
    """Codes with leading zeros and codes of many digits stay apart; a whole number of a decimal column has no decimals."""
    kind = "Int64" if isinstance(cells[0], int) else None
    frame = FRAME.assign(region=pd.array(cells, dtype=kind) if kind else cells)

    found = [segment.name for segment in read(frame, segment_columns=("region",)).segments]
    assert sorted(found) == sorted(["all", *(f"region={name}" for name in names)])


def test_empty_cells_in_columns_of_numbers_are_counted_and_told() -> None:
    """A host may have dropped what stood there; the outcome has a count of its own, texts may be empty."""
    cohort = read(FRAME.assign(spend=[1.5, None, None, 2.0], calls=pd.array([1, None, 3, 4], dtype="Int64"), age=30))

    assert gaps_sentence(cohort, "churned").startswith(
        "Empty cells in columns of numbers, of 4 rows: spend 2, calls 1. If that is more than usual, DSS may have dropped"
    )
    assert gaps_sentence(read(), "churned") == ""
    wide = read(FRAME.assign(**{f"x{place}": float("nan") for place in range(7)}))
    assert "x0 4, x1 4, x2 4, x3 4, x4 4 and 2 more columns." in gaps_sentence(wide, "churned")


def test_an_empty_text_is_no_id() -> None:
    """Whatever the host makes of an empty cell; NULL and NA are ids."""
    assert read(FRAME.assign(customer=["NULL", "NA", "None", "nan"])).n == 4

    with pytest.raises(DataError, match=r"2 rows have no customer\. Every customer needs an id"):
        read(FRAME.assign(customer=["a", "", None, "d"]))


def test_long_ids_are_exact_or_refused_by_name() -> None:
    """As whole numbers they differ; as decimal numbers they are one."""
    ids = [2**53, 2**53 + 1, 3, 4]
    assert read(FRAME.assign(customer=ids)).n == 4

    with pytest.raises(DataError, match=r"column customer holds decimal numbers beyond 2\*\*53"):
        read(FRAME.assign(customer=[float(2**53) + 2, 2.0, 3.0, 4.0]))
