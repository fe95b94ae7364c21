"""Which rows count, which rate, which champion."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.tables.columns import SUMMARY
from champion_challenger.core.tables.frames import table, typed_rows, version_keys
from champion_challenger.core.tables.reading import (
    champion_now,
    champions,
    cohort_names,
    counted_rows,
    latest_rows,
    population_of,
    primary_rate_bp,
    rate_of_verdicts,
    rows_at,
    verdict_rates,
)
from champion_challenger.errors import DataError
from champion_challenger.settings.evaluation_policy import Policy
from tests.unit.performance_rows import champion, performance, row

V0, V1 = "TELCO.m1.v0", "TELCO.m1.v1"


def summary(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows under the columns of a summary."""
    return table(rows, SUMMARY)


def at_rates(*rates: float, **changes: Any) -> list[dict[str, Any]]:
    """A champion at several rates."""
    return [champion("2019-01", targeting_rate=rate, **changes) for rate in rates]


@pytest.mark.parametrize(("rates_bp", "expected"), [((100, 400, 1000), 400), ((300, 700), 300), ((500,), 500)])
def test_the_primary_rate_is_the_nearest_and_the_lower_of_two(rates_bp: tuple[int, ...], expected: int) -> None:
    """Of those that were evaluated, in any order."""
    assert primary_rate_bp(rates_bp, Policy()) == primary_rate_bp(reversed(rates_bp), Policy()) == expected


def test_the_rate_is_that_of_the_newest_verdicts() -> None:
    """The policy changed from 5 to 10 % between two cohorts."""
    rows = [*at_rates(0.05, 0.1, verdict="champion", verdict_rate=0.05)]
    rows += [{**one, "cohort": "2019-02", "cohort_start": "2019-02-28", "verdict_rate": 0.1} for one in rows]

    assert rate_of_verdicts(performance(list(reversed(rows)))) == 0.1


def test_the_rate_of_a_summary_is_that_of_the_pooled_verdicts() -> None:
    """Whatever the policy of the recipe that wrote the rows."""
    rows = at_rates(0.05, 0.1, verdict="champion", verdict_rate=0.05, pooled_targeting_rate=0.1)

    assert rate_of_verdicts(summary(*rows)) == 0.1


def test_rows_without_verdicts_are_read_at_the_default_rate() -> None:
    """Stored scores are compared with nobody."""
    assert rate_of_verdicts(performance(at_rates(0.01, 0.04, 0.1))) == 0.04
    assert rate_of_verdicts(performance([champion("2019-01", targeting_rate=None)])) is None


def test_rows_of_an_older_plugin_count_as_judged_under_the_default_policy() -> None:
    """Each cohort at the rate nearest to 5 % that it has; a row without verdict has none."""
    rows = [*at_rates(0.01, 0.04, verdict="champion"), champion("2019-02", targeting_rate=0.1, verdict="champion")]
    rows += [champion("2019-03"), champion("2019-04", verdict="champion", verdict_rate=0.1)]
    frame = performance(rows)

    assert verdict_rates(frame).tolist()[:3] == [0.04, 0.04, 0.1]
    assert verdict_rates(frame).isna().tolist() == [False] * 3 + [True, False]
    assert rate_of_verdicts(performance(rows[:2])) == 0.04


def test_rows_over_all_customers_count_as_computed_last() -> None:
    """An empty segment is all customers, too."""
    rows = [
        row("v1", "2019-01", lift=2.0, computed_at="2019-03-01", segment=None),
        row("v1", "2019-01", lift=1.0, computed_at=None, segment=None),
        row("v1", "2019-01", segment="region=north"),
        row("v2", "2019-01", segment=""),
    ]

    assert counted_rows(performance(rows))[["version_id", "lift"]].to_numpy().tolist() == [["v1", 2.0], ["v2", 3.0]]


def test_of_two_equal_rows_the_one_computed_last_is_kept() -> None:
    """Such as one cohort in two datasets; other rates and segments are other rows."""
    rows = [row("v1", "2019-01", lift=2.0, computed_at="2019-03-01"), row("v1", "2019-01", lift=1.0, computed_at=None)]
    rows += [row("v1", "2019-01", segment="region=north"), row("v1", "2019-01", targeting_rate=0.1)]

    assert latest_rows(performance(rows))["lift"].tolist() == [2.0, 3.0, 3.0]


def test_versions_that_could_not_be_scored_are_at_every_rate() -> None:
    """Their row may have none."""
    rows = [*at_rates(0.05, 0.1), row("v1", "2019-01", None, targeting_rate=None, lift=None)]
    found = rows_at(performance(rows), 0.1)

    assert found["version_id"].tolist() == ["v0", "v1"]
    assert rows_at(performance(rows), 0.2)["version_id"].tolist() == ["v1"]


def test_cohorts_are_named_by_date() -> None:
    """Names need not sort by time; a cohort without a date comes first."""
    dates = {"b": "2019-01-31", "a": "2019-02-28", "c": None}
    rows = [{**champion("2019-01"), "cohort": name, "cohort_start": start} for name, start in dates.items()]

    assert cohort_names(performance(rows)) == ("c", "b", "a")


def test_each_cohort_has_the_champion_of_its_run() -> None:
    """In the order of the cohorts; one without a champion is not among them."""
    rows = [champion("2019-02", "v1"), champion("2019-01"), row("v1", "2019-03")]

    assert list(champions(performance(rows)).items()) == [("2019-01", V0), ("2019-02", V1)]


def test_two_champions_of_a_cohort_are_refused() -> None:
    """Two scores have one name."""
    rows = [champion("2019-01"), champion("2019-01", model_id="m2")]

    with pytest.raises(
        DataError, match=r"Score churn, cohort 2019-01: expected one champion, found .*m1.v0 and .*m2.v0"
    ):
        champion_now(performance(rows))


def test_the_champion_now_is_that_of_the_summary() -> None:
    """Somebody activated v1 after the last cohort."""
    rows = [champion("2019-01"), row("v1", "2019-01", is_champion_now=True)]
    now = champion_now(summary(*rows))

    assert (now.key, now.is_now, now.project_key, now.model_id) == (V1, True, "TELCO", "m1")


@pytest.mark.parametrize("read", [performance, lambda rows: summary(*rows)])
def test_without_a_row_of_it_the_champion_is_that_of_the_newest_cohort_that_has_one(read: Any) -> None:
    """In performance, and in a summary whose active version was never evaluated; not every cohort has a champion."""
    rows = [champion("2019-01"), champion("2019-02", "v1"), row("v2", "2019-03")]
    now = champion_now(read(rows))

    assert (now.key, now.cohort, now.is_now) == (V1, "2019-02", False)
    assert champion_now(read(rows[2:])).key == ""


def test_empty_texts_are_read_like_nulls() -> None:
    """The report's rows have no null texts."""
    frame = performance([champion("2019-01", verdict="champion"), row("v1", "2019-01")])
    empty = frame.assign(verdict=frame["verdict"].fillna(""), reason="")

    assert verdict_rates(empty).isna().tolist() == verdict_rates(frame).isna().tolist() == [False, True]
    assert version_keys(typed_rows(empty, SUMMARY)).tolist() == [V0, V1]


def test_rows_count_on_the_population_that_verdicts_rest_on() -> None:
    """That of the summary, else that of the row's own policy, else all customers."""
    segments = [{"segment": "all"}, {"segment": "control"}]
    rows = performance([champion("2019-01", **one, verdict_population="control") for one in segments])
    older = performance([champion("2019-01", **one) for one in segments])

    assert list(counted_rows(rows)["segment"]) == ["control"]
    assert list(counted_rows(rows.assign(pooled_population="all"))["segment"]) == ["all"]
    assert list(counted_rows(rows, "all")["segment"]) == ["all"]
    assert list(counted_rows(older)["segment"]) == ["all"]
    assert (population_of(rows, "control"), population_of(rows, "uncontacted")) == ("control", "all")
