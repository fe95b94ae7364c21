"""The first sentences of the report in English."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "headline": "The best challenger, {label}, is {verdict}.",
    "headline.unjudged": "The best challenger, {label}, has no verdict against the model in production now: {reason}.",
    "headline.none": (
        "No challenger was scored on the cohort of the verdicts, among customers that it was not trained on."
    ),
    "headline.lift": "At {rate} targeted, its lift differs by {delta}{bounds} on {on}.",
    "headline.expected": ("Expect a difference in lift of about {delta}{bounds}, allowing for the choice among {n}."),
    "headline.expected_alone": "Expect a difference in lift of about {delta}{bounds}.",
    "headline.confirmed": "The advantage is confirmed: it holds however often one looks.",
    "headline.auc": "Its AUC differs by {delta}{bounds} on {on}.",
    "headline.rate": "This was decided at {rate} targeted, on {on}.",
    "headline.as_many": "On {cohort}, with {rate} of the customers targeted, it reaches as many {event}.",
    "headline.overlap": "{overlap} of the target list stays the same.",
    "headline.through": (
        "This goes through {former}, which was in production when {cohort} was evaluated; common targets are not known "
        "until it is evaluated again."
    ),
}
