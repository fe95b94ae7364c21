"""Why two versions cannot be compared: each cause has its own sentence."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.verdicts.obstacles import is_scored_on_last, obstacle
from tests.unit.performance_rows import champion, row, told

V0, V1 = "TELCO.m1.v0", "TELCO.m1.v1"
LOST = {"lift": None, "delta": None, "status": "not_scorable"}
EARLY, LATE = "2019-01", "2019-02"


def reason(*rows: dict[str, Any]) -> str:
    """Why v1 is not compared with v0."""
    return str(obstacle(told(rows), V1, V0))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([champion(LATE)], "it was not evaluated on any final cohort"),
        ([champion(LATE), row("v1", LATE, **LOST)], "it could not be scored on any final cohort"),
        ([row("v1", LATE)], "the model in production was not evaluated on any final cohort"),
        ([champion(LATE, **LOST), row("v1", LATE)], "the model in production could not be scored on any final cohort"),
        ([champion(LATE), row("v1", LATE, cohort_status="provisional")], "no cohort is final yet"),
    ],
)
def test_not_evaluated_and_not_scored_are_two_things(rows: list[dict[str, Any]], expected: str) -> None:
    """Of either side of the comparison."""
    assert reason(*rows) == expected


def test_a_version_left_behind_says_when_it_was_last_evaluated() -> None:
    """A version of January says nothing of February."""
    rows = [champion(EARLY), row("v1", EARLY, 0.9), champion(LATE)]

    assert reason(*rows) == (
        "not scored on the last cohort, 2019-02, because it was not evaluated there; it was last evaluated on 2019-01"
    )
    assert reason(*rows, row("v1", LATE, **LOST)) == (
        "not scored on the last cohort, 2019-02: it could not be scored there"
    )


def test_a_version_without_figures_was_scored_all_the_same() -> None:
    """Nobody was positive: there are scores, and nothing to compare."""
    bare = {"lift": None, "delta": None, "status": "not_enough_data"}
    rows = [champion(LATE), row("v1", LATE, **bare)]

    assert is_scored_on_last(told(rows), V1)
    assert reason(*rows) == "no final cohort compares it with the champion"
