"""Private routes: what the in-process package asks beyond the public API."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.csv
from flask import Blueprint, Response, jsonify, request, send_file

from dss_standin.datasets import sql, storage
from dss_standin.datasets.definitions import SQL_TYPES, dataset, dataset_root, folder, folder_root
from dss_standin.datasets.metrics import record, record_external
from dss_standin.datasets.partitions import dimensions
from dss_standin.datasets.types import arrow_schema
from dss_standin.datasets.writing import Discarded
from dss_standin.errors import DSSError
from dss_standin.flow import models, saved_models
from dss_standin.server.request import body, dss, flag, text

blueprint = Blueprint("internal", __name__, url_prefix="/internal/projects/<project_key>")


@blueprint.post("/datasets/<name>/rows")
def post_rows(project_key: str, name: str) -> Response:
    """Replace (or add to) a partition by the headerless CSV of the body, all of it or nothing.

    A cell that does not fit its column's type is discarded with a warning, or its row where the rows live in SQL.
    """
    definition = dataset(dss(), project_key, name)
    schema = arrow_schema(definition["schema"]["columns"])
    content, discarded = request.get_data(cache=False), Discarded(rows=definition["type"] in SQL_TYPES)
    batches = (discarded.checked(batch, schema) for batch in _batches(content, schema, f"{project_key}.{name}"))
    written = storage.write(dss(), project_key, name, text("partition") or None, batches, flag("append"))
    return jsonify({"rows": written, "warnings": discarded.warnings()})


@blueprint.post("/datasets/<name>/drop")
def post_drop(project_key: str, name: str) -> Response:
    """Drop the table of a SQL dataset, all partitions of it; files are left to the write."""
    definition = dataset(dss(), project_key, name)
    if definition["type"] in SQL_TYPES:
        sql.drop(dss(), definition)
    return jsonify({})


@blueprint.get("/datasets/<name>/location")
def get_location(project_key: str, name: str) -> Response:
    """Tell where the rows of a dataset are."""
    definition = dataset(dss(), project_key, name)
    connection = definition["params"].get("connection")
    if definition["type"] in SQL_TYPES:
        schema, table = sql.table(definition)[1:-1].split('"."')
        info = {"databaseType": definition["type"], "schema": schema, "table": table}
        info["quotedResolvedTableName"] = sql.table(definition)
        return jsonify({"locationInfoType": "SQL", "info": {"connectionName": connection, **info}})
    if definition["type"] == "UploadedFiles":
        return jsonify({"locationInfoType": "UPLOADED", "info": {}})
    info = {"connectionName": connection, "path": str(dataset_root(dss(), definition))}
    return jsonify({"locationInfoType": "FS", "info": {**info, "isFileBased": True}})


@blueprint.post("/datasets/<name>/external-metrics")
def post_metrics(project_key: str, name: str) -> Response:
    """Keep figures that a recipe pushes."""
    record_external(dss(), project_key, name, text("partition"), body())
    return jsonify({})


@blueprint.post("/datasets/<name>/external-checks")
def post_checks(project_key: str, name: str) -> Response:
    """Keep outcomes that a recipe pushes; as metrics they are called `check:CHECK:<label>`."""
    outcomes = body()
    wrong = {
        label: outcome for label, outcome in outcomes.items() if outcome not in ("OK", "WARNING", "ERROR", "EMPTY")
    }
    if wrong:
        raise DSSError(f"An outcome is OK, WARNING, ERROR or EMPTY, found {wrong}")
    everything = "ALL" if dimensions(dataset(dss(), project_key, name)) else "NP"
    values = {f"check:CHECK:{label}": outcome for label, outcome in outcomes.items()}
    record(dss(), project_key, name, text("partition") or everything, values)
    return jsonify({})


@blueprint.get("/savedmodels/<model_id>/versions/<version>/bundle")
def get_bundle(project_key: str, model_id: str, version: str) -> Response:
    """Send the fitted estimator of a version, and its threshold in a header."""
    key = saved_models.version_key(dss(), project_key, model_id, version)
    file = models.bundle_file(dss(), key)
    if not file.exists():
        kind = saved_models.read(dss(), project_key, model_id)["savedModelType"]
        raise DSSError(f"Version {version} of saved model {model_id} ({kind}) has no predictor in the stand-in")
    answer = send_file(file, mimetype="application/octet-stream")
    answer.headers["X-Threshold"] = json.dumps(models.threshold(dss(), key))
    return answer


@blueprint.get("/managedfolders/<folder_id>/path")
def get_folder_path(project_key: str, folder_id: str) -> Response:
    """Tell the path of a managed folder, but to a container."""
    if dss().switches.container_mode:
        raise DSSError("A container has no access to the files of the server")
    return jsonify({"path": str(folder_root(dss(), folder(dss(), project_key, folder_id)))})


def _batches(content: bytes, schema: pa.Schema, name: str) -> Iterator[pa.RecordBatch]:
    """Parse CSV: texts, empty ones null."""
    if not content:
        return
    kinds = dict.fromkeys(schema.names, pa.string())
    options: dict[str, Any] = {
        "read_options": pa.csv.ReadOptions(column_names=schema.names),
        "parse_options": pa.csv.ParseOptions(newlines_in_values=True),
        "convert_options": pa.csv.ConvertOptions(
            column_types=kinds, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True
        ),
    }
    try:
        yield from pa.csv.open_csv(io.BytesIO(content), **options)
    except pa.ArrowInvalid as error:
        raise DSSError(f"Rows for dataset {name} do not fit its schema: {error}") from None
