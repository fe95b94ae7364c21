"""What the report chooses from the rows."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.report.rows import report_rows
from champion_challenger.core.report.view import ViewedRows, rows_in_view
from champion_challenger.errors import DataError
from champion_challenger.report.answers import ANSWERS
from champion_challenger.report.shown import ReportEvidence, extra_and_overlap, report_evidence
from champion_challenger.settings.performance_report import ReportOptions, ReportView
from tests.unit.report.samples import plain_page as page
from tests.unit.report.samples import report_of, row, two_cohorts


def shown(rows: list[dict[str, Any]], **view: Any) -> ReportEvidence:
    """Evidence of a view of the rows."""
    whole = report_of(rows)
    return report_evidence(whole).within(rows_in_view(whole, ReportView(**view)))


def test_a_version_without_a_row_at_the_rate_is_shown_without_figures() -> None:
    """It was evaluated before the rates changed."""
    rows = [*two_cohorts(), row("19970101", "1998-04", 5.0, targeting_rate=0.01)]
    evidence = shown(rows)
    version = next(version for version in evidence.versions if version.label == "19970101")

    assert (evidence.rate, evidence.last_row(version)["targeting_rate"]) == (0.05, 0.01)
    assert "1997-01-01" in page(report_of(rows))


def test_extra_positives_are_those_against_the_model_in_production() -> None:
    """Somebody activated another version after the last cohort, whose rows compare with the one before."""
    compared = {"extra_positives": 38.0, "target_overlap": 0.8}
    rows = [{**one, **compared, "is_champion_now": one["version_id"] == "19980430"} for one in two_cohorts()]
    before, after = shown([{**one, **compared} for one in two_cohorts()]), shown(rows)

    for evidence, expected in ((before, (38.0, 0.8)), (after, (None, None))):
        assert extra_and_overlap(evidence.last(0.05).loc["P.m.19980331"]) == expected


@pytest.mark.parametrize("is_now", [True, False])
def test_the_model_in_production_of_a_part_is_that_of_all_rows(is_now: bool) -> None:
    """A user of the webapp looks at cohorts of another champion."""
    rows = [row("old", "1998-04", 5.0, is_champion=True), row("initial", "1998-05", 6.0)]
    rows = [{**one, "is_champion_now": is_now and one["version_id"] == "initial"} for one in rows]
    evidence = shown(rows, last="1998-04")

    assert evidence.champion is None
    assert evidence.source.champion.key == "P.m.initial"
    assert "<dt>Model in production</dt><dd>initial<small>" in page(evidence.source)


def test_the_model_in_production_is_in_every_view_with_all_its_rows() -> None:
    """On the first cohort it was a challenger still; the rows are no summary."""
    rows = [row("old", "1998-04", 5.0, is_champion=True), row("initial", "1998-04", 6.0, is_champion=False)]
    rows += [row("initial", "1998-05", 6.0), row("other", "1998-05", 6.0)]
    plain = pd.DataFrame(rows).drop(columns="is_champion_now").to_dict("records")

    assert shown(plain, versions=("nobody",)).rows[["version_id", "cohort"]].to_numpy().tolist() == [
        ["old", "1998-04"],
        ["initial", "1998-04"],
        ["initial", "1998-05"],
    ]


def changed_rates() -> list[dict[str, Any]]:
    """A month at 1, 5 and 10 %, then one at 2 and 20 % with a new challenger."""
    before = [
        row(name, "1998-04", 6.0, targeting_rate=rate) for name in ("initial", "old") for rate in (0.01, 0.05, 0.1)
    ]
    after = [row(name, "1998-05", 6.0, targeting_rate=rate) for name in ("initial", "new") for rate in (0.02, 0.2)]
    return [*before, *after]


@pytest.mark.parametrize("rate", [None, 0.01, 0.05, 0.1, 0.02, 0.2])
def test_rates_may_change_between_months(rate: float | None) -> None:
    """What a month lacks is a gap, in the report and in what the webapp offers."""
    source = report_of(changed_rates())
    text = page(source, ReportOptions(rate=rate))
    viewed = ViewedRows(ReportView(rate=rate), source, rows_in_view(source, ReportView(rate=rate)), ("Repurchase",))

    assert all(name in text for name in ("initial", "old", "new"))
    answer = ANSWERS["view"](viewed, ReportOptions())
    assert len(answer["selectors"]["rate"]) == 5
    assert "1998-0" in answer["report"]


@pytest.mark.parametrize("seed", range(8))
def test_any_row_and_any_cell_may_be_missing(seed: int) -> None:
    """Versions, rates, segments and columns that some months lack are gaps; what cannot be shown has our own error."""
    random = np.random.default_rng(seed)
    kept = [one for one in changed_rates() if random.random() < 0.8]
    named = ("version_id", "cohort", "score_id")
    rows = [{k: v if k in named or random.random() < 0.9 else None for k, v in one.items()} for one in kept]
    frame = pd.DataFrame(rows)
    lost = [name for name in frame.columns if name not in named and random.random() < 0.05]
    with suppress(DataError):
        page(report_rows(frame.drop(columns=lost)))


def test_rows_over_all_customers_are_one_whether_they_say_so_or_not() -> None:
    """An older plugin left the segment empty."""
    rows = [*two_cohorts(), {**two_cohorts()[0], "segment": None, "computed_at": "1998-08-01T00:00:00"}]
    assert len(report_of(rows).performance) == len(two_cohorts())
