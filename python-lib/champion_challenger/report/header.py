"""The top of the page: what is in production, and what has to be known before reading on."""

from __future__ import annotations

from itertools import takewhile

from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.markup import Markup, element
from champion_challenger.report.shown import ReportEvidence
from champion_challenger.report.wording import Wording


def facts(shown: ReportEvidence, words: Wording) -> Markup:
    """Share targeted, model in production and since when, models used in the last evaluation, last cohort."""
    entries = [_targeted(shown, words), _production(shown, words), _used(shown, words), _cohort(shown, words)]
    return element("dl", *(_fact(*entry) for entry in entries), class_="facts")


def notices(shown: ReportEvidence, words: Wording) -> list[Markup]:
    """What is unusual about the evidence."""
    champion, is_summary = shown.source.champion, bool(shown.rows["pooled_verdict"].ne("").any())
    found = {
        "notice.no_champion": not champion.key,
        "notice.new_champion": bool(champion.key) and not champion.is_now and is_summary,
        "notice.one_cohort": len(shown.cohorts) == 1,
        "notice.one_version": len(shown.contenders) == 1,
        "notice.no_bounds": bool(shown.rows["lift_low"].isna().all()),
        "notice.provisional": _last_status(shown) == "provisional",
    }
    cohorts = {"notice.new_champion": champion.cohort}
    return [
        element("p", words.text(key, cohort=cohorts.get(key, shown.last_cohort)), class_="notice")
        for key, holds in found.items()
        if holds
    ]


def _fact(name: str, value: str, detail: str) -> Markup:
    return element("div", element("dt", name), element("dd", value, element("small", detail)))


def _targeted(shown: ReportEvidence, words: Wording) -> tuple[str, str, str]:
    targeted = shown.last(shown.rate)[["n_targeted", "n"]].dropna()
    detail = ""
    if len(targeted):
        n_targeted, n = targeted.iloc[0]
        detail = words.text("targeted.of", targeted=words.count(n_targeted), n=words.count(n))
    return words.text("targeted"), words.rate(shown.rate), detail


def _production(shown: ReportEvidence, words: Wording) -> tuple[str, str, str]:
    champion = shown.champion
    if champion is None:
        is_known = bool(shown.source.champion.key)
        return words.text("production"), MISSING, words.text(f"production.{'not_shown' if is_known else 'unknown'}")
    row = shown.last_row(champion)
    return words.text("production"), champion.label, f"{words.algorithm(row['algorithm'])}, {_since(shown, words)}"


def _since(shown: ReportEvidence, words: Wording) -> str:
    """When the model in production became active: from the log, else from the cohorts that it was evaluated on."""
    champion = shown.champion
    if champion is None:
        return ""
    version = str(shown.last_row(champion)["version_id"])
    log = shown.source.activations
    logged = log[log["to_version"] == version].sort_values("activated_at")
    if len(logged):
        last = logged.iloc[-1]
        how = "noticed" if last["how"] == "noticed" else "active"
        return words.text(f"since.{how}", day=words.day(last["activated_at"]))
    cohorts = reversed(list(shown.champions))
    own = list(takewhile(lambda cohort: shown.champions[cohort] == champion.key, cohorts))
    return words.text("since.cohort", cohort=own[-1]) if own else words.text("since.unknown")


def _used(shown: ReportEvidence, words: Wording) -> tuple[str, str, str]:
    last = shown.last(shown.rate)
    rules = sum(one.is_rule for one in shown.contenders if one.key in last.index)
    failed = int(last["auc"].isna().sum())
    details = []
    if rules:
        details.append(words.text("used.rules", n=rules))
    if failed:
        details.append(words.text("used.failed", n=failed))
    return words.text("used"), str(len(last) - rules), ", ".join(details) or words.text("used.all_scored")


def _cohort(shown: ReportEvidence, words: Wording) -> tuple[str, str, str]:
    base = shown.last(shown.rate)["base_rate"].dropna()
    status = words.known(f"status.{_last_status(shown)}", _last_status(shown) or MISSING)
    share = words.text("cohort.base", share=words.percent(base.iloc[0])) if len(base) else ""
    detail = ", ".join(part for part in (status, share, words.text("cohort.number", n=len(shown.cohorts))) if part)
    return words.text("cohort.last"), shown.last_cohort, detail


def _last_status(shown: ReportEvidence) -> str:
    return str(shown.rows.loc[shown.rows["cohort"] == shown.last_cohort, "cohort_status"].iloc[-1])
