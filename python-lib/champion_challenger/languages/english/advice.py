"""The recommendation in English: its texts, with ``{event}`` for whom the score looks for, and captions of columns."""

from __future__ import annotations

from champion_challenger.languages.language import FieldText, Text

ADVICE: dict[str, Text] = {
    "advice.title": "Which version next?",
    "advice.note": (
        "The verdicts say what is proven. This says what is expected to do best next, proven or not: a change costs "
        "little, and keeping a model is a choice too. The forecast rests on what newer versions have brought here so "
        "far, beside the cohorts of the verdicts; so it is another number than the difference to expect above, which "
        "rests on those cohorts alone."
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
        "Forecast: {gain} {event} beyond the model in production{bounds}, on a cohort like the last final one, with as "
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
    "action.change": (
        "{label} could now be activated in place of {held}: forecast {gain} {event} beyond the model in "
        "production{bounds}, on a cohort like the last final one, with as many contacts. Activating it remains a "
        "person's decision: the macro Activate challenger shows the evidence first."
    ),
    "action.keep": "Nothing needs to change now: keep {held} in production.",
    "action.column": (
        "{leader} is a score column and cannot be activated. Nothing else needs to change now: keep {held}."
    ),
    "action.none": "There is nothing to decide yet: no final cohort compares a version with the model in production.",
    "advice.gone": "{label} is no version of the model any more: build the summary again.",
    "advice.other_shown": "The version shown on this page is {label}.",
}

FIELDS: dict[str, FieldText] = {
    "is_recommended": FieldText("Recommended"),
    "recommended_by": FieldText("Recommended by the rule"),
    "expected_gain": FieldText("Expected extra positives"),
    "expected_gain_low": FieldText("Expected extra positives, lower bound"),
    "expected_gain_high": FieldText("Expected extra positives, upper bound"),
    "rule_gain": FieldText("Gained so far by the rule that recommends"),
    "rule_gain_low": FieldText("Gained so far by the rule that recommends, lower bound"),
    "rule_gain_high": FieldText("Gained so far by the rule that recommends, upper bound"),
    "best_rule": FieldText("Best rule so far"),
    "best_rule_gain": FieldText("Gained so far by the best rule"),
    "best_rule_gain_low": FieldText("Gained so far by the best rule, lower bound"),
    "best_rule_gain_high": FieldText("Gained so far by the best rule, upper bound"),
    "rule_cohorts": FieldText("Cohorts of the rules"),
}
