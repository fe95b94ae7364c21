"""Texts of the page of the macro Activate challenger in English; names of fields are those of its form."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "activation.title": "Activate a challenger",
    "activation.done_title": "Activated",
    "activation.none_active": "none is active",
    "activation.run": "run {run}",
    "activation.one_rate": "the rate of all figures here",
    "activation.other_rates": "the rate of figures that name no other",
    "activation.versions": "Versions shown",
    "activation.no_other": "The model has no version beside the one in production: there is nothing to activate.",
    "activation.choice": "Versions that could be activated",
    "activation.cohorts": "Cohorts",
    "activation.flags": "To know",
    "activation.token": "Token",
    "activation.version": "Version {label}",
    "activation.verdict": "Verdict: {verdict}",
    "activation.measured": "; measured difference in {figure}{at} from the model in production {delta}",
    "activation.expect": "; difference in lift to expect, allowing for the choice among many, about {delta}",
    "activation.confirmed": "; confirmed, however often one looks",
    "activation.at": " at {rate} targeted",
    "activation.in_figure": " in {figure}",
    "activation.difference": "Difference",
    "activation.before": "To know before activating",
    "activation.nothing_against": "Nothing speaks against it.",
    "activation.changes": "What will change",
    "activation.becomes": "Version {label} ({version}) goes into production, instead of {before}.",
    "activation.becomes_first": "Version {label} ({version}) goes into production, as the first one.",
    "activation.users": "Used from their next run on: {users}.",
    "activation.no_users": "No recipe uses the model: look at API services and others.",
    "activation.new_features": "Features that it needs and the model in production does not: {features}.",
    "activation.dropped_features": "Features that it no longer needs: {features}.",
    "activation.overlap": "{overlap} of the target list stays the same.",
    "activation.untouched": "Nothing that was scored before is scored again, and no version is deleted.",
    "activation.by_cohort": "Cohort by cohort",
    "activation.status": "Status",
    "activation.out_of_time": "Out of time",
    "out_of_time.yes": "yes",
    "out_of_time.no": "no",
    "out_of_time.unknown": "not known",
    "status.scored": "scored",
    "activation.customers": "Customers",
    "activation.positives": "Positives",
    "activation.never_evaluated": "No cohort was evaluated with it.",
    "activation.through": "evaluated while {former} was in production; the difference goes through it",
    "activation.go_on": (
        "To activate a version, run this macro again with the action Activate, the version, its token and a reason. "
        "The token fits as long as the model in production and the last evaluation are those shown here. Who, when, "
        "why, from and to are written to {log}. Red flags prevent the activation unless you select Override red flags."
    ),
    "activation.is_active": "Version {label} is active.",
    "activation.overridden": "Overridden flags",
    "activation.written": "Written to {log}, and read back. To go back, activate {before} in the same way.",
    "activation.another": "another",
    "activation.none": "none",
}
