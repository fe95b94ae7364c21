"""Rows of a workbook: all that was given, as it is, and checked."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.report.workbook import TABLES, workbook_rows
from champion_challenger.core.tables.frames import table
from champion_challenger.errors import DataError
from tests.unit.report.samples import activation, gains, row, two_cohorts

OTHER = [row("initial", "1998-05", 2.0, score_id="Churn", model_id="m2")]


def frames(rows: list[dict[str, Any]], **others: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """Datasets of the current version of the plugin."""
    given = {"performance_summary": rows, **others}
    return {name: table(records, TABLES[name]) for name, records in given.items()}


def test_rows_of_all_scores_are_kept_as_they_are() -> None:
    """Every column, every row; segments too."""
    segment = row("initial", "1998-05", 3.0, segment="region=north")
    found = workbook_rows(frames([*two_cohorts(), segment, *OTHER], gains_curves=gains("initial")))

    assert found.names == ("Churn", "Repurchase")
    assert {name: len(rows) for name, rows in found.tables.items()} == {"performance_summary": 8, "gains_curves": 100}
    assert list(found.tables["performance_summary"]) == [column.name for column in TABLES["performance_summary"]]


def test_one_score_leaves_out_the_others() -> None:
    """Also their activations."""
    log = [activation(), activation(model_id="m2")]
    found = workbook_rows(frames([*two_cohorts(), *OTHER], activation_log=log), "Churn")

    assert set(found.tables["performance_summary"]["score_id"]) == {"Churn"}
    assert list(found.tables["activation_log"]["model_id"]) == ["m2"]


def test_a_dataset_without_rows_is_left_out() -> None:
    """A new score has no decision rules yet; a dataset that was never built has no columns either."""
    given = {
        **frames(two_cohorts()),
        "decision_rules": pd.DataFrame(),
        "gains_curves": table([], TABLES["gains_curves"]),
    }
    assert list(workbook_rows(given).tables) == ["performance_summary"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "run Retrain and evaluate, and then Summarise performance"),
        (
            [row("initial", "1998-05", 2.0, cohort_status="provisional")],
            "Score Repurchase has no final cohort: the outcomes of 1998-05 are still provisional",
        ),
        (
            [row("initial", "1998-05", 2.0, is_champion_now=False)],
            "Score Repurchase has no model in production: no row has is_champion_now",
        ),
        (
            [*two_cohorts(), row("a", "1998-05", 2.0, score_id="Churn", cohort_status="provisional")],
            "Score Churn has no model in production.* Score Churn has no final cohort",
        ),
    ],
    ids=["no row", "no final cohort", "no model in production", "both, of another score"],
)
def test_what_cannot_be_shown_is_refused(rows: list[dict[str, Any]], message: str) -> None:
    """With what to do."""
    with pytest.raises(DataError, match=message):
        workbook_rows(frames(rows))


def test_columns_of_a_former_version_are_named() -> None:
    """The summary is made again in a minute."""
    given = frames(two_cohorts())
    given["performance_summary"] = given["performance_summary"].drop(columns=["pooled_population", "verdict_rate"])

    with pytest.raises(
        DataError, match=r"lacks the columns verdict_rate, pooled_population.* run Summarise performance"
    ):
        workbook_rows(given)


def test_another_dataset_is_named() -> None:
    """The gains curves were chosen twice."""
    given = {**frames(two_cohorts()), "decision_rules": table(gains("initial"), TABLES["gains_curves"])}
    with pytest.raises(DataError, match="decision_rules lacks the columns rule, cohort_start.* it is another dataset"):
        workbook_rows(given)


def test_an_unknown_score_is_told() -> None:
    """Those that there are."""
    with pytest.raises(DataError, match="No row is about a score named 'Chrun'; there are Repurchase: choose one"):
        workbook_rows(frames(two_cohorts()), "Chrun")
