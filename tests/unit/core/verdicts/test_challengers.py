"""What is known of all challengers of a score together."""

from __future__ import annotations

import pytest

from champion_challenger.core.verdicts.challengers import Challengers, reference_figure, usable_cohorts
from champion_challenger.settings.evaluation_policy import Policy
from tests.unit.performance_rows import against, champion, months, row, told

V0, V1, V2 = "TELCO.m1.v0", "TELCO.m1.v1", "TELCO.m1.v2"


def challengers(rows: list, policy: Policy) -> Challengers:
    """All of them on all cohorts."""
    history = told(rows)
    keys = {key for cohort in history for key in cohort.looks} - {V0}
    return Challengers(history, V0, policy, dict.fromkeys(keys, history))


def test_a_cohort_before_the_training_of_either_is_not_used() -> None:
    """Nor one that is provisional."""
    rows = against("v1", [0.5] * 3)
    rows[1]["out_of_time"], rows[4]["cohort_status"] = "no", "provisional"

    assert [cohort.name for cohort in usable_cohorts(told(rows), V1, V0, "lift")] == ["2019-02"]


def test_margins_are_measured_from_chance_on() -> None:
    """A lift of 3 from 0, an AUC of 0.75 from one half."""
    cohorts = told(against("v1", [0.5] * 2))

    assert reference_figure(cohorts, V0, "lift") == pytest.approx(3.0)
    assert reference_figure(cohorts, V0, "auc") == pytest.approx(0.25)


def test_months_in_which_one_challenger_varies_make_all_less_sure() -> None:
    """The variance between cohorts is shared."""
    calm = against("v1", [0.4] * 3)
    varying = [row("v2", month, delta, 0.1) for month, delta in zip(months(3), (2.0, -2.0, 0.0))]
    alone, among = challengers(calm, Policy()), challengers(calm + varying, Policy())

    assert (alone.basis("TELCO.m1.v1"), among.basis("TELCO.m1.v1")) == ("sampling", "between_cohorts")
    assert among.test(V1).error > alone.test(V1).error
    assert challengers(calm, Policy(event_can_repeat=True)).basis("TELCO.m1.v1") == "repeating_events"


def test_months_differ_as_much_after_an_activation() -> None:
    """Differences through the former champion have the sum of two errors, which hides by how much months differ."""
    deltas = (0.6, -0.6, 0.6)
    former = [
        one
        for month, d in zip(months(3), deltas)
        for one in (champion(month), row("v1", month, d, 0.3), row("v2", month, -d, 0.3))
    ]
    now = [one for month in months(3, "2019-04") for one in (champion(month, "v1"), row("v2", month, 0.0, 0.3))]
    history = told(former + now)
    found = Challengers(history, V1, Policy(), {V2: history})

    # Twice a variance of 0.48 with two degrees of freedom, and once 0, each beyond sampling.
    assert found.between["lift"] == pytest.approx((0.48 + 0.48 + 0.0) / 3 - 0.09)
    assert found.basis(V2) == "between_cohorts"


def test_few_months_that_agree_do_not_say_that_months_agree() -> None:
    """A spread of 5 % of the champion's lift counts for two degrees of freedom; one cohort alone is not about months."""
    two, twelve = (challengers(against("v1", [0.0] * n, error=0.05), Policy()) for n in (2, 12))
    one = challengers(against("v1", [0.0], error=0.05), Policy(pooled_cohorts=1))

    assert two.between["lift"] == pytest.approx((2 * 0.15**2 - 0.05**2) / 3)
    assert 0 < twelve.between["lift"] < two.between["lift"] / 3
    assert one.between["lift"] == 0.0
