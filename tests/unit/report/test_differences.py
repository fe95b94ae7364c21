"""The chart of differences to the model in production."""

from __future__ import annotations

import re
from typing import Any

import pytest

from champion_challenger.report.differences import MOST, WIDTH, differences_chart, rivals
from champion_challenger.report.shown import report_evidence
from champion_challenger.report.wording import Wording
from champion_challenger.settings.performance_report import ReportOptions
from tests.unit.report.samples import BETTER, report_of, row

WORDS = Wording.of(ReportOptions())
CLEAR = {**BETTER, "pooled_figure": "lift", "expected_lift_delta": 0.25, "pooled_margin": 0.3}


def on_cohort(delta: float) -> dict[str, Any]:
    """Cells of a comparison on one cohort."""
    return {"lift_delta": delta, "lift_delta_low": delta - 0.2, "lift_delta_high": delta + 0.2, "verdict_rate": 0.05}


def judged(delta: float, **changes: Any) -> dict[str, Any]:
    """Cells of a pooled verdict with bounds of 0.2 on each side."""
    bounds = {"pooled_lift_delta_low": delta - 0.2, "pooled_lift_delta_high": delta + 0.2}
    return {**CLEAR, "pooled_lift_delta": delta, "expected_lift_delta": delta / 2, **bounds, **changes}


def drawn(figure: str = "lift", **versions: dict[str, Any]) -> str:
    """Chart of the champion and versions with the cells of their verdicts."""
    rows = [row("initial", "1998-05", 5.9), *(row(name, "1998-05", 6.2, **cells) for name, cells in versions.items())]
    return "".join(differences_chart(report_evidence(report_of(rows), None), figure, WORDS))


def places(chart: str, kind: str) -> list[float]:
    """Where circles of a kind stand across."""
    return [float(x) for x in re.findall(rf'<circle cx="([\d.]+)"[^>]*class="{kind}"', chart)]


def test_ring_and_dot_stand_at_their_values() -> None:
    """On one scale: what is expected lies half way from zero to what was measured."""
    chart = drawn(v1=judged(0.6))
    zero = float(re.findall(r'<line x1="([\d.]+)"[^>]*class="zero"', chart)[0])
    ring, dot = places(chart, "measured")[0], places(chart, "expected")[0]

    assert zero < dot < ring < WIDTH
    assert dot - zero == pytest.approx((ring - zero) / 2, abs=0.2)


def test_the_best_is_on_top() -> None:
    """By what is expected of it, whatever order the rows have."""
    evidence = report_evidence(
        report_of([row("initial", "1998-05", 5.9)] + [row(f"v{n}", "1998-05", 6, **judged(n / 10)) for n in (1, 3, 2)]),
        None,
    )

    assert [rival.label for rival in rivals(evidence, "lift")] == ["v3", "v2", "v1"]


def test_the_margin_is_a_band_around_zero() -> None:
    """As wide as twice the margin; none where the rows of an older plugin do not say."""
    chart = drawn(v1=judged(0.6))
    ticks = [float(x) for x in re.findall(r'<line x1="([\d.]+)"[^>]*class="(?:grid|zero)"', chart)]
    band = re.findall(r'<rect x="([\d.]+)" width="([\d.]+)"', chart)[0]
    zero = float(re.findall(r'<line x1="([\d.]+)"[^>]*class="zero"', chart)[0])

    assert len(ticks) > 2
    assert float(band[0]) + float(band[1]) / 2 == pytest.approx(zero, abs=0.2)
    assert "<rect" not in drawn(v1=judged(0.6, pooled_margin=None))


def test_what_was_not_compared_is_not_drawn() -> None:
    """Nor is a verdict in another figure; without any comparison there is no chart."""
    other = {"pooled_verdict": "not_comparable", "pooled_lift_delta": None}

    assert "v2" not in drawn(v1=judged(0.6), v2=other)
    assert drawn(v1=judged(0.6, pooled_figure="auc")) == ""
    assert drawn(v1=other) == ""


def test_an_auc_policy_draws_differences_in_auc() -> None:
    """A ring without a dot: what is expected is a difference in lift."""
    chart = drawn("auc", v1=judged(0.6, pooled_figure="auc", pooled_auc_delta=0.01))

    assert "Difference in AUC" in chart
    assert len(places(chart, "measured")) == 1
    assert not places(chart, "expected")


def test_many_challengers_are_cut_and_counted() -> None:
    """A hundred of them would be no picture."""
    chart = drawn(**{f"v{n:02}": judged(n / 100) for n in range(MOST + 5)})

    assert len(places(chart, "measured")) == MOST
    assert "5 more, which did worse, are in the table." in chart


def test_what_has_too_little_data_is_pale() -> None:
    """One cohort may show the largest difference of all; the picture says that it is no verdict."""
    chart = drawn(v1=judged(0.6), v2=judged(0.9, pooled_verdict="not_enough_data"))

    assert chart.count('class="unjudged"') == 1
    assert "Pale: no verdict on it yet." in chart
    assert "Pale" not in drawn(v1=judged(0.6))


def test_a_difference_without_a_verdict_is_pale() -> None:
    """After an activation, until the evaluation runs again: it goes through the former champion."""
    rows = [
        row("v0", "2019-06", 4.0, is_champion=True, is_champion_now=False, verdict_rate=0.05, lift_delta=None),
        row("v1", "2019-06", 4.4, is_champion_now=True, verdict="challenger_better", **on_cohort(0.4)),
        row("v2", "2019-06", 4.9, is_champion_now=False, verdict="challenger_better", **on_cohort(0.9)),
    ]
    evidence = report_evidence(report_of(rows), None)
    chart = "".join(differences_chart(evidence, "lift", WORDS))

    assert evidence.champion is not None
    assert evidence.champion.label == "v1"
    assert [rival.is_judged for rival in rivals(evidence, "lift")] == [False] * len(rivals(evidence, "lift"))
    assert chart.count('class="unjudged"') == len(rivals(evidence, "lift")) > 0


def test_names_are_escaped() -> None:
    """A score column may be called anything."""
    assert "<b>&lt;i&gt;" not in drawn(**{"<i>": judged(0.6)})
    assert "&lt;i&gt;" in drawn(**{"<i>": judged(0.6)})
