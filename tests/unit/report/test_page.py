"""The report page: complete, self-contained, escaped."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.performance import table
from champion_challenger.errors import DataError
from champion_challenger.report.page import page

SHARED = {
    "score_id": "Repurchase",
    "cohort_status": "final",
    "segment": "all",
    "n": 23570,
    "n_positive": 1507,
    "base_rate": 0.0639,
    "n_targeted": 1179,
    "project_key": "P",
    "model_id": "m",
    "algorithm": "RANDOM_FOREST_CLASSIFICATION",
    "status": "scored",
    "run_id": "run-1",
    "computed_at": "1998-07-01T00:00:00",
    "plugin_version": "0.1.0",
}


def row(version: str, cohort: str, lift: float | None, /, **changes: Any) -> dict[str, Any]:
    """One row of performance; the version `initial` is the champion."""
    figures = {"lift": lift, "auc": 0.8, "precision": 0.4, "sensitivity": 0.3, "accuracy": 0.9}
    who = {"version_id": version, "version_label": version, "is_champion": version == "initial"}
    when = {"cohort": cohort, "cohort_start": f"{cohort}-28", "targeting_rate": 0.05}
    return {**SHARED, **who, **when, **figures, **changes}


def rows_of_two_cohorts() -> list[dict[str, Any]]:
    """A champion, two challengers and a rule over two cohorts."""
    rule = {"algorithm": None, "model_id": None, "project_key": None, "version_label": "rule_score"}
    return [
        row("initial", "1998-04", 6.1),
        row("initial", "1998-05", 5.9),
        row("19980331", "1998-04", 6.3),
        row("19980331", "1998-05", 6.27),
        row("19980430", "1998-05", 6.25),
        row("column:rule_score", "1998-05", 5.5, **rule),
    ]


class Checker(HTMLParser):
    """Collects tags and fails on elements that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what is open."""
        self.seen.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Elements without content close themselves."""
        self.seen.append(tag)


def checked(text: str) -> Checker:
    """Parse a page."""
    checker = Checker()
    checker.feed(text)
    assert not checker.open
    return checker


def test_page_holds_a_chart_for_each_figure_and_nothing_that_runs_or_loads() -> None:
    """Five figures; no script, no link, no image, no address."""
    text = page(table(rows_of_two_cohorts()))
    seen = checked(text).seen
    assert seen.count("figure") == 5
    assert not {"script", "link", "img", "iframe", "object"} & set(seen)
    assert "http" not in text
    assert "url(" not in text
    assert "@import" not in text


def test_legend_is_the_champion_then_newest_first_then_score_columns() -> None:
    """The order of the legend is that of the table too."""
    text = page(table(rows_of_two_cohorts()))
    legend = text[text.index('class="legend"') :]
    places = [legend.index(name) for name in ("initial in production", "19980430", "19980331", "rule_score")]
    assert places == sorted(places)


def test_header_says_model_rate_cohort_and_number_of_versions() -> None:
    """The header counts versions apart from score columns."""
    text = page(table(rows_of_two_cohorts()))
    assert "<dt>Versions compared</dt><dd>3<small>and 1 score column</small>" in text
    assert "<dt>Customers targeted</dt><dd>5 %<small>1\u202f179 of 23\u202f570</small>" in text
    assert "<dt>Last cohort</dt><dd>1998-05<small>final, 6.4 % positive</small>" in text


@pytest.mark.parametrize("column", ["score_id", "version_label", "version_id", "cohort", "reason", "algorithm"])
def test_every_value_is_escaped(column: str) -> None:
    """Names that are markup are shown as they are written."""
    text = page(table([row("initial", "1998-05", 5.9, **{column: '<script>"é&'})]))
    assert "<script" not in text
    checked(text)


def test_version_that_could_not_score_is_named_with_its_reason() -> None:
    """Its line has a gap and the table below says why."""
    lost = {"status": "not_scorable", "reason": "the cohort lacks 1 feature", "auc": None, "precision": None}
    text = page(table([*rows_of_two_cohorts(), row("19980228", "1998-05", None, **lost)]))
    assert "the cohort lacks 1 feature" in text
    assert "not scorable" in text
    assert "nan" not in text.lower()


def test_one_version_in_one_cohort_makes_a_page() -> None:
    """The thinnest evidence is a dot."""
    text = page(table([row("initial", "1998-05", 5.9)]))
    assert checked(text).seen.count("circle") == 5


def test_rows_as_the_official_client_reads_them_make_the_same_page() -> None:
    """Nulls as empty texts and None, figures as objects."""
    frame = table(rows_of_two_cohorts())
    as_read = pd.DataFrame(frame.astype("object").where(frame.notna(), None).to_dict("records"))
    as_read["reason"] = ""
    assert page(as_read) == page(frame)


def test_champion_that_changed_is_the_one_of_the_last_cohort() -> None:
    """A person activated a challenger meanwhile: it is drawn as the champion over all its cohorts."""
    frame = table(rows_of_two_cohorts())
    frame.loc[frame["cohort"] == "1998-05", "is_champion"] = frame["version_id"] == "19980331"
    assert "19980331 in production" in page(frame)


def test_page_of_fourteen_versions_over_two_years_stays_small() -> None:
    """Under 500 KB, to be attached to a mail."""
    months = [str(month) for month in pd.period_range("1997-01", periods=24, freq="M")]
    rows = [row(f"version-{number:02d}", month, 5 + number / 10) for number in range(14) for month in months]
    assert len(page(table(rows))) < 500_000


def test_no_rows_are_refused() -> None:
    """An empty dataset has nothing to show."""
    with pytest.raises(DataError, match="has none: run the recipe first"):
        page(table([]))


def test_two_scores_are_refused() -> None:
    """A page shows one score."""
    with pytest.raises(DataError, match="holds Churn, Repurchase: choose one"):
        page(table([row("initial", "1998-05", 5.9), row("initial", "1998-05", 5.9, score_id="Churn")]))


def test_rate_that_was_not_computed_is_refused() -> None:
    """The message lists the rates that there are."""
    with pytest.raises(DataError, match=r"the targeting rate 0\.2; there are 0\.05"):
        page(table(rows_of_two_cohorts()), rate=0.2)
