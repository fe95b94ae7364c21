"""The form of the step that calls a stored procedure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from champion_challenger.settings.form import Form
from champion_challenger.settings.retrieve_metrics_and_checks import parse_duration, variable_name
from champion_challenger.settings.step_ending import Ending, clashes, parse_name, read_ending

ROUTES = ("connection", "driver")
OWN = ("attempts", "rows", "result_sets", "error", "error_code")
"""Variables that the step sets itself, by name after the prefix."""

TYPES = ("text", "integer", "decimal", "number", "date", "timestamp")
_PATTERNS = {
    "integer": r"[+-]?\d+",
    "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)",
    "number": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?",
    "date": r"\d{4}-\d{2}-\d{2}(T.*)?",
    "timestamp": r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?",
}
_EXAMPLES = {
    "integer": "20",
    "decimal": "1.50",
    "number": "1.5e3",
    "date": "2019-06-30",
    "timestamp": "2019-06-30 12:00",
}


@dataclass(frozen=True)
class Argument:
    """A parameter as the form has it.

    Attributes
    ----------
    written
        The value as a text of the right shape; empty is NULL.
    equals
        What an OUT or INOUT parameter has to be afterwards; empty for anything.
    """

    name: str
    direction: str
    type: str
    written: str = ""
    equals: str = ""


@dataclass(frozen=True)
class ProcedureSettings:
    """Settings of one run of the step.

    Attributes
    ----------
    route
        ``connection`` (a SQL connection of DSS) or ``driver`` (teradatasql, with the preset).
    is_repeatable
        Calling twice does no harm: errors that pass are tried again.
    commit
        By a connection, COMMIT follows the call; Teradata in TERA mode refuses it.
    """

    route: str
    connection: str
    procedure: str
    arguments: tuple[Argument, ...]
    ending: Ending
    preset: Mapping[str, Any] = field(default_factory=dict, repr=False)
    time_limit: timedelta = timedelta(minutes=60)
    is_repeatable: bool = False
    attempts: int = 3
    commit: bool = True

    @classmethod
    def from_form(cls, form: Form) -> ProcedureSettings:
        """Read the form; raise SettingsError naming every field that has to be mended.

        Examples
        --------
        >>> rows = [{"name": "n", "value": "${k}"}]
        >>> values = {"connection": "teradata", "procedure": "mkt.refresh", "parameters": rows}
        >>> ProcedureSettings.from_form(Form(values, {"k": 3})).arguments
        (Argument(name='n', direction='IN', type='text', written='3', equals=''),)
        """
        settings = cls(
            route=form.choice("route", "Connect by", ROUTES),
            connection=form.text("connection", "Connection"),
            procedure=form.text("procedure", "Procedure"),
            arguments=tuple(_argument(form, row, n) for n, row in enumerate(form.rows("parameters"), start=1)),
            ending=read_ending(form, "procedure"),
            preset=form.values.get("preset") or {},
            time_limit=form.parsed("time_limit", "Time limit", "60 minutes", parse_duration) or timedelta(minutes=60),
            is_repeatable=form.flag("is_repeatable"),
            attempts=form.integer("attempts", "Attempts", default=3),
            commit=form.flag("commit", default=True),
        )
        form.problems += _gaps(settings)
        form.check()
        return settings


def _argument(form: Form, row: Form, number: int) -> Argument:
    kind = row.choice("type", "Type", TYPES)
    direction = row.choice("direction", "Direction", ("IN", "OUT", "INOUT"))
    argument = Argument(
        name=row.parsed("name", "Name", f"p{number}", parse_name, f"p{number}"),
        direction=direction,
        type=kind,
        written="" if direction == "OUT" else row.parsed("value", "Value", "", lambda text: _checked(text, kind), ""),
        equals="" if direction == "IN" else row.text("equals", "Has to equal"),
    )
    form.problems += [f"Parameter {number}, {problem}" for problem in row.problems]
    return argument


def _checked(text: str, kind: str) -> str:
    if text and kind in _PATTERNS and not re.fullmatch(_PATTERNS[kind], text):
        msg = f"expected {kind}, such as {_EXAMPLES[kind]}, found {text!r}"
        raise ValueError(msg)
    return text


def _gaps(settings: ProcedureSettings) -> list[str]:
    found = []
    if not settings.procedure:
        found.append("Procedure: it is empty.")
    if settings.route == "connection" and not settings.connection:
        found.append("Connection: it is empty; choose a SQL connection of DSS.")
    if settings.route == "driver" and not settings.preset:
        found.append("Preset: it is empty; choose or fill in a Teradata connection.")
    names = [argument.name for argument in settings.arguments]
    if len(set(names)) < len(names):
        found.append(f"Parameters: the same name twice among {', '.join(names)}.")
    returned = [variable_name(argument.name) for argument in settings.arguments if argument.direction != "IN"]
    for name in clashes([*OWN, *returned]):
        found.append(f"Parameters: the variable {name!r} would be set twice; give the OUT parameter another name.")
    return found
