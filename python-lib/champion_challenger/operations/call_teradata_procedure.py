"""Call a stored procedure: typed parameters, a time limit, and retries where they are safe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from champion_challenger.core.monitoring.judgement import is_figure, value_text, worst
from champion_challenger.core.procedures.calls import Bound, CallResult, Parameter, name_parts, to_bind
from champion_challenger.core.procedures.errors import MEANINGS, may_retry, pause
from champion_challenger.core.procedures.outputs import Output, is_expected, output_value
from champion_challenger.errors import CallError, HostError, SettingsError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.steps.conclude import Report
from champion_challenger.operations.steps.ports import CallHost, Procedures
from champion_challenger.settings.call_teradata_procedure import Argument, ProcedureSettings
from champion_challenger.settings.retrieve_metrics_and_checks import variable_name


@dataclass(frozen=True)
class CallAttempts:
    """What became of the call after so many attempts: what came back, or the last error and why it was the last."""

    attempts: int
    called: CallResult | None = None
    error: HostError | None = None
    ending: str = ""


def call_teradata_procedure(settings: ProcedureSettings, procedures: Procedures, host: CallHost) -> Report:
    """Call, judge what came back, and report; what the database refuses is the outcome ERROR."""
    parameters = [parameter(argument) for argument in settings.arguments]
    _check(settings.procedure, parameters)
    start = host.now()
    tried = _try_call(settings, parameters, procedures, host)
    variables: dict[str, Any] = {"attempts": tried.attempts}
    if tried.called is None:
        variables.update(_error_variables(tried.error))
        lines = [f"ERROR: CALL {settings.procedure}: {_explain(tried)}"]
        return Report("ERROR", lines, variables, start, host.now())
    outputs = _outputs(settings, tried.called)
    variables.update(_result_variables(outputs, tried.called))
    judged = [_judge_output(argument, tried.called.outputs) for argument in settings.arguments if argument.equals]
    judged += _no_figures(variables)
    lines = [f"CALL {settings.procedure} ended {_result_sets(tried)}.", *(line for _, line in judged)]
    return Report(worst(["OK", *(outcome for outcome, _ in judged)]), lines, variables, start, host.now())


def parameter(argument: Argument) -> Parameter:
    """Parameter with its value as a number, a date or a text.

    Examples
    --------
    >>> parameter(Argument("n", "IN", "decimal", "1.50")).value
    Decimal('1.50')
    """
    return Parameter(argument.name, argument.direction, argument.type, _value(argument))


def _value(argument: Argument) -> Bound:
    text = argument.written
    readers: dict[str, Callable[[str], Any]] = {
        "integer": int,
        "decimal": Decimal,
        "number": float,
        "date": lambda written: date.fromisoformat(written[:10]),
        "timestamp": lambda written: datetime.fromisoformat(written.rstrip("Z")),
    }
    try:
        return to_bind(readers.get(argument.type, str)(text)) if text else None
    except ValueError as error:
        msg = f"Parameter {argument.name}: expected a {argument.type}, found {text!r}: {error}."
        raise SettingsError([msg]) from None


def _check(procedure: str, parameters: list[Parameter]) -> None:
    problems = []
    try:
        name_parts(procedure)
    except ValueError as error:
        problems.append(f"Procedure: {error}.")
    directions = [parameter.direction for parameter in parameters]
    if "OUT" in directions and any(direction != "OUT" for direction in directions[directions.index("OUT") :]):
        problems.append("Parameters: an OUT parameter comes before an IN or INOUT one; OUT parameters come last.")
    if problems:
        raise SettingsError(problems)


def _try_call(
    settings: ProcedureSettings, parameters: list[Parameter], procedures: Procedures, host: CallHost
) -> CallAttempts:
    deadline = host.now().timestamp() + settings.time_limit.total_seconds()
    for attempt in range(1, settings.attempts + 1):
        try:
            seconds = max(deadline - host.now().timestamp(), 1)
            return CallAttempts(attempt, procedures.call(settings.procedure, parameters, seconds))
        except CallError as error:
            has_time = host.now().timestamp() + pause(attempt) < deadline
            ending = _ending(error, settings, is_last=attempt == settings.attempts, has_time=has_time)
            if ending is not None:
                return CallAttempts(attempt, error=error, ending=ending)
            host.tell(f"Attempt {attempt} failed, and is repeated in {pause(attempt):.0f} seconds: {error}")
            host.wait(pause(attempt))
        except HostError as error:
            return CallAttempts(attempt, error=error)
    return CallAttempts(settings.attempts)


def _ending(error: CallError, settings: ProcedureSettings, *, is_last: bool, has_time: bool) -> str | None:
    """Why an error is the last one, "" where its own words say enough; None when the call is tried again."""
    if not may_retry(error.codes, error.while_connecting, settings.is_repeatable):
        if may_retry(error.codes, error.while_connecting, is_repeatable=True):
            return "; if the call is safe to retry, select 'Safe to retry', and it is repeated"
        return "; look whether its work is done before calling again" if is_unsure(error) else ""
    if is_last:
        return ""
    return None if has_time else "; its time limit leaves no room for another attempt"


def is_unsure(error: CallError) -> bool:
    """Whether nobody knows what was done: the driver lost the database within the call."""
    return not error.while_connecting and "[Teradata SQL Driver]" in str(error)


def _error_variables(error: HostError | None) -> dict[str, Any]:
    codes = error.codes if isinstance(error, CallError) else ()
    return {"error": str(error), **({"error_code": codes[0]} if codes else {})}


def _explain(tried: CallAttempts) -> str:
    codes = tried.error.codes if isinstance(tried.error, CallError) else ()
    meaning = next((f" ({MEANINGS[code]})" for code in codes if code in MEANINGS), "")
    attempts = count_of(tried.attempts, "attempt")
    return f"{tried.error}{meaning}, after {attempts}{tried.ending}."


def _result_sets(tried: CallAttempts) -> str:
    counts = [str(count) for count in tried.called.row_counts] if tried.called else []
    name = "a result set" if len(counts) == 1 else "result sets"
    sets = (
        f"with {name} of {', '.join(counts)} {'row' if counts == ['1'] else 'rows'}"
        if counts
        else "without a result set"
    )
    return f"{sets}, at attempt {tried.attempts}"


def _outputs(settings: ProcedureSettings, called: CallResult) -> dict[str, Output]:
    """OUT parameters under the types of the form."""
    kinds = {argument.name: argument.type for argument in settings.arguments}
    return {name: output_value(value, kinds.get(name, "")) for name, value in called.outputs.items()}


def _result_variables(outputs: Mapping[str, Output], called: CallResult) -> dict[str, Any]:
    """OUT parameters by their names, the first row by ``row_`` and its columns."""
    variables: dict[str, Any] = {variable_name(name): value for name, value in outputs.items()}
    variables.update({f"row_{variable_name(name)}": output_value(value) for name, value in called.first_row.items()})
    return {**variables, "result_sets": len(called.row_counts), "rows": sum(called.row_counts)}


def _no_figures(variables: dict[str, Any]) -> list[tuple[str, str]]:
    """Empty the variables that hold NaN or an infinite number, which JSON and run conditions cannot, and say so."""
    strange = {name: value for name, value in variables.items() if not is_figure(value)}
    variables.update(dict.fromkeys(strange, ""))
    sentence = "which is no figure: its variable is empty. The call itself is done"
    return [("WARNING", f"WARNING: {name} is {value}, {sentence}.") for name, value in strange.items()]


def _judge_output(argument: Argument, outputs: Mapping[str, Any]) -> tuple[str, str]:
    returned = outputs.get(argument.name)
    value = output_value(returned, argument.type)
    if value is not None and is_expected(returned, argument.type, argument.equals):
        return "OK", f"OK: {argument.name} is {value_text(value)}."
    value_found = "nothing" if value is None else value_text(value)
    return "ERROR", f"ERROR: {argument.name}: expected {argument.equals}, found {value_found}."
