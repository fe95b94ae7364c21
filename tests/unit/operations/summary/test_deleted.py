"""Versions that were deleted after they were evaluated."""

from __future__ import annotations

from tests.unit.operations.test_summarise_performance import FakeSummaryHost, run
from tests.unit.performance_rows import against, performance, row

CLEAR = [2.0] * 4


def host(**changes: object) -> FakeSummaryHost:
    """Four months on which v1 is clearly better than v0, and v2 is not."""
    rows = against("v1", CLEAR)
    rows += [row("v2", one["cohort"], 0.0) for one in rows if one["is_champion"]]
    return FakeSummaryHost({"performance": performance(rows)}, **changes)  # type: ignore[arg-type]


def test_a_deleted_version_is_recommended_no_more() -> None:
    """Its rows stay, with the reason; the mail names nobody."""
    given = host(deleted={"v1"})
    rows = run(given).set_index("version_id")

    assert set(rows.loc["v1", "pooled_verdict"]) == {"not_comparable"}
    assert set(rows.loc["v1", "pooled_reason"]) == {"the model does not have this version any more: it was deleted"}
    assert "challenger_better" not in set(rows["pooled_verdict"])
    assert given.metrics["verdict of churn"] != "challenger_better"
    assert any("deleted since, and judged no more: v1." in line for line in given.said)


def test_the_same_version_is_recommended_while_it_is_there() -> None:
    """The control."""
    rows = run(host()).set_index("version_id")

    assert set(rows.loc["v1", "pooled_verdict"]) == {"challenger_better"}


def test_a_model_that_cannot_be_looked_up_is_told() -> None:
    """Its versions are judged as before."""
    given = host(active={})
    rows = run(given).set_index("version_id")

    assert set(rows.loc["v1", "pooled_verdict"]) == {"challenger_better"}
    assert any("whether the versions of TELCO.m1 still exist is not known" in line for line in given.said)


def test_versions_in_words_of_their_own_are_not_taken_for_deleted() -> None:
    """Stored scores may call them as they like: the model has none of them."""
    rows = run(host(deleted={"v0", "v1", "v2"})).set_index("version_id")

    assert set(rows.loc["v1", "pooled_verdict"]) == {"challenger_better"}
