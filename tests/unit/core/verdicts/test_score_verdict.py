"""The verdict of a score as a whole: the strongest that any challenger has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.tables.frames import version_key
from champion_challenger.core.verdicts.pooling import pooled_verdicts
from champion_challenger.core.verdicts.score_verdict import score_verdict
from champion_challenger.core.verdicts.summary import ScoreJudgement, with_pooled_verdicts
from champion_challenger.settings.evaluation_policy import Policy
from tests.unit.performance_rows import against, champion, performance, row, told


def judged(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows of the summary."""
    now = version_key("TELCO", "m1", "v0")
    return with_pooled_verdicts(performance(rows), ScoreJudgement(now, pooled_verdicts(told(rows), now, Policy()), 500))


def verdict(*challengers: list[dict[str, Any]]) -> Mapping[str, Any]:
    """Verdict over rows of several challengers, whose champion's rows repeat."""
    return score_verdict(judged([one for rows in challengers for one in rows]).drop_duplicates(), "lift")


BETTER, WORSE, ALIKE = against("v1", [0.9] * 3), against("v2", [-0.9] * 3), against("v3", [0.01] * 3)
UNKNOWN = [champion("2019-01"), row("v4", "2019-01", out_of_time="no", trained_until="2019-06-30")]


@pytest.mark.parametrize(
    ("challengers", "word", "best"),
    [
        ([BETTER, WORSE, ALIKE, UNKNOWN], "challenger_better", "v1"),
        ([WORSE, ALIKE, UNKNOWN], "not_distinguishable", "v3"),
        ([WORSE, UNKNOWN], "champion_better", "v2"),
        ([UNKNOWN], "not_comparable", "none"),
        ([[champion("2019-01")]], "champion", "none"),
    ],
)
def test_the_strongest_verdict_of_any_challenger_counts(challengers: list[Any], word: str, best: str) -> None:
    """And the challenger it rests on is named."""
    found = verdict(*challengers)

    assert (found["verdict"], found["best_challenger"]) == (word, best)


def test_the_best_challenger_may_be_an_equal_one_where_another_is_undecided() -> None:
    """The word stays the strongest; the sentence is about the version that the pages call the best."""
    equal, undecided = against("v1", [0.0] * 3, error=0.02), against("v2", [-0.3] * 3)
    found = verdict(equal, undecided)

    assert (found["verdict"], found["best_challenger"]) == ("not_distinguishable", "v1")
    assert (found["verdicts_practically_equal"], found["verdicts_not_distinguishable"]) == (1, 1)
    assert "clearly better than the model in production; the best challenger is v1: " in found["sentence"]


def test_the_sentence_tells_size_bounds_cohorts_and_what_is_missing() -> None:
    """As a mail to people who have not seen the figures."""
    assert verdict(BETTER)["sentence"].startswith(
        "v1 is better than the model in production: expect about +0.867 of lift (95 % +0.518 to +1.22); measured: "
        "lift at 5 % +0.9 (95 % +0.5"
    )
    assert "over 2019-01, 2019-02, 2019-03" in verdict(BETTER)["sentence"]
    assert "the difference may be chance; it would take about 32 cohorts to settle" in verdict(ALIKE)["sentence"]
    assert "no final cohort is known to come after its training" in verdict(UNKNOWN)["sentence"]
    assert verdict([champion("2019-01")])["sentence"] == "There is no challenger yet."


def test_versions_that_cannot_be_compared_say_which_is_meant_by_a_reason() -> None:
    """Unless several have the same; one that was left behind is named with its last cohort."""
    left_behind = [*against("v1", [0.9] * 2), champion("2019-03")]
    said = "No challenger can be compared with the model in production yet; {}not scored on the last cohort, 2019-03, "

    assert verdict(left_behind)["sentence"].startswith(said.format("v1: "))
    assert verdict(left_behind)["best_challenger"] == "none"
    assert verdict([*left_behind, *UNKNOWN, row("v4", "2019-03", out_of_time="no")])["sentence"].startswith(
        "No challenger can be compared with the model in production yet; v4: no final cohort"
    )


def test_the_best_of_several_is_that_with_the_larger_advantage() -> None:
    """Of the primary figure; counts of 0 are told."""
    found = verdict(BETTER, against("v9", [1.5] * 3))

    assert found["best_challenger"] == "v9"
    assert (found["verdicts_challenger_better"], found["verdicts_champion_better"]) == (2, 0)


def test_the_sentence_is_there_in_french() -> None:
    """With the same numbers, written as French writes them, and the reasons that the report gives."""
    better, alike, unknown = (verdict(rows)["sentence_fr"].replace("\u00a0", " ") for rows in (BETTER, ALIKE, UNKNOWN))

    assert better.startswith(
        "v1 est meilleur que le modèle en production ; écart de lift attendu : environ +0,867 (95 % : +0,518 à +1,22) ; "
        "écart mesuré : lift à 5 % de clients ciblés, +0,9 (95 % : +0,5"
    )
    assert "sur 2019-01, 2019-02, 2019-03" in better
    assert "l'écart peut être dû au hasard" in alike
    assert "ne peut encore être comparé au modèle en production" in unknown


@pytest.mark.parametrize(
    ("rows", "english", "french"),
    [
        (BETTER, "a challenger is better", "un challenger est meilleur"),
        (ALIKE, "no clear difference", "pas de différence significative"),
        ([champion("2019-01")], "no challenger yet", "pas encore de challenger"),
    ],
)
def test_the_verdict_is_there_in_words_for_a_subject(rows: list[dict[str, Any]], english: str, french: str) -> None:
    """A code is nothing to read in a mailbox."""
    found = verdict(rows)
    assert (found["verdict_subject"], found["verdict_subject_fr"]) == (english, french)
