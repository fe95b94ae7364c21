"""Evaluate the earlier cohorts of Score_<score>, each in a job of its own, before the month.

They come first, so that versions that are trained for them are compared on the month too, and the number of customers
with outcomes is compared with theirs. One that fails stops neither the others nor the month: it is named in the mail of
the verdict with its cause, and the step ends with a warning.
"""

import logging
import re
import signal
import sys
import time
from typing import Any

import dataiku
from dataiku.scenario import Scenario

PARAMETERS: "dict[str, Any]" = {
    "none": "none",
    "failed": "{cohort}: {cause} (month_ref = {month})",
    "unknown": "job {job} ended {state}",
}

ENDED = ("DONE", "FAILED", "ABORTED")
# The last line of a traceback, or DSS's own line about it.
OURS = re.compile(r"\w\.errors\.\w+(?:'>)?: *(.+)")
OTHERS = re.compile(r"(?:^|[\s'.])\w*(?:Error|Exception)(?:'>)?: *(.+)")
LONGEST = 500


def state_of(job: Any) -> str:
    """State of a job; DSS is asked again where it does not answer for a moment."""
    for seconds in (1, 4, 15):
        try:
            return str(job.get_status().get("baseStatus", {}).get("state"))
        except Exception as error:  # noqa: BLE001 -- the client raises plain Exception
            logging.warning("Job %s: %s", job.id, error)
            time.sleep(seconds)
    return str(job.get_status().get("baseStatus", {}).get("state"))


def cause_of(job: Any, state: str) -> str:
    """Why a job failed, as its log says it."""
    log = str(job.get_log())
    for pattern in (OURS, OTHERS):
        causes = pattern.findall(log)
        if causes:
            return str(causes[-1]).strip()[:LONGEST]
    return str(PARAMETERS["unknown"]).replace("{job}", job.id).replace("{state}", state)


def evaluate(cohort: str) -> str:
    """Evaluate a cohort; why that failed, or ""."""
    job = performance.build(partitions=cohort, wait=False)
    logging.info("Cohort %s: started job %s", cohort, job.id)
    try:
        state = state_of(job)
        while state not in ENDED:
            time.sleep(2)
            state = state_of(job)
    except SystemExit:
        # Of a scenario that somebody aborts: its job ends with it.
        job.abort()
        raise
    return "" if state == "DONE" else cause_of(job, state)


def failure_of(cohort: str) -> str:
    """Why a cohort could not be evaluated, in a sentence, or ""; any reason is that cohort's alone."""
    try:
        cause = evaluate(cohort)
    except Exception as error:  # noqa: BLE001 -- the client raises plain Exception
        cause = str(error) or type(error).__name__
    if not cause:
        return ""
    text = str(PARAMETERS["failed"]).replace("{cohort}", cohort).replace("{month}", cohort[:7])
    return text.replace("{cause}", cause.rstrip(" .") + ".")


logging.basicConfig(level=logging.INFO)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
scenario = Scenario()
variables = scenario.get_all_variables()
performance = dataiku.api_client().get_default_project().get_dataset("performance")
cohorts = str(variables.get("earlier_cohorts") or "").split(",")
failures = [text for text in map(failure_of, filter(None, cohorts)) if text]
if failures:
    before = str(variables.get("cohorts_missed") or PARAMETERS["none"])
    lines = "".join("\n- " + text for text in failures)
    scenario.set_scenario_variables(cohorts_missed=("" if before == PARAMETERS["none"] else before) + lines)
    raise RuntimeError("; ".join(failures))
