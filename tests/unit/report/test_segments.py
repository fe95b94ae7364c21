"""Segments, the confusion table, the ROC curve, and why following the verdict may bring less."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.report.rows import with_active_version
from champion_challenger.report.segments import segment_rows
from champion_challenger.report.shown import report_evidence
from champion_challenger.settings.performance_report import ReportOptions
from tests.chart_lines import points_of
from tests.unit.report.samples import decisions, gains, plain_page, report_of, row, two_cohorts

SOUTH = {"segment": "region=south", "n": 9000, "base_rate": 0.05}
SEGMENTS = [
    row("initial", "1998-05", 4.0, **SOUTH),
    row(
        "19980331",
        "1998-05",
        4.5,
        **SOUTH,
        lift_delta=0.5,
        lift_delta_low=0.1,
        lift_delta_high=0.9,
        extra_positives=9.0,
    ),
]


def cells(text: str, title: str) -> list[str]:
    """Cells of the first table below a title."""
    table = text[text.index(f">{title}") :]
    return re.findall(r"<td[^>]*>((?:(?!</td>).)*)</td>", table[: table.index("</table>")])


def test_a_segment_has_both_lifts_and_their_difference() -> None:
    """On its own customers; the rows over all customers stay what they were."""
    text = plain_page(report_of([*two_cohorts(), *SEGMENTS]))

    assert cells(text, "Segments<") == [
        "region = south", "9\u202f000", "5.0 %", "4.00", "4.50",
        '+0.50<small class="bounds">+0.10 to +0.90</small>', "+9",
    ]  # fmt: skip
    assert "Segments" not in plain_page(report_of(two_cohorts()))


def test_after_an_activation_segments_are_against_the_model_of_now() -> None:
    """Through the champion of the cohort: the same difference, the other way round."""
    now = with_active_version(report_of([*two_cohorts(), *SEGMENTS]), "19980331")
    segments = segment_rows(report_evidence(now)).set_index("version_id")

    assert segments.loc["initial", ["lift_delta", "extra_positives"]].tolist() == [-0.5, -9.0]


def test_confusion_table_adds_up_to_all_customers() -> None:
    """From the counts of the row, at the rate."""
    counts = cells(plain_page(report_of(two_cohorts())), "Confusion table")
    numbers = [int(cell.replace("\u202f", "")) for cell in counts[1:5]]

    assert numbers == [450, 1179 - 450, 1507 - 450, 23570 - 1179 - 1507 + 450]
    assert sum(numbers) == 23570


def test_roc_curve_rises_from_nothing_to_all() -> None:
    """Each version's, from the counts of the gains curve."""
    text = plain_page(report_of(two_cohorts(), gains=pd.DataFrame(gains("initial") + gains("19980331"))))
    chart = text[text.index("<strong>ROC curve</strong>") :]
    path = re.search(r'<title>initial</title><path d="([^"]+)"', chart)
    assert path is not None
    points = points_of(path[1])

    assert len(points) == 101
    assert all(x0 <= x1 and y0 >= y1 for (x0, y0), (x1, y1) in zip(points, points[1:]))


@pytest.mark.parametrize(("newest", "is_said"), [(80.0, True), (20.0, False)])
def test_the_page_says_why_the_verdict_brought_less(newest: float, is_said: bool) -> None:
    """Where always taking the newest brought more: 80 against 50, on both cohorts with another version."""
    others: list[dict[str, Any]] = [
        {**one, "rule": "always_the_newest", "version_id": "new", "total_extra_positives": newest}
        for one in decisions()
        if one["rule"] == "our_verdict"
    ]
    text = plain_page(
        report_of(two_cohorts(), decisions=pd.DataFrame([*decisions(), *others])), ReportOptions(event="buyers")
    )

    assert ("Following the verdict brought 30 fewer buyers than always taking the newest." in text) is is_said
    assert ("kept an older version, on 2 of 2 cohorts" in text) is is_said
