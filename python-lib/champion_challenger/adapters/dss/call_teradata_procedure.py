"""Procedures by a SQL connection of DSS, which holds the credentials."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import dataiku

from champion_challenger.adapters.deadline import end_when_asked, within
from champion_challenger.adapters.dss.asking import answer_to, asking
from champion_challenger.adapters.dss.scenario_step import ScenarioStep
from champion_challenger.adapters.teradata import TeradataProcedures
from champion_challenger.core.procedures.calls import CallResult, Parameter, literal_call
from champion_challenger.core.procedures.errors import error_codes, first_line
from champion_challenger.core.reasons import Reason, reason_of
from champion_challenger.errors import AbsentError, CallError, HostError, SettingsError
from champion_challenger.settings.call_teradata_procedure import ProcedureSettings
from champion_challenger.settings.teradata_connection import Logon

# PostgreSQL counts a limit in milliseconds of 32 bits, 24.8 days.
_LONGEST_TIMEOUT = 2**31 - 1

Rows = tuple[list[str], list[tuple[Any, ...]]]


class CallTeradataProcedureStep(ScenarioStep):
    """A run of the step that calls a procedure; asked to end, it cancels its call."""

    def __init__(self, settings: ProcedureSettings) -> None:
        super().__init__()
        self.procedures = self._procedures(settings)
        # An aborted scenario sends a signal, which would otherwise leave the call running in the database.
        end_when_asked()

    def wait(self, seconds: float) -> None:
        """Do nothing for so long."""
        time.sleep(seconds)

    def _procedures(self, settings: ProcedureSettings) -> ConnectionProcedures | TeradataProcedures:
        language = settings.ending.language

        def tell(reason: Reason) -> None:
            """Write a line in the language of the form."""
            self.tell(reason.wording(language))

        if settings.route == "connection":
            return ConnectionProcedures(dataiku.api_client(), settings.connection, tell, commits=settings.commit)
        return TeradataProcedures(Logon.from_preset(settings.preset), self._band(), tell)

    def _band(self) -> dict[str, str]:
        variables = answer_to("for the variables of the scenario", self._scenario.get_all_variables) or {}
        run = variables.get("scenarioTriggerRunId") or variables.get("stepName") or ""
        return {"ApplicationName": "champion-challenger", "JobID": self.project_key, "ScenarioRun": str(run)}


class ConnectionProcedures:
    """Calls by queries of the public client: no bind parameters, so that values are literals; nothing to cancel with.

    Parameters
    ----------
    commits
        Whether COMMIT follows the call; without one, DSS rolls back where a connection does not commit by itself. None
        follows on Teradata: procedures need a connection in autocommit mode, which refuses it.
    tell
        Writes a line to the log.
    """

    def __init__(self, client: Any, connection: str, tell: Callable[[Reason], None], *, commits: bool = True) -> None:
        self._client = client
        self._connection = connection
        self._tell = tell
        self._commits = commits

    def call(self, procedure: str, parameters: Sequence[Parameter], seconds: float) -> CallResult:
        """Call; when the time is over, the process ends, and DSS closes what it had opened."""
        kind = self._type
        is_postgres = kind == "PostgreSQL"
        try:
            text = literal_call(procedure, parameters, kind or "")
        except ValueError as error:
            raise SettingsError([f"Parameters: {error}. Nothing was called."]) from None
        # PostgreSQL can end its own statement; nothing else can be cancelled by a query of the client.
        before = [f"SET LOCAL statement_timeout = {min(int(seconds * 1000), _LONGEST_TIMEOUT)}"] if is_postgres else []
        # What is not committed is rolled back. Connections of type Teradata need autocommit for procedures, which
        # refuses a COMMIT: none is sent to what may be one.
        after = ["COMMIT"] if self._commits and kind not in ("Teradata", None) else []
        # A second more, so that the database's own message of its time limit comes first.
        columns, rows = within(seconds + 1, lambda: self._rows(text, before, after))
        outputs = [parameter.name for parameter in parameters if parameter.direction != "IN"]
        return _call_result(columns, rows, outputs)

    def _rows(self, text: str, before: list[str], after: list[str]) -> Rows:
        """Names of the columns, and the rows under the database's types: a frame would read the text 007 as 7."""
        try:
            with asking(f"to call by connection {self._connection}"):
                query = self._client.sql_query(
                    text, connection=self._connection, pre_queries=before, post_queries=after
                )
                rows = [tuple(row) for row in query.iter_rows()]
                query.verify()
                return [str(column["name"]) for column in query.get_schema()], rows
        except HostError as error:
            raise CallError(_first_line(error), error_codes(str(error))) from error

    @cached_property
    def _type(self) -> str | None:
        """Type of the connection, "" for one that needs no care of its own; None if it is unknown, which is told."""
        what = f"for the type of connection {self._connection}"
        try:
            return str(answer_to(what, lambda: self._client.get_connection(self._connection).get_info().get_type()))
        except HostError as error:
            reason = reason_of(error)
        try:
            return self._listed_type()
        # The lists are another way to the same answer: the first refusal says enough.
        except HostError:
            self._tell(Reason("connection_type_unknown", {"connection": self._connection, "reason": reason}))
            return None

    def _listed_type(self) -> str:
        """Type by the lists of connections, which users who may not read a connection's details may read."""
        for kind in ("Teradata", "PostgreSQL", "all"):
            what = f"for the connections of type {kind}"
            listed = answer_to(what, lambda kind=kind: self._client.list_connections_names(kind))  # type: ignore[misc]
            if self._connection in listed:
                return "" if kind == "all" else kind
        raise AbsentError(f"Connection {self._connection} is in no list.")


def _first_line(error: HostError) -> Reason:
    """Reason of an error, of whose answer the first line says enough."""
    reason = reason_of(error)
    return replace(reason, values={name: first_line(str(value)) for name, value in reason.values.items()})


def _call_result(columns: Sequence[str], rows: Sequence[tuple[Any, ...]], outputs: Sequence[str]) -> CallResult:
    """The answer's row holds the OUT parameters, in their order, when there are any; else it is a result set."""
    # The host sends a null as an empty text.
    first = [None if value == "" else value for value in rows[0]] if rows else []
    if outputs:
        return CallResult(dict(zip(outputs, first)), {})
    return CallResult({}, dict(zip(columns, first)), (len(rows),) if columns else ())
