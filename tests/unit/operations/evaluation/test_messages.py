"""What a run says in its log and to scenarios."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.operations.evaluation.messages import comparison_table, metrics
from tests.unit.performance_rows import champion, performance, row

MONTH = "2019-01"


def at_two_rates(version: dict[str, Any], delta: float) -> list[dict[str, Any]]:
    """A row at 5 %, and one at 10 % with a lift that differs; verdicts are decided at 10 %."""
    verdict = {"verdict_rate": 0.1}
    return [{**version, **verdict}, {**version, **verdict, "targeting_rate": 0.1, "lift": version["lift"] + delta}]


ROWS = [
    *at_two_rates(champion(MONTH, verdict="champion"), -1.0),
    *at_two_rates(row("v1", MONTH, -0.5, verdict="challenger_better"), 0.5),
    row("v1", MONTH, 5.0, segment="region=north", verdict="champion_better", verdict_rate=0.1),
]


def test_figures_are_of_the_rate_of_the_verdicts() -> None:
    """It is among them; segments are not."""
    found = metrics(performance(ROWS))

    assert (found["targeting_rate_percent"], found["best_challenger"]) == (10.0, "v1")
    assert (found["champion_lift"], found["best_challenger_lift"], found["best_challenger_gain"]) == (2.0, 3.0, 1.0)
    assert (found["verdicts_challenger_better"], found["verdicts_champion_better"]) == (1, 0)


def test_counts_of_none_are_told() -> None:
    """A run condition may rest on them; figures that are not defined are left out."""
    found = metrics(performance([champion(MONTH, lift=None)]))

    assert (found["best_challenger"], found["versions_not_scored"]) == ("none", 0)
    assert not {"champion_lift", "best_challenger_lift", "best_challenger_gain"} & set(found)


@pytest.mark.parametrize(
    ("out_of_time", "evidence"),
    [("yes", "out of time"), ("no", "no evidence, since it was trained on outcomes of this time"), (None, None)],
)
def test_the_champions_lift_comes_with_what_it_is_worth(out_of_time: str | None, evidence: str | None) -> None:
    """After an activation, a month that is evaluated again may be among the champion's training data."""
    found = metrics(performance([champion(MONTH, out_of_time=out_of_time)]))

    assert found.get("champion_evidence") == evidence
    assert ("champion_evidence_fr" in found) == (evidence is not None)


def test_the_table_is_of_the_same_rate() -> None:
    """The champion is first and marked."""
    lines = comparison_table(performance(ROWS)).splitlines()

    assert lines[0] == "Figures at 10.00% targeted (* is the model in production):"
    assert [line.split()[:2] for line in lines[2:]] == [["*", "v0"], ["v1", "v1"]]


def test_versions_follow_the_champion_by_falling_lift_and_the_unscored_say_so() -> None:
    """Their status stands in the place of a verdict."""
    versions = [
        row("v3", MONTH, None, lift=None, auc=None, status="not_scorable"),
        row("v2", MONTH, -0.5, verdict="champion_better"),
        champion(MONTH, verdict="champion"),
        row("v1", MONTH, 0.5, verdict="challenger_better"),
    ]
    lines = comparison_table(performance([{**version, "verdict_rate": 0.05} for version in versions])).splitlines()

    words = ["champion", "challenger_better", "champion_better", "not_scorable"]
    assert [line.split()[-1] for line in lines[2:]] == words


def test_a_table_without_rows_is_a_sentence() -> None:
    """A population that no row is of."""
    rows = performance([champion(MONTH, verdict_population="control")])

    assert comparison_table(rows).startswith("No figures: no version has a row over the customers on whom verdicts")
