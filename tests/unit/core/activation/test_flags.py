"""What to know before a version is activated: each thing in its own sentence."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.activation.flags import comparison_flags, evaluation_flags, verdict_flags, warning_flags
from champion_challenger.core.activation.verdict import Verdict
from champion_challenger.core.reasons import Reason
from champion_challenger.core.tables.columns import VERDICTS
from champion_challenger.languages import LANGUAGES


def row(**changes: Any) -> dict[str, Any]:
    """A version's row of June."""
    there = {"cohort": "2019-06", "status": "scored", "out_of_time": "yes", "compared_through": "", "lift_delta": None}
    return {**there, "former_label": "", "reason": None, **changes}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"cohort": "2019-05"},
            "It was not evaluated on the last cohort, 2019-06; its last evaluation is that of 2019-05.",
        ),
        ({"status": "not_scorable"}, "It could not be scored on cohort 2019-06: no reason is given."),
        ({"status": "not_enough_data"}, "It was scored on cohort 2019-06, and has no figures: no reason is given."),
        ({"status": "scored_with_missing_features"}, "It lacked features on cohort 2019-06: no reason is given."),
    ],
)
def test_not_evaluated_not_scored_and_without_figures_are_three_things(changes: dict[str, Any], said: str) -> None:
    """What was scored is never called not scored."""
    assert evaluation_flags([row(**changes)], "2019-06")[-1].sentence == said


def test_a_comparison_through_the_former_model_is_called_so() -> None:
    """And no comparison is another thing."""
    through = row(compared_through="TELCO.m1.v0", former_label="v0", lift_delta=0.1)

    (flag,) = comparison_flags(Verdict(), [], [through], "v1")
    assert "Cohort 2019-06 was evaluated while v0 was in production: figures against v1" in flag.sentence
    (flag,) = comparison_flags(Verdict(), [], [row()], "v1")
    assert "No cohort compares it with v1" in flag.sentence


@pytest.mark.parametrize("word", [word for word in VERDICTS if word not in ("champion", "challenger_better")])
def test_every_verdict_but_a_clear_advantage_is_something_to_know(word: str) -> None:
    """Only what is worse stops an activation."""
    (flag,) = verdict_flags(Verdict(word, Reason("from_all_cohorts")))

    assert flag.is_serious == (word == "champion_better")
    assert "all cohorts" in flag.sentence


def test_early_warnings_of_the_version_are_something_to_know() -> None:
    """Of its row on the last cohort; those of an older one are of other customers."""
    drift = {"early_warnings": "score_drift", "score_psi": 0.237, "score_psi_limit": 0.019, "newest_cohort": "2019-07"}
    (flag,) = warning_flags([row(**drift)], "2019-06")

    assert "newest customers 2019-07 against 2019-06: its scores have drifted (PSI 0.237; chance reaches 0.019)" in (
        flag.sentence
    )
    assert not flag.is_serious
    assert "ses scores ont dérivé (PSI 0,237" in flag.reason.wording(LANGUAGES["fr"])
    assert warning_flags([row(**drift)], "2019-07") == warning_flags([row()], "2019-06") == warning_flags([], "") == []
