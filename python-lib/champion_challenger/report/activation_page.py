"""The page of the macro Activate challenger: the evidence, what would change, and what was done."""

from __future__ import annotations

from champion_challenger.core.activation.decision import Change, Decision
from champion_challenger.core.activation.evidence import Evidence, VersionEvidence
from champion_challenger.core.activation.log import Activation
from champion_challenger.core.versions import version_label
from champion_challenger.languages import LANGUAGES
from champion_challenger.languages.numbers import MISSING
from champion_challenger.records.models import Version
from champion_challenger.report.activation_evidence import cohorts_table, flags, overview, verdict_sentence
from champion_challenger.report.advice import advice_items
from champion_challenger.report.frame import frame_page
from champion_challenger.report.markup import Markup, element, unbroken
from champion_challenger.report.style import SHEET
from champion_challenger.report.tables import wide_table
from champion_challenger.report.wording import Wording

_EXTRA = "code { font: 600 14px/1.4 Consolas, monospace; } .serious { color: var(--alarm); font-weight: 600; }"


def activation_page(decision: Decision, language: str = "en") -> str:
    """The page as a fragment, which DSS shows inside a page of its own: no script, every value escaped.

    Parameters
    ----------
    language
        Code of a language.
    """
    return frame_page(_parts(decision, Wording(LANGUAGES[language])), SHEET + _EXTRA, language)


def _parts(decision: Decision, words: Wording) -> list[Markup]:
    evidence = decision.evidence
    title = element("h1", evidence.model.name)
    if decision.activation:
        done = element("p", words.text("activation.done_title"), class_="subtitle")
        return [title, done, *_done(decision, decision.activation, words)]
    parts = [title, element("p", words.text("activation.title"), class_="subtitle"), _facts(evidence, words)]
    if not evidence.standings:
        return [*parts, element("p", words.text("activation.no_other"))]
    go_on = element("p", words.text("activation.go_on", log=decision.log_name))
    decides = element("p", words.text("opening.decision"), class_="note")
    if decision.change is None:
        versions = element("h2", words.text("activation.choice"))
        return [*parts, versions, overview(evidence, words), *advice_items(evidence, words), go_on, decides]
    # With a version chosen, the evidence holds that one alone.
    (standing,) = evidence.standings
    first, *detail = _detail(standing, evidence, decision.change, words)
    verdict, *others = detail
    return [*parts, first, verdict, *advice_items(evidence, words, standing), *others, go_on, decides]


def _facts(evidence: Evidence, words: Wording) -> Markup:
    rate = words.rate(evidence.rate) if evidence.rate is not None else MISSING
    active, model = evidence.active, evidence.model
    label = words.language.version(version_label(active)) if active else words.text("activation.none")
    is_one_rate = _rates(evidence) <= {None, evidence.rate}
    rate_note = words.text("activation.one_rate" if is_one_rate else "activation.other_rates")
    facts = [
        (words.text("production"), label, active.version_id if active else words.text("activation.none_active")),
        (words.text("cohort.last"), evidence.last_cohort, words.text("activation.run", run=evidence.last_run)),
        (words.text("targeted"), rate, rate_note),
        (
            words.text("activation.versions"),
            words.count(len(evidence.standings)),
            f"{model.project_key}.{model.model_id}",
        ),
    ]
    entries = [
        element("div", element("dt", name), element("dd", unbroken(value), element("small", note)))
        for name, value, note in facts
    ]
    return element("dl", *entries, class_="facts")


def _rates(evidence: Evidence) -> set[float | None]:
    """Rates of all that is shown."""
    verdicts = {standing.verdict.rate for standing in evidence.standings}
    return verdicts | {row["targeting_rate"] for standing in evidence.standings for row in standing.cohorts}


def _detail(standing: VersionEvidence, evidence: Evidence, change: Change, words: Wording) -> list[Markup]:
    label = words.language.version(standing.label)
    return [
        element("h2", unbroken(words.text("activation.version", label=label))),
        verdict_sentence(standing, words),
        element("h2", words.text("activation.before")),
        flags(standing, words),
        element("h2", words.text("activation.changes")),
        _changes(standing, evidence, change, words),
        element("h2", words.text("activation.by_cohort")),
        cohorts_table(standing, evidence, words),
        element("p", words.text("verdicts.each_alone"), class_="note"),
        element("h2", words.text("activation.token")),
        element("p", element("code", standing.token)),
    ]


def _changes(standing: VersionEvidence, evidence: Evidence, change: Change, words: Wording) -> Markup:
    active = evidence.active
    names = {"label": words.language.version(standing.label), "version": standing.version.version_id}
    before = _version_name(active, words)
    becomes = words.text("activation.becomes" if active else "activation.becomes_first", **names, before=before)
    users = ", ".join(change.users)
    items = [becomes, words.text("activation.users" if users else "activation.no_users", users=users)]
    for key, features in (("new", change.new_features), ("dropped", change.dropped_features)):
        if features:
            items.append(words.text(f"activation.{key}_features", features=", ".join(features)))
    if standing.overlap is not None:
        items.append(words.text("activation.overlap", overlap=words.percent(standing.overlap)))
    items.append(words.text("activation.untouched"))
    return element("ul", *(element("li", unbroken(item)) for item in items))


def _done(decision: Decision, activation: Activation, words: Wording) -> list[Markup]:
    standing = decision.evidence.standing(activation.to_version)
    name = _version_name(standing.version if standing else None, words) or activation.to_version
    keys = ("log.when", "log.by", "log.from", "log.to", "log.why", "activation.token")
    values = (
        words.moment(activation.activated_at),
        activation.by,
        _version_name(decision.evidence.active, words) or words.text("activation.none"),
        name,
        activation.reason,
        activation.token,
    )
    row = element("tr", *(element("td", unbroken(value), class_="text reason") for value in values))
    overridden: list[Markup] = []
    if standing and standing.serious:
        overridden = [element("h2", words.text("activation.overridden")), flags(standing, words)]
    users = ", ".join(decision.change.users) if decision.change else ""
    used = f" {words.text('activation.users', users=users)}" if users else ""
    before = _version_name(decision.evidence.active, words) or words.text("activation.another")
    return [
        element("p", words.text("activation.is_active", label=name) + used),
        wide_table([element("th", words.text(key), class_="text") for key in keys], [row]),
        *overridden,
        element("p", words.text("activation.written", log=decision.log_name, before=before)),
    ]


def _version_name(version: Version | None, words: Wording) -> str:
    """Label and id of a version; "" for none."""
    return f"{words.language.version(version_label(version))} ({version.version_id})" if version else ""
