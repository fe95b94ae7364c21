"""What is known of all challengers of a score together."""

from __future__ import annotations

import pytest

from champion_challenger.core.verdicts.challengers import Challengers, reference_figure, usable_cohorts
from champion_challenger.settings.evaluation_policy import Policy
from tests.unit.performance_rows import against, months, row, told

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
