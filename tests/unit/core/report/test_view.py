"""What a view shows of a score's rows."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from champion_challenger.core.report.rows import ReportRows
from champion_challenger.core.report.view import ViewedRows, rows_file, rows_in_view, written_rows
from champion_challenger.errors import DataError
from champion_challenger.languages import LANGUAGES
from champion_challenger.settings.performance_report import ReportView
from tests.unit.report.samples import decisions, report_of, row, two_cohorts


def both_rates() -> ReportRows:
    """Two cohorts at two rates."""
    rows = [{**one, "targeting_rate": rate} for one in two_cohorts() for rate in (0.01, 0.05)]
    return report_of(rows, decisions=pd.DataFrame(decisions()))


def shown(view: ReportView) -> set[tuple[str, str, float]]:
    """Version, cohort and rate of the rows that a view shows."""
    rows = rows_in_view(both_rates(), view).performance
    return set(zip(rows["version_id"], rows["cohort"], rows["targeting_rate"]))


def test_no_choice_shows_everything() -> None:
    """Rows stay as they are."""
    whole = both_rates()
    pd.testing.assert_frame_equal(rows_in_view(whole, ReportView()).performance, whole.performance)


def test_rate_and_period_and_versions_leave_the_rest_out() -> None:
    """The model in production stays, whatever is chosen."""
    view = ReportView(rate=0.05, versions=("nobody",), first="1998-05", last="1998-05")
    assert shown(view) == {("initial", "1998-05", 0.05)}


def test_period_given_backwards_is_the_same_period() -> None:
    """A person may choose the end first."""
    backwards = ReportView(first="1998-05", last="1998-04")
    assert shown(backwards) == shown(ReportView(first="1998-04", last="1998-05"))


def test_decision_rules_are_those_of_the_period() -> None:
    """Their totals run from the first cohort on, whatever the period."""
    part = rows_in_view(both_rates(), ReportView(first="1998-05"))
    assert set(part.decisions["cohort"]) == {"1998-05"}


def test_versions_that_could_be_scored_at_no_rate_stay() -> None:
    """Their row has no rate."""
    lost = row("19980228", "1998-05", None, targeting_rate=None, status="not_scorable")
    rows = rows_in_view(report_of([*two_cohorts(), lost]), ReportView(rate=0.05)).performance
    assert "19980228" in set(rows["version_id"])


def test_unknown_cohort_is_refused() -> None:
    """An old link may name one that is gone."""
    with pytest.raises(DataError, match="No row is about cohort 1996-01; there are 1998-04, 1998-05"):
        rows_in_view(both_rates(), ReportView(first="1996-01"))


def test_view_without_rows_is_refused() -> None:
    """A rate that was never computed."""
    with pytest.raises(DataError, match="No row is left by these choices"):
        rows_in_view(both_rates(), ReportView(rate=0.5))


def test_rows_are_written_so_that_no_spreadsheet_takes_a_text_for_a_formula() -> None:
    """A version's name may begin with an equals sign; numbers stay numbers."""
    names = ["=1+1", "@x", "-2", "plain", "\n=1+1", "\r+1", "＝1+1", "＠x", "－2", " =1", "\u200b=1"]
    part = report_of([row(f"v{place}", "1998-05", -0.5, version_label=name) for place, name in enumerate(names)])
    read = pd.read_csv(io.StringIO(written_rows(part)))
    assert read["version_label"].tolist() == [name if name == "plain" else f"'{name}" for name in names]
    assert read["lift"].tolist() == [-0.5] * len(names)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_rows_are_written_as_a_spreadsheet_of_the_language_reads_them(language: str) -> None:
    """Read back with its separator and decimal mark, every figure is the one that was there; a count has no decimals."""
    rows = report_of([row("initial", "1998-05", 2.125, n=20000, true_positives=436.5, reason="a; b, c")])
    separator, mark = {"en": (",", "."), "fr": (";", ",")}[language]
    text = written_rows(rows, LANGUAGES[language].numbers)
    read = pd.read_csv(io.StringIO(text), sep=separator, decimal=mark)

    assert text.startswith("\ufeffscore_id")
    assert read.loc[0, ["lift", "n", "true_positives", "reason"]].tolist() == [2.125, 20000, 436.5, "a; b, c"]
    assert f"{separator}20000{separator}" in text
    assert f"{separator}436{mark}5{separator}" in text
    assert list(read.columns) == list(rows.performance.columns)


@pytest.mark.parametrize(
    ("view", "name"),
    [
        (ReportView(score="Résiliation / mobile"), "performance-Résiliation-mobile-1998-04-1998-05.csv"),
        (ReportView(score="Repurchase", first="1998-05"), "performance-Repurchase-1998-05.csv"),
    ],
)
def test_the_file_is_named_by_score_and_period(view: ReportView, name: str) -> None:
    """Two downloads of two views do not overwrite each other."""
    rows = both_rates()
    viewed = ViewedRows(view, rows, rows_in_view(rows, view), (view.score,))
    assert rows_file(viewed) == name
