"""Columns of every dataset: names and types never change, and new ones come last."""

from __future__ import annotations

from champion_challenger.records.datasets import Column

VERDICTS = (
    "champion",
    "challenger_better",
    "champion_better",
    "not_distinguishable",
    "not_comparable",
    "not_enough_data",
    "challenger_slightly_better",
    "practically_equal",
)
"""Words of the columns ``verdict`` and ``pooled_verdict``; the last two are of several cohorts only."""

_FIRST: tuple[Column, ...] = (
    Column("score_id", "string", "Name of the score"),
    Column("version_id", "string", "Version of the model, or column:NAME for an existing score column"),
    Column("version_label", "string", "YYYYMMDD of training, or the score column's name"),
    Column("is_champion", "boolean", "The version was the active one when this row was computed"),
    Column("cohort", "string", "Partition of the customers evaluated"),
    Column("cohort_start", "string", "Snapshot date of the cohort, YYYY-MM-DD"),
    Column("cohort_status", "string", "final when the horizon after the snapshot is past, else provisional"),
    Column("targeting_rate", "double", "Share of the customers targeted, highest scores first, in (0, 1]"),
    Column("lift", "double", "Precision divided by the base rate; higher is better, 1 is chance"),
    Column("auc", "double", "Area under the ROC curve, ties count one half; in [0, 1], 0.5 is chance"),
    Column("precision", "double", "Share of the targeted customers who are positive, in [0, 1]"),
    Column("sensitivity", "double", "Share of the positive customers who are targeted, in [0, 1]"),
    Column("accuracy", "double", "Share of the customers classified correctly, in [0, 1]"),
    Column("gini", "double", "2 AUC - 1, in [-1, 1]"),
    Column("ks", "double", "Largest distance between the score distributions of the two classes, in [0, 1]"),
    Column("lift_low", "double", "Lower 95 % bound of lift"),
    Column("lift_high", "double", "Upper 95 % bound of lift"),
    Column("auc_low", "double", "Lower 95 % bound of AUC"),
    Column("auc_high", "double", "Upper 95 % bound of AUC"),
    Column("precision_low", "double", "Lower 95 % bound of precision"),
    Column("precision_high", "double", "Upper 95 % bound of precision"),
    Column("sensitivity_low", "double", "Lower 95 % bound of sensitivity"),
    Column("sensitivity_high", "double", "Upper 95 % bound of sensitivity"),
    Column("segment", "string", "all, column=value, or the populations control and uncontacted"),
    Column("n", "bigint", "Customers with an outcome and a score"),
    Column("n_positive", "bigint", "Positive customers among them"),
    Column("base_rate", "double", "n_positive / n"),
    Column("n_targeted", "bigint", "Customers targeted: targeting_rate x n, rounded up"),
    Column("cutoff_score", "double", "Lowest score still targeted"),
    Column("true_positives", "double", "Positive customers targeted; ties at the cut-off are shared in proportion"),
    Column("true_positives_worst", "bigint", "The fewest that a choice among the ties could reach"),
    Column("true_positives_best", "bigint", "The most that a choice among the ties could reach"),
    Column("n_unlabelled", "bigint", "Customers left out because their outcome is unknown"),
    Column("n_unscored", "bigint", "Customers left out because this version gave them no score"),
    Column("lift_delta", "double", "Lift minus the champion's, on the customers that both scored"),
    Column("lift_delta_low", "double", "Lower 95 % bound of lift_delta"),
    Column("lift_delta_high", "double", "Upper 95 % bound of lift_delta"),
    Column("auc_delta", "double", "AUC minus the champion's, on the customers that both scored"),
    Column("auc_delta_low", "double", "Lower 95 % bound of auc_delta"),
    Column("auc_delta_high", "double", "Upper 95 % bound of auc_delta"),
    Column("p_value", "double", "Two-sided, of the primary figure at the primary rate against the champion"),
    Column("p_adjusted", "double", "p_value after Holm over the versions compared in the run"),
    Column("target_overlap", "double", "Share of the champion's target list that this version targets too"),
    Column("extra_positives", "double", "Positives reached beyond the champion's among as many contacts"),
    Column("verdict", "string", "Of this cohort alone"),
    Column("trained_until", "string", "Day on which the last training outcome was final, YYYY-MM-DD"),
    Column("out_of_time", "string", "yes when the cohort starts on or after trained_until; no; unknown"),
    Column("model_age_days", "bigint", "Days from the end of training to the snapshot"),
    Column("project_key", "string", "Project of the model"),
    Column("model_id", "string", "Saved model"),
    Column("algorithm", "string", "Algorithm of the version"),
    Column("status", "string", "scored, scored_with_missing_features, not_scorable, not_enough_data"),
    Column("reason", "string", "Why a figure is missing, or what to check"),
    Column("scoring_seconds", "double", "Seconds that scoring the cohort took"),
    Column("run_id", "string", "Run that wrote the row"),
    Column("computed_at", "string", "When, in UTC"),
    Column("plugin_version", "string", "Version of the plugin"),
)

_LATER: tuple[Column, ...] = (
    Column("reason_codes", "string", "The reasons of this row as JSON: codes and values, for pages in other languages"),
    Column(
        "verdict_rate", "double", "Targeting rate at which verdict and p_value were decided; null without a verdict"
    ),
    Column("verdict_figure", "string", "Figure that verdict and p_value compare: lift or auc; null without a verdict"),
    Column(
        "verdict_population",
        "string",
        "Segment on which the policy bases verdicts: all, control or uncontacted; null counts as all",
    ),
)

_LAST: tuple[Column, ...] = (
    Column(
        "incremental_rate",
        "double",
        "Positives that a contact added: share among the contacted minus that of the control customers of their list",
    ),
    Column("incremental_rate_low", "double", "Lower 95 % bound of incremental_rate"),
    Column("incremental_rate_high", "double", "Upper 95 % bound of incremental_rate"),
    Column("n_contacted", "bigint", "Customers contacted, of known outcome; on the champion's rows"),
    Column("n_control", "bigint", "Control customers of the list contacted, of known outcome; on the champion's rows"),
)

_NEWEST: tuple[Column, ...] = (
    Column("accuracy_low", "double", "Lower 95 % bound of accuracy"),
    Column("accuracy_high", "double", "Upper 95 % bound of accuracy"),
    Column("average_precision", "double", "Precision averaged over the positive customers, in (0, 1]"),
    Column(
        "expected_positives",
        "double",
        "Positives that the scores of the customers counted promise: their sum; null if they are no probabilities",
    ),
    Column("newest_cohort", "string", "Newest customers that were scored too, whose outcomes nobody knows yet"),
    Column("n_newest", "bigint", "Customers among them with a score of this version"),
    Column(
        "newest_expected_positives", "double", "Positives that their scores promise; null if they are no probabilities"
    ),
    Column(
        "score_psi",
        "double",
        "Population stability index of the scores: newest customers against this cohort; 0 is no drift",
    ),
    Column("score_psi_limit", "double", "Index that chance exceeds in 1 % of cohorts of these sizes"),
    Column(
        "list_changed",
        "double",
        "Share of the target list that changed since this cohort, among customers of both, in [0, 1]",
    ),
    Column(
        "score_histogram", "string", "Customers in each tenth of this cohort's scores as JSON: edges, evaluated, newest"
    ),
    Column(
        "missing_values",
        "string",
        "Features missing more or less often than on this cohort as JSON: name, share here, share among the newest",
    ),
    Column(
        "early_warnings",
        "string",
        "What is worth a warning before outcomes are known: not_scored, large_score_drift, score_drift, missing_values",
    ),
)

COLUMNS: tuple[Column, ...] = (*_FIRST, *_LATER, *_LAST, *_NEWEST)

RETRAINING_LOG: tuple[Column, ...] = (
    Column("score_id", "string", "Name of the score"),
    Column("cohort", "string", "Cohort of the run"),
    Column("run_id", "string", "Run that wrote the row"),
    Column("version_id", "string", "Version made or found"),
    Column("change", "string", "Kind of change"),
    Column("feature", "string", "Feature concerned"),
    Column("before", "string", "As in the champion's design"),
    Column("after", "string", "As found in the fresh data"),
    Column("action", "string", "Action taken"),
)

SCORES: tuple[Column, ...] = (
    Column("customer_id", "string", "Customer, as in the cohort"),
    Column("version_id", "string", "Version of the model, or column:NAME"),
    Column("score", "double", "Probability of the positive class, or the score column's value"),
    Column("outcome", "bigint", "1 when the customer is positive, else 0"),
    Column("cohort", "string", "Partition of the customers evaluated"),
    Column("cohort_start", "string", "Snapshot date of the cohort, YYYY-MM-DD"),
    Column("n_unlabelled", "bigint", "Customers of the cohort without an outcome; they have no row here"),
    Column(
        "n_unscored", "bigint", "Customers of the cohort with an outcome but without a score; they have no row here"
    ),
    Column("score_decimals", "bigint", "Decimals to which score is rounded; null: as the version gave it"),
)

GAINS_CURVES: tuple[Column, ...] = (
    Column("score_id", "string", "Name of the score"),
    Column("version_id", "string", "Version of the model, or column:NAME"),
    Column("cohort", "string", "Partition of the customers evaluated"),
    Column("segment", "string", "all, or column=value"),
    Column("percent", "bigint", "Share of the customers targeted, in percent, 1 to 100"),
    Column("n_targeted", "bigint", "Customers targeted"),
    Column("cutoff_score", "double", "Lowest score still targeted"),
    Column("true_positives", "double", "Positive customers targeted; ties at the cut-off are shared in proportion"),
)

_POOLED_FIRST: tuple[Column, ...] = (
    Column("is_champion_now", "boolean", "The version was the active one when the summary was computed"),
    Column("pooled_verdict", "string", "Of the version over several cohorts, all customers; a recommendation"),
    Column("pooled_reason", "string", "Why there is no clear verdict"),
    Column("pooled_cohorts", "string", "Cohorts pooled: final, out of time, without overlap"),
    Column("pooled_targeting_rate", "double", "Primary rate, at which the cohorts are pooled"),
    Column("pooled_lift_delta", "double", "Pooled lift minus that of the model in production now"),
    Column("pooled_lift_delta_low", "double", "Lower 95 % bound of pooled_lift_delta"),
    Column("pooled_lift_delta_high", "double", "Upper 95 % bound of pooled_lift_delta"),
    Column("pooled_auc_delta", "double", "Pooled AUC minus that of the model in production now"),
    Column("pooled_auc_delta_low", "double", "Lower 95 % bound of pooled_auc_delta"),
    Column("pooled_auc_delta_high", "double", "Upper 95 % bound of pooled_auc_delta"),
    Column("pooled_p_value", "double", "Two-sided, of the pooled primary figure"),
    Column("pooled_p_adjusted", "double", "pooled_p_value after Holm over the score's challengers"),
    Column("cohorts_to_settle", "bigint", "About how many more cohorts would decide an open verdict"),
)

_POOLED_LATER: tuple[Column, ...] = (
    Column("pooled_figure", "string", "Figure that pooled_verdict and pooled_p_value compare: lift or auc"),
    Column("expected_lift_delta", "double", "Pooled difference in lift to be expected, shrunken for the choice"),
    Column("expected_lift_delta_low", "double", "Lower 95 % bound of expected_lift_delta"),
    Column("expected_lift_delta_high", "double", "Upper 95 % bound of expected_lift_delta"),
    Column("pooled_confirmed", "boolean", "The advantage is beyond doubt however often one looks"),
    Column(
        "pooled_basis",
        "string",
        "What the pooled errors allow for: sampling, between_cohorts, repeating_events, clustered_by_customer",
    ),
    Column(
        "pooled_smallest_found",
        "double",
        "Smallest true advantage that such cohorts show in three to four cases of five",
    ),
    Column("pooled_population", "string", "Segment on which the pooled verdicts rest: all, control or uncontacted"),
    Column("pooled_margin", "double", "Advantage in pooled_figure from which on the policy calls a challenger better"),
)

_POOLED_LAST: tuple[Column, ...] = (
    Column("is_recommended", "boolean", "The version is the one to use next: expected to do best, proven or not"),
    Column("recommended_by", "string", "Rule that recommends, as in decision_rules; null where nothing is recommended"),
    Column(
        "expected_gain",
        "double",
        "Positives beyond the model in production on a cohort like the last final one, expected",
    ),
    Column("expected_gain_low", "double", "Lower 95 % bound of expected_gain"),
    Column("expected_gain_high", "double", "Upper 95 % bound of expected_gain"),
    Column("rule_gain", "double", "Positives of the rule that recommends so far, beyond keeping the first champion"),
    Column("rule_gain_low", "double", "Lower 95 % bound of rule_gain"),
    Column("rule_gain_high", "double", "Upper 95 % bound of rule_gain"),
    Column("best_rule", "string", "Rule that would have reached most positives so far"),
    Column("best_rule_gain", "double", "Its positives beyond keeping the first champion"),
    Column("best_rule_gain_low", "double", "Lower 95 % bound of best_rule_gain"),
    Column("best_rule_gain_high", "double", "Upper 95 % bound of best_rule_gain"),
    Column("rule_cohorts", "bigint", "Cohorts over which the rules were compared"),
)

POOLED: tuple[Column, ...] = (*_POOLED_FIRST, *_POOLED_LATER, *_POOLED_LAST)

# Files without a header are read by position: what joins performance later comes last in the summary too.
SUMMARY: tuple[Column, ...] = (*_FIRST, *_POOLED_FIRST, *_LATER, *_POOLED_LATER, *_LAST, *_POOLED_LAST, *_NEWEST)

DECISION_RULES: tuple[Column, ...] = (
    Column("score_id", "string", "Name of the score"),
    Column(
        "rule",
        "string",
        "keep_the_champion, always_the_newest, best_figure_of_last_month, our_verdict, newest_unless_worse, "
        "highest_expected",
    ),
    Column("cohort", "string", "Cohort that was targeted"),
    Column("cohort_start", "string", "Snapshot date of the cohort, YYYY-MM-DD"),
    Column("targeting_rate", "double", "Primary rate: share of the customers targeted"),
    Column("version_id", "string", "Version that the rule would have used"),
    Column("version_label", "string", "Its label"),
    Column("n_known_cohorts", "bigint", "Cohorts whose outcomes were final when the rule chose"),
    Column("n_targeted", "bigint", "Customers targeted"),
    Column("positives", "double", "Positive customers reached"),
    Column("extra_positives", "double", "Beyond those that keeping the champion reached"),
    Column("extra_positives_low", "double", "Lower 95 % bound of extra_positives"),
    Column("extra_positives_high", "double", "Upper 95 % bound of extra_positives"),
    Column("total_positives", "double", "Positive customers reached from the first cohort on"),
    Column(
        "total_extra_positives", "double", "Beyond those that keeping the champion reached, from the first cohort on"
    ),
    Column("total_extra_positives_low", "double", "Lower 95 % bound of total_extra_positives"),
    Column("total_extra_positives_high", "double", "Upper 95 % bound of total_extra_positives"),
)

ACTIVATION_LOG: tuple[Column, ...] = (
    Column("activated_at", "string", "When, in UTC; when it was noticed, for an activation made in DSS's own screens"),
    Column("by", "string", "User; empty if not known"),
    Column("project_key", "string", "Project of the model"),
    Column("model_id", "string", "Saved model"),
    Column("from_version", "string", "Version that was active before; empty for the first one logged"),
    Column("to_version", "string", "Version that is active since"),
    Column("reason", "string", "Why"),
    Column("token", "string", "Token of the evidence that the decision rests on; empty for a noticed activation"),
    Column("how", "string", "macro: by the macro Activate challenger; noticed: found active by a run"),
)
