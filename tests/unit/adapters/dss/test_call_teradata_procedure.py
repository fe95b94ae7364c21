"""Calls by a SQL connection of DSS: what is sent after the call."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from champion_challenger.adapters.dss.call_teradata_procedure import ConnectionProcedures
from champion_challenger.core.procedures.calls import CallResult, Parameter

SEVEN = Parameter("code", "OUT", "text"), Parameter("count", "OUT", "integer")


class Client:
    """A client that knows the type of each connection, "" being one that may not be read, and keeps what it sends."""

    def __init__(self, kind: str, columns: tuple[str, ...] = (), rows: tuple[list[Any], ...] = ()) -> None:
        self.kind, self.columns, self.rows = kind, columns, rows
        self.sent: list[list[str]] = []

    def get_connection(self, name: str) -> Any:
        """Return a connection."""
        return SimpleNamespace(get_info=self._info)

    def sql_query(self, text: str, connection: str, pre_queries: list[str], post_queries: list[str]) -> Any:
        """Answer as arranged."""
        self.sent.append(post_queries)
        schema = [{"name": name, "type": "string"} for name in self.columns]
        return SimpleNamespace(iter_rows=lambda: iter(self.rows), verify=lambda: None, get_schema=lambda: schema)

    def _info(self) -> Any:
        if not self.kind:
            raise RuntimeError("Action forbidden")
        return SimpleNamespace(get_type=lambda: self.kind)


@pytest.mark.parametrize(
    ("kind", "commits", "sent"),
    [("PostgreSQL", True, ["COMMIT"]), ("", True, ["COMMIT"]), ("Oracle", False, []), ("Teradata", True, [])],
)
def test_a_commit_follows_where_it_is_wanted_and_accepted(kind: str, commits: bool, sent: list[str]) -> None:
    """A connection to Teradata calls procedures in autocommit mode, which refuses an explicit COMMIT."""
    client = Client(kind)
    ConnectionProcedures(client, "warehouse", commits=commits).call("mkt.prepare", [], 5)

    assert client.sent == [sent]


def test_a_text_stays_a_text_and_null_is_nothing() -> None:
    """OUT parameters come in their order, under the names of the form."""
    client = Client("Teradata", ("CODE", "N"), (["007", None],))

    assert ConnectionProcedures(client, "warehouse").call("p", SEVEN, 5) == CallResult(
        {"code": "007", "count": None}, {}
    )


def test_a_result_set_is_counted_and_its_first_row_kept() -> None:
    """An empty text is nothing, as DSS cannot tell them apart."""
    client = Client("Teradata", ("city", "code"), (["", "007"], ["Lyon", "12"]))

    assert ConnectionProcedures(client, "warehouse").call("p", [], 5) == CallResult(
        {}, {"city": None, "code": "007"}, (2,)
    )
