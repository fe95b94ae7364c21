"""What each rule takes, by what it knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from champion_challenger.core.verdicts.history import History
from champion_challenger.core.verdicts.rules import RULES, Situation
from champion_challenger.records.models import Horizon
from champion_challenger.settings.evaluation_policy import Policy
from tests.unit.core.verdicts.test_decision_rules import choices, played
from tests.unit.performance_rows import MONTH, against, champion, day, months, row, told


def monthly(deltas: list[float], wait: Horizon = MONTH, outcomes_from: int = 99, other: float = 0.0) -> History:
    """A version trained each month and scored from then on; from some month on all outcomes are others."""
    names = months(len(deltas))
    rows = []
    for place, month in enumerate(names):
        rows.append(champion(month, lift=3.0 + (other if place >= outcomes_from else 0.0)))
        for version in range(max(0, place - 3), place + 1):
            delta = deltas[version] if place < outcomes_from else other * (-1) ** version
            until = day(months(1, names[version])[0]).isoformat()
            rows.append(row(f"w{version}", month, delta, 0.1, trained_until=until, auc=0.7 + delta / 50))
    return told(rows, wait)


@pytest.mark.parametrize("rule", RULES)
def test_who_knows_nothing_keeps_what_is_held(rule: Callable[[Situation], str]) -> None:
    """Nothing can be used, and no outcome is known."""
    assert rule(Situation({}, (), "held", Policy())) == "held"


def test_the_newest_is_left_where_the_evidence_says_that_it_is_worse() -> None:
    """v1 is taken at once; when two cohorts are clear, what was held before is taken again."""
    cohorts = told(against("v1", [-1.5] * 5))

    assert choices(cohorts, "always_the_newest") == ["v1"] * 5
    assert choices(cohorts, "newest_unless_worse") == ["v1", "v1", "v0", "v0", "v0"]


def test_a_newer_version_is_tried_after_one_that_was_worse() -> None:
    """It is v2 that is newest from April on, and nothing is known against it."""
    rows = against("v1", [-1.5] * 6)
    rows += [row("v2", month, 0.1, trained_until="2019-03-31") for month in months(3, "2019-04")]

    assert choices(told(rows), "newest_unless_worse") == ["v1", "v1", "v0", "v2", "v2", "v2"]


def test_the_highest_expected_leaves_a_champion_that_wears_out() -> None:
    """Each version starts 0.3 below the next one: after a while one without any outcome is expected to be best."""
    found = choices(monthly([0.3 * (version + 1) for version in range(8)]), "highest_expected")

    assert found[0] == "w0"
    assert found[3:] == ["w3", "w4", "w5", "w6", "w7"]


def test_the_highest_expected_stays_where_new_versions_bring_nothing() -> None:
    """The third version is better than all others, and those after it are not expected to be."""
    found = choices(monthly([0.0, 0.0, 1.0, 0.0, 0.0, 0.0]), "highest_expected")

    assert found[3:] == ["w2", "w2", "w2"]


def test_a_score_column_is_never_expected_to_be_best() -> None:
    """It can be no model in production."""
    rows = against("column:old", [2.0] * 5, trained_until=None, model_id=None, project_key=None)

    assert choices(told(rows), "highest_expected") == ["v0"] * 5


@settings(max_examples=30)
@given(
    st.lists(st.floats(-1, 1), min_size=2, max_size=8),
    st.integers(0, 7),
    st.sampled_from([1, 3]),
    st.sampled_from(["lift", "auc"]),
    st.floats(-2, 2),
)
def test_choices_never_depend_on_what_was_not_known(
    deltas: list[float], place: int, wait: int, figure: str, other: float
) -> None:
    """Other outcomes from a month on change no choice before its own outcomes are final."""
    policy, horizon = Policy(figure=figure), Horizon(wait, "month")
    first, second = monthly(deltas, horizon), monthly(deltas, horizon, place, other)
    until = place + wait

    for months_first, months_second in zip(played(first, policy).values(), played(second, policy).values()):
        chosen = [[month.look.version_id for month in found[:until]] for found in (months_first, months_second)]
        assert chosen[0] == chosen[1]
