"""Queries through a connection that the person names."""

from __future__ import annotations

from probe.errors import NotTried
from probe.registry import Found, question
from probe.runs import inside
from probe.stage import Stage


@question("BIGINT columns without nulls", ("whole", "float"))
def whole_numbers_of_sql(stage: Stage) -> Found:
    """Does a BIGINT without nulls arrive as a whole number?"""
    return _answer_inside(stage, "whole_numbers_of_sql")


@question("`client.sql_query(query, connection=…)`", ("raises", "silent"))
def wrong_query(stage: Stage) -> Found:
    """Does a query that the database refuses raise?"""
    return _answer_inside(stage, "wrong_query")


def _answer_inside(stage: Stage, name: str) -> Found:
    if not stage.options.sql_connection:
        raise NotTried("no connection was named (SQL_CONNECTION)")
    result = stage.once(inside).of(name)
    return Found(result["answer"], result["seen"])
