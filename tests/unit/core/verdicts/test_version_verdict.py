"""The verdict on each version with the figures of its own row, and the challenger that leads."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.tables.columns import SUMMARY
from champion_challenger.core.tables.frames import table
from champion_challenger.core.verdicts.version_verdict import VersionVerdict, leading_challenger, version_verdicts
from champion_challenger.languages.french import FRENCH
from tests.unit.performance_rows import champion, performance, row

V0, V1, V2 = "TELCO.m1.v0", "TELCO.m1.v1", "TELCO.m1.v2"


def judged(version: str, cohort: str, delta: float, word: str, **changes: Any) -> dict[str, Any]:
    """A row with its verdict, decided at 5 %."""
    return row(version, cohort, delta, **{"verdict": word, "verdict_rate": 0.05, **changes})


def verdict(*rows: dict[str, Any], of: str = V1, against: str = V0) -> VersionVerdict:
    """Verdict on v1 against v0."""
    return version_verdicts(performance(rows), against)[of]


def leader(frame: pd.DataFrame) -> str:
    """Challenger that leads against v0."""
    return leading_challenger(frame, version_verdicts(frame, V0))


def test_the_figures_are_those_of_the_rate_at_which_the_verdict_was_decided() -> None:
    """At 10 % v1 is better, at 5 % it is worse."""
    at_ten = {"word": "challenger_better", "verdict_rate": 0.1}
    found = verdict(
        champion("2019-01"),
        judged("v1", "2019-01", -0.3, targeting_rate=0.05, **at_ten),
        judged("v1", "2019-01", 0.9, targeting_rate=0.1, **at_ten),
    )

    assert (found.word, found.rate, found.lift.delta, found.cohorts) == ("challenger_better", 0.1, 0.9, "2019-01")


def test_without_a_row_of_its_rate_a_verdict_has_no_difference_in_lift() -> None:
    """The webapp shows one rate alone; the AUC is of no rate."""
    found = verdict(champion("2019-01"), judged("v1", "2019-01", -0.3, "challenger_better", verdict_rate=0.1))

    assert (found.word, found.rate, found.lift.delta) == ("challenger_better", 0.1, None)
    assert found.auc.delta == pytest.approx(-0.015)


def test_the_newest_final_cohort_counts() -> None:
    """A provisional one only where none is final, and it is told apart."""
    early = judged("v1", "2019-01", 0.1, "not_distinguishable")
    late = judged("v1", "2019-02", 0.9, "challenger_better", cohort_status="provisional")
    leaders = [champion("2019-01"), champion("2019-02")]

    assert (verdict(*leaders, early, late).cohorts, verdict(*leaders, early, late).is_final) == ("2019-01", True)
    assert (verdict(*leaders, late).cohorts, verdict(*leaders, late).is_final) == ("2019-02", False)


def test_a_version_left_behind_has_no_verdict_of_before() -> None:
    """It was better in January, and not evaluated or not scored in February."""
    rows = [champion("2019-01"), judged("v1", "2019-01", 0.9, "challenger_better"), champion("2019-02")]
    lost = judged("v1", "2019-02", 0.0, "not_comparable", lift=None, status="not_scorable")

    for found, said in ((verdict(*rows), "not evaluated there"), (verdict(*rows, lost), "could not be scored there")):
        assert (found.word, found.lift.delta, found.is_final) == ("not_comparable", None, True)
        assert said in str(found.reason)
    assert leader(performance(rows)) == leader(performance([*rows, lost])) == ""


def test_a_verdict_against_a_former_champion_is_none_against_the_one_of_now() -> None:
    """The champion of the run and the champion of now may be two versions."""
    rows = [champion("2019-01"), judged("v1", "2019-01", 0.9, "challenger_better"), row("v2", "2019-01", 0.8)]
    found = verdict(*rows, against=V2)

    assert (found.word, found.cohorts, found.lift.delta) == ("", "2019-01", pytest.approx(0.1))
    assert "cohort 2019-01 was evaluated while v0 was in production: run its evaluation again" in str(found.reason)
    assert "was not evaluated on 2019-01" in str(verdict(*rows, against="TELCO.m1.v9").reason)
    assert verdict(*rows, against="") == VersionVerdict()


def test_the_pooled_verdict_of_a_summary_comes_first() -> None:
    """With its rate, its cohorts and its differences."""
    pooled = {"pooled_verdict": "not_distinguishable", "pooled_targeting_rate": 0.1, "pooled_lift_delta": 0.2}
    rows = [champion("2019-01"), judged("v1", "2019-01", 0.9, "challenger_better", **pooled, pooled_cohorts="2019-01")]
    found = version_verdicts(table(rows, SUMMARY), V0)[V1]

    assert (found.word, found.rate, found.lift.delta, found.is_pooled) == ("not_distinguishable", 0.1, 0.2, True)


def test_a_pooled_verdict_gives_all_its_reasons() -> None:
    """From the codes, in any language; codes of a later plugin leave the English sentence."""
    known, strange = ('{"code":"may_be_chance"}', '{"code":"no_champion"}'), '{"code":"of_a_later_plugin"}'
    for codes, expected in ((known, "l'écart peut être dû au hasard\xa0; aucun modèle"), ((strange,), "the sentence")):
        pooled = {"pooled_verdict": "not_distinguishable", "pooled_reason": "the sentence"}
        rows = [row("v1", "2019-01", reason_codes=f'{{"pooled_reason":[{",".join(codes)}]}}', **pooled)]
        reason = version_verdicts(table(rows, SUMMARY), V0)[V1].reason

        assert reason is not None
        assert reason.wording(FRENCH).startswith(expected)


def test_the_strongest_verdict_leads_then_the_larger_advantage() -> None:
    """A higher lift that may be chance does not lead."""
    rows = [
        champion("2019-01"),
        judged("v1", "2019-01", 0.4, "challenger_better"),
        judged("v2", "2019-01", 0.9, "not_distinguishable"),
        judged("v3", "2019-01", 0.6, "challenger_better"),
    ]

    assert leader(performance(rows)) == "TELCO.m1.v3"
    assert leader(performance(rows[:3])) == V1


def test_an_equal_challenger_leads_before_an_undecided_one_that_lost_more() -> None:
    """Neither verdict is stronger; a worse one comes after both, however small its loss."""
    rows = [
        champion("2019-01"),
        judged("v1", "2019-01", -0.2, "not_distinguishable"),
        judged("v2", "2019-01", 0.0, "practically_equal"),
        judged("v3", "2019-01", -0.1, "champion_better"),
    ]

    assert leader(performance(rows)) == V2
    assert leader(performance([one for one in rows if one["version_id"] != "v2"])) == V1
    assert leader(performance([*rows, judged("v4", "2019-01", 0.1, "not_distinguishable")])) == "TELCO.m1.v4"


def test_the_advantage_is_in_the_figure_that_was_judged() -> None:
    """The p-value says which: of two better AUCs the larger leads, whatever the lift."""
    rows = [champion("2019-01")]
    for version, lift, auc in (("v1", 0.9, 0.01), ("v2", 0.1, 0.02)):
        bounds = {"auc_delta": auc, "auc_delta_low": auc - 0.00196, "auc_delta_high": auc + 0.00196}
        p_value = math.erfc(auc / 0.001 / math.sqrt(2) / (1.96 / 1.959963984540054))
        rows.append(judged(version, "2019-01", lift, "challenger_better", **bounds, p_value=p_value))

    assert leader(performance(rows)) == V2
    assert leader(performance([{**one, "p_value": None} for one in rows])) == V1


def test_a_verdict_of_an_earlier_cohort_alone_does_not_lead() -> None:
    """A version of two months ago is none of the candidates while others are evaluated."""
    rows = [
        *(champion(month) for month in ("2019-01", "2019-02")),
        judged("v1", "2019-01", 0.9, "challenger_better"),
        judged("v2", "2019-02", -0.1, "champion_better"),
    ]

    assert leader(performance(rows)) == V2


def test_a_version_trained_on_the_cohort_never_leads() -> None:
    """Nor does one that was not scored."""
    rows = [
        champion("2019-01"),
        row("v1", "2019-01", None, lift=9.0, out_of_time="no", verdict="not_comparable"),
        row("v2", "2019-01", None, lift=None, verdict="not_comparable"),
    ]

    assert leader(performance(rows)) == ""
    assert leader(performance([champion("2019-01", targeting_rate=None)])) == ""
