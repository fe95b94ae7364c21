"""Stored scores: the core's figures by way of a database, and whatever a careless user would do."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import datetime, timezone
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.figures.at_rates import figures
from champion_challenger.core.figures.counts import statistics
from champion_challenger.core.monitoring.drift import expected_positives
from champion_challenger.core.reasons import read_reasons, sentence
from champion_challenger.errors import DataError, HostError, SettingsError
from tests.unit.operations.stored_scores.fakes import (
    run_stored,
    stored_host,
    stored_scores,
)

RATES = [100, 500, 1_000]


def expected(frame: pd.DataFrame, version: str, month: str) -> list[dict[str, Any]]:
    """Figures in memory of a version on a month."""
    rows = frame[(frame["version_id"] == version) & (frame["cohort"] == month) & frame["outcome"].notna()]
    promised = {"expected_positives": float(expected_positives(rows["score"]) or "nan")}
    return [{**asdict(figure), **promised} for figure in figures(statistics(rows["outcome"], rows["score"], RATES))]


def assert_figures(found: pd.DataFrame, wanted: list[dict[str, Any]]) -> None:
    """Columns of the figures equal, to 1e-12."""
    frame = pd.DataFrame(wanted)
    pd.testing.assert_frame_equal(
        found[list(frame.columns)].reset_index(drop=True), frame, check_dtype=False, rtol=0, atol=1e-12
    )


def test_a_partition_has_the_figures_of_the_core() -> None:
    """Versions of one cohort, the champion first."""
    found = run_stored(stored_host())

    for version in ("v1", "v2"):
        assert_figures(found[found["version_id"] == version], expected(stored_scores(), version, "2019-06"))
    assert found["cohort"].unique().tolist() == ["2019-06"]
    assert found["is_champion"].tolist() == [True] * 3 + [False] * 3
    assert found["cohort_start"].unique().tolist() == ["2019-06-30"]


def test_scores_of_the_main_job_say_their_snapshot_and_who_has_no_row() -> None:
    """Columns of that dataset: nothing has to be chosen in the form."""
    told = stored_scores().assign(cohort_start="2019-06-05", n_unlabelled=1115, n_unscored=7)
    found = run_stored(stored_host(told))

    assert found["cohort_start"].unique().tolist() == ["2019-06-05"]
    assert (found["n_unlabelled"].unique().tolist(), found["n_unscored"].unique().tolist()) == ([1115], [7])
    assert run_stored(stored_host())["n_unlabelled"].unique().tolist() == [0]


@pytest.mark.parametrize(
    ("dates", "form_day", "status", "warned"),
    [
        (("2019-06-01",), "first", "final", False),
        (("2019-06-01",), "last", "final", True),
        (("2019-06-30",), "last", "provisional", False),
        (("2019-06-30",), "first", "provisional", True),
        (("2019-06-01", "2019-06-02"), "last", "provisional", False),
    ],
)
def test_the_dates_of_the_rows_say_when_a_cohort_is_final(
    dates: tuple[str, ...], form_day: str, status: str, warned: bool
) -> None:
    """On 1 July with one month: June is known where all its rows are of the first, whatever the form says."""
    scores = stored_scores(("2019-06",))
    host = stored_host(scores.assign(seen=[dates[place % len(dates)] for place in range(len(scores))]))
    host.run = replace(host.run, started_at=datetime(2019, 7, 1, 12, tzinfo=timezone.utc))
    rows = run_stored(host, snapshot_column="seen", snapshot_day=form_day)

    assert rows["cohort_status"].unique().tolist() == [status]
    assert any("WARN: cohort 2019-06: " in line and "Snapshot day" in line for line in host.said) is warned


def test_a_snapshot_column_of_the_form_is_read_in_the_time_zone() -> None:
    """Midnight of the sixth in Paris is the fifth in UTC."""
    scores = stored_scores().assign(seen=pd.Timestamp("2019-06-05 22:00"))
    host = stored_host(scores)
    columns = tuple(replace(c, type="date") if c.name == "seen" else c for c in host.flow.scores.facts.columns)
    facts = replace(host.flow.scores.facts, columns=columns)
    host.flow = replace(host.flow, scores=replace(host.flow.scores, facts=facts))
    starts = [
        run_stored(host, snapshot_column="seen", time_zone=zone)["cohort_start"][0] for zone in ("UTC", "Europe/Paris")
    ]

    assert starts == ["2019-06-05", "2019-06-06"]
    assert any("Days are those of Europe/Paris: period from 2019-06-01 00:00:00+02:00" in line for line in host.said)


def test_cohorts_at_local_midnight_are_those_of_the_time_zone() -> None:
    """The rows of June, seen at midnight of the first of June in Paris, by a column of moments."""
    scores = stored_scores().replace({"cohort": {"2019-05": "2019-04-30 22:00", "2019-06": "2019-05-31 22:00"}})
    host = stored_host(scores.assign(cohort=pd.to_datetime(scores["cohort"])))
    columns = tuple(replace(c, type="date") if c.name == "cohort" else c for c in host.flow.scores.facts.columns)
    facts = replace(host.flow.scores.facts, columns=columns)
    host.flow = replace(host.flow, scores=replace(host.flow.scores, facts=facts))
    found = run_stored(host, time_zone="Europe/Paris")

    assert found["cohort_start"].unique().tolist() == ["2019-06-01"]
    assert_figures(found[found["version_id"] == "v1"], expected(stored_scores(), "v1", "2019-06"))


def test_a_snapshot_column_that_is_not_there_is_refused() -> None:
    """With those that are."""
    with pytest.raises(SettingsError, match="Snapshot date column: .*seen"):
        run_stored(stored_host(), snapshot_column="seen")


def test_verdicts_rest_on_the_pairs() -> None:
    """Of both scores of each customer; `stored_scores/test_verdicts.py` holds them to the main job."""
    found = run_stored(stored_host())

    assert found["verdict"].tolist() == ["champion"] * 3 + ["not_enough_data"] * 3
    assert found["verdict_rate"].unique().tolist() == [0.05]
    assert found["lift_delta"].isna().tolist() == [True] * 3 + [False] * 3


def test_reasons_are_kept_as_codes_too() -> None:
    """They say what the sentence says."""
    perfect = stored_scores().assign(score=lambda rows: rows["outcome"] + rows["score"] / 10)
    found = run_stored(stored_host(perfect), score_decimals="1").iloc[0]

    reasons = read_reasons(found["reason_codes"], "reason")
    assert [reason.code for reason in reasons][:2] == ["auc_too_good", "scores_were_rounded"]
    assert sentence(reasons) == found["reason"]


def test_an_auc_too_good_to_be_true_is_flagged() -> None:
    """The score that was stored may have known the outcome."""
    found = run_stored(stored_host(stored_scores().assign(score=lambda rows: rows["outcome"] + rows["score"] / 10)))

    assert (
        found["reason"].str.contains("an AUC of 1.000 is too good to be true: does a feature know the outcome?").all()
    )


def test_bounds_of_few_hits_are_marked_on_every_version() -> None:
    """The champion's rows too, at the rates where they are few."""
    found = run_stored(stored_host())
    is_few = found["true_positives"] < 10

    assert set(found.loc[is_few, "version_id"]) == {"v1", "v2"}
    assert found["reason"].fillna("").str.contains("hits?, fewer than 10").tolist() == is_few.tolist()
    assert found["lift_low"].notna().all()


def test_an_output_without_partitions_has_all_cohorts() -> None:
    """In the order of their dates; the metrics are those of the newest."""
    host = stored_host(partition="")
    found = run_stored(host)

    for month in ("2019-05", "2019-06"):
        cohort = found[found["cohort"] == month]
        assert_figures(cohort[cohort["version_id"] == "v2"], expected(stored_scores(), "v2", month))
    assert host.metrics["champion_lift"] == round(found.loc[found["cohort"] == "2019-06", "lift"].iloc[1], 4)


def test_cohorts_may_be_dated() -> None:
    """A snapshot date instead of a name: the partition takes its days, and the date is the start."""
    scores = stored_scores()
    days = pd.to_datetime(scores["cohort"].map({"2019-05": "2019-05-31", "2019-06": "2019-06-28"}))
    dated = scores.assign(cohort=days.astype("datetime64[s]"))

    found, all_of_them = run_stored(stored_host(dated)), run_stored(stored_host(dated, partition=""))
    assert found["cohort_start"].unique().tolist() == ["2019-06-28"]
    assert all_of_them["cohort"].unique().tolist() == ["2019-05-31", "2019-06-28"]
    assert_figures(found[found["version_id"] == "v1"], expected(scores, "v1", "2019-06"))


def test_outcomes_of_their_own_table_are_joined() -> None:
    """Unmatched and unlabelled customers are counted, and so are those without a score."""
    scores = stored_scores()
    known = scores[scores["version_id"] == "v1"][["customer_id", "cohort", "outcome"]]
    outcomes = known.assign(outcome=known["outcome"].astype("float64"))[10:].reset_index(drop=True)
    june = np.flatnonzero(outcomes["cohort"] == "2019-06")
    outcomes.loc[june[:5], "outcome"] = np.nan
    outcomes.loc[june[5], "customer_id"] = "never scored"
    found = run_stored(stored_host(scores.drop(columns="outcome"), outcomes))

    assert found["n"].unique().tolist() == [294]
    assert found["n_unlabelled"].unique().tolist() == [6]
    assert found["n_unscored"].unique().tolist() == [1]


def test_missing_scores_and_outcomes_are_counted() -> None:
    """As columns of the scores."""
    scores = stored_scores().assign(outcome=lambda f: f["outcome"].astype("float64"))
    june = np.flatnonzero((scores["cohort"] == "2019-06") & (scores["version_id"] == "v2"))
    scores.loc[june[:4], "outcome"] = np.nan
    scores.loc[june[3:7], "score"] = [np.nan, np.nan, np.inf, -np.inf]
    found = run_stored(stored_host(scores)).set_index("version_id").loc["v2"].iloc[0]

    assert (found["n"], found["n_unlabelled"], found["n_unscored"]) == (293, 4, 3)


@pytest.mark.parametrize("outcome", [0, 1])
def test_one_class_has_counts_and_a_reason(outcome: int) -> None:
    """No figure, no exception."""
    found = run_stored(stored_host(stored_scores().assign(outcome=outcome)))

    assert found["status"].unique().tolist() == ["not_enough_data"]
    assert found["lift"].isna().all()


def test_a_version_without_any_score_has_its_rows() -> None:
    """It would otherwise vanish from the report."""
    scores = stored_scores()
    scores.loc[scores["version_id"] == "v2", "score"] = np.nan
    found = run_stored(stored_host(scores)).set_index("version_id").loc["v2"]

    assert found["n"].tolist() == [0, 0, 0]
    assert found["n_unscored"].tolist() == [300, 300, 300]
    assert found["reason"].str.contains("no customer has both an outcome and a score").all()


def test_rounding_tells_the_error_that_it_can_cause() -> None:
    """The figures of the exact scores lie within what is told of the rounded ones."""
    found = run_stored(stored_host(), score_decimals="1").set_index("version_id").loc["v1"].iloc[0]
    of_auc, of_ks = (float(number) for number in re.findall(r"by (\d\S*\d)", found["reason"]))
    exact = expected(stored_scores(), "v1", "2019-06")[0]

    assert 0 < abs(found["auc"] - exact["auc"]) <= of_auc
    assert 0 <= exact["ks"] - found["ks"] <= of_ks < 1
    assert found["true_positives_worst"] <= exact["true_positives"] <= found["true_positives_best"]


def test_a_rounded_group_hides_no_more_of_ks_than_the_share_of_its_smaller_class() -> None:
    """All positives are tied with half of the negatives."""
    scores, outcomes = [0.3] * 40 + [0.2] * 40 + [0.9] * 40, [1] * 40 + [0] * 80
    frame = stored_scores(("2019-06",), n=120).assign(score=scores * 2, outcome=outcomes * 2)
    found = run_stored(stored_host(frame), score_decimals="0")

    assert found["reason"].str.contains("AUC can be off by 0.25 and .* KS can be too low by 0.5,").all()


@pytest.mark.parametrize(
    "form", [{"champion_version": "v2"}, {"champion_column": "is_best"}], ids=["by value", "by column"]
)
def test_the_champion_may_come_from_the_form_or_a_column(form: dict[str, str]) -> None:
    """Without a saved model."""
    host = stored_host(stored_scores().assign(is_best=lambda f: (f["version_id"] == "v2").astype("int64")))
    host.model = None
    found = run_stored(host, **form)

    assert found["is_champion"].tolist() == [True] * 3 + [False] * 3
    assert found["version_id"].tolist() == ["v2"] * 3 + ["v1"] * 3
    assert found["score_id"].unique().tolist() == ["scores"]


def test_boolean_outcomes_are_read() -> None:
    """Where the database has booleans."""
    found = run_stored(stored_host(stored_scores().assign(outcome=lambda f: f["outcome"] == 1)))

    assert_figures(found[found["version_id"] == "v1"], expected(stored_scores(), "v1", "2019-06"))


def test_a_champion_without_stored_scores_is_told() -> None:
    """The challengers' figures are shown all the same."""
    host = stored_host()
    found = run_stored(host, champion_version="v9")

    assert not found["is_champion"].any()
    assert any("the champion v9 has no stored scores" in said for said in host.said)


def doubled(frame: pd.DataFrame) -> pd.DataFrame:
    """Three customers twice."""
    return pd.concat([frame, frame.tail(3)], ignore_index=True)


@pytest.mark.parametrize(
    ("scores", "form", "message"),
    [
        (doubled(stored_scores()), {}, "more than once .column customer_id., 3 rows too many"),
        (stored_scores().assign(outcome=2), {}, r"expected outcomes 1 .positive., 0 or null .* 300 rows with another"),
        (stored_scores(("2019-05",)), {}, "no row of cohort 2019-06. Build it first"),
        (
            stored_scores().assign(customer_id=lambda f: f["customer_id"].where(f["cohort"] == "2019-05", None)),
            {},
            "300 rows have no customer_id",
        ),
        (stored_scores().assign(outcome=np.nan), {}, "none of the rows of cohort 2019-06 has an outcome"),
        (stored_scores().assign(best=1), {"champion_column": "best"}, "exactly one version, found it on v1, v2"),
        (stored_scores().replace({"version_id": {"v2": None}}), {}, "300 rows have no version_id"),
    ],
    ids=["duplicates", "outcomes", "empty", "nameless", "unlabelled", "champions", "versions"],
)
def test_rows_that_cannot_be_evaluated_are_refused(scores: pd.DataFrame, form: dict[str, str], message: str) -> None:
    """Nothing is written."""
    host = stored_host(scores)

    with pytest.raises(DataError, match=message):
        run_stored(host, **form)
    assert host.performance is None


def test_somebody_has_to_name_the_champion() -> None:
    """A model, a column or a value."""
    host = stored_host()
    host.model = None

    with pytest.raises(SettingsError, match="Champion: nothing says which version it is"):
        run_stored(host)


def test_a_query_that_the_database_ends_says_what_to_do() -> None:
    """The database's own words come first; nothing was written."""
    host = stored_host()
    host.failure = "2646 No more spool space in analyst."

    with pytest.raises(
        HostError, match="No more spool space .* previous rows of performance are kept.*round the scores"
    ):
        run_stored(host)
    assert host.performance is None


def test_a_snapshot_column_without_days_is_named_by_its_own_field() -> None:
    """Not as the cohort column, which is right."""
    with pytest.raises(DataError, match=r"^Snapshot date column customer_id: expected days such as 2019-06-30 .*found"):
        run_stored(stored_host(), snapshot_column="customer_id")
