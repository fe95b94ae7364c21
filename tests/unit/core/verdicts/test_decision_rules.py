"""What each way of choosing would have brought."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.verdicts.decision_rules import Month, accumulated_errors, play_decision_rules
from champion_challenger.core.verdicts.history import History
from champion_challenger.core.verdicts.rules import RULES
from champion_challenger.records.models import Horizon
from champion_challenger.settings.evaluation_policy import Policy
from tests.unit.performance_rows import against, champion, months, row, told

POLICY = Policy()


def played(cohorts: History, policy: Policy = POLICY) -> dict[str, list[Month]]:
    """Months by rule."""
    found = play_decision_rules(cohorts, policy)
    return {rule.__name__: [month for month in found if month.rule == rule.__name__] for rule in RULES}


def choices(cohorts: History, rule: str, policy: Policy = POLICY) -> list[str]:
    """Versions that a rule used, month after month."""
    return [month.look.version_id for month in played(cohorts, policy)[rule]]


def test_our_verdict_changes_when_what_is_known_allows_it() -> None:
    """At the end of April outcomes up to the cohort of March are final; two cohorts are not clear enough, three are."""
    cohorts = told(against("v1", [0.4] * 6))

    assert choices(cohorts, "our_verdict") == ["v0", "v0", "v0", "v1", "v1", "v1"]
    assert choices(cohorts, "keep_the_champion") == ["v0"] * 6
    assert [month.n_known for month in played(cohorts)["our_verdict"]] == [0, 1, 2, 3, 4, 5]


def test_totals_of_an_event_that_can_repeat_have_errors_that_add_up() -> None:
    """The customers of one month are those of the next; single months keep their errors."""
    cohorts = told(against("v1", [0.4] * 6))
    alone, repeated = (played(cohorts, Policy(event_can_repeat=repeats)) for repeats in (False, True))
    rule = "best_figure_of_last_month"
    errors = [month.extra.error for month in repeated[rule]]

    assert [month.extra for month in alone[rule]] == [month.extra for month in repeated[rule]]
    assert repeated[rule][-1].total_extra.error == pytest.approx(sum(errors))
    assert alone[rule][-1].total_extra.error == pytest.approx(math.hypot(*errors))


def test_a_longer_horizon_knows_less() -> None:
    """After six months two outcomes are final whose windows do not overlap."""
    cohorts = told(against("v1", [2.0] * 8), Horizon(3, "month"))

    assert choices(cohorts, "our_verdict") == ["v0"] * 6 + ["v1"] * 2


def test_the_newest_is_used_from_the_cohort_that_follows_its_training() -> None:
    """Not before it existed, nor on its own training data."""
    rows = against("v1", [0.1] * 4, trained_until="2019-02-28")
    for one in rows:
        if one["version_id"] == "v1" and one["cohort"] == "2019-01":
            one["out_of_time"] = "no"

    assert choices(told(rows), "always_the_newest") == ["v0", "v1", "v1", "v1"]


def test_a_month_that_is_evaluated_again_under_a_later_champion_offers_it_to_no_rule() -> None:
    """It is in production now; on the cohort it was trained on, nobody could have used it."""
    rows = against("v1", [0.1] * 4, trained_until="2019-03-31")
    for one in rows:
        is_later, is_again = one["version_id"] == "v1", one["cohort"] == "2019-02"
        one["out_of_time"] = "no" if is_later and one["cohort"] <= "2019-02" else one["out_of_time"]
        one["is_champion"] = is_later if is_again else one["is_champion"]

    assert choices(told(rows), "always_the_newest") == ["v0", "v0", "v1", "v1"]
    assert choices(told(rows), "best_figure_of_last_month")[1] == "v0"


def test_the_first_champion_is_that_of_the_evaluation_that_came_first() -> None:
    """The first cohort is evaluated again after v1 was activated: what is kept is v0 all the same."""
    rows = against("v1", [0.1] * 4, trained_until="2018-11-30")
    for one in rows:
        if one["cohort"] == "2019-01":
            one["is_champion"] = one["version_id"] == "v1"
            one["computed_at"] = "2021-06-01T00:00:00Z"

    assert choices(told(rows), "keep_the_champion") == ["v0"] * 4


def test_a_score_column_is_never_the_newest() -> None:
    """It was never trained here."""
    rows = against("column:old", [0.1] * 3, trained_until=None, model_id=None, project_key=None)

    assert choices(told(rows), "always_the_newest") == ["v0"] * 3


def test_the_best_of_last_month_runs_after_the_noise() -> None:
    """It takes whoever led, and stays with what it has under ties."""
    cohorts = told(against("v1", [0.2, -0.2, 0.0, 0.1]))

    assert choices(cohorts, "best_figure_of_last_month") == ["v0", "v1", "v0", "v0"]


def test_totals_add_up_with_their_errors() -> None:
    """Each month 8 customers more with an error of 6: after two months 16 and 8.5."""
    month = played(told(against("v1", [0.4] * 5)))["our_verdict"][-1]

    assert month.total_extra.value == pytest.approx(16)
    assert month.total_extra.error == pytest.approx(math.sqrt(2) * 6)
    assert month.total_positives == pytest.approx(3 * 60 + 2 * 68)


def test_keeping_the_champion_differs_from_itself_by_nothing() -> None:
    """With no error at all."""
    kept = played(told(against("v1", [0.4] * 5)))["keep_the_champion"]

    assert {(month.total_extra.value, month.total_extra.error) for month in kept} == {(0.0, 0.0)}


def test_a_champion_that_changed_in_between_is_still_the_one_to_be_kept() -> None:
    """From March on v1 is in production; keeping v0 is what the others are held against."""
    rows = against("v1", [0.4, 0.4])
    rows += [one for m in ("2019-03", "2019-04") for one in (champion(m, "v1", lift=3.4), row("v0", m, -0.4, lift=3.0))]
    found = played(told(rows))

    assert {month.look.version_id for month in found["keep_the_champion"]} == {"v0"}
    assert found["our_verdict"][-1].look.version_id == "v1"
    assert found["our_verdict"][-1].extra.value == pytest.approx(8)


def test_months_without_the_champion_are_left_out_for_all_rules() -> None:
    """Totals compare the same months."""
    rows = against("v1", [0.4] * 4)
    rows[2].update(lift=None, true_positives=None, status="not_scorable")
    rows[3].update(lift_delta=None, extra_positives=None)

    assert {len(found) for found in played(told(rows)).values()} == {3}


def test_what_could_not_be_scored_gives_way_to_the_champion() -> None:
    """For that month alone."""
    rows = against("v1", [2.0] * 5)
    rows[5].update(lift=None, true_positives=None, lift_delta=None, extra_positives=None)

    assert choices(told(rows), "our_verdict") == ["v0", "v0", "v0", "v1", "v1"]


def test_provisional_cohorts_and_histories_without_a_champion_have_no_months() -> None:
    """There is nothing to be counted."""
    assert play_decision_rules((), POLICY) == []
    assert play_decision_rules(told([row("v1", "2019-01", None)]), POLICY) == []
    assert play_decision_rules(told([champion("2019-01", cohort_status="provisional")]), POLICY) == []


@given(st.lists(st.floats(0, 10), min_size=1, max_size=24), st.integers(1, 6))
def test_the_error_of_a_sum_lies_between_independence_and_full_dependence(errors: list[float], wait: int) -> None:
    """Without overlap it is the former."""
    windows = [(date(2019, 1, 1) + timedelta(30 * i), date(2019, 1, 1) + timedelta(30 * (i + wait))) for i in range(24)]
    found = list(accumulated_errors(errors, windows))
    independent = math.sqrt(sum(error**2 for error in errors))

    assert independent - 1e-9 <= found[-1] <= sum(errors) + 1e-9
    assert wait > 1 or found[-1] == pytest.approx(independent)
    assert found == sorted(found)


@pytest.mark.parametrize("figure", ["lift", "auc"])
def test_the_primary_figure_decides(figure: str) -> None:
    """Lift says v1, AUC says v0."""
    rows = against("v1", [0.5] * 5)
    for one in rows:
        if one["version_id"] == "v1":
            one.update(auc=0.7, auc_delta=-0.05, auc_delta_low=-0.06, auc_delta_high=-0.04)

    last = played(told(rows), Policy(figure=figure))
    expected = {"lift": "v1", "auc": "v0"}[figure]
    assert last["our_verdict"][-1].look.version_id == last["best_figure_of_last_month"][-1].look.version_id == expected


def test_a_hundred_months_of_many_versions_are_played_in_seconds() -> None:
    """Pooling looks at the newest cohorts only."""
    rows = [row(f"v{v}", m, 0.01 * v) for m in months(100) for v in range(1, 14)] + [champion(m) for m in months(100)]

    assert len(play_decision_rules(told(rows), POLICY)) == len(RULES) * 100
