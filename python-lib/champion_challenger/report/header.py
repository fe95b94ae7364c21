"""The top of the page: what is in production, and what to know before reading on."""

from __future__ import annotations

from itertools import takewhile

from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.markup import Markup, element
from champion_challenger.report.shown import ReportEvidence
from champion_challenger.report.wording import Wording


def facts(evidence: ReportEvidence, words: Wording) -> Markup:
    """Share targeted, model in production and since when, models used in the last evaluation, last cohort."""
    entries = [
        _targeted(evidence, words),
        _production(evidence, words),
        _used(evidence, words),
        _cohort(evidence, words),
    ]
    return element("dl", *(_fact(*entry) for entry in entries), class_="facts")


def notices(evidence: ReportEvidence, words: Wording) -> list[Markup]:
    """What is unusual about the evidence."""
    champion, is_summary = evidence.source.champion, bool(evidence.rows["pooled_verdict"].ne("").any())
    reasons = {
        "notice.no_champion": not champion.key,
        "notice.new_champion": bool(champion.key) and not champion.is_now and is_summary,
        "notice.one_cohort": len(evidence.cohorts) == 1,
        "notice.one_version": len(evidence.versions) == 1,
        "notice.no_bounds": bool(evidence.rows["lift_low"].isna().all()),
        "notice.provisional": _last_status(evidence) == "provisional",
    }
    cohorts = {"notice.new_champion": champion.cohort}
    return [
        element("p", words.text(key, cohort=cohorts.get(key, evidence.last_cohort)), class_="notice")
        for key, holds in reasons.items()
        if holds
    ]


def _fact(name: str, value: str, detail: str) -> Markup:
    return element("div", element("dt", name), element("dd", value, element("small", detail)))


def _targeted(evidence: ReportEvidence, words: Wording) -> tuple[str, str, str]:
    targeted = evidence.last(evidence.rate)[["n_targeted", "n"]].dropna()
    detail = ""
    if len(targeted):
        n_targeted, n = targeted.iloc[0]
        detail = words.text("targeted.of", targeted=words.count(n_targeted), n=words.count(n))
    return words.text("targeted"), words.rate(evidence.rate), detail


def _production(evidence: ReportEvidence, words: Wording) -> tuple[str, str, str]:
    champion = evidence.champion
    if champion is None:
        is_known = bool(evidence.source.champion.key)
        return words.text("production"), MISSING, words.text(f"production.{'not_shown' if is_known else 'unknown'}")
    row = evidence.last_row(champion)
    return words.text("production"), champion.label, f"{words.algorithm(row['algorithm'])}, {_since(evidence, words)}"


def _since(evidence: ReportEvidence, words: Wording) -> str:
    """When the model in production became active: from the log, else from the cohorts that it was evaluated on."""
    champion = evidence.champion
    if champion is None:
        return ""
    version = str(evidence.last_row(champion)["version_id"])
    log = evidence.source.activations
    logged = log[log["to_version"] == version].sort_values("activated_at")
    if len(logged):
        last = logged.iloc[-1]
        how = "noticed" if last["how"] == "noticed" else "active"
        return words.text(f"since.{how}", day=words.day(last["activated_at"]))
    cohorts = reversed(list(evidence.champions))
    own = list(takewhile(lambda cohort: evidence.champions[cohort] == champion.key, cohorts))
    return words.text("since.cohort", cohort=own[-1]) if own else words.text("since.unknown")


def _used(evidence: ReportEvidence, words: Wording) -> tuple[str, str, str]:
    last = evidence.last(evidence.rate)
    rules = sum(version.is_rule for version in evidence.versions if version.key in last.index)
    failed = int(last["auc"].isna().sum())
    details = []
    if rules:
        details.append(words.text("used.rules", n=rules))
    if failed:
        details.append(words.text("used.failed", n=failed))
    return words.text("used"), str(len(last) - rules), ", ".join(details) or words.text("used.all_scored")


def _cohort(evidence: ReportEvidence, words: Wording) -> tuple[str, str, str]:
    base = evidence.last(evidence.rate)["base_rate"].dropna()
    status = words.known(f"status.{_last_status(evidence)}", _last_status(evidence) or MISSING)
    share = words.text("cohort.base", share=words.percent(base.iloc[0])) if len(base) else ""
    detail = ", ".join(part for part in (status, share, words.text("cohort.number", n=len(evidence.cohorts))) if part)
    return words.text("cohort.last"), evidence.last_cohort, detail


def _last_status(evidence: ReportEvidence) -> str:
    return str(evidence.rows.loc[evidence.rows["cohort"] == evidence.last_cohort, "cohort_status"].iloc[-1])
