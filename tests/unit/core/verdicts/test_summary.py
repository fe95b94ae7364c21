"""Rows of performance with what is known of their versions over all cohorts."""

from __future__ import annotations

from champion_challenger.core.tables.columns import SUMMARY
from champion_challenger.core.verdicts.pooling import PooledVerdict
from champion_challenger.core.verdicts.summary import ScoreJudgement, with_pooled_verdicts
from tests.unit.performance_rows import champion, performance, row

ROWS = performance([champion("2019-01"), row("v1", "2019-01"), row("v2", "2019-01")])


def test_every_row_has_the_verdict_of_its_version() -> None:
    """Under the columns of the summary, at the rate at which the cohorts were pooled."""
    verdicts = {"TELCO.m1.v1": PooledVerdict("challenger_better")}
    rows = with_pooled_verdicts(ROWS, ScoreJudgement("TELCO.m1.v0", verdicts, 500))

    assert list(rows.columns) == [column.name for column in SUMMARY]
    assert rows.set_index("version_id")["pooled_verdict"]["v1"] == "challenger_better"
    assert set(rows["pooled_targeting_rate"]) == {0.05}
    assert rows.loc[rows["is_champion_now"], "version_id"].tolist() == ["v0"]


def test_a_version_that_was_not_judged_says_why() -> None:
    """It has no row at the primary rate over all customers."""
    rows = with_pooled_verdicts(ROWS, ScoreJudgement("TELCO.m1.v0", {}, 500)).set_index("version_id")

    assert rows["pooled_verdict"]["v2"] == "not_comparable"
    assert rows["pooled_reason"]["v2"] == "no row at the primary rate over all customers"
