"""Texts of the report's first sentence, of its segments, the confusion table and the ROC curve, in English."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "opening.decision": "The verdict is a recommendation; activation remains a person's decision.",
    "opening.production": "{label} is in production, {since}",
    "opening.not_evaluated": "{label} is in production, and was not evaluated on any cohort yet",
    "opening.no_production": "no model in production is known",
    "opening.better": "{label} did better: expect a difference in lift of about {delta}{bounds}",
    "opening.measured.lift": "{label} did better: its lift differed by {delta}{bounds}",
    "opening.measured.auc": "{label} did better: its AUC differed by {delta}{bounds}",
    "opening.better_only": "{label} did better",
    "opening.none_better": "no challenger did better by what is proven so far",
    "opening.change": (
        "a person could now activate {label}, with a forecast of {gain} {event} on a cohort like the last final one"
    ),
    "opening.keep": "nothing needs to change now",
    "opening.column_keep": "{leader} is a score column and cannot be activated, and nothing else needs to change now",
    "opening.activate": "a person could now activate it",
    "opening.column": "it is a score column, and cannot be activated",
    "opening.nothing": "nothing is to be decided now",
    "opening.evaluate": "run the evaluation of cohort {cohort} again before a decision",
    "opening.activate_any": "activate a version, and run the evaluation again",
    "opening.summarise": "run Summarise performance again before a decision",
    "log.found": "found active by the first evaluation",
    "log.noticed": "activated outside of the macro; noticed by the evaluation",
    "campaign.title": "What the campaign changed",
    "confusion.title": "Confusion table, {cohort}, {rate} targeted",
    "confusion.true_positives": "Targeted, {event}",
    "confusion.false_positives": "Targeted, others",
    "confusion.false_negatives": "Not targeted, {event}",
    "confusion.true_negatives": "Not targeted, others",
    "roc.name": "ROC curve",
    "roc.meaning": "% of {event} reached against % of the others contacted in vain, cohort {cohort}",
    "segments.title": "Segments",
    "segments.meaning": (
        "Each segment of cohort {cohort} has a target list of its own. Differences are to the model in production, "
        "with 95 % bounds; among many segments one or the other stands out by chance."
    ),
    "segments.at_rate": "{rate} of each segment targeted",
    "segments.segment": "Segment",
    "segments.customers": "Customers",
    "segments.base": "Share of {event}",
    "segments.lift": "Lift of {label}",
    "segments.delta": "Difference in lift",
    "segments.extra": "Extra {event}",
    "segments.more": "and {n} more in the performance dataset",
    "decisions.why_less": {
        "one": (
            "Following the verdict brought {fewer} fewer {event} than always taking the newest. A verdict changes the "
            "model only once an advantage is beyond doubt; until then it kept an older version, on {older} of {n} "
            "cohort, and waiting costs what the newer one would have brought."
        ),
        "other": (
            "Following the verdict brought {fewer} fewer {event} than always taking the newest. A verdict changes the "
            "model only once an advantage is beyond doubt; until then it kept an older version, on {older} of {n} "
            "cohorts, and waiting costs what the newer one would have brought."
        ),
    },
    "headline.more": {
        "one": (
            "On {cohort}, with {rate} of the customers targeted, it reaches {extra} more of the {event} with as "
            "many contacts."
        ),
        "other": (
            "On {cohort}, with {rate} of the customers targeted, it reaches {extra} more {event} with as many contacts."
        ),
    },
    "headline.fewer": {
        "one": (
            "On {cohort}, with {rate} of the customers targeted, it reaches {extra} fewer of the {event} with as "
            "many contacts."
        ),
        "other": (
            "On {cohort}, with {rate} of the customers targeted, it reaches {extra} fewer {event} with as many "
            "contacts."
        ),
    },
}
