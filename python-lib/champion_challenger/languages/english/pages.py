"""Texts of the report and of the webapp in English; ``{event}`` is whom the score looks for, in the plural."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "event": "positive customers",
    "title": "The model in production against its competitors",
    "interval": "{low} to {high}",
    "in_production": "(in production)",
    "in_production_then": "(in production on {cohort})",
    "in_sample": "(trained on these outcomes)",
    "in_production_here": "in production here",
    "activated": "{label} was activated",
    "activated.on": "{label} was activated on {day}",
    "best_challenger": "(best challenger)",
    "auc.name": "AUC",
    "auc.meaning": "how well the score ranks all customers; 0.5 is chance",
    "average_precision.name": "Average precision",
    "average_precision.meaning": "precision averaged over the positives; the base rate is chance",
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
    "targeted.on": "{counts}, cohort {cohort}",
    "production": "Model in production",
    "production.unknown": "none is known",
    "production.not_evaluated": "not evaluated on any cohort yet",
    "since.active": "active since {day}",
    "since.noticed": "active since {day} at the latest",
    "since.cohort": "active since cohort {cohort} at the latest",
    "since.unknown": "the date of its activation is not known",
    "used": "Models used in the last evaluation",
    "used.rules": {"one": "and 1 score column", "other": "and {n} score columns"},
    "used.failed": {"one": "1 could not be scored", "other": "{n} could not be scored"},
    "used.no_figures": {"one": "1 was scored, without figures", "other": "{n} were scored, without figures"},
    "used.all_scored": "all were scored",
    "cohort.last": "Last cohort",
    "cohort.base": "{share} {event}",
    "cohort.many": "{n} cohorts ({first} to {last})",
    "cohort.number": "cohort number {n}",
    "status.final": "final",
    "status.provisional": "provisional",
    "status.not_joined": "outcomes not joined yet",
    "notice.no_champion": "No version is marked as the model in production, so nothing can be compared with it.",
    "notice.new_champion": (
        "The model that is in production now was not evaluated on any cohort yet, so nothing is compared with it. Run "
        "the evaluation of cohort {cohort} again, unless that model was trained on its outcomes; {former} was in "
        "production then."
    ),
    "notice.outdated_summary": (
        "The summary was built while {former} was in production. Its verdicts over several cohorts are left out: run "
        "Summarise performance again."
    ),
    "notice.through": (
        "Cohort {cohort} was evaluated while {former} was in production. Differences to {now}, in production now, go "
        "through {former}, and their bounds are cautious; common targets of other versions are not known. Run the "
        "evaluation of this cohort again to compare directly."
    ),
    "notice.not_compared": (
        "Cohort {cohort} was evaluated while {former} was in production, and nothing there compares with {now}, in "
        "production now. Run the evaluation of this cohort again."
    ),
    "notice.knew_outcomes": (
        "Cohort {cohort} was evaluated while {former} was in production. {now}, in production now, was trained on "
        "outcomes of this time: only cohorts after its training can be compared with it."
    ),
    "notice.not_joined": (
        "The outcomes of cohort {cohort} are not joined yet: nothing can be said of it until they are. Run its "
        "evaluation again then."
    ),
    "figures.of_cohort": "Figures of the last cohort are those of {cohort} until then.",
    "figures.of_none": "No cohort shown has outcomes, so there are no figures of a last cohort.",
    "notice.one_cohort": (
        "There is one cohort only: each line is a dot, and nothing can be said about change over time."
    ),
    "notice.one_version": "There is one version only: it has no competitor yet.",
    "notice.no_bounds": "The rows have no bounds, so no band is drawn: differences may be chance.",
    "notice.provisional": (
        "Cohort {cohort} is provisional: its outcomes are not final yet, and its figures will change."
    ),
    "notice.control": (
        "Figures and verdicts are those of the control group: {n} customers of cohort {cohort} who were held out of "
        "campaigns at random."
    ),
    "notice.uncontacted": (
        "Figures and verdicts are those of the {n} customers of cohort {cohort} who were not contacted; each control "
        "customer of the target list stands for several, so that rates and differences are of all customers."
    ),
    "notice.planning": (
        "With a random control group of {share} of all customers, cohorts like these would show an advantage of "
        "{control} of lift in three to four cases of five; with the verdict population uncontacted, one of "
        "{uncontacted} (with all customers: {all}, but biased)."
    ),
    "notice.incremental": (
        "Per 100 contacts, the campaign on cohort {cohort} changed the number of {event} by {rate}{bounds}: {total} "
        "for its {n} contacts. This compares the contacted with the {n_control} control customers of their list."
    ),
    "verdicts.title": "Verdicts",
    "verdicts.note": (
        "A verdict rests on the cohorts named; {compared} is compared with that of the model in "
        "production on customers that both scored, with 95 % bounds."
    ),
    "verdicts.last_cohort": (
        "The last three columns are of the last cohort alone, at {rate} targeted, with as many contacts."
    ),
    "verdicts.last_joined": (
        "The last three columns are of cohort {cohort} alone, the last one whose outcomes are joined, at {rate} "
        "targeted, with as many contacts."
    ),
    "verdicts.no_last_cohort": "There are no columns of the last cohort, since no cohort shown has outcomes.",
    "verdicts.keep_rate": "The verdicts are those at {primary} targeted, whichever rate is shown.",
    "verdicts.power": {
        "one": "One such cohort shows an advantage of {smallest} of {figure} or more in three to four cases of five.",
        "other": "{n} such cohorts show an advantage of {smallest} of {figure} or more in three to four cases of five.",
    },
    "verdicts.power.lift": "lift",
    "verdicts.power.auc": "AUC",
    "figure.at_rate": "{meaning}; {rate} targeted",
    "chart.values": "Figures",
    "legend.none": "none",
    "legend.others": {
        "one": "{n} other version, in grey: choose it to highlight it",
        "other": "{n} other versions, in grey: choose one to highlight it",
    },
    "verdicts.each_alone": "Each interval holds the truth in 95 % of cases by itself, not all of them at once.",
    "verdicts.compared.lift": "lift at {primary} targeted",
    "verdicts.compared.auc": "the AUC",
    "verdict": "Verdict",
    "verdict.delta.lift": "Difference in lift",
    "verdict.delta.auc": "Difference in AUC",
    "verdict.rests_on": "Rests on",
    "verdict.last.lift": "Difference in lift, last cohort",
    "verdict.last.auc": "Difference in AUC, last cohort",
    "verdict.champion": "in production",
    "verdict.challenger_better": "better than the model in production",
    "verdict.champion_better": "worse than the model in production",
    "verdict.challenger_slightly_better": "better than the model in production, by less than the margin",
    "verdict.practically_equal": "practically equal to the model in production",
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
    "legend.production": (
        "A dotted vertical line marks an activation. The heaviest line is that of the version then in production, "
        "and changes version there."
    ),
    "legend.in_sample": (
        "Points of a version on a cohort whose outcomes it was trained on are left out: it would look better than it "
        "is."
    ),
    "legend.waiting": "There is no point where outcomes are not joined yet: {cohorts}.",
    "legend.left_out": "and {n} more, in the tables only",
    "last.title": "Last cohort, {cohort}, {rate} targeted",
    "last.title_of_view": "Last of the cohorts shown, {cohort}, {rate} targeted",
    "last.title.joined": "Last cohort with outcomes, {cohort}, {rate} targeted",
    "last.title_of_view.joined": "Last of the cohorts shown that has outcomes, {cohort}, {rate} targeted",
    "filter": "Filtered view: {parts}. Facts and verdicts above are those of all rows.",
    "filter.versions": {"one": "{n} of {total} competitors", "other": "{n} of {total} competitors"},
    "filter.period": {
        "one": "{n} of {total} cohorts, {first}",
        "other": "{n} of {total} cohorts, {first} to {last}",
    },
    "filter.rate": "figures at {rate} targeted, verdicts at {primary}",
    "filter.reversed": (
        "The period begins at {first} and ends at {last}, which is earlier: it is shown the other way round."
    ),
    "version": "Version",
    "algorithm": "Algorithm",
    "hits": "Hits",
    "extra": "Extra {event}",
    "overlap": "Common targets",
    "trained_until": "Trained until",
    "age": "Age (days)",
    "gains.title": "Whom does targeting more customers reach?",
    "gains.name": "Gains curve",
    "gains.start": "The first {percent} %",
    "gains.meaning": "% of {event} reached against % of customers targeted, cohort {cohort}",
    "gains.left_out": "Left out, since trained on outcomes of cohort {cohort}: {labels}.",
    "gains.chance": "at random",
    "age.title": "How fast do our models wear out?",
    "age.meaning": "against the months from the end of training to the cohort",
    "age.loses": (
        "On the same cohort, a model one month older than the newest has a lift {share} lower ({bounds}, {n} versions)."
    ),
    "age.open": (
        "No wear beyond chance is seen: on the same cohort, a month of age changes the lift by {share} ({bounds}, {n} "
        "versions)."
    ),
    "age.few": {
        "one": "Wear cannot be measured yet: {n} version was compared by age, at least {least} needed.",
        "other": "Wear cannot be measured yet: {n} versions were compared by age, at least {least} needed.",
    },
    "age.unknown": "No two versions of different age were evaluated on the same cohort: wear cannot be measured yet.",
    "decisions.title": "What each decision rule would have brought",
    "decisions.meaning": (
        "Each rule chooses with the outcomes that were final when the cohort began. {rate} of the customers "
        "targeted, cohorts {first} to {last}."
    ),
    "decisions.chart": "Extra {event}",
    "decisions.chart_meaning": "beyond those that keeping {kept}, the first champion, reaches, summed over the cohorts",
    "decisions.rule": "Rule",
    "decisions.reached": "Reached",
    "decisions.extra": "Extra",
    "decisions.bounds": "95 %",
    "rule.keep_the_champion": "Keep the champion",
    "rule.always_the_newest": "Always the newest",
    "rule.best_figure_of_last_month": "Best figure of last month",
    "rule.our_verdict": "Follow the verdict",
    "rule.newest_unless_worse": "The newest, unless it is worse",
    "rule.highest_expected": "The highest expected",
    "problems.title": "What is missing or has a reservation, and why",
    "problems.none": (
        "Nothing: every version was evaluated on the last cohort, and every evaluation is without reservation."
    ),
    "finding": "What",
    "finding.not_evaluated": "not evaluated",
    "finding.last_evaluated": "no row is about it on this cohort; it was last evaluated on {cohort}",
    "finding.not_scorable": "not scorable",
    "finding.not_joined": "scored, outcomes not joined yet",
    "finding.not_compared": "scored, not compared",
    "finding.not_enough_data": "scored, without figures",
    "finding.scored_with_missing_features": "scored with missing features",
    "finding.in_sample": "scored, trained on these outcomes",
    "finding.in_sample.why": "it was trained on outcomes of this cohort's time: its figures are better than it is",
    "finding.reservation": "scored, with a reservation",
    "problems.more": "and {n} more in the performance dataset",
    "cohort": "Cohort",
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
    "select.all_scores": "All scores",
    "select.all": "All",
    "select.none": "None",
    "select.failed": "The backend could not answer. Its log says why.",
}
