"""Last step of both scenarios, which runs after a failure too: why it failed, when it ended, how long it took."""

import json
from datetime import datetime
from typing import Any

from dataiku.scenario import Scenario

PARAMETERS: "dict[str, Any]" = {
    "moment_format": "%Y-%m-%d %H:%M",
    "decimal_mark": ".",
    "failed": "step {step}: {message}",
    "unknown": "see the run in DSS",
}

PREFIX = "stepOutcome_"
LINES, LENGTH = 8, 1500


def message_of(result: Any) -> str:
    """First lines of the message with which a step failed; "" where its result has none."""
    try:
        content = json.loads(result) if isinstance(result, str) else result
        text = str(content["thrown"]["message"] or "")
    except (ValueError, TypeError, KeyError):
        return ""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    short = "\n".join(lines[:LINES])
    short = short[:LENGTH] + ("…" if len(lines) > LINES or len(short) > LENGTH else "")
    # What looks like a variable in a message stays a text, whoever reads it next.
    return short.replace("$" + "{", "$ {")


def failures(variables: "dict[str, Any]") -> "list[str]":
    """Each failed step with its message."""
    steps = [name[len(PREFIX) :] for name in variables if name.startswith(PREFIX) and variables[name] == "FAILED"]
    messages = [(step, message_of(variables.get("stepResult_" + step)) or PARAMETERS["unknown"]) for step in steps]
    # In one go: a message may contain what looks like a place for the step.
    return [
        message.join(PARAMETERS["failed"].replace("{step}", step).split("{message}", 1)) for step, message in messages
    ]


scenario = Scenario()
variables = scenario.get_all_variables()
end = datetime.now().replace(microsecond=0)
# Empty after a run whose first step failed before it could set it.
begun = str(variables.get("calc_start") or "")
start = datetime.fromisoformat(begun) if begun else end
minutes = round((end - start).total_seconds() / 60, 2)
scenario.set_scenario_variables(
    calc_end=end.isoformat(),
    calc_minutes=minutes,
    calc_minutes_text=str(minutes).replace(".", PARAMETERS["decimal_mark"]) if begun else "-",
    calc_start_text=start.strftime(PARAMETERS["moment_format"]) if begun else "-",
    calc_end_text=end.strftime(PARAMETERS["moment_format"]),
    failed_steps="\n".join(failures(variables)) or PARAMETERS["unknown"],
)
