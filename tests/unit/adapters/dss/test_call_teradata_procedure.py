"""Calls by a SQL connection of DSS: what is sent after the call."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from champion_challenger.adapters.dss import call_teradata_procedure
from champion_challenger.adapters.dss.call_teradata_procedure import ConnectionProcedures


def client(kind: str) -> Any:
    """A client that knows the type of each connection; "" may not be read."""

    def info() -> Any:
        if not kind:
            raise RuntimeError("Action forbidden")
        return SimpleNamespace(get_type=lambda: kind)

    return SimpleNamespace(get_connection=lambda name: SimpleNamespace(get_info=info))


@pytest.mark.parametrize(
    ("kind", "commits", "sent"),
    [("PostgreSQL", True, ["COMMIT"]), ("", True, ["COMMIT"]), ("Oracle", False, []), ("Teradata", True, [])],
)
def test_a_commit_follows_where_it_is_wanted_and_accepted(
    kind: str, commits: bool, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection to Teradata calls procedures in autocommit mode, which refuses an explicit COMMIT."""
    seen: list[Any] = []

    def query_to_df(text: str, pre_queries: list[str], post_queries: list[str]) -> pd.DataFrame:
        seen.append(post_queries)
        return pd.DataFrame()

    executor = SimpleNamespace(query_to_df=query_to_df)
    package = SimpleNamespace(SQLExecutor2=lambda connection: executor)
    monkeypatch.setattr(call_teradata_procedure, "dataiku", package)
    ConnectionProcedures(client(kind), "warehouse", commits=commits).call("mkt.prepare", [], 5)

    assert seen == [sent]
