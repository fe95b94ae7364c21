"""Early warnings: the newest customers beside the last cohort, before their outcomes are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from champion_challenger.core.monitoring.early_warnings import MissingShare, known_codes, read_histogram, read_missing
from champion_challenger.core.monitoring.warning_sentence import warnings_sentence
from champion_challenger.core.reasons import read_reasons, sentence
from champion_challenger.report.markup import Markup, element, unbroken
from champion_challenger.report.shown import ReportEvidence, ShownVersion
from champion_challenger.report.style import newest_challenger
from champion_challenger.report.tables import wide_table
from champion_challenger.report.wording import Wording

WIDTH, HEIGHT = 420, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 22, 24
_HEADS = ("warnings.psi", "warnings.limit", "warnings.changed", "warnings.expected", "warnings.observed")


@dataclass(frozen=True)
class _Part:
    """A part of the scores: customers of either cohort, as shares of their own."""

    number: int
    lowest: float | None
    evaluated: float
    newest: float


def early_warnings(evidence: ReportEvidence, words: Wording) -> list[Markup]:
    """The section; nothing where the rows of the last cohort were written before there were early warnings."""
    rows = evidence.last(evidence.rate)
    if rows.empty or rows[["expected_positives", "newest_cohort"]].replace("", pd.NA).isna().all(axis=None):
        return []
    counted = rows[rows["newest_cohort"] != ""]
    title = element("h2", words.text("warnings.title"))
    if counted.empty:
        why = next(filter(None, (_why(codes, "early_warnings", words) for codes in rows["reason_codes"])), "")
        sentence = words.text("warnings.not_counted_because", reason=why) if why else words.text("warnings.not_counted")
        return [title, element("p", sentence, class_="note")]
    names = {"newest": counted["newest_cohort"].iloc[0], "cohort": evidence.last_cohort}
    return [
        title,
        *_headline(evidence, rows, words),
        element("p", unbroken(words.text(_intro(evidence), **names))),
        _table(evidence, rows, words),
        element("p", words.text("warnings.note", cohort=evidence.last_cohort), class_="note"),
        *_missing(evidence, rows, names, words),
        *_why_unknown(rows, words),
        element("div", *_charts(evidence, rows, names, words), class_="charts three"),
    ]


def _intro(evidence: ReportEvidence) -> str:
    """Key of the first sentence: the last cohort is beside the newest customers, be its outcomes joined or not."""
    return "warnings.intro" if evidence.figures_cohort == evidence.last_cohort else "warnings.intro.not_joined"


def _headline(evidence: ReportEvidence, rows: pd.DataFrame, words: Wording) -> Iterator[Markup]:
    """What the model in production warns of."""
    champion = evidence.champion
    if champion is not None and champion.key in rows.index:
        row = rows.loc[champion.key].to_dict()
        sentence = warnings_sentence(row, words.language)
        yield element("p", unbroken(sentence), class_="notice" if known_codes(row["early_warnings"]) else "")


def _table(evidence: ReportEvidence, rows: pd.DataFrame, words: Wording) -> Markup:
    rate = words.rate(evidence.rate)
    heads = [element("th", words.text(name, rate=rate)) for name in _HEADS]
    body = [_row(version, rows.loc[version.key], words) for version in evidence.versions if version.key in rows.index]
    first, last = (element("th", words.text(name), class_="text") for name in ("version", "warnings.word"))
    return wide_table([first, *heads, last], body)


def _row(version: ShownVersion, row: pd.Series[Any], words: Wording) -> Markup:
    codes = ", ".join(words.text(f"warnings.code.{code}") for code in known_codes(row["early_warnings"]))
    text = codes or _why(row["reason_codes"], "early_warnings", words)
    cells = [
        words.number(row["score_psi"], 3),
        words.number(row["score_psi_limit"], 3),
        words.percent(row["list_changed"]),
        words.count(row["expected_positives"]),
        words.count(row["n_positive"]),
    ]
    return element(
        "tr",
        element("td", version.label, class_="text name"),
        *(element("td", cell) for cell in cells),
        element("td", text, class_="text reason"),
        class_="champion" if version.is_champion else "",
    )


def _missing(evidence: ReportEvidence, rows: pd.DataFrame, names: dict[str, str], words: Wording) -> Iterator[Markup]:
    """Features of the model that is in production now whose missing values changed."""
    champion = evidence.champion
    is_known = champion is not None and champion.key in rows.index
    changes = read_missing(rows.loc[champion.key, "missing_values"]) if champion is not None and is_known else []
    if not changes:
        return
    heads = [
        element("th", words.text("warnings.missing.feature"), class_="text"),
        element("th", names["cohort"]),
        element("th", names["newest"]),
    ]
    yield element("h3", words.text("warnings.missing.title"))
    yield wide_table(heads, [_feature(change, words) for change in changes])


def _why_unknown(rows: pd.DataFrame, words: Wording) -> Iterator[Markup]:
    """Why missing values are not known, where the rows say it: once, whatever the number of versions."""
    for why in dict.fromkeys(_why(codes, "missing_values", words) for codes in rows["reason_codes"]):
        if why:
            yield element("p", words.text("warnings.missing.unknown", reason=why), class_="note")


def _why(codes: object, column: str, words: Wording) -> str:
    """Why a column is empty, in the language of the page; "" where the row does not say it."""
    return sentence(read_reasons(codes, column), words.language)


def _feature(change: MissingShare, words: Wording) -> Markup:
    shares = (element("td", words.percent(share)) for share in (change.evaluated, change.newest))
    return element("tr", element("td", change.feature, class_="text"), *shares)


def _charts(evidence: ReportEvidence, rows: pd.DataFrame, names: dict[str, str], words: Wording) -> Iterator[Markup]:
    """The model in production, the best challenger and the newest one, each in its own small chart."""
    wanted = (evidence.champion, evidence.best, newest_challenger(evidence.versions))
    for version in dict.fromkeys(version for version in wanted if version is not None and version.key in rows.index):
        parts = _parts(rows.loc[version.key, "score_histogram"])
        if parts:
            name = words.text("warnings.tenths", label=version.label)
            meaning = words.text("warnings.tenths.meaning", **names)
            caption = element("figcaption", element("strong", unbroken(name)), " – ", unbroken(meaning))
            yield element("figure", caption, _drawing(name, parts, words), _values(parts, names, words))


def _parts(cell: object) -> list[_Part]:
    """Parts of the scores, the highest first; those that neither cohort has are left out."""
    histogram = read_histogram(cell)
    # Shares of nobody are not defined.
    if histogram is None or not sum(histogram[1]) or not sum(histogram[2]):
        return []
    edges, evaluated, newest = histogram
    sums = sum(evaluated), sum(newest)
    both = list(zip([None, *edges], evaluated, newest))[::-1]
    parts = [(lowest, before, now) for lowest, before, now in both if before or now]
    return [
        _Part(number, lowest, before / sums[0], now / sums[1]) for number, (lowest, before, now) in enumerate(parts, 1)
    ]


def _drawing(title: str, parts: list[_Part], words: Wording) -> Markup:
    highest = max(max(part.evaluated, part.newest) for part in parts)
    step, scale = (WIDTH - _LEFT - _RIGHT) / len(parts), (HEIGHT - _TOP - _BOTTOM) / highest
    bars = [_bar(part, _LEFT + step * place, step, scale, words) for place, part in enumerate(parts)]
    return element("svg", element("title", title), *bars, viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=title)


def _bar(part: _Part, left: float, step: float, scale: float, words: Wording) -> Markup:
    bottom, middle = HEIGHT - _BOTTOM, left + step / 2
    height, line = part.newest * scale, bottom - part.evaluated * scale
    label = f"{part.number}: {words.percent(part.newest)} ({words.percent(part.evaluated)})"
    return element(
        "g",
        element("title", label),
        element("rect", x=left + 0.14 * step, width=0.72 * step, y=bottom - height, height=height, class_="bar"),
        element("line", x1=left, x2=left + step, y1=line, y2=line, class_="zero"),
        element("text", words.number(100 * part.newest, 0), x=middle, y=min(bottom - height, line) - 5, class_="mark"),
        element("text", part.number, x=middle, y=HEIGHT - 6, class_="mark"),
        tabindex=0,
    )


def _values(parts: list[_Part], names: dict[str, str], words: Wording) -> Markup:
    """The bars as a table, for whoever cannot point at one."""
    heads = [words.text("warnings.tenth"), words.text("warnings.from"), names["cohort"], names["newest"]]
    body = [
        element(
            "tr",
            element("td", part.number),
            element("td", words.number(part.lowest, 4)),
            element("td", words.percent(part.evaluated)),
            element("td", words.percent(part.newest)),
        )
        for part in parts
    ]
    head = element("tr", *(element("th", name) for name in heads))
    table = element("table", element("thead", head), element("tbody", *body))
    summary = element("summary", words.text("chart.values"))
    return element("details", summary, element("div", table, class_="wide"), class_="values")
