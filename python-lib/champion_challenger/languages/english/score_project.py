"""What the macro Create score project makes, in English: names of datasets, recipes, steps, files; the wiki page.

Names are fixed: flows and dashboards of people use them.
"""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "name.gains_curves": "gains_curves",
    "name.retraining_log": "retraining_log",
    "name.scores": "scores",
    "name.performance_summary": "performance_summary",
    "name.decision_rules": "decision_rules",
    "name.customer_scores": "customer_scores",
    "name.reports": "reports",
    "name.report.html": "report.html",
    "name.workbook.twbx": "workbook.twbx",
    "name.retrain_and_evaluate": "retrain_and_evaluate",
    "name.summarise_performance": "summarise_performance",
    "name.score_customers": "score_customers",
    "name.Dates": "Dates",
    "name.Compute_Cockpit": "Compute_Cockpit",
    "name.Var_cockpit": "Var_cockpit",
    "name.Procedure_Tera": "Procedure_Tera",
    "name.Compute_procedure": "Compute_procedure",
    "name.Var_procedure": "Var_procedure",
    "name.Score_customers": "Score_customers",
    "name.Data": "Data",
    "name.Earlier_cohorts": "Earlier_cohorts",
    "name.Retrain_and_evaluate": "Retrain_and_evaluate",
    "name.Summarise_performance": "Summarise_performance",
    "name.Verdict": "Verdict",
    "name.Report": "Report",
    "name.Mail_report": "Mail_report",
    "name.Workbook": "Workbook",
    "name.Calc_end": "Calc_end",
    "name.On failure": "On failure",
    "name.On a long run": "On a long run",
    "made.project": "Project {project}",
    "made.some": {"one": "{n} part of {project} was made.", "other": "{n} parts of {project} were made."},
    "made.as_now": "Nothing was changed: {project} is as it would be made now.",
    "made.differing": {
        "one": (
            "Nothing was changed. Version {before} of the plugin made {project}; version {now} would make {n} part "
            "differently."
        ),
        "other": (
            "Nothing was changed. Version {before} of the plugin made {project}; version {now} would make {n} parts "
            "differently."
        ),
    },
    "made.head.kind": "Part",
    "made.head.name": "Name",
    "made.head.state": "State",
    "made.kind.variables": "variables",
    "made.kind.shared dataset": "shared dataset",
    "made.kind.dataset": "dataset",
    "made.kind.folder": "folder",
    "made.kind.model": "model",
    "made.kind.recipe": "recipe",
    "made.kind.scoring recipe": "scoring recipe",
    "made.kind.scenario": "scenario",
    "made.kind.article": "article",
    "made.variables": "project variables",
    "made.state.made": "made",
    "made.state.kept": "kept",
    "made.state.would be made": "would be made",
    "made.state.would change": "would change",
    "made.state.is gone": "is gone",
    "made.state.no longer made": "no longer made",
    "made.next": "What is left to do",
    "made.next.scenarios": "Run both scenarios once by hand, then switch them on: they are inactive.",
    "made.next.webapp": "Make the webapp by hand: the wiki page of the project says how.",
    "made.next.champion": "Look at the first champion before the first campaign.",
    "made.snapshot.first.column": (
        "Snapshots are taken at the beginning of a day: in {place}, every {column} is the first day of its period. The "
        "horizon begins with that day."
    ),
    "made.snapshot.last.column": (
        "Snapshots are taken at the end of a day: in {place}, {column} can be {day}, which is not the first day of its "
        "period. The horizon begins with the day after."
    ),
    "made.snapshot.first.form": (
        "Snapshots are taken at the beginning of the first day of a period: Snapshot day in the copied recipe says so, "
        "and no date of a snapshot column says otherwise."
    ),
    "made.snapshot.last.form": (
        "Snapshots are taken at the end of the last day of a period: neither a date of a snapshot column nor Snapshot "
        "day in a copied recipe says otherwise."
    ),
    "made.unchecked": "Check {field} ({value}): DSS did not let this run look. The log says why.",
    "made.other_answers": (
        "An earlier run that did not end made these parts with other answers, and they can contain data or a model, so "
        "they were not made again: {parts}. If the new answers are to hold for them, delete project {project} and run "
        "the macro again."
    ),
    "wiki.horizon.day": {"one": "{n} day", "other": "{n} days"},
    "wiki.horizon.week": {"one": "{n} week", "other": "{n} weeks"},
    "wiki.horizon.month": {"one": "{n} month", "other": "{n} months"},
    "wiki.horizon.quarter": {"one": "{n} quarter", "other": "{n} quarters"},
    "wiki.horizon.year": {"one": "{n} year", "other": "{n} years"},
    "wiki.page": """# {name}

This project was made by the macro *Create score project* of the plugin Champion / challenger.

## What happens, and when

| | |
|---|---|
| each month | scenario `{evaluation}{code_name}` (trigger `{evaluation_trigger}`): the rows of the new \
cohort are compared with its history; \
recipe `retrain_and_evaluate` replays the champion's design on fresh data **without activating** the result \
and compares all versions on what customers really did; \
`summarise_performance` says over several cohorts whether a challenger is better; verdict \
and report (folder `reports`) are mailed |
| twice a week | scenario `{application}{code_name}` (trigger `{application_trigger}`): where they are named, \
the upstream dataset must have rows, the stored procedure is called, and the number of customers that it prepared is \
compared with the newest cohort; then the customers are scored into `customer_scores` |
| when somebody decides | macro *Activate challenger*: shows the evidence and activates a version; \
`activation_log` keeps who, when and why |

Both scenarios are **inactive** until you switch them on. Run each by hand once before.

## Where the data comes from

| | |
|---|---|
| training data | `{training_data}`, outcome `{outcome}` |
| labelled cohort | `{cohort}` |
| customers to score | `{customers}` |
| outcome known after | {horizon} |

These datasets stay in their own project and are shared with this one.

## To do by hand, once

1. Webapp: **</> > Webapps > + New webapp > Visual webapp > Score performance**; choose `performance_summary`, \
`gains_curves` and `activation_log`. DSS has no API to create a plugin's webapp.
2. Switch the scenarios on (**Scenarios**, column *Active*), after a run by hand.
3. Project variables: `{minutes_allowed}`, `{procedure_limit}`.
4. The user that the scenarios run as needs the right to write in the projects of the data and upstream: metrics are \
computed there.
""",
}
