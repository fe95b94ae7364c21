"""Calls by a SQL connection of DSS: what is sent after the call."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from champion_challenger.adapters.dss.call_teradata_procedure import ConnectionProcedures
from champion_challenger.core.procedures.calls import CallResult, Parameter
from champion_challenger.core.reasons import Reason

SEVEN = Parameter("code", "OUT", "text"), Parameter("count", "OUT", "integer")


def no_line(reason: Reason) -> None:
    """Nothing has to be told."""
    raise AssertionError(str(reason))


class Client:
    """A client that knows the type of each connection, and keeps what it sends; its answers may fail first."""

    def __init__(self, kind: str, columns: tuple[str, ...] = (), rows: tuple[list[Any], ...] = ()) -> None:
        self.kind, self.columns, self.rows = kind, columns, rows
        self.sent: list[list[str]] = []
        self.before: list[list[str]] = []
        self.failures: list[str] = []
        self.listed = {"all": ["warehouse"], kind: ["warehouse"]}

    def get_connection(self, name: str) -> Any:
        """Return a connection."""
        return SimpleNamespace(get_info=self._info)

    def sql_query(self, text: str, connection: str, pre_queries: list[str], post_queries: list[str]) -> Any:
        """Answer as arranged."""
        self.before.append(pre_queries)
        self.sent.append(post_queries)
        schema = [{"name": name, "type": "string"} for name in self.columns]
        return SimpleNamespace(iter_rows=lambda: iter(self.rows), verify=lambda: None, get_schema=lambda: schema)

    def list_connections_names(self, connection_type: str) -> list[str]:
        """Names of the connections of a type that are listed."""
        return self.listed.get(connection_type, [])

    def _info(self) -> Any:
        if self.failures:
            raise RuntimeError(self.failures.pop(0))
        return SimpleNamespace(get_type=lambda: self.kind)


@pytest.mark.parametrize(
    ("kind", "commits", "sent"),
    [("PostgreSQL", True, ["COMMIT"]), ("Oracle", True, ["COMMIT"]), ("Oracle", False, []), ("Teradata", True, [])],
)
def test_a_commit_follows_where_it_is_wanted_and_accepted(kind: str, commits: bool, sent: list[str]) -> None:
    """A connection to Teradata calls procedures in autocommit mode, which refuses an explicit COMMIT."""
    client = Client(kind)
    ConnectionProcedures(client, "warehouse", no_line, commits=commits).call("mkt.prepare", [], 5)

    assert client.sent == [sent]


@pytest.mark.parametrize(("kind", "sent"), [("Teradata", []), ("PostgreSQL", ["COMMIT"]), ("Oracle", ["COMMIT"])])
@pytest.mark.parametrize("failures", [["Action forbidden"], ["busy"], ["busy", "busy"], ["busy"] * 3])
@pytest.mark.usefixtures("impatient")
def test_a_type_that_is_not_told_at_once_is_known_all_the_same(kind: str, sent: list[str], failures: list[str]) -> None:
    """Asked again where DSS fails for a moment; else the lists of connections are looked into."""
    client = Client(kind)
    client.failures = failures
    ConnectionProcedures(client, "warehouse", no_line).call("mkt.prepare", list(SEVEN), 5)

    assert client.sent == [sent]
    assert client.before == [["SET LOCAL statement_timeout = 5000"] if kind == "PostgreSQL" else []]


def test_no_commit_is_sent_to_what_may_be_a_teradata() -> None:
    """The log says so: a database that does not commit by itself rolls the work back."""
    client, lines = Client("Teradata"), list[str]()
    client.failures, client.listed = ["Action forbidden"], {}
    ConnectionProcedures(client, "warehouse", lambda reason: lines.append(str(reason))).call("mkt.prepare", [], 5)

    assert client.sent == [[]]
    assert len(lines) == 1
    assert "type of connection warehouse is not known, and no COMMIT follows the call" in lines[0]


def test_a_long_limit_is_the_longest_that_postgresql_takes() -> None:
    """It refuses more than 24.8 days."""
    client = Client("PostgreSQL")
    ConnectionProcedures(client, "warehouse", no_line).call("mkt.prepare", [], 30 * 86_400)

    assert client.before == [["SET LOCAL statement_timeout = 2147483647"]]


def test_a_text_stays_a_text_and_null_is_nothing() -> None:
    """OUT parameters come in their order, under the names of the form."""
    client = Client("Teradata", ("CODE", "N"), (["007", None],))

    assert ConnectionProcedures(client, "warehouse", no_line).call("p", SEVEN, 5) == CallResult(
        {"code": "007", "count": None}, {}
    )


def test_a_result_set_is_counted_and_its_first_row_kept() -> None:
    """An empty text is nothing, as DSS cannot tell them apart."""
    client = Client("Teradata", ("city", "code"), (["", "007"], ["Lyon", "12"]))

    assert ConnectionProcedures(client, "warehouse", no_line).call("p", [], 5) == CallResult(
        {}, {"city": None, "code": "007"}, (2,)
    )
