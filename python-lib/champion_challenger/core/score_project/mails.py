"""Mails at the end of a score's scenarios, in the language of the score."""

from __future__ import annotations

from typing import Any

from champion_challenger.core.score_project.names import names_of
from champion_challenger.core.score_project.scenario_steps import Json, in_mail, mail
from champion_challenger.core.score_project.timetable import (
    APPLICATION_DAY,
    DURATION,
    END_IN_MAILS,
    FAILED_STEPS,
    MINUTES,
    MINUTES_ALLOWED,
    MISSED,
    MONTH,
    REPORT_PLACE,
    SCORE_NAME,
    START_IN_MAILS,
)
from champion_challenger.languages import LANGUAGES
from champion_challenger.settings.create_score_project import Production

_FROM_STEPS = {
    "action": "score_action_sentence",
    "report": REPORT_PLACE,
    "sentence": "score_sentence",
    "recommendation": "score_recommendation_sentence",
    "versions": "score_versions_evaluated_text",
    "month": MONTH,
    "rate": "score_targeting_rate_percent_text",
    "lift": "score_champion_lift_text",
    "evidence": "score_champion_evidence",
    "outcomes": "score_outcomes_sentence",
    "warnings": "score_early_warnings_sentence",
    "missed": MISSED,
}


def text_of(language: str, key: str, **values: str) -> str:
    """A text of mails with its values.

    >>> text_of("fr", "mail.report.subject", score="Churn", month="2019-06").replace("\\u00a0", " ")
    'Score Churn, 2019-06 : rapport'
    """
    known = LANGUAGES[language]
    return known.fill(known.texts[key], values)


def mails(language: str, production: Production, has_verdict: bool = False) -> list[Json]:
    """Mails on failure, after a run longer than the project's variable allows, and with the verdict of a score."""
    if not production.channel:
        return []
    names, address = names_of(language), (production.channel, ", ".join(production.recipients))
    # The parameter with which somebody runs the scenario again.
    asked = MONTH if has_verdict else APPLICATION_DAY
    times = text_of(
        language, "mail.times", start=in_mail(START_IN_MAILS), end=in_mail(END_IN_MAILS), minutes=in_mail(DURATION)
    )
    run: dict[str, Any] = {
        "scenario": in_mail("scenarioName"),
        "project": in_mail("scenarioProjectKey"),
        "outcome": in_mail("outcome"),
        "minutes": in_mail(DURATION),
        "allowed": in_mail(MINUTES_ALLOWED),
        "again": text_of(language, "mail.again", parameter=asked, value=in_mail(asked)),
        "times": times,
        "reason": in_mail(FAILED_STEPS),
    }
    has_failed, is_slow = "outcome == 'FAILED' || outcome == 'ABORTED'", f"{MINUTES} > {MINUTES_ALLOWED}"
    messages = [
        mail(names[name], condition, address, text_of(language, f"{key}.subject", **run), text_of(language, key, **run))
        for name, condition, key in (("On failure", has_failed, "mail.failed"), ("On a long run", is_slow, "mail.slow"))
    ]
    if has_verdict:
        verdict, score = in_mail("score_verdict_subject"), in_mail(SCORE_NAME)
        values = {name: in_mail(variable) for name, variable in _FROM_STEPS.items()}
        subject = text_of(language, "mail.verdict.subject", score=score, month=in_mail(MONTH), verdict=verdict)
        # A month without outcomes has no lift, so that the outcome of the step is not OK: that is told all the same.
        is_known = "score_outcome == 'OK' || score_outcomes == 'not joined yet'"
        text = text_of(language, "mail.verdict", **values, times=times)
        messages.append(mail(names["Verdict"], is_known, address, subject, text))
    return messages
