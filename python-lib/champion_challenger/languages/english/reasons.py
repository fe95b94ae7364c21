"""Templates of reasons in English, as datasets hold them."""

from __future__ import annotations

from champion_challenger.languages.language import Text

REASONS: dict[str, Text] = {
    # of a version that could not score, or not as it should
    "cohort_lacks_features": {
        "one": "the cohort lacks {n} feature of this version: {features}",
        "other": "the cohort lacks {n} features of this version: {features}",
    },
    "features_are_text": {
        "one": (
            "{n} feature of this version should be numbers and are text in the cohort's schema: {features}. Less than "
            "90 % of the cells are numbers; convert them in a Prepare recipe, decimal commas too"
        ),
        "other": (
            "{n} features of this version should be numbers and are text in the cohort's schema: {features}. Less than "
            "90 % of the cells are numbers; convert them in a Prepare recipe, decimal commas too"
        ),
    },
    "cells_are_no_numbers": {
        "one": "{n} cell of {features} is no number and was scored as empty",
        "other": "{n:,} cells of {features} are no numbers and were scored as empty",
    },
    "features_are_empty": {
        "one": "{n} feature of this version has no value for any customer: {features}",
        "other": "{n} features of this version have no value for any customer: {features}",
    },
    "trained_with_other_scikit_learn": (
        "trained with scikit-learn {trained} and scored with {here}: scores may differ from those of its own code "
        "environment"
    ),
    "scored_as_if_empty": "scored as if empty: {obstacles}",
    "no_longer_in_model": "chosen in the form, and no longer in the model: clear it under Versions to compare",
    "no_such_version": (
        "typed in the form, and the model has no such version; it has {known}: correct it under Version ids (manual "
        "entry)"
    ),
    "host_said": "{message}",
    "ended_by_system": (
        "the system ended the process that scored it (signal {signal}) when it had {megabytes:,} MB of memory; "
        "{free:,} MB were free when it began. Give the recipe more memory, or set Scoring processes to 1"
    ),
    # of figures that are not defined, or not to be trusted
    "nobody_to_evaluate": "figures need both classes: no customer has both an outcome and a score",
    "outcomes_absent": {
        "one": "outcomes not joined yet: the only customer has none",
        "other": "outcomes not joined yet: none of {n:,} customers has one",
    },
    "outcomes_without_positive": {
        "one": "outcomes not joined yet: the only customer is not positive",
        "other": "outcomes not joined yet: none of {n:,} customers is positive",
    },
    "outcomes_fewer_than_usual": (
        "outcomes not joined yet: {share:.1%} of the customers have none, {usual:.1%} in the cohorts before"
    ),
    "outcomes_not_final": "outcomes not final before {day}",
    "no_positive": {
        "one": "figures need both classes: the only customer is not positive",
        "other": "figures need both classes: no positive among {n:,} customers",
    },
    "no_negative": {
        "one": "figures need both classes: the only customer is positive",
        "other": "figures need both classes: no negative among {n:,} customers",
    },
    "auc_too_good": "an AUC of {auc:.3f} is too good to be true: does a feature know the outcome?",
    "bounds_of_few_hits": {
        "of": "hits",
        "one": (
            "{hits:g} hit, fewer than 10: the bounds of lift, precision and sensitivity are those of a share, with "
            "the base rate as known"
        ),
        "other": (
            "{hits:g} hits, fewer than 10: the bounds of lift, precision and sensitivity are those of a share, with "
            "the base rate as known"
        ),
    },
    "bounds_of_weighted_hits": (
        "the hits are as sure as {equal:.2g} of equal weight, fewer than 10: the bounds of lift, precision and "
        "sensitivity are those of a share, with the base rate as known"
    ),
    "scores_were_rounded": {
        "of": "decimals",
        "one": (
            "scores were rounded to {decimals} decimal: the AUC can be off by {auc_error:.2g} and Gini by twice "
            "that, KS can be too low by {ks_error:.2g}, the true positives lie between worst and best"
        ),
        "other": (
            "scores were rounded to {decimals} decimals: the AUC can be off by {auc_error:.2g} and Gini by twice "
            "that, KS can be too low by {ks_error:.2g}, the true positives lie between worst and best"
        ),
    },
    # of a version that is not compared on a cohort
    "champion_could_not_score": "not compared: the champion could not be scored",
    "champion_knew_outcomes": "not compared: the champion was trained on outcomes of this cohort's time",
    "version_knew_outcomes": "not compared: this version was trained on outcomes of this cohort's time",
    "champion_of_unknown_training": (
        "not compared: nobody knows until when the champion was trained; write 'trained until YYYY-MM-DD' into its "
        "description"
    ),
    "version_of_unknown_training": (
        "not compared: nobody knows until when this version was trained; write 'trained until YYYY-MM-DD' into its "
        "description"
    ),
    "champion_without_stored_scores": (
        "not compared: the champion {champion} has no stored scores in this cohort; store its scores in the same table"
    ),
    "training_unknown_without_model": (
        "not compared: no saved model is connected, so it is not known until when versions were trained; connect it "
        "to the recipe"
    ),
    "champion_not_quotable": (
        "not compared: the champion's name {champion} has characters that cannot be part of a query; expected letters, "
        "digits, spaces and _ . : / + -"
    ),
    "no_common_customer": (
        "not compared: this version and the champion have no customer in common; are their customer ids spelled alike?"
    ),
    # of campaigns on the target list
    "campaign_without_control": (
        "the verdict may be the campaign's doing: {share:.0%} of the champion's target list was contacted, and no "
        "control group is named; contacts that prevent the event (churn) favour the challengers, contacts that "
        "bring it about (sales) favour the champion"
    ),
    "campaign_control_unused": (
        "the verdict may be the campaign's doing: {share:.0%} of the champion's target list was contacted, and "
        "verdicts rest on all customers; contacts that prevent the event (churn) favour the challengers, contacts "
        "that bring it about (sales) favour the champion; the evaluation policy can choose the control group or "
        "those not contacted"
    ),
    "rests_on_control": "the verdicts rest on the control group, customers held out of campaigns at random",
    "rests_on_uncontacted": (
        "the verdicts rest on the customers who were not contacted; each control customer of the target list stands "
        "for several"
    ),
    "flag_campaign": "Before you decide: {notice}.",
    "contacted_values_absent": (
        "nobody was contacted: column {column} has none of the values {values}; it has {found}. Are they spelled so?"
    ),
    "control_values_absent": (
        "there is no control group: column {column} has none of the values {values}; it has {found}. "
        "Are they spelled so?"
    ),
    "some_of_several": {"one": "{names} and {n} other", "other": "{names} and {n:,} others"},
    "values_between": "values from {first} to {last}",
    "target_list_unknown": (
        "not compared: the champion's scores do not tell the contacted from the others, so it is not known which "
        "control customers the list had; judge on the population control"
    ),
    "control_of_the_list_only": (
        "not compared: the control group was drawn from the target list, not from all customers; judge on the "
        "population uncontacted"
    ),
    "no_control_on_the_list": (
        "not compared: the list was contacted and no control customer stands for it, and those not contacted alone "
        "would favour one side"
    ),
    # of rows written before the database counted this population
    "uncontacted_not_in_database": (
        "the weighted population uncontacted is not counted inside the database; the recipe Retrain and evaluate "
        "gives it"
    ),
    # of early warnings that are not there
    "no_newer_stored_scores": "the table of stored scores has no cohort after {cohort}",
    "version_without_newest_scores": "this version has no stored scores in {cohort}",
    "missing_values_not_in_database": (
        "missing values are not counted inside a database, since a table of scores has no features; the recipe Retrain "
        "and evaluate counts them"
    ),
    "few_control_positives": {
        "one": "{n} positive control customer, at least {least} needed",
        "other": "{n} positive control customers, at least {least} needed",
    },
    # of a verdict over several cohorts that is not clear
    "may_be_chance": "the difference may be chance",
    "below_margin": "better by {delta:.3g}, which is less than the margin of {margin:.3g}",
    "few_cohorts": {
        "one": "{n} cohort that compares the two, at least {least} needed, because months differ",
        "other": "{n} cohorts that compare the two, at least {least} needed, because months differ",
    },
    "cohorts_overlap": (
        "{known} cohorts compare the two, but outcome windows overlap: {n} can be pooled, at least {least} needed"
    ),
    "needs_more_than_pooled": (
        "it would take about {needed} cohorts to settle; the policy pools {pooled}, and {known} are known"
    ),
    "few_positives": {
        "one": "{n} positive customer in all, at least {least} needed",
        "other": "{n} positive customers in all, at least {least} needed",
    },
    "few_hits": {
        "of": "hits",
        "one": "{hits:g} positive customer on the target lists, at least {least} needed",
        "other": "{hits:g} positive customers on the target lists, at least {least} needed",
    },
    "no_champion": "no model in production is known",
    "no_final_cohort": "no cohort is final yet",
    "version_was_deleted": "the model does not have this version any more: it was deleted",
    "never_evaluated": "it was not evaluated on any final cohort",
    "champion_never_evaluated": "the model in production was not evaluated on any final cohort",
    "never_scored": "it could not be scored on any final cohort",
    "champion_never_scored": "the model in production could not be scored on any final cohort",
    "not_evaluated_on_last": (
        "not scored on the last cohort, {cohort}, because it was not evaluated there; it was last evaluated on {before}"
    ),
    "champion_not_evaluated_on_last": (
        "the model in production was not scored on the last cohort, {cohort}, because it was not evaluated there; it "
        "was last evaluated on {before}"
    ),
    "not_scored_on_last": "not scored on the last cohort, {cohort}: it could not be scored there",
    "champion_not_scored_on_last": (
        "the model in production was not scored on the last cohort, {cohort}: it could not be scored there"
    ),
    "never_out_of_time": "no final cohort is known to come after its training",
    "champion_never_out_of_time": "no final cohort is known to come after the training of the model in production",
    "never_compared": "no final cohort compares it with the champion",
    "cohort_without_champion": "cohort {cohort} was evaluated without a champion: run its evaluation again",
    "champion_not_evaluated_there": (
        "the model in production was not evaluated on {cohort}: run the evaluation of this cohort again"
    ),
    "champion_of_unknown_training_there": (
        "the model in production was not evaluated on {cohort}: run the evaluation of this cohort again, unless it was "
        "trained on outcomes of this time"
    ),
    "champion_knew_outcomes_there": (
        "the model in production was trained on outcomes until {day}, and cohort {cohort} starts before: it cannot be "
        "compared there"
    ),
    "version_knew_outcomes_there": "it was trained on outcomes of the time of cohort {cohort}",
    "version_of_unknown_training_there": (
        "it may have been trained on outcomes of the time of cohort {cohort}: the end of its training is not known"
    ),
    "champion_not_compared_there": (
        "the model in production could not be compared on {cohort}, where another one was the champion"
    ),
    "judged_against_former": (
        "cohort {cohort} was evaluated while {former} was in production: run its evaluation again for a verdict"
    ),
    "no_primary_row": "no row at the primary rate over all customers",
}
