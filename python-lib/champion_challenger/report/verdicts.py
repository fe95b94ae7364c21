"""The verdicts in plain words: what the challengers would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from champion_challenger.core.verdicts.version_verdict import VersionVerdict
from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.differences import differences_chart
from champion_challenger.report.lines import value
from champion_challenger.report.markup import Child, Markup, element, unbroken
from champion_challenger.report.rates import at_each, chosen
from champion_challenger.report.shown import ReportEvidence, ShownVersion, extra_and_overlap
from champion_challenger.report.tables import wide_table, with_bounds
from champion_challenger.report.wording import Wording

_PLACES = {"lift": 2, "auc": 4}
_HEADS = ("version", "verdict", "verdict.delta", "verdict.rests_on", "verdict.last", "extra", "overlap")
_OF_VERDICT = 4
"""Columns of the verdict; those after them are of the last cohort."""

_OF_FIGURE = ("verdict.delta", "verdict.last")


def verdicts(evidence: ReportEvidence, rates: Sequence[float], words: Wording) -> list[Markup]:
    """The best challenger in a sentence, the chart of differences, then every challenger in a row.

    Parameters
    ----------
    rates
        Of the figures on the last cohort, one of which the buttons of the page choose; verdicts keep their own.
    """
    rivals = [version for version in evidence.versions if not version.is_champion]
    if not rivals or not evidence.source.champion.key:
        return []
    rows = [_row(version, evidence, rates, words) for version in rivals]
    figure = _figure(evidence)
    rate_notes = at_each(rates, lambda rate: _rate_note(rate, evidence, words))
    # Without a cohort that has outcomes, the columns of the last one would be empty.
    names = _HEADS if evidence.figures_cohort else _HEADS[:_OF_VERDICT]
    heads = [
        element(
            "th", words.text(f"{key}.{figure}" if key in _OF_FIGURE else key), class_="text" * (place < _OF_VERDICT)
        )
        for place, key in enumerate(names)
    ]
    return [
        element("h2", words.text("verdicts.title")),
        *differences_chart(evidence, figure, words),
        element("p", unbroken(_headline(evidence, words)), *_effects(evidence, rates, words)),
        wide_table(heads, rows),
        element("p", unbroken(_note(evidence, words)), " ", rate_notes, class_="note"),
    ]


def _headline(evidence: ReportEvidence, words: Wording) -> str:
    best = evidence.best
    if best is None:
        return words.text("headline.none")
    verdict = evidence.verdict(best)
    sentences = [_opening(best, verdict, words)]
    sentences += _expectation(verdict, len(evidence.versions) - 1, words)
    delta, bounds = _difference(verdict, words)
    if verdict.figure == "auc" and delta != MISSING:
        between = f" ({bounds})" if bounds else ""
        sentences.append(words.text("headline.auc", delta=delta, bounds=between, on=_rests_on(verdict, words)))
    elif verdict.rate is not None and delta != MISSING:
        rate, between = words.rate(verdict.rate), f" ({bounds})" if bounds else ""
        sentences.append(
            words.text("headline.lift", rate=rate, delta=delta, bounds=between, on=_rests_on(verdict, words))
        )
    elif verdict.rate not in (None, evidence.rate) and verdict.cohorts:
        sentences.append(
            words.text(
                "headline.rate", rate=words.rate(verdict.rate or 0.0), on=words.language.cohorts(verdict.cohorts)
            )
        )
    return " ".join(sentences)


def _effects(evidence: ReportEvidence, rates: Sequence[float], words: Wording) -> Iterator[Markup | str]:
    """What the best challenger would change on its newest cohort, at the rate chosen."""
    best = evidence.best
    if best is None:
        return
    own = evidence.verdict(best).rate
    if len(rates) == 1 and own is not None:  # nothing can be chosen: the sentence is next to the verdict
        rates = [own]
    rows = {rate: evidence.last_figures_row(best, rate) for rate in rates}
    yield " "
    yield at_each(rates, lambda rate: unbroken(" ".join(_effect(rows[rate], rate, evidence, words))))


def _opening(best: ShownVersion, verdict: VersionVerdict, words: Wording) -> str:
    if verdict.word or verdict.reason is None:
        return words.text("headline", label=best.label, verdict=verdict_name(verdict, words))
    return words.text("headline.unjudged", label=best.label, reason=verdict.reason.wording(words.language))


def _effect(row: pd.Series[Any] | None, rate: float, evidence: ReportEvidence, words: Wording) -> Iterator[str]:
    if row is None or row["targeting_rate"] != rate:
        return
    extra, overlap = extra_and_overlap(row)
    if extra is not None:
        yield _reach(extra, row, words)
    if overlap is not None:
        yield words.text("headline.overlap", overlap=words.percent(overlap))
    elif extra is not None and row["compared_through"]:
        yield words.text("headline.through", former=evidence.label(row["compared_through"]), cohort=row["cohort"])


def _expectation(verdict: VersionVerdict, n_challengers: int, words: Wording) -> list[str]:
    """What a change would bring, before what was measured: the best of many looks better than it is."""
    expected = verdict.expected_lift
    if expected.delta is None or verdict.word in ("not_comparable", "not_enough_data"):
        return []
    bounds = words.interval(*expected.bounds, 2)
    values = {
        "delta": words.with_sign(expected.delta, 2),
        "bounds": f" ({bounds})" if bounds else "",
        "n": n_challengers,
    }
    sentences = [words.text("headline.expected" if n_challengers > 1 else "headline.expected_alone", **values)]
    return [*sentences, words.text("headline.confirmed")] if verdict.is_confirmed else sentences


def _reach(extra: float, row: pd.Series[Any], words: Wording) -> str:
    """How many positives it reaches beyond those of the model in production."""
    key = "headline.as_many" if round(extra) == 0 else "headline.more" if extra > 0 else "headline.fewer"
    values = {"n": round(abs(extra)), "extra": words.count(abs(extra))}
    return words.text(key, cohort=row["cohort"], rate=words.rate(row["targeting_rate"]), **values)


def _note(evidence: ReportEvidence, words: Wording) -> str:
    primary = words.rate(_primary(evidence))
    compared = words.text(f"verdicts.compared.{_figure(evidence)}", primary=primary)
    sentences = [words.text("verdicts.note", compared=compared), words.text("verdicts.each_alone")]
    return " ".join([*sentences, *_power(evidence, words)])


def _rate_note(rate: float, evidence: ReportEvidence, words: Wording) -> str:
    """Of which rate the columns of the last cohort are, and that the verdicts keep theirs."""
    own, primary, cohort = words.rate(rate), words.rate(_primary(evidence)), evidence.figures_cohort
    if not cohort:
        return words.text("verdicts.no_last_cohort")
    is_last = cohort == evidence.last_cohort
    note = words.text("verdicts.last_cohort" if is_last else "verdicts.last_joined", rate=own, cohort=cohort)
    return note if own == primary else f"{note} {words.text('verdicts.keep_rate', primary=primary)}"


def _power(evidence: ReportEvidence, words: Wording) -> Iterator[str]:
    """What so many cohorts of this size can show at all."""
    best = evidence.best
    smallest = None if best is None else value(evidence.last_row(best)["pooled_smallest_found"])
    if best is not None and smallest is not None:
        verdict = evidence.verdict(best)
        yield words.text(
            "verdicts.power",
            n=verdict.cohorts.count(",") + 1,
            smallest=words.number(smallest, _PLACES[verdict.figure]),
            figure=words.text(f"verdicts.power.{verdict.figure}"),
        )


def _primary(evidence: ReportEvidence) -> float:
    """Rate of the verdicts, whichever the charts show."""
    return evidence.rate if evidence.source.rate is None else evidence.source.rate


def _figure(evidence: ReportEvidence) -> str:
    """Figure that the verdicts compare; the lift where they are of both, and where there is none."""
    judged = {evidence.verdict(version).figure for version in evidence.versions if evidence.verdict(version).word}
    return "auc" if judged == {"auc"} else "lift"


def _row(version: ShownVersion, evidence: ReportEvidence, rates: Sequence[float], words: Wording) -> Markup:
    verdict, row = evidence.verdict(version), evidence.last_row(version, _primary(evidence))
    delta, bounds = _difference(verdict, words)
    lasts = [_on_last(version, rate, evidence, words) for rate in rates if evidence.figures_cohort]
    rests_on = _rests_on(verdict, words, _other_rate(verdict, evidence, words))
    if verdict.figure != _figure(evidence) and delta != MISSING:
        name = words.text(f"{verdict.figure}.name")
        delta = f"{name} {delta}"
    cells = [
        element("td", unbroken(version.label), class_="text name"),
        element(
            "td",
            element("strong", verdict_name(verdict, words)),
            _reason(verdict, row, words),
            class_="text reason sentence",
        ),
        element("td", with_bounds(delta, bounds), class_="text"),
        element(
            "td",
            unbroken(rests_on),
            class_="text reason cohorts",
        ),
        *(element("td", chosen(rates, texts)) for texts in zip(*lasts)),
    ]
    return element("tr", *cells)


def _on_last(
    version: ShownVersion, rate: float, evidence: ReportEvidence, words: Wording
) -> tuple[Child, Child, Child]:
    """Difference in the figure judged, extra positives and common targets on the last cohort, at a rate."""
    row = evidence.last_figures_row(version, rate)
    if row is None or row["cohort"] != evidence.figures_cohort or row["targeting_rate"] != rate:
        return MISSING, MISSING, MISSING
    extra, overlap = extra_and_overlap(row)
    figure = _figure(evidence)
    delta, low, high = (value(row[f"{figure}_delta{end}"]) for end in ("", "_low", "_high"))
    bounds, written = words.interval(low, high, _PLACES[figure]), words.with_sign(delta, _PLACES[figure])
    return with_bounds(written, bounds), words.with_sign(extra, 0), words.percent(overlap)


def verdict_name(verdict: VersionVerdict, words: Wording) -> str:
    """Verdict in words; that of a later version of the plugin as it is."""
    return word_of(verdict.word, words)


def word_of(word: str, words: Wording) -> str:
    """The same of the word alone."""
    return words.text_or(f"verdict.{word}", word.replace("_", " ")) if word else words.text("verdict.unknown")


def _reason(verdict: VersionVerdict, row: pd.Series[Any], words: Wording) -> Markup:
    """Why there is no clear verdict, and how long it may take."""
    more = value(row["cohorts_to_settle"])
    is_open = more is not None and row["pooled_verdict"] in ("not_distinguishable", "not_enough_data")
    wait = words.text("verdict.more", n=round(more or 1)) if is_open else ""
    reason = words.reason(row, "pooled_reason") or (verdict.reason.wording(words.language) if verdict.reason else "")
    if verdict.word == "not_comparable" and not reason:
        reason = words.reason(row, "reason")
    sentence = words.clauses(reason, wait)
    return element("div", unbroken(sentence)) if sentence else Markup("")


def _difference(verdict: VersionVerdict, words: Wording) -> tuple[str, str]:
    """Difference in the figure judged and its bounds, of the rows that the verdict was read from."""
    judged, places = verdict.difference, _PLACES[verdict.figure]
    return words.with_sign(judged.delta, places), words.interval(*judged.bounds, places)


def _rests_on(verdict: VersionVerdict, words: Wording, rate: str = "") -> str:
    return ", ".join(part for part in (words.language.cohorts(verdict.cohorts), rate) if part) or MISSING


def _other_rate(verdict: VersionVerdict, evidence: ReportEvidence, words: Wording) -> str:
    """Rate of a verdict that was decided at another one than the note below the table says."""
    return "" if verdict.rate in (None, evidence.source.rate) else words.rate(verdict.rate)
