"""The chart of differences: each challenger against the model in production, with the bounds of the pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from champion_challenger.core.figures.uncertainty import Bounds
from champion_challenger.core.verdicts.estimates import NOTHING, Estimate
from champion_challenger.core.verdicts.version_verdict import VersionVerdict
from champion_challenger.report.markup import Markup, element, unbroken
from champion_challenger.report.shown import ReportEvidence
from champion_challenger.report.ticks import decimals, nice_ticks, shorten
from champion_challenger.report.wording import Wording

WIDTH, ROW = 560, 24
MOST = 20
"""Challengers drawn; those that did worst are left to the table."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 132, 18, 6, 26
_PLACES = {"lift": 2, "auc": 4}
_LABEL = 16


@dataclass(frozen=True)
class Rival:
    """A challenger in the chart.

    Attributes
    ----------
    measured
        Difference in the figure judged, of the cohorts of its verdict.
    expected
        Difference to be expected, shrunken for the choice among many; empty where there is none in this figure.
    margin
        Advantage from which on the policy calls it better; 0 where the rows do not say.
    is_judged
        Whether there is a verdict on it.
    """

    label: str
    measured: Estimate
    expected: Estimate
    margin: float
    is_judged: bool = True

    @property
    def rank(self) -> float:
        """Its difference: the expected one, where there is one."""
        return self.expected.delta if self.expected.delta is not None else self.measured.delta or 0.0

    def ends(self) -> Iterator[float]:
        """Yield all values that are drawn."""
        for estimate in (self.measured, self.expected):
            yield from (value for value in (estimate.delta, *estimate.bounds) if value is not None)
        # The margin belongs to what is drawn, so that it is never outside of the scale.
        yield from (-self.margin, self.margin)


@dataclass(frozen=True)
class _Scale:
    ticks: Sequence[float]

    @property
    def places(self) -> int:
        """Decimals with which no two ticks read the same."""
        return decimals(self.ticks[1] - self.ticks[0])

    def x(self, value: float) -> float:
        """Place of a value from left to right."""
        low, high = self.ticks[0], self.ticks[-1]
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (value - low) / (high - low)


def differences_chart(evidence: ReportEvidence, figure: str, words: Wording) -> list[Markup]:
    """The challengers compared in a figure, the best on top; nothing when there is none.

    A ring is the difference measured on the cohorts of the verdict, a dot the one to be expected, a grey band the
    margin. Bounds are those of the pair: separate bands of two versions may overlap where their difference is clear.

    Parameters
    ----------
    figure
        ``lift`` or ``auc``.
    """
    known = rivals(evidence, figure)
    if not known:
        return []
    title = words.text(f"differences.title.{figure}")
    drawn = known[:MOST]
    notes = [words.text("differences.reading")]
    notes += [words.text("differences.expected")] if any(rival.expected.delta is not None for rival in drawn) else []
    notes += [words.text("differences.margin")] if any(rival.margin for rival in drawn) else []
    notes += [] if all(rival.is_judged for rival in drawn) else [words.text("differences.unjudged")]
    notes += [words.text("differences.left_out", n=len(known) - MOST)] if len(known) > MOST else []
    caption = element("figcaption", element("strong", title), " – ", unbroken(" ".join(notes)))
    return [element("figure", caption, _drawing(title, drawn, figure, words), class_="differences")]


def rivals(evidence: ReportEvidence, figure: str) -> list[Rival]:
    """Challengers that are compared in a figure, the largest difference first."""
    judged = [(version.label, evidence.verdict(version)) for version in evidence.versions if not version.is_champion]
    compared = [_rival(label, verdict) for label, verdict in judged if _is_drawn(verdict, figure)]
    return sorted(compared, key=lambda rival: -rival.rank)


def _is_drawn(verdict: VersionVerdict, figure: str) -> bool:
    return verdict.figure == figure and verdict.difference.delta is not None and verdict.word != "not_comparable"


def _rival(label: str, verdict: VersionVerdict) -> Rival:
    # An expectation exists in lift alone, and would be out of scale beside a difference in AUC.
    expected = verdict.expected_lift if verdict.figure == "lift" else NOTHING
    return Rival(
        label, verdict.difference, expected, verdict.margin or 0.0, verdict.word not in ("", "not_enough_data")
    )


def _drawing(title: str, drawn: Sequence[Rival], figure: str, words: Wording) -> Markup:
    # 0 is always in the picture: on which side of it bounds are is what a reader looks for.
    ends = [0.0, *(end for rival in drawn for end in rival.ends())]
    scale, height = _Scale(nice_ticks(min(ends), max(ends))), _TOP + ROW * len(drawn) + _BOTTOM
    parts = [
        element("title", title),
        *(_margin(scale, place, rival) for place, rival in enumerate(drawn) if rival.margin),
        *(_tick(scale, tick, height, words) for tick in scale.ticks),
        *(_row(scale, place, rival, figure, words) for place, rival in enumerate(drawn)),
    ]
    return element("svg", *parts, viewBox=f"0 0 {WIDTH} {height}", role="img", aria_label=title)


def _margin(scale: _Scale, place: int, rival: Rival) -> Markup:
    low, high = scale.x(-rival.margin), scale.x(rival.margin)
    return element("rect", x=low, width=high - low, y=_TOP + ROW * place, height=ROW, class_="margin")


def _tick(scale: _Scale, tick: float, height: int, words: Wording) -> Markup:
    x, bottom = scale.x(tick), height - _BOTTOM
    line = element("line", x1=x, x2=x, y1=_TOP, y2=bottom, class_="grid" if tick else "zero")
    written = words.with_sign(tick, scale.places) if tick else "0"
    return element("g", line, element("text", written, x=x, y=height - 9, class_="mark"))


def _row(scale: _Scale, place: int, rival: Rival, figure: str, words: Wording) -> Markup:
    middle, places = _TOP + ROW * (place + 0.5), _PLACES[figure]
    phrases = [
        words.text("differences.measured", label=rival.label, delta=_with_interval(rival.measured, places, words))
    ]
    if rival.expected.delta is not None:
        phrases.append(words.text("differences.to_expect", delta=_with_interval(rival.expected, places, words)))
    return element(
        "g",
        element("title", "; ".join(phrases)),
        element("text", shorten(rival.label, _LABEL), x=_LEFT - 10, y=middle + 4, class_="value"),
        *_mark(scale, rival.measured, middle - 4, "measured"),
        *_mark(scale, rival.expected, middle + 4, "expected"),
        tabindex=0,
        class_="" if rival.is_judged else "unjudged",
    )


def _with_interval(estimate: Estimate, places: int, words: Wording) -> str:
    bounds = words.interval(*estimate.bounds, places)
    return words.with_sign(estimate.delta, places) + (f" ({bounds})" if bounds else "")


def _mark(scale: _Scale, estimate: Estimate, y: float, kind: str) -> Iterator[Markup]:
    if estimate.delta is None:
        return
    yield from _whisker(scale, estimate.bounds, y, kind)
    yield element("circle", cx=scale.x(estimate.delta), cy=y, r=4, class_=kind)


def _whisker(scale: _Scale, bounds: Bounds, y: float, kind: str) -> Iterator[Markup]:
    low, high = bounds
    if low is not None and high is not None:
        yield element("line", x1=scale.x(low), x2=scale.x(high), y1=y, y2=y, class_=kind)
