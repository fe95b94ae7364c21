"""Call a stored procedure: typed parameters, a time limit, and retries where they are safe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from champion_challenger.core.monitoring.judgement import duration, is_figure, worst
from champion_challenger.core.procedures.calls import Bound, CallResult, Parameter, name_parts, to_bind
from champion_challenger.core.procedures.errors import MEANINGS, may_retry, pause
from champion_challenger.core.procedures.outputs import Output, is_expected, output_value
from champion_challenger.core.reasons import Reason, reason_of
from champion_challenger.errors import CallError, HostError, SettingsError, TimeLimitError
from champion_challenger.languages.language import Language
from champion_challenger.operations.steps.conclude import Report
from champion_challenger.operations.steps.ports import CallHost, Procedures
from champion_challenger.settings.call_teradata_procedure import Argument, ProcedureSettings
from champion_challenger.settings.retrieve_metrics_and_checks import variable_name

STEP = Reason("step_call")


@dataclass(frozen=True)
class CallAttempts:
    """What became of the call after so many attempts: what came back, or the last error and why it was the last."""

    attempts: int
    called: CallResult | None = None
    error: HostError | None = None
    ending: Reason | None = None


def call_teradata_procedure(settings: ProcedureSettings, procedures: Procedures, host: CallHost) -> Report:
    """Call, judge what came back, and report; what the database refuses is the outcome ERROR."""
    parameters = [parameter(argument) for argument in settings.arguments]
    _check(settings.procedure, parameters)
    start, language = host.now(), settings.ending.language
    tried = _try_call(settings, parameters, procedures, host)
    variables: dict[str, Any] = {"attempts": tried.attempts}
    if tried.called is None:
        variables.update(_error_variables(tried.error, language))
        failed = Reason("call_failed", {"procedure": settings.procedure, "reason": _explain(tried)})
        return Report(STEP, "ERROR", [failed.wording(language)], variables, start, host.now())
    outputs = _outputs(settings, tried.called)
    variables.update(_result_variables(outputs, tried.called))
    judged = [_judge_output(argument, tried.called.outputs) for argument in settings.arguments if argument.equals]
    judged += _no_figures(variables)
    lines = [_result_sets(settings.procedure, tried.called, tried.attempts), *(line for _, line in judged)]
    outcome = worst(["OK", *(outcome for outcome, _ in judged)])
    return Report(STEP, outcome, [line.wording(language) for line in lines], variables, start, host.now())


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
            # What is left of the limit of all attempts together.
            seconds = max(deadline - host.now().timestamp(), 1)
            return CallAttempts(attempt, procedures.call(settings.procedure, parameters, seconds))
        except CallError as error:
            has_time = host.now().timestamp() + pause(attempt) < deadline
            is_last = attempt == settings.attempts or not _may_repeat(error, settings)
            # A pause that ends after the limit would only delay the same error.
            if is_last or not has_time:
                return CallAttempts(attempt, error=error, ending=_ending(error, settings, is_last=is_last))
            again = {"attempt": attempt, "seconds": pause(attempt), "reason": reason_of(error)}
            host.tell(Reason("call_again", again).wording(settings.ending.language))
            host.wait(pause(attempt))
        except TimeLimitError:
            # The limit of the form, not what was left of it at this attempt.
            reason = Reason("call_ended_at_limit", {"limit": duration(settings.time_limit)})
            return CallAttempts(attempt, error=TimeLimitError(reason))
        except HostError as error:
            return CallAttempts(attempt, error=error)
    return CallAttempts(settings.attempts)


def _may_repeat(error: CallError, settings: ProcedureSettings) -> bool:
    return may_retry(error.codes, error.while_connecting, settings.is_repeatable)


def _ending(error: CallError, settings: ProcedureSettings, *, is_last: bool) -> Reason | None:
    """Why an error is the last one; None where its own words say enough."""
    if _may_repeat(error, settings):
        return None if is_last else Reason("call_time_is_short")
    if may_retry(error.codes, error.while_connecting, is_repeatable=True):
        return Reason("call_may_be_repeatable")
    return Reason("call_work_unknown") if is_unsure(error) else None


def is_unsure(error: CallError) -> bool:
    """Whether nobody knows what was done: the driver lost the database within the call."""
    return not error.while_connecting and "[Teradata SQL Driver]" in str(error)


def _error_variables(error: HostError | None, language: Language) -> dict[str, Any]:
    codes = error.codes if isinstance(error, CallError) else ()
    return {"error": _reason(error).wording(language), **({"error_code": codes[0]} if codes else {})}


def _reason(error: HostError | None) -> Reason:
    return reason_of(error) if error is not None else Reason("call_without_answer")


def _explain(tried: CallAttempts) -> list[Reason]:
    """The error with what it means, after how many attempts, and why there was no other."""
    codes = tried.error.codes if isinstance(tried.error, CallError) else ()
    meaning = next((MEANINGS[code] for code in codes if code in MEANINGS), None)
    reason = _reason(tried.error)
    explained = Reason("call_explained", {"reason": reason, "meaning": meaning}) if meaning else reason
    counted = Reason("call_attempts", {"reason": explained, "n": tried.attempts})
    return [counted, tried.ending] if tried.ending else [counted]


def _result_sets(procedure: str, called: CallResult, attempt: int) -> Reason:
    counts = called.row_counts
    values = {"procedure": procedure, "attempt": attempt}
    if len(counts) == 1:
        return Reason("call_with_rows", {**values, "n": counts[0]})
    return Reason("call_with_sets", {**values, "counts": counts}) if counts else Reason("call_without_rows", values)


def _outputs(settings: ProcedureSettings, called: CallResult) -> dict[str, Output]:
    """OUT parameters under the types of the form."""
    kinds = {argument.name: argument.type for argument in settings.arguments}
    return {name: output_value(value, kinds.get(name, "")) for name, value in called.outputs.items()}


def _result_variables(outputs: Mapping[str, Output], called: CallResult) -> dict[str, Any]:
    """OUT parameters by their names, the first row by ``row_`` and its columns."""
    variables: dict[str, Any] = {variable_name(name): value for name, value in outputs.items()}
    variables.update({f"row_{variable_name(name)}": output_value(value) for name, value in called.first_row.items()})
    return {**variables, "result_sets": len(called.row_counts), "rows": sum(called.row_counts)}


def _no_figures(variables: dict[str, Any]) -> list[tuple[str, Reason]]:
    """Empty the variables that hold NaN or an infinite number, which JSON and run conditions cannot, and say so."""
    strange = {name: value for name, value in variables.items() if not is_figure(value)}
    variables.update(dict.fromkeys(strange, ""))
    return [("WARNING", Reason("output_no_figure", {"name": name, "value": value})) for name, value in strange.items()]


def _judge_output(argument: Argument, outputs: Mapping[str, Any]) -> tuple[str, Reason]:
    returned = outputs.get(argument.name)
    value = output_value(returned, argument.type)
    if value is not None and is_expected(returned, argument.type, argument.equals):
        return "OK", Reason("output_as_expected", {"name": argument.name, "value": value})
    expected = {"name": argument.name, "expected": argument.equals}
    if value is None:
        return "ERROR", Reason("output_missing", expected)
    return "ERROR", Reason("output_differs", {**expected, "value": value})
