"""The recommendation, apart from the verdicts: in the report, and on the activation page."""

from __future__ import annotations

from champion_challenger.core.activation.evidence import Evidence, VersionEvidence
from champion_challenger.core.monitoring.warning_sentence import version_warnings
from champion_challenger.core.once import Once
from champion_challenger.core.verdicts.advice import Advice, advice_sentences, read_advice
from champion_challenger.report.markup import Markup, element, unbroken
from champion_challenger.report.shown import ReportEvidence
from champion_challenger.report.wording import Wording

_ADVICE: Once[Advice | None] = Once(8)
"""By rows of a score: whatever view of them is shown, the recommendation is the same."""


def recommendation(evidence: ReportEvidence, words: Wording) -> list[Markup]:
    """What to do next; nothing where the rows are no summary, or one that is outdated."""
    advice = advice_of(evidence)
    if advice is None:
        return []
    return _section([*advice_sentences(advice, words.language, words.event), *_warned(advice, evidence, words)], words)


def _warned(advice: Advice, evidence: ReportEvidence, words: Wording) -> list[str]:
    """What the newest customers say against the version recommended; those of the model in production have a part."""
    rows = evidence.last(evidence.rate)
    if not advice.is_change or advice.key not in rows.index:
        return []
    sentence = version_warnings(rows.loc[advice.key].to_dict(), evidence.label(advice.key), words.language)
    return [sentence] if sentence else []


def advice_of(evidence: ReportEvidence) -> Advice | None:
    """The recommendation; None where the rows are no summary, or one that is outdated."""
    source = evidence.source
    return None if source.is_superseded else _ADVICE.answer(source, lambda: read_advice(source.judged))


def advice_items(evidence: Evidence, words: Wording, on_page: VersionEvidence | None = None) -> list[Markup]:
    """The same on the activation page, and whether the version recommended is the one shown there."""
    advice = evidence.advice
    if advice is None:
        return []
    sentences = advice_sentences(advice, words.language)
    if advice.is_change and evidence.standing(advice.version_id) is None:
        sentences.append(words.text("advice.gone", label=words.language.version(advice.label)))
    if on_page is not None and on_page.version.version_id != advice.version_id:
        sentences.append(words.text("advice.other_shown", label=words.language.version(on_page.label)))
    return _section(sentences, words)


def _section(sentences: list[str], words: Wording) -> list[Markup]:
    first, *others = sentences
    return [
        element("h2", words.text("advice.title")),
        element("p", element("strong", unbroken(first)), unbroken("".join(f" {sentence}" for sentence in others))),
        element("p", words.text("advice.note"), class_="note"),
    ]
