"""How the report looks: strokes for lines, and the style sheet."""

from __future__ import annotations

from champion_challenger.report.chart import Stroke
from champion_challenger.report.evidence import Contender

CHAMPION = Stroke("#c44601", 4.0)
_OLDEST, _NEWEST = (0x9F, 0xC3, 0xE6), (0x0A, 0x25, 0x52)
_DASHES = ("", "7 3", "2 3", "9 3 2 3")
_RULE_COLOUR = "#6f6f6f"


def strokes(contenders: tuple[Contender, ...]) -> dict[str, Stroke]:
    """Stroke of each contender, by key.

    The champion is heavy and of its own hue. Versions go from dark (newest) to light (oldest) in one blue, with four
    kinds of dashes: they stay apart in grey and for colour-blind people. Score columns are grey and dotted.
    """
    versions = [one for one in contenders if not one.is_champion and not one.is_rule]
    drawn = {one.key: CHAMPION if one.is_champion else Stroke(_RULE_COLOUR, 2.0, "1 4") for one in contenders}
    for place, one in enumerate(versions):
        share = place / max(len(versions) - 1, 1)
        drawn[one.key] = Stroke(_mixed(share), 1.8, _DASHES[place % len(_DASHES)])
    return drawn


def _mixed(share: float) -> str:
    mixed = (round(new + (old - new) * share) for new, old in zip(_NEWEST, _OLDEST))
    return "#" + "".join(f"{part:02x}" for part in mixed)


SHEET = """
:root { --ink: #1c2430; --quiet: #5a6472; --rule: #d9dee5; --champion: #c44601; --wash: #fdf1e8; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1240px; padding: 28px 24px 48px; color: var(--ink); background: #fff;
  font: 15px/1.45 "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { margin: 0; font-size: 26px; } h2 { margin: 34px 0 8px; font-size: 18px; }
p.subtitle { margin: 2px 0 18px; color: var(--quiet); }
dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 1px; margin: 0; }
dl.facts div { padding: 10px 14px; box-shadow: 0 0 0 1px var(--rule); }
dl.facts dt { color: var(--quiet); font-size: 12.5px; } dl.facts dd { margin: 0; font-size: 18px; font-weight: 600; }
dl.facts dd small { display: block; color: var(--quiet); font-size: 12.5px; font-weight: 400; }
ul.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 10px 0 18px; padding: 0; list-style: none;
  font-size: 13.5px; }
ul.legend li { display: flex; align-items: center; gap: 7px; } ul.legend li.champion { font-weight: 700; }
svg.sample { width: 38px; height: 14px; flex: none; }
div.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 22px 30px; }
figure { margin: 0; break-inside: avoid; } figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: 13.5px; color: var(--quiet); } figcaption strong { color: var(--ink); font-size: 15.5px; }
svg text { fill: var(--quiet); font-size: 12px; } svg text.value { text-anchor: end; }
svg text.cohort { text-anchor: middle; } svg .grid { stroke: var(--rule); stroke-width: 1; }
svg g:hover path { stroke-width: 5; }
div.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { padding: 5px 10px; border-bottom: 1px solid var(--rule); text-align: right; white-space: nowrap; }
th { color: var(--quiet); font-weight: 600; vertical-align: bottom; }
th.text, td.text { text-align: left; } td.reason { white-space: normal; }
tr.champion td { background: var(--wash); } tr.champion td:first-child { box-shadow: inset 4px 0 var(--champion); }
td.best { font-weight: 700; } td.best::before { content: "\\25B2  "; font-size: 9px; vertical-align: 2px; }
footer { margin-top: 36px; color: var(--quiet); font-size: 12.5px; }
@media print { body { max-width: none; padding: 0; font-size: 11px; } svg g:hover path { stroke-width: inherit; } }
"""
