"""The sentence to act on: who is in production, who did better and by how much, what a person could do now."""

from __future__ import annotations

from champion_challenger.core.verdicts.advice import Advice, gain_places
from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.advice import advice_of
from champion_challenger.report.header import since
from champion_challenger.report.markup import Markup, element, unbroken
from champion_challenger.report.shown import ReportEvidence
from champion_challenger.report.wording import Wording

_BETTER = ("challenger_better", "challenger_slightly_better")
_PLACES = {"lift": 2, "auc": 4}


def opening(evidence: ReportEvidence, words: Wording) -> list[Markup]:
    """The sentence, and whose decision it is."""
    sentence = opening_sentence(evidence, words)
    return [
        element("p", unbroken(sentence), class_="headline"),
        element("p", words.text("opening.decision"), class_="note"),
    ]


def opening_sentence(evidence: ReportEvidence, words: Wording) -> str:
    """Its three clauses as one sentence."""
    clauses = words.clauses(_in_production(evidence, words), _better(evidence, words), _next(evidence, words))
    return f"{clauses[:1].upper()}{clauses[1:]}."


def _in_production(evidence: ReportEvidence, words: Wording) -> str:
    champion, source = evidence.champion, evidence.source
    if champion is not None:
        return words.text("opening.production", label=champion.label, since=since(evidence, words))
    if source.is_superseded:
        return words.text("opening.not_evaluated", label=source.active_version or MISSING)
    return words.text("opening.no_production")


def _better(evidence: ReportEvidence, words: Wording) -> str:
    """Whether a challenger did better, and by how much to expect; nothing where there is nothing to compare with."""
    best = evidence.best
    if evidence.champion is None or len(evidence.versions) == 1:
        return ""
    # "None is better" is a finding of its own, and not the same as having nobody to compare with.
    if best is None or evidence.verdict(best).word not in _BETTER:
        return words.text("opening.none_better")
    verdict = evidence.verdict(best)
    has_expected = verdict.figure == "lift" and verdict.expected_lift.delta is not None
    estimate, places = verdict.expected_lift if has_expected else verdict.difference, _PLACES[verdict.figure]
    key = "opening.better" if has_expected else f"opening.measured.{verdict.figure}"
    if estimate.delta is None:
        return words.text("opening.better_only", label=best.label)
    bounds = words.interval(*estimate.bounds, places)
    between = f" ({bounds})" if bounds else ""
    return words.text(key, label=best.label, delta=words.with_sign(estimate.delta, places), bounds=between)


def _next(evidence: ReportEvidence, words: Wording) -> str:
    """What a person could do now."""
    source = evidence.source
    # First what has to be done before any advice can be right.
    if source.is_superseded:
        return words.text("opening.evaluate", cohort=source.champion.cohort or evidence.last_cohort)
    if evidence.champion is None:
        return words.text("opening.activate_any")
    if source.is_outdated:
        return words.text("opening.summarise")
    advice, best = advice_of(evidence), evidence.best
    if advice is not None:
        return _advice_sentence(advice, evidence, words)
    if best is not None and evidence.verdict(best).word in _BETTER:
        return words.text("opening.column" if best.is_rule else "opening.activate", label=best.label)
    return words.text("opening.nothing")


def _advice_sentence(advice: Advice, evidence: ReportEvidence, words: Wording) -> str:
    if not advice.is_change:
        return words.text("opening.column_keep" if advice.is_leader_column else "opening.keep", leader=advice.leader)
    gain = words.with_sign(advice.gain.delta, gain_places(advice.gain))
    return words.text("opening.change", label=evidence.label(advice.key), gain=gain)
