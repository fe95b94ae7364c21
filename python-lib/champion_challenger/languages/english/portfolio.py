"""Texts of the portfolio in English."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "portfolio.title": "Score portfolio",
    "portfolio.subtitle": {"one": "{n} score of {projects}, on {day}", "other": "{n} scores of {projects}, on {day}"},
    "portfolio.projects": {"one": "{n} project", "other": "{n} projects"},
    "portfolio.score": "Score",
    "portfolio.next": "Next step",
    "portfolio.production": "Model in production",
    "portfolio.now": "Lift now",
    "portfolio.then": "Lift at activation",
    "portfolio.challenger": "Best challenger",
    "portfolio.gain": "Expected difference in lift",
    "portfolio.recommendation": "Recommendation",
    "portfolio.fresh": "Last cohort",
    "portfolio.warnings": "Warnings",
    "portfolio.action.read": "cannot be read",
    "portfolio.action.evaluate": "evaluate again",
    "portfolio.action.decide": "decide",
    "portfolio.action.refresh": "update",
    "portfolio.action.none": "nothing to do",
    "portfolio.rate": "{rate} targeted",
    "portfolio.last_final": "final up to {cohort}",
    "portfolio.no_final": "none is final yet",
    "portfolio.change": "activate {label}",
    "portfolio.keep": "keep {label}",
    "portfolio.positives": "{gain} {event} expected",
    "portfolio.computed": "computed on {day}",
    "portfolio.days": {"one": "{n} day ago", "other": "{n} days ago"},
    "portfolio.today": "today",
    "portfolio.warning.no_champion": "no model in production",
    "portfolio.warning.new_champion": "model in production not evaluated",
    "portfolio.warning.outdated_summary": "outdated summary",
    "portfolio.warning.not_compared": "last cohort not compared",
    "portfolio.warning.knew_outcomes": "trained on the last cohort",
    "portfolio.warning.not_joined": "outcomes not joined",
    "portfolio.warning.provisional": "provisional",
    "portfolio.warning.campaign": "campaign without control group",
    "portfolio.warning.old": "old figures",
    "portfolio.explained": "What the warnings mean",
    "portfolio.colon": ": ",
    "portfolio.meaning.no_champion": (
        "no version is marked as the model in production, so nothing can be compared with it. Evaluate a cohort again."
    ),
    "portfolio.meaning.new_champion": (
        "the model that is in production now was not evaluated on any cohort yet. Evaluate the last cohort again, "
        "unless that model was trained on its outcomes."
    ),
    "portfolio.meaning.outdated_summary": (
        "another model was in production when the summary was computed; its verdicts over several cohorts and its "
        "recommendation are left out. Run Summarise performance again."
    ),
    "portfolio.meaning.not_compared": (
        "another model was in production when the last cohort was evaluated, and nothing there is compared with that "
        "of today. Evaluate that cohort again."
    ),
    "portfolio.meaning.knew_outcomes": (
        "the model in production was trained on outcomes of the time of the last cohort, which another model led. Only "
        "cohorts after its training can be compared with it."
    ),
    "portfolio.meaning.not_joined": (
        "the outcomes of the last cohort are not known yet. Evaluate it again once they are joined."
    ),
    "portfolio.meaning.provisional": "the outcomes of the last cohort are not final, and its figures will change.",
    "portfolio.meaning.campaign": (
        "a campaign on the target list may have changed the outcomes that decided the verdict, and the verdict does "
        "not rest on a control group. Read the report before a decision."
    ),
    "portfolio.meaning.old": (
        "the figures are older than usual for this score, whose cohorts should have brought new ones. Look at its "
        "scenario, and run Summarise performance."
    ),
    "portfolio.reading": (
        "What needs action comes first; decide means: on an activation. Lift now: that of the model in production "
        "on the last final cohort, at the targeting rate of the verdicts. Lift at activation: on its first final "
        "cohort in production. Customers on whom it was trained are left out of both. Expected difference in lift: "
        "of the best challenger against the model in production, allowing for the choice among several, with 95 % "
        "bounds. The recommendation says what is expected to do best, proven or not. A person decides on "
        "activations."
    ),
}
