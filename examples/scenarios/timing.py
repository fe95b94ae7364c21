"""When a run began and ended, as variables of the scenario, and the mails that depend on it."""

from __future__ import annotations

from examples.scenarios.parts import Part, mail, python_step

LONGEST = "calc_minutes_allowed"
"""Name of the project's variable that says how long a run may take."""

_BEGIN = """
from datetime import date, datetime, timedelta
from dataiku.scenario import Scenario
scenario = Scenario()
asked = scenario.get_trigger_params()
now = datetime.now().replace(microsecond=0).isoformat()
"""
_END = """
from datetime import datetime
from dataiku.scenario import Scenario
scenario = Scenario()
start = datetime.fromisoformat(scenario.get_all_variables()["calc_start"])
end = datetime.now().replace(microsecond=0)
minutes = round((end - start).total_seconds() / 60, 2)
scenario.set_scenario_variables(calc_end=end.isoformat(), calc_minutes=minutes)
"""


def first_step(script: str) -> Part:
    """Set `calc_start` and the variables of the script, which may use `asked`, what the run was started with."""
    return python_step("Dates", f"{_BEGIN}{script}scenario.set_scenario_variables(calc_start=now, **variables)\n")


def last_step() -> Part:
    """Set `calc_end` and `calc_minutes`, whatever happened before."""
    return python_step("Calc_end", _END, always=True)


def mails(channel: str, recipient: str) -> list[Part]:
    """One when the run failed, one when it took longer than the project's variable allows."""
    times = "Start ${calc_start}, end ${calc_end}, ${calc_minutes} minutes."
    failed = mail(
        "On failure",
        "outcome == 'FAILED' || outcome == 'ABORTED'",
        channel,
        recipient,
        "${scenarioName}: ${outcome}",
        f"The scenario ${{scenarioName}} of ${{projectKey}} ended ${{outcome}}. {times}",
    )
    slow = mail(
        "On a long run",
        f"calc_minutes > {LONGEST}",
        channel,
        recipient,
        "${scenarioName}: ${calc_minutes} minutes",
        f"The scenario ${{scenarioName}} took longer than the ${{{LONGEST}}} minutes allowed. {times}",
    )
    return [failed, slow]
