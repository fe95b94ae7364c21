"""Which version to use next, beside what is proven."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from champion_challenger.core.verdicts.decision_rules import play_decision_rules
from champion_challenger.core.verdicts.pooling import pooled_verdicts
from champion_challenger.core.verdicts.recommendation import Recommendation, recommend
from champion_challenger.core.verdicts.rules import RULES
from champion_challenger.settings.evaluation_policy import Policy
from tests.unit.performance_rows import against, champion, day, months, row, told

POLICY = Policy()
HELD = "TELCO.m1.v0"
COLUMN: dict[str, Any] = {"trained_until": None, "model_id": None, "project_key": None}


def recommended(rows: list[dict[str, Any]], active: str = HELD, policy: Policy = POLICY) -> Recommendation:
    """What is recommended on these rows while a version is active."""
    known = told(rows)
    return recommend(known, active, policy, pooled_verdicts(known, active, policy), play_decision_rules(known, policy))


def ageing(count: int = 8, loss: float = 0.2) -> list[dict[str, Any]]:
    """A version trained each month, ahead of the one before by so much; the last one is new on a provisional cohort."""
    names, rows = months(count), []
    for place, month in enumerate(names):
        status = {"cohort_status": "provisional"} if place == count - 1 else {}
        rows.append(champion(month, **status))
        rows += [
            row(
                f"w{version}", month, loss * (version + 1), 0.1, trained_until=day(names[version]).isoformat(), **status
            )
            for version in range(place + 1)
        ]
    return rows


def test_a_version_without_outcomes_is_recommended_where_newer_ones_were_better() -> None:
    """No verdict compares it; w5 is proven to be better, and w7 is expected to be better still."""
    found = recommended(ageing())

    assert found.version == "TELCO.m1.w7"
    assert found.rule == "highest_expected"
    assert found.gains["TELCO.m1.w7"].value == pytest.approx(8 * 0.2 * 20, rel=0.2)
    assert found.gains[HELD].error == 0.0


def test_a_score_column_is_never_recommended() -> None:
    """Though it leads the verdicts."""
    rows = [*against("v1", [0.0, 0.1, -0.1]), *against("column:old", [2.0] * 3, **COLUMN)]

    assert recommended(rows).version == HELD
    assert "column:old" not in recommended(rows).gains


def test_what_was_not_scored_on_the_last_cohort_is_not_recommended() -> None:
    """It may no longer exist."""
    rows = against("v1", [0.5] * 6)

    assert recommended(rows).version == "TELCO.m1.v1"
    assert recommended([*rows, champion("2019-07"), row("v2", "2019-07", 0.0)]).version in (HELD, "TELCO.m1.v2")


def test_nor_what_was_never_judged_out_of_time_or_is_of_another_model() -> None:
    """The one has seen the outcomes, the other cannot take the place of the champion."""
    for changes in ({"out_of_time": "no"}, {"model_id": "m2"}):
        rows = [*against("v1", [0.5] * 6, **changes), *against("v2", [0.0, 0.1, -0.1, 0.0, 0.1, -0.1])]
        assert recommended(rows).version == HELD


def test_a_change_that_brings_next_to_nothing_is_not_recommended() -> None:
    """Less than 0.5 % of a lift of 3, whether it is proven to be practically equal or not."""
    assert recommended(against("v1", [0.02, 0.03, 0.02, 0.01], error=0.3)).version == HELD
    assert recommended(against("v1", [0.05, 0.06, 0.04, 0.05], error=0.03)).version == HELD


def test_nothing_is_recommended_where_nothing_is_known() -> None:
    """No model in production, no final cohort, or no challenger."""
    assert recommended([], "").version == ""
    assert recommended(against("v1", [0.5] * 3), "").version == ""
    assert recommended(against("v1", [0.5] * 3, cohort_status="provisional")).version == ""
    assert recommended([champion(month) for month in months(3)]).version == ""


def test_the_past_of_every_rule_is_told() -> None:
    """With the number of cohorts, and the rule that would have served best."""
    found = recommended(ageing())

    assert set(found.totals) == {rule.__name__ for rule in RULES}
    assert found.n_cohorts == 7
    assert found.totals[found.best_rule].value == max(total.value for total in found.totals.values())
    assert Recommendation().best_rule == ""


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.floats(-1, 1), min_size=3, max_size=3), min_size=1, max_size=5),
    st.floats(0.02, 0.5),
    st.sampled_from(["lift", "auc"]),
)
def test_a_recommendation_never_contradicts_a_verdict(deltas: list[list[float]], error: float, figure: str) -> None:
    """What is worse or equal is not recommended, and where one is better, a change is."""
    policy, rows = Policy(figure=figure), []
    for month, values in zip(months(len(deltas)), deltas):
        until = [f"2018-{place + 9:02d}-28" for place in range(3)]
        rows.append(champion(month, trained_until="2018-08-31"))
        rows += [
            row(f"v{place}x", month, value, error, trained_until=until[place]) for place, value in enumerate(values)
        ]
    known = told(rows)
    verdicts, found = pooled_verdicts(known, HELD, policy), recommended(rows, policy=policy)
    words = {key: verdict.verdict for key, verdict in verdicts.items()}

    assert words[found.version] not in ("champion_better", "practically_equal")
    assert found.version != HELD or "challenger_better" not in words.values()
