"""Routes of SQL queries: the answer is kept until it has been streamed."""

from __future__ import annotations

import uuid
from typing import Any

import duckdb
import pyarrow as pa
from flask import Blueprint, Response, jsonify

from dss_standin.connections import Connections
from dss_standin.datasets.definitions import dataset
from dss_standin.datasets.types import dss_type
from dss_standin.errors import DSSError, NotFound
from dss_standin.postgresql import answer
from dss_standin.server.request import body, dss
from dss_standin.server.rows import tsv

blueprint = Blueprint("queries", __name__, url_prefix="/sql/queries")


@blueprint.post("")
def start() -> Response:
    """Run a query; its side effects last only when COMMIT is among the queries after it."""
    asked = body()
    queries = (asked.get("preQueries") or [], str(asked.get("query")), asked.get("postQueries") or [])
    rows = _run(dss().connections, _connection(asked), *queries)
    query_id = uuid.uuid4().hex
    dss().queries[query_id] = rows
    return jsonify({"queryId": query_id, "schema": _columns(rows.schema)})


@blueprint.get("/<query_id>/stream")
def stream(query_id: str) -> Response:
    """Send the rows as TSV."""
    rows = _read_answer(query_id)
    return Response((tsv(batch) for batch in rows.to_batches()), content_type="text/tab-separated-values")


@blueprint.get("/<query_id>/finish-streaming")
def finish(query_id: str) -> Response:
    """Forget the answer; a query that fails, fails at its start."""
    _read_answer(query_id)
    del dss().queries[query_id]
    return jsonify({})


def _connection(asked: dict[str, Any]) -> str:
    if asked.get("connection"):
        name = str(asked["connection"])
    else:
        owner, _, dataset_name = str(asked.get("datasetFullName")).partition(".")
        name = str(dataset(dss(), owner, dataset_name)["params"].get("connection"))
    if dss().connections.get(name).type == "Filesystem":
        raise DSSError(f"Connection '{name}' is no SQL connection")
    return name


def _run(connections: Connections, name: str, before: list[str], query: str, after: list[str]) -> pa.Table:
    if connections.get(name).type == "PostgreSQL":
        return answer(connections.get(name).params, before, query, after)
    with connections.lock(name):
        cursor = connections.cursor(name)
        try:
            cursor.begin()
            for statement in before:
                cursor.execute(statement)
            relation = cursor.sql(query)
            rows = pa.table({}) if relation is None else relation.to_arrow_table()
            for statement in after:
                cursor.execute(statement)
        except duckdb.Error as error:
            raise DSSError(str(error), "java.sql.SQLException", 500) from None
        finally:
            cursor.close()  # without a commit, this rolls back
    return rows


def _read_answer(query_id: str) -> pa.Table:
    if query_id not in dss().queries:
        raise NotFound(f"query does not exist: {query_id}")
    return dss().queries[query_id]


def _columns(schema: pa.Schema) -> list[dict[str, str]]:
    return [{"name": field.name, "type": dss_type(field.type)} for field in schema]
