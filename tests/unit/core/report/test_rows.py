"""Rows of the report: under known columns and types, whatever wrote and read them."""

from __future__ import annotations

import pandas as pd

from champion_challenger.core.tables.columns import ACTIVATION_LOG, DECISION_RULES, GAINS_CURVES, SUMMARY
from tests.unit.report.samples import activation, gains, report_of, row, two_cohorts


def test_columns_are_exactly_the_documented_ones() -> None:
    """Numbers are float64, texts never null, flags boolean; what is missing is null or empty."""
    found = report_of([{"version_id": "v", "cohort": "1998-05", "score_id": "s", "lift": "2.5", "brilliance": 3}])
    assert list(found.performance.columns) == [column.name for column in SUMMARY]
    assert (found.performance["lift"].iloc[0], found.performance["verdict"].iloc[0]) == (2.5, "")
    assert found.performance["auc"].isna().all()
    assert found.performance["is_champion"].tolist() == [False]


def test_datasets_that_are_not_given_have_columns_and_no_rows() -> None:
    """The report asks each of them in the same way."""
    found = report_of(two_cohorts())
    for frame, columns in (
        (found.gains, GAINS_CURVES),
        (found.decisions, DECISION_RULES),
        (found.activations, ACTIVATION_LOG),
    ):
        assert list(frame.columns) == [column.name for column in columns]
        assert frame.empty


def test_segments_and_rows_without_a_version_or_cohort_are_left_out() -> None:
    """The report is about all customers."""
    rows = [
        *two_cohorts(),
        row("x", "1998-05", 9.0, segment="region=north"),
        row("", "1998-05", 9.0),
        row("y", "", 9.0),
    ]
    assert set(report_of(rows).performance["version_id"]) == {"initial", "19980331", "19980430", "column:rule_score"}


def test_gains_and_activations_of_other_scores_and_models_are_left_out() -> None:
    """Scores may share a log and a dataset of curves."""
    curves = pd.DataFrame([*gains("initial"), *({**one, "score_id": "Churn"} for one in gains("initial"))])
    log = pd.DataFrame([activation(), activation(model_id="another")])
    found = report_of(two_cohorts(), gains=curves, activations=log)
    assert (len(found.gains), len(found.activations)) == (100, 1)


def test_the_last_cohort_is_the_one_with_the_latest_snapshot() -> None:
    """Names of cohorts need not sort by time."""
    rows = [row("initial", "b", 2.0, cohort_start="2019-01-31"), row("initial", "a", 2.0, cohort_start="2019-02-28")]
    assert report_of(rows).last_cohort == "a"
