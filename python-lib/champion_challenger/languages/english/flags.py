"""What to know before a version is activated, and what a verdict rests on, in English."""

from __future__ import annotations

from champion_challenger.languages.language import Text

REASONS: dict[str, Text] = {
    "flag_never_evaluated": "It was never evaluated: no row of the performance dataset is about it.",
    "flag_not_out_of_time": (
        "It was not evaluated out of time. No cohort is known to come after the end of its training: it may have seen "
        "the outcomes it is judged by."
    ),
    "flag_outdated": "It was not evaluated on the last cohort, {last}; its last evaluation is that of {cohort}.",
    "flag_not_scored": "It could not be scored on cohort {cohort}: {reason}.",
    "flag_no_figures": "It was scored on cohort {cohort}, and has no figures: {reason}.",
    "flag_lacked_features": "It lacked features on cohort {cohort}: {reason}.",
    "flag_early_warnings": (
        "It has early warnings, newest customers {newest} against {cohort}: {warnings}. A version without any is the "
        "safer choice."
    ),
    "early_not_scored": "it cannot score them",
    "early_score_drift": "its scores have drifted (PSI {psi}; chance reaches {limit})",
    "early_large_score_drift": "its scores have drifted far (PSI {psi}; chance reaches {limit})",
    "early_missing_values": "missing values have changed ({features})",
    "flag_worse": "The verdict is worse: over {source}, the model in production is better.",
    "flag_challenger_slightly_better": (
        "It is better by less than the margin, from {source}: a change would bring little."
    ),
    "flag_practically_equal": "The two are practically equal, from {source}: a change would bring next to nothing.",
    "flag_no_clear_verdict": "There is no clear verdict ({verdict}, from {source}).",
    "flag_no_clear_verdict_because": "There is no clear verdict ({verdict}, from {source}): {reason}.",
    "flag_through_former": (
        "Cohort {cohort} was evaluated while {former} was in production: figures against {active}, in production "
        "now, go through {former}, and their bounds are cautious. Run the evaluation again to compare directly."
    ),
    "flag_no_active_version": "No version of the model is in production, so there is nothing to compare it with.",
    "flag_not_compared": "No cohort compares it with {active}, in production now: run the evaluation first.",
    "flag_not_comparable": "No cohort compares it with {active}, in production now: {reason}.",
    "flag_no_final_comparison": "No cohort on which it was compared with the model in production is final yet.",
    "flag_summary_outdated": (
        "The summary was built while another version was in production, and is left out: build it again."
    ),
    "flag_summary_without_model": "The summary has no row about this model, and is left out: choose or build its own.",
    "flag_summary_without_champion": (
        "The summary marks no version of this model as the one in production, and is left out: run the evaluation, and "
        "build it again."
    ),
    "verdict_not_distinguishable": "not distinguishable",
    "verdict_not_enough_data": "not enough data",
    "verdict_not_comparable": "not comparable",
    "from_cohorts_together": "cohorts {cohorts} together",
    "from_many_cohorts_together": "{n} cohorts ({first} to {last}) together",
    "from_all_cohorts": "all cohorts",
    "from_cohort_alone": "cohort {cohort} alone",
    "no_reason_given": "no reason is given",
}
