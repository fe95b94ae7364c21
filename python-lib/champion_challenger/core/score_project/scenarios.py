"""The two scenarios of a score: `Application_<score>` twice a week, `Score_<score>` on the first of the month."""

from __future__ import annotations

from collections.abc import Sequence

from champion_challenger.core.score_project.mails import mails, text_of
from champion_challenger.core.score_project.names import ACTIVATION_LOG, PERFORMANCE
from champion_challenger.core.score_project.programs import (
    dates_of_application,
    dates_of_month,
    earlier_cohorts,
    end_of_run,
)
from champion_challenger.core.score_project.scenario_steps import (
    Json,
    build_step,
    macro_step,
    plugin_step,
    python_step,
    script_text,
    trigger,
    with_warning_on_failure,
)
from champion_challenger.core.score_project.score_flow import IN_DATASETS, ScoreFlow
from champion_challenger.core.score_project.timetable import (
    APPLICATION,
    APPLICATION_DAY,
    COHORT_PARTITION,
    CUSTOMERS_PARTITION,
    EVALUATION,
    NEWEST_COHORT,
    PROCEDURE_LIMIT,
    reference,
)
from champion_challenger.settings.create_score_project import Production

_ROWS = "records:COUNT_RECORDS"
_RETRIES = 2
"""Of steps that only ask DSS, or compute metrics where others compute too: what breaks for a moment loses no month."""
_FIGURES = ("targeting_rate_percent", "champion_lift", "champion_evidence", "versions_evaluated")
_NOTICES = ("outcomes", "outcomes_sentence", "early_warnings", "early_warnings_sentence")
_ADVICE = (
    "verdict_subject",
    "action_sentence",
    "recommendation",
    "recommended_version",
    "recommendation_sentence",
    "recommendation_sentence_fr",
)


def application_scenario(score: str, flow: ScoreFlow, production: Production) -> Json:
    """Check that the upstream project and the database are ready, then score the customers of a day.

    Steps for what the production does not name are left out.
    """
    steps = [python_step(flow.names["Dates"], dates_of_application(flow, production), retries=_RETRIES)]
    condition = ""
    if production.cockpit_dataset:
        steps += _cockpit_steps(flow, production)
        condition = _went_well("cockpit")
    if production.procedure:
        steps += _procedure_steps(flow, condition, production)
        condition = _went_well("volumes")
    partition = CUSTOMERS_PARTITION[flow.customers_period]
    steps += [build_step(flow.names["Score_customers"], flow.scores, partition, condition, updates_schema=True)]
    return _scenario(
        f"{APPLICATION.scenario}{score}", trigger(APPLICATION), steps, flow, mails(flow.language, production)
    )


def score_scenario(score: str, flow: ScoreFlow, production: Production, reports: str) -> Json:
    """Check the cohort, replay the champion, evaluate all versions, mail the verdict and the report.

    Parameters
    ----------
    reports
        Id of the managed folder that keeps the reports.
    """
    names, month = flow.names, COHORT_PARTITION[flow.cohort_period or "MONTH"]
    data = {"dataset": flow.cohort, "partition": COHORT_PARTITION[flow.cohort_period], "prefix": "data"}
    steps = [
        python_step(names["Dates"], dates_of_month(flow, reports), retries=_RETRIES),
        plugin_step("check-volume-stability", names["Data"], **data, **_ending(flow, production)),
        # Before the month, so that versions trained for them are compared on it, and its outcomes with theirs.
        with_warning_on_failure(python_step(names["Earlier_cohorts"], earlier_cohorts(flow))),
        build_step(names["Retrain_and_evaluate"], PERFORMANCE, month),
        build_step(names["Summarise_performance"], names["performance_summary"]),
        _verdict_step(score, month, flow, production),
        *_report_steps(score, reports, flow, production),
    ]
    # The month begins in the time zone of the days: before, its newest final month would be another one.
    starts = trigger(EVALUATION, flow.time_zone)
    return _scenario(
        f"{EVALUATION.scenario}{score}", starts, steps, flow, mails(flow.language, production, has_verdict=True)
    )


def _cockpit_steps(flow: ScoreFlow, production: Production) -> list[Json]:
    """Count the rows of the upstream dataset; there must be at least one."""
    project, dataset = production.cockpit_project, production.cockpit_dataset
    reading = {"dataset": dataset, "id": _ROWS, "name": "rows", "minimum": "1", "not_older_than": "1 hour"}
    config = {"project_key": project, "readings": [reading], "prefix": "cockpit", **_ending(flow, production)}
    return [
        _compute_step(flow.names["Compute_Cockpit"], [(project, dataset, "")]),
        plugin_step("retrieve-metrics-and-checks", flow.names["Var_cockpit"], **config),
    ]


def _procedure_steps(flow: ScoreFlow, condition: str, production: Production) -> list[Json]:
    """Prepare the customers, and compare their number with the newest cohort's, or with the previous numbers of it."""
    call = {
        "connection": production.procedure_connection,
        "procedure": production.procedure,
        "parameters": [{"name": "date_ref", "type": "date", "value": reference(APPLICATION_DAY)}],
        "time_limit": reference(PROCEDURE_LIMIT),
        "prefix": "procedure",
    }
    customers = (flow.customers, CUSTOMERS_PARTITION[flow.customers_period])
    cohort = (flow.cohort, reference(NEWEST_COHORT) if flow.cohort_period else "")
    volumes: Json = {"dataset": flow.customers, "partition": customers[1], "prefix": "volumes"}
    if flow.cohort != flow.customers:
        other = {"other_dataset": flow.cohort, "other_partition": cohort[1]}
        volumes.update(compare_with="other_dataset", compute_first=False, **other)
    is_done = "procedure_outcome == 'OK'"
    targets = [_target(*customers)] if flow.cohort == flow.customers else [_target(*customers), _target(*cohort)]
    names = flow.names
    return [
        plugin_step("call-teradata-procedure", names["Procedure_Tera"], condition, **call, **_ending(flow, production)),
        _compute_step(names["Compute_procedure"], targets, is_done),
        plugin_step("check-volume-stability", names["Var_procedure"], is_done, **volumes, **_ending(flow, production)),
    ]


def _verdict_step(score: str, month: str, flow: ScoreFlow, production: Production) -> Json:
    """Read the figures of the month and the verdict over several; a missing one is reported, and stops nothing."""
    readings = [{"dataset": PERFORMANCE, "partition": month, **flow.reading(name)} for name in _FIGURES]
    for name in ("verdict", "best_challenger", "sentence", *_NOTICES, *_ADVICE):
        reading = {"name": name, **flow.reading(name)}
        readings.append({"dataset": flow.names["performance_summary"], **reading, "id": f"{reading['id']} of {score}"})
    config = {"readings": readings, "prefix": "score", "fail_on": "never", **_ending(flow, production)}
    return plugin_step("retrieve-metrics-and-checks", flow.names["Verdict"], **config)


def _report_steps(score: str, reports: str, flow: ScoreFlow, production: Production) -> list[Json]:
    """The report of the month in the folder, and mailed where there is somebody to mail it to."""
    names = flow.names
    inputs = ("performance_summary", "gains_curves", "decision_rules", ACTIVATION_LOG)
    file = names["report.html"]
    config = {**{name: names[name] for name in inputs}, "score": score, "folder": reports, "file_name": file}
    if flow.language != IN_DATASETS:
        config["language"] = flow.language
    steps = [macro_step("performance-report", names["Report"], config)]
    if production.channel and production.recipients:
        script = script_text(
            "mail_report",
            score=score,
            reports=reports,
            file=file,
            channel=production.channel,
            recipients=list(production.recipients),
            subject=text_of(flow.language, "mail.report.subject", score=score, month="{month}"),
            text=text_of(flow.language, "mail.report", place="{place}"),
        )
        steps.append(python_step(names["Mail_report"], script))
    return [*steps, *_workbook_steps(config, flow, production)]


def _workbook_steps(config: Json, flow: ScoreFlow, production: Production) -> list[Json]:
    """The Tableau workbook beside the report; not in a month without outcomes, which may have no final cohort."""
    if not production.has_workbook:
        return []
    config = {**config, "file_name": flow.names["workbook.twbx"]}
    return [macro_step("tableau-workbook", flow.names["Workbook"], config, "score_outcomes == 'joined'")]


def _compute_step(name: str, targets: Sequence[tuple[str, str, str]], condition: str = "") -> Json:
    """Count the rows of datasets of any project; with two retries, since others compute there too."""
    script = script_text("compute_metrics", targets=list(targets), metrics=[_ROWS])
    return python_step(name, script, condition, retries=_RETRIES)


def _target(dataset: str, partition: str) -> tuple[str, str, str]:
    """Project, name, and the variable that names the partition."""
    project, _, name = dataset.partition(".")
    return project, name, partition.strip("${}")


def _scenario(name: str, starts: Json, steps: list[Json], flow: ScoreFlow, reporters: list[Json]) -> Json:
    """Scenario that is inactive until somebody switches it on; its trigger is ready."""
    return {
        "name": name,
        "active": False,
        "steps": [*steps, python_step(flow.names["Calc_end"], end_of_run(flow), always=True)],
        "triggers": [starts],
        "reporters": reporters,
    }


def _ending(flow: ScoreFlow, production: Production) -> Json:
    """Who gets the alerts of a step, and the step's language where it is not the one by default."""
    language = {} if flow.language == IN_DATASETS else {"language": flow.language}
    if not production.channel:
        return language
    recipients = ", ".join(production.recipients)
    alert = {"alert_channel": production.channel, "alert_recipients": recipients, "alert_when": "warning"}
    return {**alert, **language}


def _went_well(prefix: str) -> str:
    return f"{prefix}_outcome == 'OK' || {prefix}_outcome == 'WARNING'"
