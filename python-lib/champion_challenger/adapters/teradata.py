"""Procedures by Teradata's own driver, which is imported when it connects: its absence breaks nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from champion_challenger.adapters.deadline import within
from champion_challenger.core.procedures.calls import CallResult, Parameter, bound_call, name_parts
from champion_challenger.core.procedures.errors import error_codes, first_line
from champion_challenger.core.procedures.logon import connect_parameters, query_band
from champion_challenger.core.reasons import Reason
from champion_challenger.errors import CallError, HostError, SettingsError
from champion_challenger.settings.teradata_connection import Logon


class TeradataProcedures:
    """Calls over a fresh session each.

    Parameters
    ----------
    band
        Who asks, for the database's own log.
    tell
        Writes to the log when the query band is refused.
    """

    def __init__(self, logon: Logon, band: Mapping[str, str], tell: Callable[[Reason], None]) -> None:
        self._logon = logon
        self._band = band
        self._tell = tell

    def call(self, procedure: str, parameters: Sequence[Parameter], seconds: float) -> CallResult:
        """Call, and cancel the request when the time is over."""
        self._check(procedure)
        driver = _driver()
        connection = self._connect(driver)
        try:
            cursor = connection.cursor()
            self._set_band(driver, cursor)
            work = self._work(driver, cursor, procedure, parameters)
            return within(seconds, work, lambda: self._cancel(driver, connection))
        finally:
            # What was called is done: a session that does not close is the log's business, not the caller's.
            with self._refusals(driver, quietly=True):
                connection.close()

    def _check(self, procedure: str) -> None:
        database = name_parts(procedure)[0] if len(name_parts(procedure)) > 1 else self._logon.database
        allowed = [name.lower() for name in self._logon.databases]
        if allowed and database.lower() not in allowed:
            listed = ", ".join(self._logon.databases)
            raise SettingsError([f"Procedure: the preset allows the databases {listed}, found {database or 'none'}."])

    def _connect(self, driver: Any) -> Any:
        with self._refusals(driver, while_connecting=True):
            return driver.connect(**connect_parameters(self._logon))

    def _set_band(self, driver: Any, cursor: Any) -> None:
        try:
            cursor.execute(query_band(self._band))
        except driver.Error as error:
            # The band only tells administrators who calls; a site that forbids it still wants the call.
            self._tell(Reason("band_refused", {"reason": self._line(error)}))

    def _work(
        self, driver: Any, cursor: Any, procedure: str, parameters: Sequence[Parameter]
    ) -> Callable[[], CallResult]:
        text, values = bound_call(procedure, parameters)

        def work() -> CallResult:
            """Call, and read the result."""
            with self._refusals(driver):
                cursor.execute(text, values)
                return _read_result(cursor, [parameter.name for parameter in parameters if parameter.direction != "IN"])

        return work

    def _cancel(self, driver: Any, connection: Any) -> None:
        with self._refusals(driver, quietly=True):
            connection.cancel()

    @contextmanager
    def _refusals(self, driver: Any, *, while_connecting: bool = False, quietly: bool = False) -> Iterator[None]:
        """Turn the driver's errors into ours: one line, the codes, no password."""
        try:
            yield
        # The driver also raises TypeError, for parameters that it does not take.
        except (driver.Error, TypeError) as error:
            line = self._line(error)
            if not quietly:
                codes = error_codes(str(error))
                # Without the cause, whose text may hold the password.
                raise CallError(line, codes, while_connecting=while_connecting) from None
            self._tell(Reason("host_said", {"message": line}))

    def _line(self, error: Exception) -> str:
        return first_line(str(error), [self._logon.password])


def _driver() -> Any:
    try:
        # Imported here, since the driver is optional and nothing else needs it.
        import teradatasql
    except ImportError:
        raise HostError(Reason("driver_missing")) from None
    return teradatasql


def _read_result(cursor: Any, outputs: Sequence[str]) -> CallResult:
    """Read the row of OUT parameters, then count the result sets and keep the first row."""
    values: dict[str, Any] = {}
    is_more = True
    if outputs:
        # The driver gives OUT parameters as a first result set of one row.
        values = dict(zip(outputs, cursor.fetchone() or ()))
        is_more = cursor.nextset()
    first: dict[str, Any] = {}
    counts: list[int] = []
    while is_more:
        if cursor.description:
            names = [column[0] for column in cursor.description]
            row = cursor.fetchone()
            first = first or dict(zip(names, row or ()))
            # -1 where the driver does not know.
            counts.append(max(int(cursor.rowcount), 0))
        is_more = cursor.nextset()
    return CallResult(values, first, tuple(counts))
