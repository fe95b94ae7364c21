"""Queries on a SQL connection from inside a recipe."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ._host import client
from .dataset import Dataset
from .frames import ReadOptions, frames

_WHOLE = 1 << 62


class SQLExecutor2:
    """Runs queries on a named connection, or on that of a dataset."""

    def __init__(self, connection: str | None = None, dataset: Any = None) -> None:
        if (connection is None) == (dataset is None):
            raise ValueError("SQLExecutor2 takes a connection or a dataset, and not both")
        named = dataset if isinstance(dataset, Dataset) or dataset is None else Dataset(dataset, ignore_flow=True)
        self._where = {"connection": connection} if named is None else {"dataset_full_name": named.name}

    def query_to_df(
        self,
        query: str,
        pre_queries: list[str] | None = None,
        post_queries: list[str] | None = None,
        *,
        infer_from_schema: bool = False,
        parse_dates: bool = True,
        bool_as_str: bool = False,
        dtypes: dict[str, Any] | None = None,
        **outside: Any,
    ) -> pd.DataFrame:
        """Return the rows of a query as a frame; side effects last only with `post_queries=["COMMIT"]`.

        Unless types come from the database's schema, pandas infers them: the text `007` becomes the number 7.
        """
        if outside:
            raise NotImplementedError(f"query_to_df({', '.join(outside)}) is outside the stand-in's slice")
        running = client().sql_query(query, pre_queries=pre_queries, post_queries=post_queries, **self._where)
        columns = running.get_schema()
        options = ReadOptions(
            infer_with_pandas=not infer_from_schema,
            parse_dates=parse_dates,
            bool_as_str=bool_as_str,
            override_dtypes=dtypes,
        )
        answer = client()._perform_raw("GET", f"/sql/queries/{running.queryId}/stream")
        frame = next(iter(frames(answer.raw, columns, options, _WHOLE))) if columns else pd.DataFrame()
        running.verify()
        return frame
