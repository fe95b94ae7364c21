"""The scores behind pooled cohorts, on a host in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.figures.comparison import compare_contenders
from champion_challenger.core.figures.pairs import contender
from champion_challenger.core.figures.uncertainty import Z95
from champion_challenger.errors import SettingsError
from champion_challenger.settings.evaluation_policy import Policy
from champion_challenger.settings.summarise_performance import SummarySettings
from tests.unit.operations.test_summarise_performance import FakeSummaryHost, run
from tests.unit.performance_rows import champion, months, performance, row

N = 3_000


def scored(count: int = 3, *, same_customers: bool = True) -> pd.DataFrame:
    """Scores of a champion and two challengers; customers who are positive once mostly are so again."""
    rng = np.random.default_rng(8)
    risk, lasting, noise = rng.normal(0, 1, N), rng.normal(0, 1, N), rng.normal(0, 1, (3, N))
    frames = []
    for place, month in enumerate(months(count)):
        y_true = (risk + 0.9 * lasting + 0.4 * rng.normal(0, 1, N) > 2).astype("int64")
        ids = [f"c{number + (0 if same_customers else place * N)}" for number in range(N)]
        for version, part in zip(("v0", "v1", "v2"), noise):
            score = risk + part + 0.2 * rng.normal(0, 1, N)
            frames.append(
                pd.DataFrame(
                    {"customer_id": ids, "version_id": version, "score": score, "outcome": y_true, "cohort": month}
                )
            )
    return pd.concat(frames, ignore_index=True)


def rows_of(scores: pd.DataFrame) -> list[dict[str, Any]]:
    """Performance rows with the figures of the scores."""
    rows = []
    for month, frame in scores.groupby("cohort"):
        parts = {str(version): part for version, part in frame.groupby("version_id")}
        y_true = parts["v0"]["outcome"].to_numpy()
        sides = {version: contender(y_true, part["score"].to_numpy(), [500]) for version, part in parts.items()}
        counts = {"n": len(y_true), "n_positive": int(y_true.sum()), "n_targeted": 150}
        rows.append(champion(str(month), **counts))
        for version in ("v1", "v2"):
            (one,) = compare_contenders(sides["v0"], sides[version])
            assert one.lift_delta_low is not None
            assert one.lift_delta is not None
            error = (one.lift_delta - one.lift_delta_low) / Z95
            rows.append(row(version, str(month), one.lift_delta, error, **counts))
    return rows


def host(scores: pd.DataFrame, behind: pd.DataFrame | None = None, **changes: Any) -> FakeSummaryHost:
    """A host whose performance is that of the scores, which are connected unless others are."""
    rows = [{**one, **changes} for one in rows_of(scores)]
    return FakeSummaryHost({"performance": performance(rows)}, scored={"scores": scores if behind is None else behind})


def bounds(summary: pd.DataFrame) -> pd.Series:
    """Width of the pooled bounds of each challenger."""
    rows = summary.drop_duplicates("version_id").set_index("version_id").drop("v0")
    return rows["pooled_lift_delta_high"] - rows["pooled_lift_delta_low"]


def test_bounds_allow_for_customers_who_come_back() -> None:
    """Wider than as if months were independent, and the row says on what they rest."""
    scores = scored()
    without = run(FakeSummaryHost({"performance": performance(rows_of(scores))}))
    given = host(scores)
    summary = run(given)
    bases = summary.set_index("version_id")["pooled_basis"].drop("v0")

    assert set(bases) == {"clustered_by_customer"}
    assert (bounds(summary) > 1.2 * bounds(without)).all()
    assert "Score churn: errors of 2 of 2 versions are clustered by customer." in given.said
    assert "clustered" not in str(without["pooled_basis"].tolist())


def test_new_customers_every_month_are_as_independent_months() -> None:
    """Nobody comes back."""
    scores = scored(same_customers=False)
    without = run(FakeSummaryHost({"performance": performance(rows_of(scores))}))

    assert bounds(run(host(scores))).to_dict() == pytest.approx(bounds(without).to_dict(), rel=1e-6)


def test_order_and_extra_rows_change_nothing() -> None:
    """A table promises no order, and holds versions and cohorts that no verdict rests on."""
    scores = scored()
    others = scores[scores["version_id"] == "v1"].assign(version_id="v9")
    older = scores.assign(cohort="2017-01")
    mixed = pd.concat([scores, others, older]).sample(frac=1, random_state=2)

    assert bounds(run(host(scores, mixed))).to_dict() == pytest.approx(bounds(run(host(scores))).to_dict())


def test_versions_that_scored_different_customers_are_compared_on_those_of_both() -> None:
    """As their performance rows are."""
    scores = scored()
    is_unscored = (scores["version_id"] == "v1") & (scores.index % 50 == 0)
    kept = scores[~is_unscored]
    rows = rows_of(scores)
    for one in rows:
        if one["version_id"] == "v1":
            both = kept[kept["cohort"] == one["cohort"]].pivot(index="customer_id", columns="version_id").dropna()
            sides = [contender(both[("outcome", "v0")], both[("score", v)].to_numpy(), [500]) for v in ("v0", "v1")]
            one.update(n=len(both), lift_delta=compare_contenders(*sides)[0].lift_delta)
    given = FakeSummaryHost({"performance": performance(rows)}, scored={"scores": kept})
    run(given)

    assert "Score churn: errors of 2 of 2 versions are clustered by customer." in given.said


def test_a_cohort_without_scores_is_named() -> None:
    """Its versions are judged as without scores."""
    scores = scored()
    given = host(scores, scores[scores["cohort"] != "2019-02"])
    summary = run(given)

    assert "clustered_by_customer" not in set(summary["pooled_basis"])
    assert any("no scores of version v1 on cohort 2019-02; no scores of version v2" in line for line in given.said)


def test_scores_of_another_run_are_told_by_their_figures() -> None:
    """The other version keeps its clustered errors."""
    scores = scored()
    changed = scores["score"].where(scores["version_id"] != "v1", scores["score"] ** 2)
    given = host(scores, scores.assign(score=changed))
    bases = run(given).drop_duplicates("version_id").set_index("version_id")["pooled_basis"]

    assert bases["v2"] == "clustered_by_customer"
    assert bases["v1"] != "clustered_by_customer"
    assert any("version v1 on cohort 2019-01 give a difference in lift of" in line for line in given.said)


def test_scores_of_the_model_in_production_are_needed() -> None:
    """Differences are against it."""
    scores = scored()
    given = host(scores, scores[scores["version_id"] != "v0"])
    run(given)

    assert any("no scores of the model in production, v0, on 2019-01" in line for line in given.said)


@pytest.mark.parametrize("change", [{"version_id": "other"}, {"cohort": "2001-01"}])
def test_scores_of_other_versions_or_cohorts_are_refused(change: dict[str, str]) -> None:
    """With those that are looked for."""
    scores = scored()

    with pytest.raises(SettingsError, match=r"TELCO.scores has no row of the versions \(v0, v1, v2\) and cohorts"):
        run(host(scores, scores.assign(**change)))


def test_a_dataset_without_the_columns_of_scores_is_refused() -> None:
    """Before anything is read."""
    scores = scored()

    with pytest.raises(SettingsError, match="TELCO.scores has no column score, outcome"):
        run(host(scores, scores.drop(columns=["score", "outcome"])))


def test_customers_who_come_twice_are_told() -> None:
    """In the cohort and version where they do."""
    scores = scored()
    first = scores[(scores["cohort"] == "2019-01") & (scores["version_id"] == "v1")]
    doubled = scores.drop(first.index[-1])
    doubled = pd.concat([doubled, first.iloc[:1]])
    given = host(scores, doubled)
    run(given)

    assert any("version v1 on cohort 2019-01 have customers twice" in line for line in given.said)


@pytest.mark.parametrize(
    ("policy", "line"),
    [
        (Policy(figure="auc"), "clustered by customer for the lift only"),
        (Policy(population="control"), "rest on control, which scores do not tell"),
    ],
)
def test_what_scores_cannot_cluster_is_told(policy: Policy, line: str) -> None:
    """Nothing is read for it."""
    scores = scored()
    given = host(scores, scores.assign(cohort="2001-01"), segment=policy.population)
    run(given, SummarySettings(policy=policy))

    assert any(line in said for said in given.said)


def test_without_anything_to_pool_no_score_is_read() -> None:
    """One version has no competitor."""
    scores = scored()
    rows = [one for one in rows_of(scores) if one["version_id"] == "v0"]
    given = FakeSummaryHost({"performance": performance(rows)}, scored={"scores": scores.assign(cohort="2001-01")})
    run(given)

    assert not any("clustered" in line for line in given.said)
