"""The verdicts in plain words: what the challengers would change."""

from __future__ import annotations

from typing import Any

import pandas as pd

from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.lines import value
from champion_challenger.report.markup import Markup, element
from champion_challenger.report.shown import ReportEvidence, ShownVersion
from champion_challenger.report.tables import wide_table
from champion_challenger.report.wording import Wording

_HEADS = ("version", "verdict", "verdict.delta", "verdict.rests_on", "extra", "overlap")


def verdicts(shown: ReportEvidence, words: Wording) -> list[Markup]:
    """The best challenger in a sentence, then every challenger in a row."""
    rivals = [one for one in shown.contenders if not one.is_champion]
    if not rivals or shown.champion is None:
        return []
    headline = _headline(shown, words)
    rows = [_row(one, shown.last_row(one), shown, words) for one in rivals]
    heads = [element("th", words.text(key), class_="text" if place < 4 else "") for place, key in enumerate(_HEADS)]
    return [
        element("h2", words.text("verdicts.title")),
        *([element("p", headline, class_="headline")] if headline else []),
        wide_table(heads, rows),
        element("p", _note(shown, words), class_="note"),
    ]


def _headline(shown: ReportEvidence, words: Wording) -> str:
    best = shown.best
    if best is None:
        return words.text("headline.none")
    row = shown.last_row(best)
    said = [words.text("headline", label=best.label, verdict=_verdict(row, words))]
    delta, bounds, rests_on = _difference(row, words)
    if delta != MISSING:
        rate, shown_bounds = words.rate(_primary(row, shown)), f" ({bounds})" if bounds else ""
        said.append(words.text("headline.lift", rate=rate, delta=delta, bounds=shown_bounds, on=rests_on))
    extra, overlap = value(row["extra_positives"]), value(row["target_overlap"])
    if extra is not None:
        said.append(_reach(extra, row, shown, words))
    if overlap is not None:
        said.append(words.text("headline.overlap", overlap=words.percent(overlap)))
    return " ".join(said)


def _reach(extra: float, row: pd.Series[Any], shown: ReportEvidence, words: Wording) -> str:
    """How many positives it reaches beyond those of the model in production."""
    key = "headline.as_many" if round(extra) == 0 else "headline.more" if extra > 0 else "headline.fewer"
    return words.text(key, cohort=row["cohort"], rate=words.rate(shown.rate), extra=words.count(abs(extra)))


def _note(shown: ReportEvidence, words: Wording) -> str:
    primary = words.rate(_primary(shown.rows.iloc[-1], shown))
    return words.text("verdicts.note", primary=primary, rate=words.rate(shown.rate))


def _primary(row: pd.Series[Any], shown: ReportEvidence) -> float:
    """Rate that the difference in lift is about: that of the policy where cohorts are pooled."""
    found = value(row["pooled_targeting_rate"])
    return shown.rate if found is None or not row["pooled_verdict"] else found


def _row(one: ShownVersion, row: pd.Series[Any], shown: ReportEvidence, words: Wording) -> Markup:
    delta, bounds, rests_on = _difference(row, words)
    is_last = row["cohort"] == shown.last_cohort
    cells = [
        element("td", one.label, class_="text name"),
        element("td", element("strong", _verdict(row, words)), _reason(row, words), class_="text reason told"),
        element("td", f"{delta} ({bounds})" if bounds else delta, class_="text"),
        element("td", rests_on, class_="text reason"),
        element("td", words.signed(row["extra_positives"] if is_last else None, 0)),
        element("td", words.percent(row["target_overlap"] if is_last else None)),
    ]
    return element("tr", *cells)


def _verdict(row: pd.Series[Any], words: Wording) -> str:
    found = str(row["pooled_verdict"] or row["verdict"])
    return words.known(f"verdict.{found}", found.replace("_", " ")) if found else words.text("verdict.unknown")


def _reason(row: pd.Series[Any], words: Wording) -> Markup:
    """Why there is no clear verdict, and how long it may take."""
    more = value(row["cohorts_to_settle"])
    is_open = more is not None and row["pooled_verdict"] in ("not_distinguishable", "not_enough_data")
    wait = words.text("verdict.more", n=round(more or 1)) if is_open else ""
    told = words.clauses(words.reason(row, "pooled_reason"), wait)
    return element("div", told) if told else Markup("")


def _difference(row: pd.Series[Any], words: Wording) -> tuple[str, str, str]:
    """Difference of lift, its bounds, and the cohorts that it rests on."""
    is_pooled = bool(row["pooled_verdict"])
    column = "pooled_lift_delta" if is_pooled else "lift_delta"
    bounds = words.interval(value(row[f"{column}_low"]), value(row[f"{column}_high"]), 2)
    on = str(row["pooled_cohorts"] if is_pooled else row["cohort"])
    return words.signed(row[column], 2), bounds, on or MISSING
