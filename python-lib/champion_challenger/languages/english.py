"""English: the texts of pages, and the reasons as the datasets hold them."""

from __future__ import annotations

from champion_challenger.languages.language import Language, Text

_TEXTS: dict[str, Text] = {
    "event": "positive customers",
    "title": "The model in production against its competitors",
    "interval": "{low} to {high}",
    "in_production": "(in production)",
    "best_challenger": "(best challenger)",
    "auc.name": "AUC",
    "auc.meaning": "how well the score ranks all customers; 0.5 is chance",
    "lift.name": "Lift",
    "lift.meaning": "how many times better than choosing customers at random",
    "precision.name": "Precision",
    "precision.meaning": "% of the targeted who really are {event}",
    "sensitivity.name": "Sensitivity",
    "sensitivity.meaning": "% of {event} who are targeted",
    "accuracy.name": "Accuracy",
    "accuracy.meaning": "% of customers classified correctly",
    "targeted": "Customers targeted",
    "targeted.of": "{targeted} of {n}",
    "production": "Model in production",
    "production.unknown": "none is known",
    "since.active": "active since {day}",
    "since.noticed": "active since {day} at the latest",
    "since.cohort": "active since cohort {cohort} at the latest",
    "since.unknown": "the date of its activation is not known",
    "used": "Models used in the last evaluation",
    "used.rules": {"one": "and 1 score column", "other": "and {n} score columns"},
    "used.failed": {"one": "1 could not be scored", "other": "{n} could not be scored"},
    "used.all_scored": "all were scored",
    "cohort.last": "Last cohort",
    "cohort.base": "{share} {event}",
    "cohort.number": "cohort number {n}",
    "status.final": "final",
    "status.provisional": "provisional",
    "status.scored": "scored",
    "status.scored_with_missing_features": "scored with missing features",
    "status.not_scorable": "not scorable",
    "status.not_enough_data": "not enough data",
    "notice.no_champion": "No version is marked as the model in production, so nothing can be compared with it.",
    "notice.new_champion": (
        "The model that is in production now was not evaluated on any cohort yet. The one shown as in "
        "production is that of cohort {cohort}."
    ),
    "notice.one_cohort": (
        "There is one cohort only: each line is a dot, and nothing can be said about change over time."
    ),
    "notice.one_version": "There is one version only: it has no competitor yet.",
    "notice.no_bounds": "The rows have no bounds, so no band is drawn: differences may be chance.",
    "notice.provisional": (
        "Cohort {cohort} is provisional: its outcomes are not final yet, and its figures will change."
    ),
    "verdicts.title": "Verdicts",
    "verdicts.note": (
        "A verdict rests on the cohorts named; lift at {primary} targeted is compared with that of the model in "
        "production on customers that both scored, with 95 % bounds. Extra {event} and common targets are "
        "those of the last cohort, at {rate} targeted, with as many contacts. "
        "The verdict is a recommendation; activation remains a person's decision."
    ),
    "headline": "The best challenger, {label}, is {verdict}.",
    "headline.none": "No challenger could be judged on customers that it was not trained on.",
    "headline.lift": "At {rate} targeted, its lift differs by {delta}{bounds} on {on}.",
    "headline.more": (
        "On {cohort}, with {rate} of the customers targeted, it reaches {extra} more {event} with as many contacts."
    ),
    "headline.fewer": (
        "On {cohort}, with {rate} of the customers targeted, it reaches {extra} fewer {event} with as many contacts."
    ),
    "headline.as_many": "On {cohort}, with {rate} of the customers targeted, it reaches as many {event}.",
    "headline.overlap": "{overlap} of the target list stays the same.",
    "verdict": "Verdict",
    "verdict.delta": "Difference in lift",
    "verdict.rests_on": "Rests on",
    "verdict.champion": "in production",
    "verdict.challenger_better": "better than the model in production",
    "verdict.champion_better": "worse than the model in production",
    "verdict.not_distinguishable": "not distinguishable from the model in production",
    "verdict.not_comparable": "not comparable",
    "verdict.not_enough_data": "not judged: there are not enough data",
    "verdict.unknown": "not compared",
    "verdict.more": {
        "one": "about one more cohort like these would settle it",
        "other": "about {n} more cohorts like these would settle it",
    },
    "figures.title": "Over the cohorts",
    "chart.over_cohorts": "{figure} over the cohorts",
    "chart.by_age": "{figure} by age",
    "legend.left_out": "and {n} more, in the tables only",
    "last.title": "Last cohort, {cohort}, {rate} targeted",
    "version": "Version",
    "algorithm": "Algorithm",
    "algorithm.DECISION_TREE": "Decision tree",
    "algorithm.EXTRA_TREES": "Extra trees",
    "algorithm.GBT": "Gradient boosting",
    "algorithm.KNN": "K nearest neighbours",
    "algorithm.LIGHTGBM": "LightGBM",
    "algorithm.LOGISTIC_REGRESSION": "Logistic regression",
    "algorithm.NEURAL_NETWORK": "Neural network",
    "algorithm.RANDOM_FOREST": "Random forest",
    "algorithm.SGD": "Stochastic gradient descent",
    "algorithm.SVC": "Support vector machine",
    "algorithm.XGBOOST": "XGBoost",
    "hits": "Hits",
    "extra": "Extra {event}",
    "overlap": "Common targets",
    "trained_until": "Trained until",
    "age": "Age (days)",
    "gains.title": "Whom does targeting more customers reach?",
    "gains.name": "Gains curve",
    "gains.start": "The first {percent} %",
    "gains.meaning": "% of {event} reached against % of customers targeted, cohort {cohort}",
    "gains.chance": "at random",
    "age.title": "How fast do our models wear out?",
    "age.meaning": "against the months from the end of training to the cohort",
    "age.loses": "On the same cohort, a model one month older has a lift {share} lower on average ({n} evaluations).",
    "age.gains": (
        "On the same cohort, a model one month older has a lift {share} higher on average ({n} evaluations): "
        "no wear is seen."
    ),
    "age.unknown": "No two versions of different age were evaluated on the same cohort: wear cannot be measured yet.",
    "decisions.title": "What each decision rule would have brought",
    "decisions.meaning": (
        "Each rule chooses with the outcomes that were final when the cohort began. {rate} of the customers "
        "targeted, cohorts {first} to {last}."
    ),
    "decisions.chart": "Extra {event}",
    "decisions.chart_meaning": "beyond those that keeping the first champion reaches, summed over the cohorts",
    "decisions.rule": "Rule",
    "decisions.reached": "Reached",
    "decisions.extra": "Extra",
    "decisions.bounds": "95 %",
    "rule.keep_the_champion": "Keep the champion",
    "rule.always_the_newest": "Always the newest",
    "rule.best_figure_of_last_month": "Best figure of last month",
    "rule.our_verdict": "Follow the verdict",
    "problems.title": "What could not be scored, and why",
    "problems.none": "Every version could be scored on every cohort.",
    "problems.more": "and {n} more in the performance dataset",
    "cohort": "Cohort",
    "status": "Status",
    "why": "Why",
    "log.title": "Activations",
    "log.when": "When (UTC)",
    "log.by": "By",
    "log.from": "From",
    "log.to": "To",
    "log.why": "Reason",
    "footer": "Computed {at} (UTC) by champion-challenger {version}, run {run}.",
    "footer.reading": (
        "A ▲ marks the best value of a column. Hits are {event} among the targeted. Bands are 95 % bounds of "
        "the model in production and of the best challenger. Versions are named by the end of their training "
        "data."
    ),
    "select.score": "Score",
    "select.rate": "Customers targeted",
    "select.first": "From",
    "select.last": "to",
    "select.versions": "Competitors",
    "select.champion": "The model in production is always shown.",
    "select.download": "Download the rows shown",
    "select.link": "Link to this view",
    "select.reset": "Show everything",
    "select.failed": "The backend could not answer. Its log says why.",
}

_REASONS: dict[str, Text] = {
    # of a version that could not score, or not as it should
    "cohort_lacks_features": {
        "one": "the cohort lacks {n} feature of this version: {features}",
        "other": "the cohort lacks {n} features of this version: {features}",
    },
    "features_are_text": {
        "one": (
            "{n} feature of this version should be numbers and are text in the cohort's schema: {features}. Were the "
            "types of the dataset inferred (Settings > Schema > Infer types from data)?"
        ),
        "other": (
            "{n} features of this version should be numbers and are text in the cohort's schema: {features}. Were the "
            "types of the dataset inferred (Settings > Schema > Infer types from data)?"
        ),
    },
    "scored_as_if_empty": "scored as if empty: {obstacles}",
    "no_longer_in_model": "chosen in the form, and no longer in the model",
    "host_said": "{message}",
    # of figures that are not defined, or not to be trusted
    "nobody_to_evaluate": "figures need both classes: no customer has both an outcome and a score",
    "outcomes_absent": "outcomes not joined yet: none of {n:,} customers has one",
    "outcomes_without_positive": "outcomes not joined yet: none of {n:,} customers is positive",
    "outcomes_fewer_than_usual": (
        "outcomes not joined yet: {share:.1%} of the customers have none, {usual:.1%} in the cohorts before"
    ),
    "no_positive": "figures need both classes: no positive among {n:,} customers",
    "no_negative": "figures need both classes: no negative among {n:,} customers",
    "auc_too_good": "an AUC of {auc:.3f} is too good to be true: does a feature know the outcome?",
    "scores_were_rounded": (
        "scores were rounded to {decimals} decimals: the AUC can be off by {auc_error:.2g} and Gini by twice that, KS "
        "can be too low by {ks_error:.2g}, the true positives lie between worst and best"
    ),
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
    "not_compared_in_database": (
        "no verdict: versions are not compared inside the database; the recipe Retrain and evaluate compares them"
    ),
    # of a verdict over several cohorts that is not clear
    "may_be_chance": "the difference may be chance",
    "below_margin": "better by {delta:.3g}, which is less than the margin of {margin:.3g}",
    "few_positives": "{n} positive customers in all, at least {least} are needed",
    "few_hits": "{hits:g} positive customers on the target lists, at least {least} are needed",
    "no_champion": "no model in production is known",
    "no_final_cohort": "no cohort is final yet",
    "never_scored": "it was not scored on any final cohort",
    "champion_never_scored": "the model in production was not scored on any final cohort",
    "never_out_of_time": "no final cohort is known to come after its training",
    "champion_never_out_of_time": "no final cohort is known to come after the training of the model in production",
    "never_compared": "no final cohort compares it with the champion",
    "no_primary_row": "no row at the primary rate over all customers",
    # what to know before a version is activated, and what a verdict rests on
    "flag_never_evaluated": "It was never evaluated: no row of the performance dataset is about it.",
    "flag_not_out_of_time": (
        "It was not evaluated out of time. No cohort is known to come after the end of its training: it may have seen "
        "the outcomes it is judged by."
    ),
    "flag_outdated": "Its last evaluation is that of cohort {cohort}; the last cohort is {last}.",
    "flag_not_evaluated": "Cohort {cohort} could not be evaluated with it ({status}: {reason}).",
    "flag_lacked_features": "It lacked features on cohort {cohort}: {reason}.",
    "flag_worse": "The verdict is worse: over {source}, the active version is better.",
    "flag_no_clear_verdict": "There is no clear verdict ({verdict}, from {source}).",
    "flag_no_active_version": "No version of the model is active, so there is nothing to compare it with.",
    "flag_not_compared": "No cohort compares it with {active}, which is active now: run the evaluation first.",
    "flag_no_final_comparison": "No cohort on which it was compared with the active version is final yet.",
    "flag_summary_outdated": (
        "The summary was built while another version was active, and is left out: build it again."
    ),
    "verdict_not_distinguishable": "not distinguishable",
    "verdict_not_enough_data": "not enough data",
    "verdict_not_comparable": "not comparable",
    "from_cohorts_together": "cohorts {cohorts} together",
    "from_all_cohorts": "all cohorts",
    "from_cohort_alone": "cohort {cohort} alone",
    "no_reason_given": "no reason is given",
}

ENGLISH = Language(code="en", name="English", texts=_TEXTS, reasons=_REASONS)
