"""Verdicts over several cohorts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.verdicts.between_cohorts import pool
from champion_challenger.core.verdicts.history import Difference
from champion_challenger.core.verdicts.pooling import (
    PooledVerdict,
    non_overlapping,
    pooled_verdicts,
)
from champion_challenger.records.models import Horizon
from champion_challenger.settings.evaluation_policy import Policy
from tests.unit.performance_rows import MONTH, against, champion, day, months, row, told

V0, V1, V2 = "TELCO.m1.v0", "TELCO.m1.v1", "TELCO.m1.v2"
POLICY = Policy()
differences = st.builds(Difference, st.floats(-5, 5), st.floats(0.01, 5))


def judged(rows: list, version: str = V1, policy: Policy = POLICY, wait: Horizon = MONTH) -> PooledVerdict:
    """Verdict on a version against v0."""
    return pooled_verdicts(told(rows, wait), V0, policy)[version]


def test_three_cohorts_together_are_surer_than_one() -> None:
    """Differences of 0.45 with an error of 0.3 each: nothing alone, clear together."""
    found = judged(against("v1", [0.45, 0.4, 0.5]))

    assert judged(against("v1", [0.45]), policy=Policy(minimum_cohorts=1)).verdict == "not_distinguishable"
    assert (found.verdict, found.reason, found.cohorts) == (
        "challenger_better",
        None,
        ("2019-01", "2019-02", "2019-03"),
    )
    assert found.lift.delta == pytest.approx(0.45)
    assert found.lift.bounds == pytest.approx((0.45 - 1.96 * 0.3 / 3**0.5, 0.45 + 1.96 * 0.3 / 3**0.5), abs=1e-4)


def test_one_cohort_alone_gives_no_clear_verdict() -> None:
    """Months differ, however large the cohort; a policy that pools one cohort means it."""
    found = judged(against("v1", [0.9], error=0.01))

    assert (found.verdict, found.lift.delta) == ("not_enough_data", pytest.approx(0.9))
    assert str(found.reason) == "1 cohort that compares the two, at least 2 needed, because months differ"
    assert judged(against("v1", [0.9], error=0.01), policy=Policy(pooled_cohorts=1)).verdict == "challenger_better"


def test_months_that_differ_are_not_surer_than_their_difference() -> None:
    """3.0, -0.9, +0.1 with errors of 0.25 each, against a champion of 3: beyond chance, and no evidence."""
    found = judged(against("v1", [3.0, -0.9, 0.1], error=0.25))

    assert (found.verdict, found.basis) == ("not_distinguishable", "between_cohorts")
    assert found.lift.bounds == pytest.approx((0.733 - 2.292, 0.733 + 2.292), abs=1e-3)


def test_customers_who_come_back_make_a_difference_less_sure() -> None:
    """Where the event can repeat, errors are added as they are."""
    rows = against("v1", [0.45, 0.4, 0.5])
    found = judged(rows, policy=Policy(event_can_repeat=True))

    assert (found.verdict, found.basis) == ("not_distinguishable", "repeating_events")
    assert found.lift.bounds.low == pytest.approx(0.45 - 1.96 * 0.3, abs=1e-3)


def test_models_that_cannot_differ_by_the_margin_are_practically_equal() -> None:
    """Both bounds are within 5 % of 3; nothing is left to settle."""
    found = judged(against("v1", [0.01, -0.01, 0.0], error=0.03))

    assert (found.verdict, found.reason, found.cohorts_to_settle) == ("practically_equal", None, None)
    assert judged(against("v1", [0.01, -0.01, 0.0], error=0.3)).verdict == "not_distinguishable"


def test_an_advantage_seen_again_and_again_is_confirmed() -> None:
    """In four cohorts at least, whatever the policy pools."""
    six, three = (judged(against("v1", [0.6] * n, error=0.15)) for n in (6, 3))

    assert (six.verdict, six.is_confirmed) == ("challenger_better", True)
    assert (three.verdict, three.is_confirmed) == ("challenger_better", False)
    assert judged(against("v1", [0.6] * 6, error=0.15), policy=Policy(pooled_cohorts=3)).is_confirmed


def test_what_is_expected_of_the_best_is_less_than_it_shows() -> None:
    """Thirteen equals, one of them lucky."""
    rows = against("v1", [0.3] * 3)
    others = [row(f"w{other}", month, 0.0) for other in range(12) for month in months(3)]
    found = judged(rows + others)

    assert found.lift.delta == pytest.approx(0.3)
    assert found.expected_lift.delta == 0.0
    assert found.expected_lift.bounds.low < 0.0 < found.expected_lift.bounds.high


def test_the_last_cohorts_count() -> None:
    """As many as the policy pools; what was before is history."""
    found = judged(against("v1", [-3.0, -3.0, 0.5, 0.5, 0.5]), policy=Policy(pooled_cohorts=3))

    assert found.cohorts == ("2019-03", "2019-04", "2019-05")
    assert judged(against("v1", [-3.0, -3.0, 0.5]), policy=Policy(pooled_cohorts=1)).cohorts == ("2019-03",)


def test_cohorts_that_all_overlap_say_so() -> None:
    """Three months with a horizon of half a year: one can be pooled, and the reason is not that there is one only."""
    found = judged(against("v1", [0.5] * 3), wait=Horizon(6, "month"))

    assert found.verdict == "not_enough_data"
    assert found.reason is not None
    assert "3 cohorts compare the two, but outcome windows overlap: 1 can be pooled" in found.reason


def test_one_cohort_says_that_months_differ() -> None:
    """Whatever its p-value is."""
    found = judged(against("v1", [3.0]))

    assert found.verdict == "not_enough_data"
    assert found.reason == "1 cohort that compares the two, at least 2 needed, because months differ"


def test_outcome_windows_never_overlap() -> None:
    """Under a horizon of three months every third monthly cohort counts."""
    found = judged(against("v1", [0.5] * 8), wait=Horizon(3, "month"))

    assert found.cohorts == ("2019-02", "2019-05", "2019-08")


@given(st.integers(1, 30), st.integers(1, 7), st.integers(1, 5))
def test_pooled_cohorts_are_apart_and_end_with_the_newest(count: int, wait: int, wanted: int) -> None:
    """For any horizon in months."""
    cohorts = told([champion(month) for month in months(count)], Horizon(wait, "month"))
    taken = non_overlapping(cohorts, wanted)

    assert taken[-1] == cohorts[-1]
    assert all(earlier.end <= later.start for earlier, later in zip(taken, taken[1:]))
    assert len(taken) == min(wanted, -(-count // wait))


def test_provisional_and_in_sample_cohorts_are_not_pooled() -> None:
    """Neither the challenger's nor the champion's own training may be among them."""
    rows = against("v1", [0.5, 0.5, 0.5, 0.5])
    rows[-1]["cohort_status"] = rows[-2]["cohort_status"] = "provisional"
    rows[5]["out_of_time"], rows[2]["out_of_time"] = "no", "unknown"

    assert judged(rows).cohorts == ("2019-01",)


def test_a_clear_advantage_below_the_margin_changes_nothing() -> None:
    """0.1 of 3 is 3.3 %."""
    found = judged(against("v1", [0.1] * 12, error=0.03))

    assert found.verdict == "challenger_slightly_better"
    assert str(found.reason) == "better by 0.1, which is less than the margin of 0.15"
    assert judged(against("v1", [0.1] * 12, error=0.03), policy=Policy(margin=0.03)).verdict == "challenger_better"


def test_the_champion_is_better_without_a_margin() -> None:
    """Nobody changes to what is worse, however little."""
    assert judged(against("v1", [-0.1] * 12, error=0.03)).verdict == "champion_better"


def test_the_auc_has_its_margin_from_chance_on() -> None:
    """0.02 of 0.25 above one half is 8 %, of 0.75 it would be 2.7 %."""
    found = judged(against("v1", [0.4] * 3, error=0.1), policy=Policy(figure="auc"))

    assert (found.verdict, found.auc.delta) == ("challenger_better", pytest.approx(0.02))


def test_many_challengers_share_the_level() -> None:
    """The same evidence that is enough for one is not enough among thirteen."""
    rows = against("v1", [0.4, 0.4, 0.4])
    others = [row(f"w{other}", month, 0.0) for other in range(12) for month in months(3)]

    assert judged(rows).verdict == "challenger_better"
    assert judged(rows + others).verdict == "not_distinguishable"
    assert judged(rows + others).p_adjusted == pytest.approx(13 * judged(rows).p_value)


def test_a_champion_that_changed_is_compared_through_the_former_one() -> None:
    """v1 was 0.5 ahead of v0, which ruled in January; against v0 it still is."""
    rows = [champion("2019-01", "v9"), row("v0", "2019-01", -0.2, 0.1), row("v1", "2019-01", 0.3, 0.1)]
    found = judged(rows)

    assert found.lift.delta == pytest.approx(0.5)
    assert found.lift.bounds.low == pytest.approx(0.5 - 1.96 * 0.2, abs=1e-4)
    assert judged(rows, "TELCO.m1.v9").lift.delta == pytest.approx(0.2)


STALE = [*against("v1", [0.9] * 3), champion("2019-04"), row("v2", "2019-04", 0.0)]


def test_a_version_that_was_not_scored_on_the_last_cohort_is_not_compared() -> None:
    """However much better it was before: a version of a year ago says nothing of today."""
    found = judged(STALE)

    assert (found.verdict, found.lift.delta, found.p_value) == ("not_comparable", None, None)
    assert "not scored on the last cohort, 2019-04" in str(found.reason)
    assert judged(STALE[:-2]).verdict == "challenger_better"


def test_a_version_that_is_not_compared_costs_the_others_nothing() -> None:
    """Holm shares the level among those that are."""
    rows = against("v1", [0.4] * 3)
    left_behind = [row(f"w{other}", month, 0.0) for other in range(12) for month in months(2)]

    assert judged(rows + left_behind).p_adjusted == judged(rows).p_adjusted


def test_without_the_champion_on_the_last_cohort_nothing_is_compared() -> None:
    """It could not be scored there; a provisional cohort is none to rest on."""
    rows = against("v1", [0.9] * 3)
    lost = champion("2019-04", lift=None, status="not_scorable", cohort_status="final")
    found = judged([*rows, lost, row("v1", "2019-04", None)])

    assert (found.verdict, "could not be scored there" in str(found.reason)) == ("not_comparable", True)
    assert judged([*rows, {**lost, "cohort_status": "provisional"}]).verdict == "challenger_better"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"cohort_status": "provisional"}, "no cohort is final yet"),
        ({"out_of_time": "no"}, "no final cohort is known to come after its training"),
        ({"lift": None, "delta": None, "status": "not_scorable"}, "it could not be scored on any final cohort"),
        ({"delta": None}, "no final cohort compares it with the champion"),
    ],
)
def test_what_cannot_be_compared_says_why(changes: dict, reason: str) -> None:
    """A verdict is never empty."""
    found = judged([champion("2019-01"), row("v1", "2019-01", **changes)])

    assert (found.verdict, str(found.reason), found.lift.delta) == ("not_comparable", reason, None)


def test_without_a_champion_nothing_can_be_compared() -> None:
    """None known, or one that was never evaluated."""
    cohorts = told([row("v1", "2019-01", None)])

    assert str(pooled_verdicts(cohorts, "", Policy())[V1].reason) == "no model in production is known"
    assert "was not evaluated" in str(pooled_verdicts(cohorts, V0, Policy())[V1].reason)
    assert pooled_verdicts((), V0, Policy()) == {}


def test_little_evidence_is_called_so() -> None:
    """Counted over the cohorts pooled: three times 12 positives are enough, two times are not."""
    rows = against("v1", [0.5, 0.5, 0.5], n_positive=12)

    assert str(judged(rows[:4]).reason) == "24 positive customers in all, at least 30 needed"
    assert judged(rows).verdict == "challenger_better"
    assert judged(rows, policy=Policy(minimum_hits=1000)).verdict == "not_enough_data"


def test_the_same_list_under_two_names_is_practically_equal() -> None:
    """Zero, with an error of zero: also beside a challenger whose months differ."""
    same = against("v1", [0.0, 0.0, 0.0], error=0.0)
    varying = [row("v2", month, delta, 0.1) for month, delta in zip(months(3), (2.0, -2.0, 0.0))]

    for found in (judged(same), judged(same + varying)):
        assert (found.verdict, found.reason, found.cohorts_to_settle) == ("practically_equal", None, None)
        assert (found.lift.bounds, found.p_value, found.basis) == ((0.0, 0.0), 1.0, "sampling")
    assert judged(same[:2]).verdict == "not_enough_data"


@given(st.lists(differences, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_pooling_lies_among_its_parts_is_surer_and_knows_no_order(parts: list[Difference], random: object) -> None:
    """Against the textbook formula."""
    weights = np.array([part.error**-2 for part in parts])
    found = pool(parts)
    random.shuffle(parts)  # type: ignore[attr-defined]

    assert found.value == pytest.approx(pool(parts).value, abs=1e-9)
    assert found.error == pytest.approx(weights.sum() ** -0.5)
    assert found.error <= min(part.error for part in parts) * (1 + 1e-12)
    assert min(p.value for p in parts) - 1e-9 <= found.value <= max(p.value for p in parts) + 1e-9


@given(
    st.lists(st.tuples(st.floats(-1, 1), st.floats(0.01, 1)), min_size=1, max_size=8), st.randoms(use_true_random=False)
)
def test_verdicts_know_no_order_of_rows(drawn: list[tuple[float, float]], random: object) -> None:
    """Partitions arrive as the host pleases."""
    pairs = zip(months(len(drawn)), drawn)
    rows = [
        one for month, (d, e) in pairs for one in (champion(month), row("v1", month, d, e), row("v2", month, -d, e))
    ]
    before = pooled_verdicts(told(rows), V0, POLICY)
    random.shuffle(rows)  # type: ignore[attr-defined]

    assert pooled_verdicts(told(rows), V0, POLICY) == before


@given(st.floats(-1, 1), st.integers(1, 5), st.floats(-1, 1))
def test_one_more_challenger_never_makes_another_better(delta: float, count: int, other: float) -> None:
    """The more are looked at, the more each has to show, as long as months are seen to differ as much."""
    deltas = [delta] * count
    alone = judged(against("v1", deltas))
    among = judged(against("v1", deltas) + [row("v2", month, other) for month in months(len(deltas))])

    assert among.p_adjusted >= alone.p_adjusted
    assert alone.verdict == "challenger_better" or among.verdict != "challenger_better"
    assert among.lift == alone.lift


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=5))
def test_a_version_and_its_reverse_are_mirrored(deltas: list[float]) -> None:
    """What speaks for the one speaks against the other."""
    rows = [one for month, d in zip(months(len(deltas)), deltas) for one in (champion(month), row("v1", month, d))]
    forth, back = (
        pooled_verdicts(told(rows), *sides)[other] for sides, other in (((V0, POLICY), V1), ((V1, POLICY), V0))
    )

    assert back.lift.delta == pytest.approx(-(forth.lift.delta or 0.0))
    assert back.p_value == pytest.approx(forth.p_value)


def test_an_open_challenger_says_how_long_it_stays_open() -> None:
    """The less sure, the longer."""
    near, far = (judged(against("v1", [0.1] * 3, error=error)) for error in (0.1, 0.15))

    assert near.cohorts_to_settle is not None
    assert far.cohorts_to_settle is not None
    assert 1 <= near.cohorts_to_settle < far.cohorts_to_settle
    assert judged(against("v1", [0.5] * 3)).cohorts_to_settle is None


def test_nothing_is_promised_that_the_policy_cannot_keep() -> None:
    """Where more cohorts are needed than it pools, it says so instead of a waiting time."""
    found = judged(against("v1", [0.1] * 3, error=0.3))

    assert found.cohorts_to_settle is None
    assert "it would take about 32 cohorts to settle; the policy pools 12, and 3 are known" in str(found.reason)


def test_a_hundred_cohorts_are_judged_like_three() -> None:
    """By the newest of them; only what is confirmed rests on all."""
    three = Policy(pooled_cohorts=3)
    found = judged(against("v1", [0.5] * 100), policy=three)
    few = judged(against("v1", [0.5] * 3), policy=three)

    assert found == replace(few, cohorts=("2027-02", "2027-03", "2027-04"), is_confirmed=True)
    assert day("2027-04").year == 2027
