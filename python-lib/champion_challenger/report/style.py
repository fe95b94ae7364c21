"""How the report looks: strokes for lines, and the style sheet."""

from __future__ import annotations

from collections.abc import Sequence

from champion_challenger.report.chart import Stroke
from champion_challenger.report.shown import ShownVersion

# Each differs from the others by its width or dashes as well, for readers who do not see the hue.
CHAMPION = Stroke("#c44601", 4.0)
FORMER = Stroke("#8a6100", 2.6, "11 3")
BEST = Stroke("#0a2552", 3.0)
NEUTRAL = "#6f6f6f"
OTHERS = "#858f9b"
PICKED = "#7a2f8f"
NEWEST = Stroke("#1f559e", 2.4, "7 3")
RULE = "#4f86c6"
IN_THE_DARK = {
    CHAMPION.colour: "#ff8f4d",
    FORMER.colour: "#d9a53c",
    BEST.colour: "#d5e3ff",
    NEWEST.colour: "#6ea8ff",
    RULE: "#8ab8ee",
    NEUTRAL: "#a5a5a5",
    OTHERS: "#6d7784",
}
"""Colours of lines where the reader's screen is dark; each is as far from its paper as the one in the light is."""

_OLDEST, _NEWEST = (0x9F, 0xC3, 0xE6), (0x1F, 0x55, 0x9E)
_DASHES = ("", "7 3", "2 3", "9 3 2 3")


def strokes(versions: Sequence[ShownVersion]) -> dict[str, Stroke]:
    """Stroke of each version, by key.

    The champion is heavy and of its own hue, a former one brown with long dashes, the best challenger heavy and nearly
    black. Other versions go from dark
    (newest) to light (oldest) in one blue, with four kinds of dashes: they stay apart in grey and for colour-blind
    people. Score columns are grey and dotted.
    """
    pens = {version.key: Stroke(NEUTRAL, 2.0, "1 4") for version in versions}
    models = [version for version in versions if not version.is_rule]
    for place, version in enumerate(models):
        pens[version.key] = Stroke(_mix(place / max(len(models) - 1, 1)), 1.8, _DASHES[place % len(_DASHES)])
    pens.update({version.key: FORMER for version in versions if version.led})
    pens.update({version.key: BEST for version in versions if version.is_best})
    # Last, since a version may be several of these at once.
    pens.update({version.key: CHAMPION for version in versions if version.is_champion})
    return pens


def page_strokes(versions: Sequence[ShownVersion]) -> dict[str, Stroke]:
    """Strokes on a page, by key: those of `strokes` for the versions that people look for, a thin grey for the others.

    Beside those that `strokes` sets apart, that is the newest challenger, in blue with dashes.
    """
    pens, newest = strokes(versions), newest_challenger(versions)
    pens.update({version.key: Stroke(OTHERS, 1.4) for version in versions if is_other(version)})
    if newest is not None and not newest.is_best:
        pens[newest.key] = NEWEST
    return pens


def newest_challenger(versions: Sequence[ShownVersion]) -> ShownVersion | None:
    """The challenger that was trained last; versions come in that order."""
    return next((version for version in versions if not (version.is_champion or version.is_rule or version.led)), None)


def is_other(version: ShownVersion) -> bool:
    """Whether a version is none that has a stroke of its own."""
    return not (version.is_champion or version.is_best or version.is_rule or version.led)


def pick_id(place: int) -> str:
    """Name of the choice that brings out a version, and of the class of its lines; place 0 is none."""
    return f"pick-{place}"


def pick_rules(count: int) -> str:
    """Bring out the lines of the version that is chosen among so many, by CSS alone; nothing without any."""
    if not count:
        return ""
    rules = []
    for pick in map(pick_id, range(1, count + 1)):
        rules += [f"#{pick}:checked ~ div g.{pick} path {{ stroke: var(--picked); stroke-width: 3; }}"]
        rules += [f"#{pick}:checked ~ div g.{pick} circle {{ fill: var(--picked); }}"]
    labels = [f"#{pick}:checked ~ details label[for={pick}]" for pick in map(pick_id, range(count + 1))]
    focus = [f"#{pick}:focus-visible ~ details label[for={pick}]" for pick in map(pick_id, range(count + 1))]
    rules.append(f"{', '.join(labels)} {{ background: var(--picked); color: var(--paper); }}")
    focus.append("input[name=pick]:focus-visible ~ details.others summary")
    rules.append(f"{', '.join(focus)} {{ outline: 3px solid var(--champion); outline-offset: 2px; }}")
    return "\n".join(rules)


def _mix(share: float) -> str:
    mixed = (round(new + (old - new) * share) for new, old in zip(_NEWEST, _OLDEST))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _dark() -> str:
    """Rules for a dark screen; paper stays light."""
    lines = " ".join(
        f'[stroke="{light}"] {{ stroke: {dark}; }} [fill="{light}"] {{ fill: {dark}; }}'
        for light, dark in IN_THE_DARK.items()
    )
    return (
        "@media screen and (prefers-color-scheme: dark) {\n"
        ":root { --ink: #e6eaf0; --quiet: #a8b2bf; --rule: #333c48; --champion: #ff8f4d; --wash: #3a2414;"
        " --paper: #14181f; --picked: #d38be6; --alarm: #ff9a9c; --fine: #6fcf97; --look: #e0b252;"
        " --pale: #242c37; --alarmed: #4a2325; color-scheme: dark; }\n"
        f"{lines} svg .band {{ opacity: .24; }} }}\n"
    )


SHEET = """
:root { --ink: #1c2430; --quiet: #5a6472; --rule: #d9dee5; --champion: #c44601; --wash: #fdf1e8; --paper: #fff;
  --picked: #7a2f8f; --alarm: #a3262a; --fine: #1e6b3c; --look: #8a5a00; --pale: #eef1f5; --alarmed: #fbe3e0; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1240px; padding: 28px 24px 48px; color: var(--ink); background: var(--paper);
  font: 15px/1.45 "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { margin: 0; font-size: 26px; } h2 { margin: 34px 0 8px; font-size: 18px; }
p.subtitle { margin: 2px 0 18px; color: var(--quiet); }
dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 1px; margin: 14px 0 0; }
dl.facts div { padding: 10px 14px; box-shadow: 0 0 0 1px var(--rule); }
dl.facts dt { color: var(--quiet); font-size: 12.5px; } dl.facts dd { margin: 0; font-size: 18px; font-weight: 600; }
dl.facts dd small { display: block; color: var(--quiet); font-size: 12.5px; font-weight: 400; }
ul.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 10px 0 18px; padding: 0; list-style: none;
  font-size: 13.5px; }
ul.legend li { display: flex; align-items: center; gap: 7px; } ul.legend li.champion { font-weight: 700; }
svg.sample { width: 38px; height: 14px; flex: none; }
div.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 22px 30px; }
div.three { grid-template-columns: repeat(auto-fit, minmax(min(100%, 310px), 1fr)); }
.three figure { max-width: 590px; } .charts figure:only-child { max-width: 780px; }
figure { margin: 0; break-inside: avoid; } figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: 13.5px; color: var(--quiet); } figcaption strong { color: var(--ink); font-size: 15.5px; }
svg text { fill: var(--quiet); font-size: 12px; } svg text.value { text-anchor: end; }
svg .grid { stroke: var(--rule); stroke-width: 1; }
@media (hover: hover) { svg g:hover path:not(.dots) { stroke-width: 5; } }
div.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { padding: 5px 8px; border-bottom: 1px solid var(--rule); text-align: right; white-space: nowrap; }
th { color: var(--quiet); font-weight: 600; vertical-align: bottom; white-space: normal; }
th.text, td.text { text-align: left; } span.day { white-space: nowrap; } td.reason { white-space: normal; }
tr.champion td { background: var(--wash); } tr.champion td:first-child { box-shadow: inset 4px 0 var(--champion); }
td.best { font-weight: 700; } td.best::before { content: "\\25B2  "; font-size: 9px; vertical-align: 2px; }
footer { margin-top: 36px; color: var(--quiet); font-size: 12.5px; }
h3 { margin: 0; font-size: 15.5px; grid-column: 1 / -1; } p { margin: 8px 0; max-width: 78ch; }
p.headline { font-size: 17px; } p.notice { padding: 8px 14px; border-left: 4px solid var(--champion);
  background: var(--wash); } p.note { color: var(--quiet); font-size: 13.5px; }
figure.differences { max-width: 780px; margin: 14px 0 18px; } svg .margin { fill: var(--rule); opacity: .55; }
svg .unjudged line, svg .unjudged circle { opacity: .4; }
svg .bar { fill: var(--quiet); opacity: .55; } div.wide + div.charts, p.note + div.charts { margin-top: 18px; }
svg .zero { stroke: var(--champion); stroke-width: 2; }
svg line.measured { stroke: var(--ink); stroke-width: 1; } svg line.expected { stroke: var(--ink); stroke-width: 2.5; }
svg circle.measured { fill: var(--paper); stroke: var(--ink); stroke-width: 1.5; }
svg circle.expected { fill: var(--ink); }
svg line.event { stroke: var(--champion); stroke-width: 1.5; stroke-dasharray: 2 3; }
svg text.event { fill: var(--champion); } svg text.event.left { text-anchor: end; }
svg text.mark { text-anchor: middle; } svg .band { opacity: .16; }
svg .dots { fill: none; stroke-width: 4; stroke-linecap: round; }
input.rate { position: absolute; opacity: 0; pointer-events: none; } input[name=rate] { position: fixed; top: 0; }
div.rates { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; margin: 12px 0 0; padding: 8px 0;
  position: sticky; top: 0; z-index: 1; background: var(--paper); border-bottom: 1px solid var(--rule); }
details { margin: 4px 0 12px; } summary { cursor: pointer; color: var(--quiet); font-size: 13.5px; }
details.others label { display: inline-block; margin: 6px 6px 0 0; padding: 2px 10px; border: 1px solid var(--quiet);
  border-radius: 4px; cursor: pointer; font-size: 13.5px; } details.values table { font-size: 12.5px; }
details.values th { white-space: nowrap; }
div.rates label { padding: 4px 14px; border: 1px solid var(--quiet); border-radius: 4px; cursor: pointer; }
div.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 22px 30px; }
.panel > div, .panel > h3 { grid-column: 1 / -1; min-width: 0; } .panel { display: contents; }
code { display: inline-block; min-width: 28ch; white-space: normal; overflow-wrap: anywhere; user-select: all;
  -webkit-user-select: all; }
h1, h2, li, dd, td.text { overflow-wrap: anywhere; } .day { overflow-wrap: normal; }
td.name { white-space: normal; min-width: 15ch; }
td.reason { min-width: 12ch; } td.sentence { min-width: 28ch; } td.cohorts { min-width: 24ch; }
small.bounds { display: block; color: var(--quiet); font-size: 12.5px; }
@media (max-width: 560px) { body { padding: 16px 14px 32px; } svg text { font-size: 17px; }
  figure { padding: 0 14px 0 12px; } figure svg { overflow: visible; }
  svg text.odd { display: none; } svg.sample { width: 30px; } }
p { orphans: 3; widows: 3; }
@media print { body { max-width: none; padding: 0; font-size: 11px;
    print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  div.rates, input.rate, details { display: none; } section, div { break-inside: auto; }
  div.panels, div.charts { grid-template-columns: 1fr 1fr; gap: 12px 18px; }
  div.charts.three { grid-template-columns: 1fr 1fr 1fr; }
  h2, h3 { break-after: avoid; } tr, li, p { break-inside: avoid; } div.wide { overflow: visible; }
  tbody tr:nth-child(-n+2) { break-after: avoid; } tbody tr:nth-last-child(-n+2) { break-before: avoid; }
  table { font-size: 8.5px; } th, td { padding: 3px 4px; } td.text { white-space: normal; }
  td.name { min-width: 9ch; } }
""" + _dark()
