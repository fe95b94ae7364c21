"""The summary on a host in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd
import pytest

from champion_challenger.core.reasons import Reason, read_reasons, reason_codes, sentence
from champion_challenger.core.tables.columns import DECISION_RULES, SUMMARY
from champion_challenger.errors import DataError, HostError
from champion_challenger.operations.summarise_performance import summarise_performance, write
from champion_challenger.records.datasets import Column, DatasetFacts
from champion_challenger.settings.evaluation_policy import Policy
from champion_challenger.settings.form import Form
from champion_challenger.settings.summarise_performance import SummarySettings
from tests.unit.performance_rows import against, champion, performance, row

T = TypeVar("T")
SETTINGS = SummarySettings()
OUTPUTS = {role: DatasetFacts(f"TELCO.{role}", ()) for role in ("performance_summary", "decision_rules")}


@dataclass
class FakeSummaryHost:
    """Performance datasets in memory; `active` maps models to their active version."""

    frames: dict[str, pd.DataFrame]
    active: dict[str, str] = field(default_factory=lambda: {"TELCO.m1": "v0"})
    outputs: dict[str, DatasetFacts] = field(default_factory=lambda: dict(OUTPUTS))
    handed: tuple[str, ...] = ("2019-01",)
    existing: tuple[str, ...] = ()
    written: dict[str, pd.DataFrame] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    metrics: dict[str, object] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    scored: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def scores(self) -> list[DatasetFacts]:
        """One dataset a frame; its partitions were all handed."""
        return [
            DatasetFacts(f"TELCO.{name}", tuple(Column(str(c), "string") for c in frame))
            for name, frame in self.scored.items()
        ]

    def read_columns(
        self, dataset: DatasetFacts, columns: Sequence[str], reader: Callable[[Iterator[pd.DataFrame]], T]
    ) -> T:
        """Chunks of 500 rows."""
        frame = {**self.frames, **self.scored}[dataset.name.partition(".")[2]][list(columns)]
        return reader(frame.iloc[start : start + 500] for start in range(0, len(frame), 500))

    @property
    def performance(self) -> list[DatasetFacts]:
        """One dataset a frame, with the columns it has."""
        return [
            DatasetFacts(
                f"TELCO.{name}", tuple(Column(str(c), "string") for c in frame), (("month", "MONTH"),), self.handed
            )
            for name, frame in self.frames.items()
        ]

    def read(self, dataset: DatasetFacts) -> Iterator[pd.DataFrame]:
        """Two chunks."""
        frame = self.frames[dataset.name.partition(".")[2]]
        yield from (frame.iloc[:1], frame.iloc[1:])

    def existing_partitions(self, dataset: DatasetFacts) -> list[str]:
        """As arranged."""
        return list(self.existing)

    def active_version(self, project_key: str, model_id: str) -> str:
        """As arranged; a model that is not there is an error."""
        if f"{project_key}.{model_id}" not in self.active:
            raise HostError(f"no model {model_id}")
        return self.active[f"{project_key}.{model_id}"]

    def version_ids(self, project_key: str, model_id: str) -> set[str]:
        """All that rows name, but for those that were deleted."""
        active = self.active_version(project_key, model_id)
        named = {str(name) for frame in self.frames.values() for name in frame.get("version_id", ())}
        return ({active} | named) - self.deleted

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Keep what was written."""
        self.written[role] = pd.concat(list(frames), ignore_index=True)
        assert self.written[role].columns.tolist() == [column.name for column in columns]

    def save_metrics(self, role: str, metrics: Mapping[str, object]) -> None:
        """Keep them, once the output is there."""
        assert role in self.written
        self.metrics.update(metrics)

    def tell(self, message: str) -> None:
        """Keep the words."""
        self.said.append(message)


def host(*rows: dict[str, Any], **changes: object) -> FakeSummaryHost:
    """A host with one performance dataset."""
    return FakeSummaryHost({"performance": performance(rows)}, **changes)  # type: ignore[arg-type]


def run(given: FakeSummaryHost, settings: SummarySettings = SETTINGS) -> pd.DataFrame:
    """Summarise, write, and return the summary."""
    write(summarise_performance(settings, given), given)
    return given.written["performance_summary"]


def test_every_row_is_kept_with_the_verdict_on_its_version() -> None:
    """Segments and rates too; the verdict is repeated."""
    given = host(*against("v1", [0.5] * 3), row("v1", "2019-03", segment="region=north"))
    summary = run(given)

    assert len(summary) == 7
    assert set(summary.loc[summary["version_id"] == "v1", "pooled_verdict"]) == {"challenger_better"}
    assert summary["is_champion_now"].tolist() == (summary["version_id"] == "v0").tolist()
    assert "Score churn: 1 champion, 1 challenger_better." in given.said


def test_each_score_has_figures_that_scenarios_act_on() -> None:
    """Its verdict, in a word and a sentence, and all counts, those of 0 too."""
    given = host(*against("v1", [0.5] * 3))
    run(given)

    assert given.metrics["verdict of churn"] == "challenger_better"
    assert given.metrics["best_challenger of churn"] == "v1"
    assert given.metrics["verdicts_champion_better of churn"] == 0
    assert f"Score churn: {given.metrics['sentence of churn']}" in given.said


def test_types_are_fixed_and_the_summary_is_written_last() -> None:
    """A run killed before leaves the former summary."""
    given = host(*against("v1", [0.5] * 3))
    kinds = {"string": "object", "double": "float64", "bigint": "Int64", "boolean": "bool"}
    run(given)

    assert list(given.written) == ["decision_rules", "performance_summary"]
    for role, columns in (("performance_summary", SUMMARY), ("decision_rules", DECISION_RULES)):
        assert [str(dtype) for dtype in given.written[role].dtypes] == [kinds[column.type] for column in columns]


@pytest.mark.parametrize(
    ("frames", "message"),
    [
        ({}, "Input performance: no dataset is connected"),
        ({"performance": performance([])}, "TELCO.performance has no row in the partitions of this run"),
        ({"performance": pd.DataFrame()}, "TELCO.performance was never built"),
        (
            {"performance": performance([champion("2019-01", version_id=None)])},
            "no row of TELCO.performance has a version",
        ),
    ],
)
def test_without_any_cohort_nothing_is_written(frames: dict[str, pd.DataFrame], message: str) -> None:
    """A good summary is not replaced by an empty one."""
    given = FakeSummaryHost(frames)

    with pytest.raises(DataError, match=message):
        run(given)
    assert given.written == {}


def test_one_cohort_is_told_and_not_decided() -> None:
    """Unless the policy pools one cohort only."""
    summary, of_one = (
        run(host(*against("v1", [2.0])), settings)
        for settings in (SETTINGS, SummarySettings(policy=Policy(pooled_cohorts=1)))
    )

    assert summary["pooled_cohorts"].tolist() == [None, "2019-01"]
    assert summary["pooled_verdict"].tolist() == ["champion", "not_enough_data"]
    assert of_one["pooled_verdict"].tolist() == ["champion", "challenger_better"]


def test_a_hundred_cohorts_are_summarised_by_their_newest() -> None:
    """All rows are kept, in seconds."""
    summary = run(host(*against("v1", [0.5] * 100)), SummarySettings(policy=Policy(pooled_cohorts=3)))

    assert len(summary) == 200
    assert set(summary.loc[summary["version_id"] == "v1", "pooled_cohorts"]) == {"2027-02, 2027-03, 2027-04"}


def test_many_scores_are_judged_apart_with_their_own_horizons() -> None:
    """Churn after a month, renewal after three."""
    frames = {name: performance(against("v1", [0.5] * 4, score_id=name)) for name in ("churn", "renewal")}
    frames["renewal"]["model_id"], frames["renewal"]["score_id"] = "m2", "renewal"
    settings = SummarySettings.from_form(Form({"other_horizons": {"renewal": "3 months"}}))
    summary = run(FakeSummaryHost(frames, {"TELCO.m1": "v0", "TELCO.m2": "v0"}), settings)

    pooled = summary[summary["version_id"] == "v1"].groupby("score_id")["pooled_cohorts"].first()
    assert pooled.to_dict() == {"churn": "2019-01, 2019-02, 2019-03, 2019-04", "renewal": "2019-01, 2019-04"}


def test_the_champion_is_the_version_that_is_active_now() -> None:
    """Somebody activated v1 after the last cohort."""
    summary = run(host(*against("v1", [0.5] * 3), active={"TELCO.m1": "v1"}))

    assert set(summary.loc[summary["is_champion_now"], "version_id"]) == {"v1"}
    former = summary[summary["version_id"] == "v0"].iloc[-1]
    assert (former["pooled_verdict"], former["pooled_lift_delta"]) == ("champion_better", pytest.approx(-0.5))


def test_a_model_that_cannot_be_asked_has_the_champion_of_its_last_cohort() -> None:
    """The reason is told."""
    given = host(*against("v1", [0.5] * 3), active={})
    summary = run(given)

    assert set(summary.loc[summary["is_champion_now"], "version_id"]) == {"v0"}
    assert "Score churn: no model m1. The champion is taken from cohort 2019-03." in given.said


def test_a_champion_that_was_not_evaluated_yet_is_told() -> None:
    """All others can be compared with nothing."""
    given = host(*against("v1", [0.5] * 3), active={"TELCO.m1": "v9"})

    assert set(run(given)["pooled_verdict"]) == {"not_comparable"}
    assert any("TELCO.m1.v9, was not evaluated" in line for line in given.said)


def test_rows_without_any_champion_are_shown_and_not_judged() -> None:
    """Such as those of a score column alone."""
    given = host(row("v1", "2019-01", None))

    assert run(given)["pooled_reason"].tolist() == ["no model in production is known"]
    assert any("no row is marked as champion" in line for line in given.said)


def test_reasons_of_the_summary_join_those_of_the_rows() -> None:
    """As codes; the columns of sentences stay apart."""
    own = reason_codes({"reason": [Reason("no_positive", {"n": 400})]})
    summary = run(host(champion("2019-01"), row("v1", "2019-01", n_positive=12, reason_codes=own)))

    codes = summary["reason_codes"].iloc[-1]
    assert read_reasons(codes, "reason") == (Reason("no_positive", {"n": 400}),)
    assert sentence(read_reasons(codes, "pooled_reason")) == summary["pooled_reason"].iloc[-1]
    assert summary["pooled_reason"].iloc[-1].startswith("12 positive customers in all, at least 30 needed; 1 cohort")


def test_rows_without_comparisons_are_not_comparable_and_still_counted() -> None:
    """As an early version wrote them: totals have wide bounds."""
    rows = [dict(one) for one in against("v1", [0.5] * 3)]
    for one in rows:
        one.update({name: None for name in one if "_delta" in name or name == "extra_positives"})
    given = host(*rows)

    assert run(given)["pooled_reason"].iloc[-1] == "no final cohort compares it with the champion"
    assert given.written["decision_rules"]["total_extra_positives_high"].max() > 0


def test_a_primary_rate_that_was_not_evaluated_gives_way_to_the_nearest() -> None:
    """It is told."""
    given = host(*against("v1", [0.5] * 3))
    summary = run(given, SummarySettings(policy=Policy(rate_bp=400)))

    assert summary["pooled_verdict"].iloc[-1] == "challenger_better"
    assert any("the nearest, 5 %, is taken" in line for line in given.said)


def test_the_rate_of_the_last_cohort_counts_after_a_change() -> None:
    """It was evaluated at 10 % alone; verdicts at 5 % would be those of the cohorts before."""
    rows = [
        *against("v1", [0.9] * 2),
        *(
            {**one, "targeting_rate": 0.1}
            for one in (
                champion("2019-02"),
                row("v1", "2019-02", -0.9),
                champion("2019-03"),
                row("v1", "2019-03", -0.9),
            )
        ),
    ]
    given = host(*rows)
    summary = run(given)

    assert set(summary["pooled_targeting_rate"]) == {0.1}
    assert set(summary.loc[summary["version_id"] == "v1", "pooled_cohorts"]) == {"2019-02, 2019-03"}
    assert any("cohort 2019-03 was not evaluated at the primary rate of 5 %" in line for line in given.said)


def test_a_version_left_behind_is_in_no_verdict_mail_or_metric() -> None:
    """It was far better until February, and not scored since."""
    given = host(*against("v1", [0.9] * 2), champion("2019-03"), row("v2", "2019-03", 0.01), row("v2", "2019-02", 0.01))
    summary = run(given)

    assert set(summary.loc[summary["version_id"] == "v1", "pooled_verdict"]) == {"not_comparable"}
    assert given.metrics["verdict of churn"] == "not_distinguishable"
    assert (given.metrics["best_challenger of churn"], "v1" in str(given.metrics["sentence of churn"])) == ("v2", False)
    assert given.metrics["verdicts_challenger_better of churn"] == 0


def test_another_horizon_than_the_scores_is_noticed() -> None:
    """A cohort that was final the day after its snapshot had no horizon of a year."""
    given = host(*against("v1", [0.5], computed_at="2019-03-15T00:00:00Z"))
    run(given, SummarySettings.from_form(Form({"horizon": "1 year"})))

    assert any("does not agree with the status of 2019-01" in line for line in given.said)


def test_the_log_says_what_each_rule_would_have_brought() -> None:
    """Two months with 8 customers more."""
    given = host(*against("v1", [0.4] * 5, trained_until="2010-12-31"))
    run(given)

    assert (
        "Score churn, since 2019-01: our verdict would have reached 316 positive customers, +16 against keeping the "
        "champion v0 (95 % -1 to +33)."
    ) in given.said
    assert (
        "Score churn, since 2019-01: always the newest would have kept the 300 positive customers of the champion v0."
    ) in given.said


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (0.4, "Keeping v0 since 2019-04 cost 16 positive customers (95 % -1 to 33 lost)."),
        (-0.8, "Keeping v0 since 2019-04 saved 8 positive customers (95 % -25 to 9 lost)."),
    ],
)
def test_the_log_says_what_keeping_the_champion_cost(last: float, said: str) -> None:
    """From the month on in which the verdicts so far called another one better."""
    given = host(*against("v1", [0.4, 0.4, 0.4, 0.4, last]))
    run(given)

    assert f"Score churn: {said}" in given.said


def test_two_scores_of_one_name_are_refused() -> None:
    """Their champions would be judged as rivals."""
    frames = {"a": performance([champion("2019-01")]), "b": performance([champion("2019-01", model_id="m2")])}

    with pytest.raises(DataError, match=r"cohort 2019-01: expected one champion, found TELCO.m1.v0 and TELCO.m2.v0"):
        run(FakeSummaryHost(frames))


def test_pooled_verdicts_rest_on_the_policys_population() -> None:
    """Or on all customers, which is told, where a score has no row of it."""
    of_control = [{**one, "segment": "control"} for one in against("v1", [0.0] * 3)]
    rows = [*against("v1", [1.5] * 3), *of_control]
    settings = SummarySettings(policy=Policy(population="control"))
    judged = run(host(*rows), settings).query("version_id == 'v1'")
    given = host(*against("v1", [1.5] * 3))
    without = run(given, settings)

    assert set(judged["pooled_verdict"]) == {"practically_equal"} or set(judged["pooled_lift_delta"]) == {0.0}
    assert set(judged["pooled_population"]) == {"control"}
    assert set(without["pooled_population"]) == {"all"}
    assert any("no row is of the verdict population control" in line for line in given.said)
