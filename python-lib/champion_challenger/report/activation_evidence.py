"""The evidence of the page of Activate challenger as tables, lists and sentences, in the words of the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from champion_challenger.core.activation.evidence import Evidence, VersionEvidence
from champion_challenger.core.activation.verdict import Verdict
from champion_challenger.core.verdicts.cohort_dates import is_without_outcomes
from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.header import NOT_JOINED
from champion_challenger.report.markup import Child, Markup, element, unbroken
from champion_challenger.report.tables import wide_table, with_bounds
from champion_challenger.report.verdicts import word_of
from champion_challenger.report.wording import Wording

_PLACES = {"lift": 2, "auc": 4}


def overview(evidence: Evidence, words: Wording) -> Markup:
    """A row for each version that could be activated."""
    texts = ("version", "algorithm", "verdict", "", "activation.cohorts", "activation.flags", "activation.token")
    heads = [
        element(
            "th", words.text(key) if key else _difference_head(evidence, words), class_="text" if place != 4 else ""
        )
        for place, key in enumerate(texts)
    ]
    return wide_table(heads, [_overview_row(standing, evidence, words) for standing in evidence.standings])


def _overview_row(standing: VersionEvidence, evidence: Evidence, words: Wording) -> Markup:
    version = element("small", f" {standing.version.version_id}")
    cells = [
        element("td", unbroken(words.language.version(standing.label)), version, class_="text"),
        element("td", words.algorithm(standing.version.algorithm), class_="text"),
        element("td", word_of(standing.verdict.word, words), class_="text reason"),
        element("td", *_delta_cell(standing.verdict, evidence, words), class_="text"),
        element("td", words.count(len(standing.cohorts))),
        element("td", flags(standing, words), class_="text reason sentence"),
        element("td", element("code", standing.token), class_="text"),
    ]
    return element("tr", *cells)


def verdict_sentence(standing: VersionEvidence, words: Wording) -> Markup:
    """The verdict, what it rests on, the difference measured and the one to expect."""
    verdict = standing.verdict
    head = element("strong", words.text("activation.verdict", verdict=word_of(verdict.word, words)))
    return element("p", head, unbroken("".join(_details(verdict, words))), ".")


def _details(verdict: Verdict, words: Wording) -> Iterator[str]:
    if verdict.source is None:
        return
    yield f" ({verdict.source.wording(words.language)})"
    if verdict.is_confirmed:
        yield words.text("activation.confirmed")
    expected = verdict.expected_lift
    if expected.delta is not None:
        yield words.text("activation.expect", delta=_with_interval(expected.delta, *expected.bounds, 2, words))
    if verdict.delta is None:
        return
    at = words.text("activation.at", rate=words.rate(verdict.rate)) if _is_of_rate(verdict) and verdict.rate else ""
    figure = words.text(f"verdicts.power.{verdict.figure}")
    places = _PLACES[verdict.figure]
    delta = _with_interval(verdict.delta, verdict.bounds.low, verdict.bounds.high, places, words)
    yield words.text("activation.measured", figure=figure, at=at, delta=delta)


def cohorts_table(standing: VersionEvidence, evidence: Evidence, words: Wording) -> Markup:
    """The figures of a version, the newest cohort first."""
    if not standing.cohorts:
        return element("p", words.text("activation.never_evaluated"))
    texts = ("cohort", "activation.status", "activation.out_of_time")
    numbers = ("activation.customers", "activation.positives", "lift.name", "verdict.delta.lift", "auc.name")
    heads = [element("th", words.text(key), class_="text") for key in texts]
    heads += [element("th", words.text(key)) for key in numbers]
    heads.append(element("th", words.text("verdict"), class_="text"))
    return wide_table(heads, [_cohort_row(row, evidence.rate, words) for row in standing.cohorts])


def _cohort_row(row: Mapping[str, Any], rate: float | None, words: Wording) -> Markup:
    lift = (row.get("lift"), row.get("lift_low"), row.get("lift_high"))
    delta = (row.get("lift_delta"), row.get("lift_delta_low"), row.get("lift_delta_high"))
    final, scored = str(row.get("cohort_status") or ""), str(row.get("status") or "")
    if is_without_outcomes(row.get("reason_codes"), row.get("reason")):
        final = NOT_JOINED
    status = ", ".join((_known_text("status", final, words), _known_status(scored, words)))
    out_of_time = _known_text("out_of_time", str(row.get("out_of_time") or ""), words)
    texts = (f"{row['cohort']}{_other_rate(row['targeting_rate'], rate, words)}", status, out_of_time)
    numbers: tuple[Child, ...] = (
        words.count(row.get("n")),
        words.count(row.get("n_positive")),
        with_bounds(words.number(lift[0], 2), _range(lift[1], lift[2], words)),
        with_bounds(words.with_sign(delta[0], 2), words.interval(delta[1], delta[2], 2)),
        words.number(row.get("auc"), 3),
    )
    cells = [element("td", unbroken(text), class_="text") for text in texts]
    cells += [element("td", number) for number in numbers]
    return element("tr", *cells, element("td", unbroken(_cohort_verdict(row, words)), class_="text reason"))


def _cohort_verdict(row: Mapping[str, Any], words: Wording) -> str:
    """Verdict of a cohort alone, or why it has none against the model in production."""
    verdict = str(row.get("verdict") or "")
    if verdict:
        return word_of(verdict, words) + _other_rate(row["verdict_rate"], row["targeting_rate"], words)
    if row.get("not_compared"):
        return str(row["not_compared"].wording(words.language))
    if row.get("compared_through") and row.get("lift_delta") is not None:
        return words.text("activation.through", former=words.language.version(row["former_label"]))
    return words.reason(pd.Series(dict(row)), "reason") or MISSING


def flags(standing: VersionEvidence, words: Wording) -> Markup:
    """What speaks against a version; the serious ones stand out."""
    if not standing.flags:
        return element("p", words.text("activation.nothing_against"))
    items = [
        element(
            "li", unbroken(flag.reason.wording(words.language)), **({"class_": "serious"} if flag.is_serious else {})
        )
        for flag in standing.flags
    ]
    return element("ul", *items)


def _difference_head(evidence: Evidence, words: Wording) -> str:
    figures = _figures_and_bounds(evidence)
    return words.text(f"verdict.delta.{figures[0]}" if len(figures) == 1 else "activation.difference")


def _figures_and_bounds(evidence: Evidence) -> list[str]:
    return sorted({standing.verdict.figure for standing in evidence.standings if standing.verdict.word}) or ["lift"]


def _delta_cell(verdict: Verdict, evidence: Evidence, words: Wording) -> Iterator[Child]:
    """A difference over its bounds, and what it is of where the head of its column does not say so."""
    places = _PLACES[verdict.figure]
    yield with_bounds(
        words.with_sign(verdict.delta, places), words.interval(verdict.bounds.low, verdict.bounds.high, places)
    )
    if verdict.delta is not None:
        several = len(_figures_and_bounds(evidence)) > 1
        figure = words.text(f"verdicts.power.{verdict.figure}")
        yield words.text("activation.in_figure", figure=figure) if several else ""
        yield _other_rate(verdict.rate, evidence.rate, words) if _is_of_rate(verdict) else ""


def _is_of_rate(verdict: Verdict) -> bool:
    return verdict.figure == "lift"


def _with_interval(delta: float | None, low: float | None, high: float | None, places: int, words: Wording) -> str:
    bounds = words.interval(low, high, places)
    written = words.with_sign(delta, places)
    return f"{written} ({bounds})" if bounds else written


def _range(low: float | None, high: float | None, words: Wording) -> str:
    if low is None or high is None:
        return ""
    return words.text("interval", low=words.number(low, 2), high=words.number(high, 2))


def _other_rate(own: float | None, rate: float | None, words: Wording) -> str:
    """Rate of what is shown beside figures of another one."""
    return "" if own is None or own == rate else words.text("activation.at", rate=words.rate(own))


def _known_text(group: str, value: str, words: Wording) -> str:
    return words.text_or(f"{group}.{value}", value.replace("_", " ") or MISSING)


def _known_status(value: str, words: Wording) -> str:
    return words.text_or(f"finding.{value}", _known_text("status", value, words))
