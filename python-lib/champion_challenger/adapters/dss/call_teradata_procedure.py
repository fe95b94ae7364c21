"""Procedures by a SQL connection of DSS, which holds the credentials."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import dataiku
import pandas as pd

from champion_challenger.adapters.deadline import end_when_asked, within
from champion_challenger.adapters.dss.asking import asking
from champion_challenger.adapters.dss.scenario_step import ScenarioStep
from champion_challenger.adapters.teradata import TeradataProcedures
from champion_challenger.core.procedures.calls import CallResult, Parameter, literal_call, to_bind
from champion_challenger.core.procedures.errors import error_codes, first_line
from champion_challenger.errors import CallError, HostError
from champion_challenger.settings.call_teradata_procedure import ProcedureSettings
from champion_challenger.settings.teradata_connection import Logon


class CallTeradataProcedureStep(ScenarioStep):
    """A run of the step that calls a procedure; asked to end, it cancels its call."""

    def __init__(self, label: str, settings: ProcedureSettings) -> None:
        super().__init__(label)
        self.procedures = self._procedures(settings)
        end_when_asked()

    def wait(self, seconds: float) -> None:
        """Do nothing for so long."""
        time.sleep(seconds)

    def _procedures(self, settings: ProcedureSettings) -> ConnectionProcedures | TeradataProcedures:
        if settings.route == "connection":
            return ConnectionProcedures(dataiku.api_client(), settings.connection, commits=settings.commit)
        return TeradataProcedures(Logon.from_preset(settings.preset), self._band(), self.tell)

    def _band(self) -> dict[str, str]:
        with asking("for the variables of the scenario"):
            variables = self._scenario.get_all_variables() or {}
        run = variables.get("scenarioTriggerRunId") or variables.get("stepName") or ""
        return {"ApplicationName": "champion-challenger", "JobID": self.project_key, "ScenarioRun": str(run)}


class ConnectionProcedures:
    """Calls by ``SQLExecutor2``: no bind parameters, so that values are literals; nothing to cancel with.

    Parameters
    ----------
    commits
        Whether COMMIT follows the call; without one, DSS rolls back where a connection does not commit by itself. None
        follows on Teradata: procedures need a connection in autocommit mode, which refuses it.
    """

    def __init__(self, client: Any, connection: str, *, commits: bool = True) -> None:
        self._client = client
        self._connection = connection
        self._commits = commits

    def call(self, procedure: str, parameters: Sequence[Parameter], seconds: float) -> CallResult:
        """Call; when the time is over, the process ends, and DSS closes what it had opened."""
        kind = self._type()
        is_postgres = kind == "PostgreSQL"
        text = literal_call(procedure, parameters, out_is_null=is_postgres)
        before = [f"SET LOCAL statement_timeout = {int(seconds * 1000)}"] if is_postgres else []
        after = ["COMMIT"] if self._commits and kind != "Teradata" else []
        frame = within(seconds + 1, lambda: self._rows(text, before, after))
        return _called(frame, [one.name for one in parameters if one.direction != "IN"])

    def _rows(self, text: str, before: list[str], after: list[str]) -> pd.DataFrame:
        executor = dataiku.SQLExecutor2(connection=self._connection)
        try:
            with asking(f"to call by connection {self._connection}"):
                frame: pd.DataFrame = executor.query_to_df(text, pre_queries=before, post_queries=after)
        except HostError as error:
            raise CallError(first_line(str(error)), error_codes(str(error))) from error
        return frame

    def _type(self) -> str:
        """Type of the connection; "" when whoever runs this may not read its details."""
        try:
            with asking(f"for the type of connection {self._connection}"):
                return str(self._client.get_connection(self._connection).get_info().get_type())
        except HostError:
            return ""


def _called(frame: pd.DataFrame, outputs: Sequence[str]) -> CallResult:
    """The answer's row holds the OUT parameters, in their order, when there are any; else it is a result set."""
    rows: list[Mapping[Any, Any]] = frame.head(1).to_dict("records")
    first = {str(name): _plain(value) for name, value in rows[0].items()} if rows else {}
    if outputs:
        return CallResult(dict(zip(outputs, first.values())), {})
    return CallResult({}, first, (len(frame),) if len(frame.columns) else ())


def _plain(value: Any) -> Any:
    return to_bind(value) if pd.api.types.is_scalar(value) else str(value)
