"""Names and times of a score's two scenarios: when they start, which variables they set, which partitions they name.

The scripts spell the same variables; a test compares them with this table.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Timetable:
    """When a scenario starts by itself.

    Attributes
    ----------
    scenario
        Name of the scenario, followed by that of the score.
    days
        Days of the week; () for the first day of each month.
    """

    scenario: str
    trigger: str
    hour: int
    minute: int
    days: tuple[str, ...] = ()


APPLICATION = Timetable("Application_", "Appli_mercredi_jeudi", 11, 40, ("Wednesday", "Thursday"))
EVALUATION = Timetable("Score_", "1er_jour_mois", 6, 0)

APPLICATION_DAY = "date_ref_appli"
"""Day on which customers are scored; a parameter of the run, today by default."""

MONTH, MONTH_END = "month_ref", "day_ref"
"""Month of the cohort and its last day; the month is a parameter of the run, by default the newest final one."""

NEWEST_COHORT = "cohort_ref"
"""Newest partition of the cohort on the day of an application, with which the number of customers is compared."""

COHORTS = "cohorts_to_evaluate"
"""Partitions that a run evaluates: the month's, those whose outcomes were late, and those that were missed."""

EARLIER = "earlier_cohorts"
"""Those of them before the month's, each of which may fail without stopping the run."""

MISSED = "cohorts_missed"
"""Cohorts that are due and that this run does not evaluate, one a line with the reason; ``none.`` without one."""

REPORT_PLACE = "report_place"
"""Where people find the report, in words: a link where DSS knows its own address."""

START, END, MINUTES, DURATION = "calc_start", "calc_end", "calc_minutes", "calc_minutes_text"
"""When the run began and ended, and how long it took: as a number, and as a text, since mails print numbers in the
format of the server."""

IN_MAILS = START_IN_MAILS, END_IN_MAILS = "calc_start_text", "calc_end_text"
"""Begin and end as people of the score's language write them."""

FAILED_STEPS = "failed_steps"
"""Each step that failed with the first lines of its message, for the mail on failure."""

MINUTES_ALLOWED, PROCEDURE_LIMIT = "calc_minutes_allowed", "procedure_time_limit"
"""Variables of the project, for people to change: after how long somebody is told, and a procedure is ended."""

SCORE_NAME = "score_name"
"""The name of the score, which people type: mails take it from here, as it would be a template in their text."""

SET_BY_A_RUN = {START: "", END: "", MINUTES: 0, DURATION: "", START_IN_MAILS: "", END_IN_MAILS: ""}
"""Variables that the project has before the first run, so that mails can name them."""

PROJECT_VARIABLES = {MINUTES_ALLOWED: 60, PROCEDURE_LIMIT: "60 minutes", **SET_BY_A_RUN}


def reference(variable: str) -> str:
    """A variable as the forms of DSS take it.

    >>> reference(MONTH)
    '${month_ref}'
    """
    return f"${{{variable}}}"


CUSTOMERS_PARTITION = {"": "", "DAY": reference(APPLICATION_DAY), "MONTH": reference(MONTH)}
COHORT_PARTITION = {"": "", "DAY": reference(MONTH_END), "MONTH": reference(MONTH)}
"""Partition of a run, by the period of the dataset's time dimension; "" without one."""
