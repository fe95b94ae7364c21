"""Queries on a SQL connection from inside a recipe."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ._host import client
from .dataset import Dataset


class SQLExecutor2:
    """Runs queries on a named connection, or on that of a dataset."""

    def __init__(self, connection: str | None = None, dataset: Any = None) -> None:
        if (connection is None) == (dataset is None):
            raise ValueError("SQLExecutor2 takes a connection or a dataset, and not both")
        named = dataset if isinstance(dataset, Dataset) or dataset is None else Dataset(dataset, ignore_flow=True)
        self._where = {"connection": connection} if named is None else {"dataset_full_name": named.name}

    def query_to_df(
        self, query: str, pre_queries: list[str] | None = None, post_queries: list[str] | None = None, **_: Any
    ) -> pd.DataFrame:
        """Return the rows of a query as a frame; side effects last only with `post_queries=["COMMIT"]`."""
        running = client().sql_query(query, pre_queries=pre_queries, post_queries=post_queries, **self._where)
        rows = list(running.iter_rows())
        running.verify()
        return pd.DataFrame(rows, columns=[column["name"] for column in running.get_schema()])
