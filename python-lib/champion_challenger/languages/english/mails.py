"""Mails of a score's scenarios, and the sentences of the summary that they carry, in English."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "sentence.challenger_better": "{label} is better than the model in production",
    "sentence.challenger_slightly_better": "{label} did better than the model in production, by less than the margin",
    "sentence.practically_equal": "{label} and the model in production are practically equal",
    "sentence.not_distinguishable": (
        "No challenger is clearly better than the model in production; the best challenger is {label}"
    ),
    "sentence.champion_better": (
        "The model in production is better than every challenger compared; the nearest is {label}"
    ),
    "sentence.not_enough_data": "Too little is known of any challenger; the best challenger is {label}",
    "sentence.not_comparable": "No challenger can be compared with the model in production yet",
    "sentence.champion": "There is no challenger yet",
    "sentence.confirmed": ", confirmed however often one looks",
    "sentence.expected": "expect about {delta:+.3g} of lift (95 % {low:+.3g} to {high:+.3g}); measured: ",
    "sentence.lift": ": {expected}lift at {rate:g} % {delta:+.3g} (95 % {low:+.3g} to {high:+.3g})",
    "sentence.auc": ": {expected}AUC {delta:+.3g} (95 % {low:+.3g} to {high:+.3g})",
    "sentence.over": " over {cohorts}",
    "sentence.reason": "; {reason}",
    "sentence.reason_of": "; {label}: {reason}",
    "sentence.wait": {
        "one": "; about one more cohort would settle it",
        "other": "; about {n:.0f} more cohorts would settle it",
    },
    "subject.challenger_better": "a challenger is better",
    "subject.challenger_slightly_better": "a challenger is better, by less than the margin",
    "subject.practically_equal": "practically equal",
    "subject.not_distinguishable": "no clear difference",
    "subject.champion_better": "the model in production is better",
    "subject.not_enough_data": "not enough data",
    "subject.not_comparable": "nothing can be compared",
    "subject.champion": "no challenger yet",
    "evidence.yes": "out of time",
    "evidence.no": "no evidence, since it was trained on outcomes of this time",
    "evidence.unknown": "no evidence, since the end of its training is unknown",
    "outcomes.joined": "The outcomes of all cohorts are joined.",
    "outcomes.waiting": (
        "WARN: {cohorts}{more}. Without its outcomes a cohort stays provisional and enters no pooled verdict and no "
        "training. The next run evaluates it again."
    ),
    "outcomes.cohort": "{cohort}: {reason}",
    "outcomes.more": {"one": " (and {n} more)", "other": " (and {n} more)"},
    "mail.none": "none.",
    "mail.missed.alarm": (
        "{cohort}: its volumes raised an alarm. To evaluate it all the same, run the scenario with the parameter "
        "{parameter} = {month}."
    ),
    "mail.missed.gone": (
        "{cohort}: {dataset} no longer has its rows, so that it stays provisional. This line ends when its partition "
        "of performance is cleared."
    ),
    "mail.missed.waiting": "{cohort}: no run has evaluated it yet. The next scheduled run does.",
    "mail.missed.failed": (
        "{cohort}: {cause} When the cause is removed, the next scheduled run evaluates it; at once, a run with the "
        "parameter {parameter} = {month}."
    ),
    "mail.missed.unknown": "job {job} ended {state}; its log says why",
    "mail.month_format": "YYYY-MM",
    "mail.day_format": "YYYY-MM-DD",
    "mail.wrong_month": (
        "Parameter {parameter}: expected a month as YYYY-MM, such as 2019-06, found {value}. Run the scenario again "
        "with such a month, or without the parameter for the newest month whose outcomes are final."
    ),
    "mail.wrong_day": (
        "Parameter {parameter}: expected a day as YYYY-MM-DD, such as 2019-07-03, found {value}. Run the scenario "
        "again with such a day, or without the parameter for today."
    ),
    "mail.times": "Start {start}, end {end}, {minutes} min.",
    "mail.again": "When the cause is removed, run it again with the parameter {parameter} = {value}.",
    "mail.failed": "The scenario {scenario} of {project} ended {outcome}.\n\nReason: {reason}\n\n{again}\n\n{times}",
    "mail.failed.step": "step {step}: {message}",
    "mail.failed.unknown": "no step tells one; the run in DSS has the log",
    "mail.failed.subject": "{scenario}: {outcome}",
    "mail.slow": "The scenario {scenario} took longer than the {allowed} minutes allowed. {times}",
    "mail.slow.subject": "{scenario}: {minutes} min",
    "mail.verdict": (
        "{action}\n\n"
        "Report: {report}\n\n"
        "Verdict: {sentence}\n\n"
        "{recommendation}\n\n"
        "Versions evaluated: {versions}.\n"
        "Lift of the model in production in {month}, at {rate} % targeted: {lift} ({evidence}).\n"
        "{outcomes}\n"
        "{warnings}\n"
        "Cohorts that were missed: {missed}\n"
        "Nothing was activated.\n\n"
        "{times}"
    ),
    "mail.verdict.subject": "Score {score}, {month}: {verdict}",
    "mail.report": (
        "The model in production against its competitors: see the page attached. It opens in any browser.\n\n"
        "It is kept too: {place}"
    ),
    "mail.report.link": "{url} (file {file})",
    "mail.report.place": "in DSS, project {project}, folder {folder}, file {file}",
    "mail.report.subject": "Score {score}, {month}: report",
}
