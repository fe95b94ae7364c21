"""Texts of the recommendation in English; ``{event}`` is whom the score looks for, in the plural."""

from __future__ import annotations

from champion_challenger.languages.language import Text

ADVICE: dict[str, Text] = {
    "advice.title": "Recommendation",
    "advice.note": (
        "The verdicts say what is proven. The recommendation says what is expected to do best, proven or not: a change "
        "costs little, and keeping a model is a choice too. A person decides."
    ),
    "advice.none": "No version is recommended yet: no final cohort compares versions with the model in production.",
    "advice.change": "Recommended: {label}, instead of {held} in production, by the rule “{rule}”.",
    "advice.keep": "Recommended: keep {held} in production, by the rule “{rule}”.",
    "advice.no_other": (
        "No change is worthwhile: every other version that can be activated is expected to bring less than {share} "
        "more, or its verdict is worse or practically equal."
    ),
    "advice.column": "{leader} leads the verdicts, but it is a score column: it cannot be activated.",
    "advice.better_still": "{leader} performed better than {held} too; {label} is expected to do better still.",
    "advice.gain": (
        "Expected: {gain} {event} beyond the model in production{bounds}, on a cohort like the last final one, with as "
        "many contacts."
    ),
    "advice.bounds": " (95 % {interval})",
    "advice.not_judged": (
        "Too little is known of {label} for a verdict: this rests mainly on what newer versions have brought here so "
        "far."
    ),
    "advice.not_proven": "That is not beyond doubt: it may bring nothing, or less.",
    "advice.past": {
        "one": (
            "On the one cohort so far this rule would have brought {gain} {event} beyond those of the first "
            "champion{bounds}; the best rule, “{best}”, {best_gain}{best_bounds}."
        ),
        "other": (
            "Over the {n} cohorts so far this rule would have brought {gain} {event} beyond those of the first "
            "champion{bounds}; the best rule, “{best}”, {best_gain}{best_bounds}."
        ),
    },
    "advice.past_best": {
        "one": (
            "On the one cohort so far no rule would have served better: {gain} {event} beyond those of the first "
            "champion{bounds}."
        ),
        "other": (
            "Over the {n} cohorts so far no rule would have served better: {gain} {event} beyond those of the first "
            "champion{bounds}."
        ),
    },
    "advice.short": "The past is short, and the best of several rules looks better than it is.",
    "advice.gone": "{label} is no version of the model any more: build the summary again.",
    "advice.other_shown": "The version shown on this page is {shown}.",
}
