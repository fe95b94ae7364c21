"""Which versions stand out in the charts, and the figures beside them."""

from __future__ import annotations

import re

from champion_challenger.report.lines import others
from champion_challenger.report.shown import report_evidence
from champion_challenger.report.style import OTHERS, page_strokes
from tests.unit.report.samples import plain_page as page
from tests.unit.report.samples import report_of, row, two_cohorts

MONTHS = [f"1998-0{month}" for month in range(1, 6)]
ROWS = [
    *two_cohorts(),
    *(row(f"1997{number}28", cohort, 6 + int(cohort[-1]) / 10) for number in (10, 11, 12) for cohort in MONTHS),
]


def test_few_versions_have_colours() -> None:
    """Production, the best, the newest and score columns; the others are one grey."""
    evidence = report_evidence(report_of(ROWS), None)
    pens = page_strokes(evidence.versions)
    labels = {version.label: pens[version.key].colour for version in evidence.versions}

    assert [version.label for version in others(evidence)] == ["19971228", "19971128", "19971028"]
    assert {name for name, colour in labels.items() if colour == OTHERS} == {"19971228", "19971128", "19971028"}
    assert len({labels[name] for name in ("initial", "19980331", "19980430", "rule_score")}) == 4


def test_a_grey_version_is_brought_out_by_its_name() -> None:
    """Without script: a radio button, its label, the lines of its class, and a rule that joins them."""
    text = page(report_of(ROWS))

    assert 'id="pick-2"' in text
    assert '<label for="pick-2">1997-11-28</label>' in text
    assert "#pick-2:checked ~ div g.pick-2 path" in text
    assert len(re.findall(r'<g class="pick-2"><title>1997-11-28</title>', text)) >= 5
    assert "pick-" not in page(report_of(two_cohorts()))


def test_figures_stand_below_their_chart() -> None:
    """The newest cohort first; a dash where a version has none."""
    text = page(report_of(two_cohorts()))
    table = text[text.index("<summary>Figures</summary>", text.index("<strong>Lift</strong>")) :]
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", table[: table.index("</table>")])

    assert cells[:3] == ["initial", "5.90", "6.10"]
    assert cells[cells.index("1998-04-30") : cells.index("1998-04-30") + 3] == ["1998-04-30", "6.25", "–"]


def test_a_chart_says_its_rate() -> None:
    """Paper has no buttons; the AUC is of no rate."""
    text = page(report_of(two_cohorts()))

    assert "choosing customers at random; 5 % targeted" in text
    assert "0.5 is chance</figcaption>" in text
