"""Routes of datasets: definition, schema, rows, partitions, uploads, detection."""

from __future__ import annotations

import shutil
from typing import Any

from flask import Blueprint, Response, jsonify, request

from dss_standin.datasets import sql, storage
from dss_standin.datasets.creation import create_managed
from dss_standin.datasets.definitions import (
    SQL_TYPES,
    check_schema,
    create_dataset,
    dataset,
    dataset_root,
    inside,
    require_project,
    save_dataset,
)
from dss_standin.datasets.detection import detect_files, detect_table
from dss_standin.datasets.metrics import last_build
from dss_standin.datasets.partitions import dimensions, expanded
from dss_standin.errors import DSSError
from dss_standin.server.request import body, dss, flag, many, text, uploaded_file
from dss_standin.server.rows import tsv_stream

blueprint = Blueprint("datasets", __name__, url_prefix="/projects/<project_key>/datasets")
_METADATA = ("label", "shortDesc", "description", "tags", "customFields", "checklists")


@blueprint.get("")
def list_datasets(project_key: str) -> Response:
    """List the datasets of a project, those with one of the tags when tags are given."""
    require_project(dss(), project_key)
    definitions = [dataset(dss(), project_key, name) for name in dss().store.names(f"projects/{project_key}/datasets")]
    tags = set(many("tags") or [])
    return jsonify([item for item in definitions if not tags or tags & set(item["tags"])])


@blueprint.post("")
def create(project_key: str) -> Response:
    """Create a dataset over existing data, or an empty upload."""
    definition = create_dataset(dss(), project_key, body())
    if definition["type"] == "UploadedFiles":
        dataset_root(dss(), definition).mkdir(parents=True, exist_ok=True)
    return jsonify({"msg": f"Created dataset {definition['name']}"})


@blueprint.post("/managed")
def create_in_connection(project_key: str) -> Response:
    """Create a managed dataset."""
    given = body()
    return jsonify(
        create_managed(dss(), project_key, str(given.get("name") or ""), given.get("creationSettings") or {})
    )


@blueprint.get("/<name>")
def get_settings(project_key: str, name: str) -> Response:
    """Return the definition."""
    return jsonify(dataset(dss(), project_key, name))


@blueprint.put("/<name>")
def put_settings(project_key: str, name: str) -> Response:
    """Replace the definition."""
    with dss().store.lock(f"projects/{project_key}/datasets/{name}"):
        save_dataset(dss(), project_key, name, body())
    return jsonify({"msg": f"Updated dataset {name}"})


@blueprint.delete("/<name>")
def delete(project_key: str, name: str) -> Response:
    """Delete a dataset, and its data when asked."""
    definition = dataset(dss(), project_key, name)
    if flag("dropData"):
        drop_data(definition)
    for kind in ("datasets", "metrics"):
        dss().store.delete(f"projects/{project_key}/{kind}/{name}")
    return jsonify({"msg": f"Deleted dataset {name}"})


def drop_data(definition: dict[str, Any]) -> None:
    """Delete what a dataset owns: its table, its managed or uploaded files."""
    if definition["type"] in SQL_TYPES:
        sql.drop(dss(), definition)
    elif definition["managed"] or definition["type"] == "UploadedFiles":
        shutil.rmtree(dataset_root(dss(), definition), ignore_errors=True)


@blueprint.get("/<name>/schema")
def get_schema(project_key: str, name: str) -> Response:
    """Return the schema."""
    return jsonify(dataset(dss(), project_key, name)["schema"])


@blueprint.put("/<name>/schema")
def put_schema(project_key: str, name: str) -> Response:
    """Replace the schema."""
    schema = {"userModified": True, **body()}
    check_schema(schema)
    _update(project_key, name, {"schema": schema})
    return jsonify({"msg": f"Updated schema of {name}"})


@blueprint.get("/<name>/metadata")
def get_metadata(project_key: str, name: str) -> Response:
    """Return label, description, tags and the like."""
    definition = dataset(dss(), project_key, name)
    return jsonify({key: definition[key] for key in _METADATA if key in definition})


@blueprint.put("/<name>/metadata")
def put_metadata(project_key: str, name: str) -> Response:
    """Replace label, description, tags and the like."""
    _update(project_key, name, {key: value for key, value in body().items() if key in _METADATA})
    return jsonify({"msg": f"Updated metadata of {name}"})


@blueprint.get("/<name>/data")
def get_data(project_key: str, name: str) -> Response:
    """Stream rows as TSV; what breaks on the way is told by finish-streaming."""
    if text("format", "tsv-excel-noheader") != "tsv-excel-noheader":
        raise DSSError(f"Format {text('format')!r} is outside the stand-in's slice: tsv-excel-noheader")
    definition = dataset(dss(), project_key, name)
    as_texts = dss().switches.invalid_cells == "kept"
    batches = storage.read(dss(), project_key, name, _partitions(definition), _columns(definition), as_texts)
    return Response(tsv_stream(dss(), batches, text("readSessionId")), content_type="text/tab-separated-values")


@blueprint.get("/<name>/finish-streaming")
def finish_streaming(project_key: str, name: str) -> Response:
    """Tell what broke while rows were streamed."""
    dataset(dss(), project_key, name)
    failure = dss().read_failures.pop(text("readSessionId"), None)
    if failure:
        raise failure
    return jsonify({})


@blueprint.delete("/<name>/data")
def clear(project_key: str, name: str) -> Response:
    """Delete rows of partitions, or all."""
    definition = dataset(dss(), project_key, name)
    storage.clear(dss(), project_key, name, _partitions(definition))
    return jsonify({"maxSeverity": "SUCCESS", "messages": []})


@blueprint.get("/<name>/partitions")
def list_partitions(project_key: str, name: str) -> Response:
    """List partition identifiers."""
    return jsonify(storage.list_partitions(dss(), project_key, name))


@blueprint.get("/<name>/info")
def get_info(project_key: str, name: str) -> Response:
    """Return times and outcome of the last build."""
    dataset(dss(), project_key, name)
    built = last_build(dss(), project_key, name)
    return jsonify({"lastBuild": built} if built and dss().switches.last_build_told else {})


@blueprint.get("/<name>/uploaded/files")
def list_uploads(project_key: str, name: str) -> Response:
    """List the uploaded files."""
    root = dataset_root(dss(), _upload(project_key, name))
    return jsonify([{"path": file.name, "length": file.stat().st_size} for file in sorted(root.iterdir())])


@blueprint.post("/<name>/uploaded/files")
def add_upload(project_key: str, name: str) -> Response:
    """Add a file to an upload."""
    root = dataset_root(dss(), _upload(project_key, name))
    filename, content = uploaded_file()
    if not filename or "/" in filename or filename.startswith("."):
        raise DSSError(f"Illegal file name {filename!r} of an uploaded file")
    inside(root, filename).write_bytes(content)
    return jsonify({"path": filename, "length": len(content)})


@blueprint.post("/<name>/actions/testAndDetectSettings/fsLike")
def detect_fs(project_key: str, name: str) -> Response:
    """Guess format and schema from the files."""
    definition, infer = dataset(dss(), project_key, name), bool(body().get("inferStorageTypes"))
    opened = dss()
    return jsonify(opened.futures.start(lambda: detect_files(opened, definition, infer), within=30))


@blueprint.post("/<name>/actions/testAndDetectSettings/externalSQL")
def detect_sql(project_key: str, name: str) -> Response:
    """Take the schema from the table."""
    return jsonify(detect_table(dss(), dataset(dss(), project_key, name)))


@blueprint.get("/<name>/usages")
def usages(project_key: str, name: str) -> Response:
    """List the recipes that read or write the dataset."""
    dataset(dss(), project_key, name)
    usages = []
    for recipe in dss().store.names(f"projects/{project_key}/recipes"):
        definition = dss().store.read(f"projects/{project_key}/recipes/{recipe}")["recipe"]
        for side, kind in (("inputs", "RECIPE_INPUT"), ("outputs", "RECIPE_OUTPUT")):
            refs = [item["ref"] for role in definition.get(side, {}).values() for item in role["items"]]
            if name in refs:
                usages.append({"type": kind, "objectId": recipe, "objectProjectKey": project_key})
    return jsonify(usages)


def _update(project_key: str, name: str, changes: dict[str, Any]) -> None:
    with dss().store.lock(f"projects/{project_key}/datasets/{name}"):
        save_dataset(dss(), project_key, name, {**dataset(dss(), project_key, name), **changes})


def _upload(project_key: str, name: str) -> dict[str, Any]:
    definition = dataset(dss(), project_key, name)
    if definition["type"] != "UploadedFiles":
        raise DSSError(f"Dataset {project_key}.{name} is of type {definition['type']}, not UploadedFiles")
    return definition


def _partitions(definition: dict[str, Any]) -> list[str] | None:
    asked = many("partitions")
    if asked is None:
        return None
    return expanded(asked, dimensions(definition)) if dimensions(definition) else asked


def _columns(definition: dict[str, Any]) -> list[str] | None:
    known = {column["name"] for column in definition["schema"]["columns"]}
    asked = request.args.getlist("columns")
    return [name for value in asked for name in ([value] if value in known else value.split(","))] or None
