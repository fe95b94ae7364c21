"""Histories without the versions that are gone."""

from __future__ import annotations

from champion_challenger.core.verdicts.deleted import DELETED, without_deleted
from champion_challenger.core.verdicts.pooling import pooled_verdicts
from champion_challenger.settings.evaluation_policy import Policy
from tests.unit.performance_rows import against, champion, row, told

V0, V1, V2 = (f"TELCO.m1.{name}" for name in ("v0", "v1", "v2"))


def test_a_deleted_challenger_is_none_of_those_tested() -> None:
    """The p-value of the other is adjusted for one test, not for two."""
    rows = [*against("v1", [0.4] * 4), *(row("v2", f"2019-0{n}", 0.5) for n in range(1, 5))]
    found = pooled_verdicts(without_deleted(told(rows), {V2}), V0, Policy())

    assert set(found) == {V0, V1}
    assert found[V1].p_adjusted == found[V1].p_value


def test_a_former_champion_that_was_deleted_stays_between_the_others() -> None:
    """Versions that were compared with it are compared through it."""
    rows = [one for n in range(1, 5) for one in (champion(f"2019-0{n}"), row("v1", f"2019-0{n}", 0.4))]
    cohorts = told(rows)

    assert without_deleted(cohorts, {V0}) == cohorts
    assert without_deleted(cohorts, set()) is cohorts


def test_the_verdict_on_a_deleted_version_says_so() -> None:
    """It recommends nothing."""
    assert DELETED.verdict == "not_comparable"
    assert "deleted" in str(DELETED.reason)
