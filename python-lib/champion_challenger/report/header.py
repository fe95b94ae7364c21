"""The top of the page: what is in production, and what to know before reading on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from champion_challenger.core.reasons import Reason
from champion_challenger.core.tables.reading import NOT_SCORED
from champion_challenger.core.verdicts.rows_against import CHAMPION_KNEW
from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.campaigns import campaign_sentences
from champion_challenger.report.markup import Child, Markup, element, unbroken
from champion_challenger.report.rates import at_each
from champion_challenger.report.shown import ReportEvidence
from champion_challenger.report.wording import Wording

NOT_JOINED = "not_joined"
"""Status of a cohort whose outcomes are not joined yet, which is no value of the column."""


def facts(evidence: ReportEvidence, rates: Sequence[float], words: Wording) -> Markup:
    """Share targeted, model in production and since when, models used in the last evaluation, last cohort."""
    entries = [
        _target_fact(evidence, rates, words),
        _production(evidence, words),
        _models_fact(evidence, words),
        _cohort(evidence, words),
    ]
    return element("dl", *(_fact(*entry) for entry in entries), class_="facts")


def notices(evidence: ReportEvidence, words: Wording) -> list[Markup]:
    """What is unusual about the evidence."""
    sentences = campaign_sentences(evidence, words)
    for key in notice_keys(evidence):
        sentences.append(words.text(key, **_names(key, evidence)))
        if key == "notice.not_joined":
            sentences[-1] += f" {figures_sentence(evidence, words)}"
    return [element("p", unbroken(sentence), class_="notice") for sentence in sentences]


def figures_sentence(evidence: ReportEvidence, words: Wording) -> str:
    """Of which cohort figures are while the outcomes of the last one are not joined, or that there are none."""
    cohort = evidence.figures_cohort
    return words.text("figures.of_cohort", cohort=cohort) if cohort else words.text("figures.of_none")


def notice_keys(evidence: ReportEvidence) -> list[str]:
    """Keys of the texts that say what is unusual, beside what campaigns mean."""
    source, status = evidence.source, last_status(evidence)
    conditions = {
        "notice.no_champion": not source.champion.key,
        "notice.new_champion": source.is_superseded,
        "notice.outdated_summary": source.is_outdated,
        **_former(evidence),
        "notice.one_cohort": len(evidence.cohorts) == 1,
        "notice.one_version": len(evidence.versions) == 1,
        "notice.no_bounds": bool(evidence.rows["lift_low"].isna().all()),
        "notice.not_joined": status == NOT_JOINED,
        "notice.provisional": status == "provisional",
    }
    return [key for key, holds in conditions.items() if holds]


def _former(evidence: ReportEvidence) -> dict[str, bool]:
    """Whether the last figures were counted while another model was in production, and compare with that of now."""
    rows = evidence.last_figures(evidence.rate)
    is_other = not evidence.source.is_superseded and bool(rows["compared_through"].ne("").any())
    is_compared = bool(rows["lift_delta"].notna().any())
    # No other evaluation would help: the advice to run it is not given.
    is_known = any(isinstance(reason, Reason) and reason.code == CHAMPION_KNEW for reason in rows["not_compared"])
    return {
        "notice.through": is_other and is_compared,
        "notice.not_compared": is_other and not is_compared and not is_known,
        "notice.knew_outcomes": is_other and not is_compared and is_known,
    }


def _names(key: str, evidence: ReportEvidence) -> dict[str, str]:
    """Names that a notice shows."""
    source, cohort = evidence.source, evidence.last_cohort
    if key in ("notice.through", "notice.not_compared"):
        cohort = evidence.figures_cohort
    former = evidence.champions.get(cohort, "")
    if key == "notice.new_champion":
        former, cohort = source.champion.key, source.champion.cohort
    if key == "notice.outdated_summary":
        former = source.judged_against
    now = evidence.champion.label if evidence.champion else source.active_version
    return {"cohort": cohort, "former": evidence.label(former) or MISSING, "now": now}


def _fact(name: str, value: Child, detail: Child) -> Markup:
    return element("div", element("dt", name), element("dd", _whole(value), element("small", _whole(detail))))


def _whole(text: Child) -> Markup:
    return text if isinstance(text, Markup) else unbroken(str(text))


def _target_fact(evidence: ReportEvidence, rates: Sequence[float], words: Wording) -> tuple[str, Markup, Markup]:
    """The share that is chosen, and of how many customers it is on the last cohort."""

    def counts(rate: float) -> str:
        """Customers targeted at a rate, of how many; "" where that is not known."""
        targeted = evidence.last_figures(rate)[["n_targeted", "n"]].dropna()
        if targeted.empty:
            return ""
        n_targeted, n = targeted.iloc[0]
        counted = words.text("targeted.of", targeted=words.count(n_targeted), n=words.count(n))
        cohort = evidence.figures_cohort
        return counted if cohort == evidence.last_cohort else words.text("targeted.on", counts=counted, cohort=cohort)

    return words.text("targeted"), at_each(rates, words.rate), at_each(rates, counts)


def _production(evidence: ReportEvidence, words: Wording) -> tuple[str, str, str]:
    champion, source = evidence.champion, evidence.source
    if champion is None:
        key = "production.not_evaluated" if source.is_superseded else "production.unknown"
        return words.text("production"), source.active_version or MISSING, words.text(key)
    row = evidence.last_row(champion)
    return words.text("production"), champion.label, f"{words.algorithm(row['algorithm'])}, {since(evidence, words)}"


def since(evidence: ReportEvidence, words: Wording) -> str:
    """When the model in production became active: from the log, else from the cohorts that it was evaluated on."""
    champion = evidence.champion
    if champion is None:
        return ""
    version = str(evidence.last_row(champion)["version_id"])
    log = evidence.source.activations
    # A version may have been activated more than once: the last time counts.
    logged = log[log["to_version"] == version].sort_values("activated_at")
    if len(logged):
        last = logged.iloc[-1]
        how = "noticed" if last["how"] == "noticed" else "active"
        return words.text(f"since.{how}", day=words.day(last["activated_at"]))
    cohorts = reversed(list(evidence.champions))
    # From the newest cohort backwards without a break, as an earlier time in production has ended.
    own = list(takewhile(lambda cohort: evidence.champions[cohort] == champion.key, cohorts))
    return words.text("since.cohort", cohort=own[-1]) if own else words.text("since.unknown")


def _models_fact(evidence: ReportEvidence, words: Wording) -> tuple[str, str, str]:
    last = evidence.on_last_cohort().drop_duplicates("key", keep="last")
    rules = sum(version.is_rule for version in evidence.versions if version.key in set(last["key"]))
    failed = last["status"].eq(NOT_SCORED)
    # Scored, and nothing to show: outcomes that are not joined yet, or of one class.
    without_figures = int((last["auc"].isna() & ~failed).sum())
    counts = {"rules": rules, "failed": int(failed.sum()), "no_figures": without_figures}
    details = [words.text(f"used.{name}", n=count) for name, count in counts.items() if count]
    return words.text("used"), str(len(last) - rules), ", ".join(details) or words.text("used.all_scored")


def _cohort(evidence: ReportEvidence, words: Wording) -> tuple[str, str, str]:
    base = evidence.last(evidence.rate)["base_rate"].dropna()
    status = words.text_or(f"status.{last_status(evidence)}", last_status(evidence) or MISSING)
    share = words.text("cohort.base", share=words.percent(base.iloc[0])) if len(base) else ""
    detail = ", ".join(part for part in (status, share, words.text("cohort.number", n=len(evidence.cohorts))) if part)
    return words.text("cohort.last"), evidence.last_cohort, detail


def last_status(evidence: ReportEvidence) -> str:
    """Status of the last cohort: `NOT_JOINED`, or what its newest row has."""
    if evidence.last_cohort in evidence.waiting:
        return NOT_JOINED
    return str(evidence.on_last_cohort()["cohort_status"].iloc[-1])
