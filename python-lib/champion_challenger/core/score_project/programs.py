"""Programs of a score's scenarios: the scripts with the values of its flow, and the sentences that they tell."""

from __future__ import annotations

from champion_challenger.core.score_project.mails import text_of
from champion_challenger.core.score_project.scenario_steps import script_text
from champion_challenger.core.score_project.score_flow import ScoreFlow
from champion_challenger.core.score_project.timetable import APPLICATION_DAY, MONTH
from champion_challenger.languages import LANGUAGES
from champion_challenger.settings.create_score_project import Production


def dates_of_application(flow: ScoreFlow, production: Production) -> str:
    """Day, month and newest cohort of an application."""
    return script_text(
        "dates_of_application",
        cohort=_compared_cohort(flow, production),
        time_zone=flow.time_zone,
        wrong_day=text_of(flow.language, "mail.wrong_day", parameter=APPLICATION_DAY, value="{value}"),
        day_format=text_of(flow.language, "mail.day_format"),
    )


def earlier_cohorts(flow: ScoreFlow) -> str:
    """Evaluation of what earlier runs left or missed."""
    return script_text(
        "earlier_cohorts",
        none=text_of(flow.language, "mail.none"),
        failed=_missed_sentence("failed", flow),
        unknown=text_of(flow.language, "mail.missed.unknown", job="{job}", state="{state}"),
    )


def _missed_sentence(reason: str, flow: ScoreFlow) -> str:
    """Why a cohort is missed; its script knows which one, and what its job says."""
    places = {name: f"{{{name}}}" for name in ("cohort", "month", "cause")}
    return text_of(flow.language, f"mail.missed.{reason}", dataset=flow.cohort, parameter=MONTH, **places)


def dates_of_month(flow: ScoreFlow, reports: str) -> str:
    """Month and cohorts of a monthly run."""
    return script_text(
        "dates_of_month",
        horizon=(flow.horizon.count, flow.horizon.unit),
        snapshot_day=flow.snapshot_day,
        period=flow.cohort_period or "MONTH",
        cohort=_partitioned_cohort(flow),
        time_zone=flow.time_zone,
        none=text_of(flow.language, "mail.none"),
        missed={reason: _missed_sentence(reason, flow) for reason in ("alarm", "gone", "waiting")},
        wrong_month=text_of(flow.language, "mail.wrong_month", parameter=MONTH, value="{value}"),
        month_format=text_of(flow.language, "mail.month_format"),
        report=_report_place(flow, reports),
    )


def _report_place(flow: ScoreFlow, reports: str) -> dict[str, str]:
    """Where people find the report; its script knows the address of DSS, where DSS knows it, and the project."""
    names = {"folder": flow.names["reports"], "file": flow.names["report.html"]}
    link = text_of(flow.language, "mail.report.link", url="{url}", **names)
    place = text_of(flow.language, "mail.report.place", project="{project}", **names)
    return {"folder": reports, "link": link, "place": place}


def _partitioned_cohort(flow: ScoreFlow) -> tuple[str, ...]:
    """Project and name of the cohort; () when it has no partitions to look for."""
    return tuple(flow.cohort.split(".", 1)) if flow.cohort_period else ()


def _compared_cohort(flow: ScoreFlow, production: Production) -> tuple[str, ...]:
    """The cohort, where an application compares the number of its customers with it."""
    is_compared = production.procedure and flow.cohort != flow.customers
    return _partitioned_cohort(flow) if is_compared else ()


def end_of_run(flow: ScoreFlow) -> str:
    """End and duration of a run, as people of the language write them."""
    language = LANGUAGES[flow.language]
    return script_text(
        "end_of_run",
        moment_format=language.moment_format,
        decimal_mark=language.numbers.decimal_mark,
        failed=text_of(flow.language, "mail.failed.step", step="{step}", message="{message}"),
        unknown=text_of(flow.language, "mail.failed.unknown"),
    )
