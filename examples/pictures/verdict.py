"""The worked example of docs/verdicts.md as a picture: three cohorts, the pooled difference, and what to expect."""

from __future__ import annotations

import math

from examples.pictures.flow import svg

MONTHS = {"January": 0.55, "February": 0.25, "March": 0.40}
ERROR, MARGIN, USUAL = 0.20, 0.20, 0.20
_ZERO, _UNIT, _Z = 170, 420, 1.96
_BLUE, _ORANGE, _QUIET = "#1f5a8c", "#c2571a", "#555"


def example_svg() -> str:
    """The picture; the months differ by less than by chance, and three are few: a part of what is usual is added."""
    pooled = sum(MONTHS.values()) / len(MONTHS)
    spread = sum((difference - pooled) ** 2 for difference in MONTHS.values()) / (len(MONTHS) - 1)
    between = (2 * USUAL**2 + (len(MONTHS) - 1) * (spread - ERROR**2)) / (2 + len(MONTHS) - 1)
    error = math.sqrt((ERROR**2 + between) / len(MONTHS))
    signal = pooled**2 - error**2
    expected = pooled * signal / (signal + error**2)
    lines = [(name, difference, ERROR, 1.5) for name, difference in MONTHS.items()] + [("Pooled", pooled, error, 3)]
    parts = [
        "<title>Differences in lift to the model in production, with 95 % bounds</title>",
        '<rect width="640" height="230" fill="#fff"/>',
        f'<rect x="{_x(-MARGIN)}" y="20" width="{_x(MARGIN) - _x(-MARGIN)}" height="165" fill="#eee"/>',
        f'<line x1="{_ZERO}" x2="{_ZERO}" y1="20" y2="185" stroke="#888"/>',
        *(_line(45 + 38 * place, *line) for place, line in enumerate(lines)),
        f'<circle cx="{_x(expected)}" cy="159" r="4" fill="{_ORANGE}"/>',
        *(_tick(tenth / 10) for tenth in range(-2, 11, 2)),
        f'<text x="8" y="224" fill="{_QUIET}">Difference in lift. Ring: measured, with 95 % bounds. Dot: expected. '
        "Grey: within the margin.</text>",
    ]
    return svg(640, 230, 13, parts)


def _x(difference: float) -> int:
    return round(_ZERO + _UNIT * difference)


def _line(y: int, name: str, difference: float, error: float, weight: float) -> str:
    bold = ' font-weight="bold"' if weight > 2 else ""
    low, high = _x(difference - _Z * error), _x(difference + _Z * error)
    return (
        f'<text x="8" y="{y + 4}"{bold}>{name}</text>'
        f'<line x1="{low}" x2="{high}" y1="{y}" y2="{y}" stroke="{_BLUE}" stroke-width="{weight}"/>'
        f'<circle cx="{_x(difference)}" cy="{y}" r="5" fill="#fff" stroke="{_BLUE}" stroke-width="2"/>'
    )


def _tick(difference: float) -> str:
    text = "0" if not difference else f"{difference:+.1f}".replace("-", "−")
    return f'<text x="{_x(difference)}" y="205" text-anchor="middle" fill="{_QUIET}">{text}</text>'
