"""The form of call-teradata-procedure as one frozen value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import parse_decimal, parse_number, parse_whole, plain, quote
from champion_challenger.settings.retrieve_metrics_and_checks import variable_name
from champion_challenger.settings.step_ending import Ending, clashes, parse_name, read_ending
from champion_challenger.settings.times import parse_date, parse_duration

ROUTES = ("connection", "driver")
OWN = ("attempts", "rows", "result_sets", "error", "error_code")
"""Variables that the step sets itself, by name after the prefix."""

_TIMESTAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2}:[0-9]{2})(:[0-9]{2}(?:\.[0-9]{1,6}0{0,3})?)?(?:Z| ?UTC)?"
)
_MOST_DIGITS = 38
_MOST_ATTEMPTS = 100


@dataclass(frozen=True)
class Argument:
    """A parameter of the procedure, as in the form.

    Attributes
    ----------
    written
        The value as a text that can be read as the type; empty is NULL.
    equals
        Expected value of an OUT or INOUT parameter after the call; empty for any value.
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
        Whether the call may be repeated after a temporary error.
    commit
        Whether COMMIT follows a call through a connection; on Teradata none does.
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
        """Read the form; raise SettingsError with every wrong field.

        Examples
        --------
        >>> rows = [{"name": "n", "value": "${k}"}]
        >>> values = {"connection": "teradata", "procedure": "mkt.refresh", "parameters": rows}
        >>> ProcedureSettings.from_form(Form(values, {"k": 3})).arguments
        (Argument(name='n', direction='IN', type='text', written='3', equals=''),)
        """
        settings = cls(
            route=form.choice("route", "Connect through", ROUTES),
            connection=form.text("connection", "Connection"),
            procedure=form.required("procedure", "Procedure"),
            arguments=_arguments(form),
            ending=read_ending(form, "procedure"),
            preset=form.fields("preset", "Preset", "the fields of a preset"),
            time_limit=form.parse("time_limit", "Time limit", "60 minutes", parse_duration) or timedelta(minutes=60),
            is_repeatable=form.flag("is_repeatable", "Safe to retry"),
            attempts=form.integer("attempts", "Attempts", default=3, maximum=_MOST_ATTEMPTS),
            commit=form.flag("commit", "COMMIT after the call", default=True),
        )
        _note_gaps(settings, form)
        form.check()
        return settings


def _arguments(form: Form) -> tuple[Argument, ...]:
    rows = form.rows("parameters", "Parameters", "Parameter")
    return tuple(_argument(row, f"p{number}") for number, row in enumerate(rows, start=1))


def _argument(row: Form, default_name: str) -> Argument:
    kind = row.choice("type", "Type", _READERS)
    direction = row.choice("direction", "Direction", ("IN", "OUT", "INOUT"))
    return Argument(
        name=row.parse("name", "Name", "", lambda text: parse_name(text or default_name), default_name),
        direction=direction,
        type=kind,
        written="" if direction == "OUT" else row.parse("value", "Value", "", lambda text: _READERS[kind](text), ""),
        equals=""
        if direction == "IN"
        else row.parse("equals", "Must equal", "", lambda text: _parse_expected(kind, text), ""),
    )


def _note_gaps(settings: ProcedureSettings, form: Form) -> None:
    if settings.route == "connection" and not settings.connection:
        form.problem("Connection", "it is empty. Choose a SQL connection of DSS")
    if settings.route == "driver" and not settings.preset:
        form.problem("Preset", "it is empty. Choose or fill in a Teradata connection")
    names = [argument.name for argument in settings.arguments]
    if len(set(names)) < len(names):
        form.problem("Parameters", f"the same name occurs twice in {', '.join(names)}")
    returned = [variable_name(argument.name) for argument in settings.arguments if argument.direction != "IN"]
    for name in clashes([*OWN, *returned]):
        form.problem("Parameters", f"the variable {quote(name)} would be set twice. Rename the OUT parameter")


def _integer(text: str) -> str:
    return str(parse_whole(text, -(2**63), 2**63 - 1)) if text else ""


def _decimal(text: str) -> str:
    if not text:
        return ""
    number = None if "e" in text.lower() else parse_decimal(text)
    if number is None or len(number.as_tuple().digits) > _MOST_DIGITS:
        msg = f"expected a number of at most {_MOST_DIGITS} digits, such as 1.50, found {quote(text)}"
        raise ValueError(msg)
    return f"{number:f}"


def _number(text: str) -> str:
    number = parse_number(text)
    return "" if number is None else repr(number)


def _date(text: str) -> str:
    day = parse_date(text)
    return day.isoformat() if day else ""


def _parse_expected(kind: str, text: str) -> str:
    """What has to come back, as it was typed, if it can be a value of the type."""
    _READERS[kind](text)
    return text


def read_timestamp(text: str) -> str:
    """A moment as ``2019-06-30 12:00:00``, with a fraction of a second where it has one; "" for none.

    Raises
    ------
    ValueError
        When the text is no such moment.

    Examples
    --------
    >>> read_timestamp("2019-06-30T12:00Z"), read_timestamp("2019-06-30 12:00:00.5")
    ('2019-06-30 12:00:00', '2019-06-30 12:00:00.500000')
    """
    if not text:
        return ""
    match = _TIMESTAMP.fullmatch(plain(text))
    try:
        day, time, seconds = match.groups(":00") if match else ("", "", "")
        second, _, fraction = seconds.partition(".")
        return str(datetime.fromisoformat(f"{day} {time}{second}" + (f".{fraction[:6]:0<6}" if fraction else "")))
    except ValueError:
        msg = f"expected a timestamp such as 2019-06-30 12:00, found {quote(text)}"
        raise ValueError(msg) from None


_READERS: dict[str, Callable[[str], str]] = {
    "text": str,
    "integer": _integer,
    "decimal": _decimal,
    "number": _number,
    "date": _date,
    "timestamp": read_timestamp,
}
"""How the value of each type is read; the result is a text that Python reads as well, "" for none."""
