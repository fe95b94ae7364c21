"""Performance rows read as a history."""

from __future__ import annotations

import pytest

from champion_challenger.core.tables.frames import version_key
from champion_challenger.core.verdicts.history import Difference, cohorts_known_on, history
from champion_challenger.records.models import Horizon
from tests.unit.performance_rows import MONTH, against, champion, day, performance, row, told


def test_cohorts_are_ordered_by_date_and_hold_their_versions() -> None:
    """Whatever the order of the rows."""
    found = told(list(reversed(against("v1", [0.1, 0.2, 0.3]))))

    assert [cohort.name for cohort in found] == ["2019-01", "2019-02", "2019-03"]
    assert {cohort.champion for cohort in found} == {"TELCO.m1.v0"}
    assert set(found[0].looks) == {"TELCO.m1.v0", "TELCO.m1.v1"}


def test_only_all_customers_at_the_primary_rate_count() -> None:
    """Segments and other rates are shown, never pooled."""
    rows = [champion("2019-01"), row("v1", "2019-01", segment="region=north"), row("v2", "2019-01", targeting_rate=0.1)]

    assert set(told(rows)[0].looks) == {"TELCO.m1.v0"}


def test_the_standard_error_is_read_from_the_bounds() -> None:
    """Half their width over 1.96."""
    (cohort,) = told(against("v1", [0.4], error=0.25))
    found = cohort.difference("TELCO.m1.v1", "TELCO.m1.v0", "lift")

    assert found is not None
    assert (found.value, found.error) == (0.4, pytest.approx(0.25))


def test_two_challengers_differ_by_at_most_the_sum_of_their_errors() -> None:
    """Their own covariance is not in the rows."""
    (cohort,) = told([champion("2019-01"), row("v1", "2019-01", 0.5, 0.3), row("v2", "2019-01", 0.2, 0.1)])
    found = cohort.difference("TELCO.m1.v1", "TELCO.m1.v2", "lift")

    assert found == Difference(pytest.approx(0.3), pytest.approx(0.4))
    assert cohort.difference("TELCO.m1.v1", "TELCO.m1.v1", "lift") == Difference(0.0, 0.0)


def test_a_former_champion_is_compared_by_the_rows_of_its_successor() -> None:
    """The difference changes its sign, its error stays."""
    (cohort,) = told(against("v1", [0.5]))
    found = cohort.difference("TELCO.m1.v0", "TELCO.m1.v1", "lift")

    assert found == Difference(-0.5, pytest.approx(0.3))


def test_extra_positives_have_the_error_of_the_lift_times_what_chance_would_reach() -> None:
    """A list of 500 holds 20 positives by chance, so a lift of 0.5 is 10 customers."""
    (cohort,) = told(against("v1", [0.5]))

    assert cohort.extra_positives("TELCO.m1.v1", "TELCO.m1.v0") == Difference(pytest.approx(10), pytest.approx(6))


def test_without_a_comparison_the_counts_are_taken_as_independent() -> None:
    """As in rows written before comparisons were."""
    (cohort,) = told([champion("2019-01"), row("v1", "2019-01", None, true_positives=64.0)])

    assert cohort.extra_positives("TELCO.m1.v1", "TELCO.m1.v0") == Difference(4.0, pytest.approx(124**0.5))


def test_a_version_that_was_not_scored_has_no_differences() -> None:
    """Nor has one that is not there."""
    (cohort,) = told([champion("2019-01"), row("v1", "2019-01", None, lift=None, true_positives=None)])

    assert cohort.difference("TELCO.m1.v1", "TELCO.m1.v0", "lift") is None
    assert cohort.extra_positives("TELCO.m1.v9", "TELCO.m1.v0") is None


def test_outcomes_are_known_when_the_horizon_has_ended() -> None:
    """A cohort of January with a horizon of three months is known at the end of April."""
    found = told(against("v1", [0.1, 0.2]), Horizon(3, "month"))

    assert [cohort.name for cohort in cohorts_known_on(found, day("2019-04"))] == ["2019-01"]
    assert cohorts_known_on(found, day("2019-03")) == ()


def test_cohorts_without_a_date_are_left_out() -> None:
    """They cannot be placed."""
    assert told([champion("2019-01", cohort_start=None)]) == ()


def test_the_age_dates_versions_without_a_label() -> None:
    """Ten days before the snapshot."""
    (cohort,) = told([champion("2019-01", trained_until=None, model_age_days=10)])

    assert str(cohort.looks["TELCO.m1.v0"].trained_on) == "2019-01-21"
    assert version_key(float("nan"), None, "v0") == "v0"


def test_a_history_is_that_of_a_population() -> None:
    """Weighted rows tell positives of all customers; hits are counted once each."""
    rows = [champion("2019-01"), champion("2019-01", segment="uncontacted", true_positives=12.0, precision=0.1)]
    (over_all,), (weighted,) = (
        history(performance(rows), 500, MONTH, population) for population in ("all", "uncontacted")
    )
    looks = [next(iter(cohort.looks.values())) for cohort in (over_all, weighted)]

    assert looks[0].hits == looks[0].reached
    assert (looks[1].hits, looks[1].reached) == (12.0, 50.0)
