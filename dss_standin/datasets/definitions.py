"""The JSON of datasets and folders: defaults, checks, and where their files are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dss_standin import clock
from dss_standin.datasets.partitions import check_dimensions
from dss_standin.datasets.types import arrow_type
from dss_standin.dss import DSS
from dss_standin.errors import DSSError, NotFound
from dss_standin.store import checked_name

FILE_TYPES = ("Filesystem", "UploadedFiles", "FilesInFolder")
SQL_TYPES = ("JDBC", "PostgreSQL", "MySQL", "Teradata", "Oracle", "SQLServer", "Snowflake", "Redshift", "Greenplum")


def split_ref(project_key: str, ref: str) -> tuple[str, str]:
    """Return project and name of a reference that may carry another project's key.

    >>> split_ref("RENEWAL", "CHURN.cohort"), split_ref("RENEWAL", "cohort")
    (('CHURN', 'cohort'), ('RENEWAL', 'cohort'))
    """
    project, dot, name = ref.partition(".")
    return (project, name) if dot else (project_key, ref)


def require_project(dss: DSS, project_key: str) -> None:
    """Raise when a project does not exist."""
    if not dss.store.exists(f"projects/{project_key}/project"):
        raise NotFound(f"Project does not exist: {project_key}")


def dataset(dss: DSS, project_key: str, name: str) -> dict[str, Any]:
    """Return the definition of a dataset; raise when there is none."""
    require_project(dss, project_key)
    key = f"projects/{project_key}/datasets/{name}"
    if not dss.store.exists(key):
        raise NotFound(f"dataset does not exist: {project_key}.{name}")
    return dss.store.read(key)


def folder(dss: DSS, project_key: str, folder_id: str) -> dict[str, Any]:
    """Return the definition of a managed folder; raise when there is none."""
    require_project(dss, project_key)
    key = f"projects/{project_key}/managedfolders/{folder_id}"
    if not dss.store.exists(key):
        raise NotFound(f"managed folder does not exist: {project_key}.{folder_id}")
    return dss.store.read(key)


def create_dataset(dss: DSS, project_key: str, given: dict[str, Any]) -> dict[str, Any]:
    """Keep a new dataset, its definition completed with what DSS always answers."""
    require_project(dss, project_key)
    name = checked_name(str(given.get("name") or ""))
    key = f"projects/{project_key}/datasets/{name}"
    if "." in name:
        raise DSSError(f"Illegal dataset name {name!r}: no '.' in it")
    with dss.store.lock(key):
        if dss.store.exists(key):
            raise DSSError(f"Dataset already exists: {project_key}.{name}")
        definition = _with_defaults({**given, "name": name, "projectKey": project_key})
        check_dataset(dss, definition)
        dss.store.write(key, definition)
    return definition


def save_dataset(dss: DSS, project_key: str, name: str, given: dict[str, Any]) -> None:
    """Replace the definition of an existing dataset."""
    before = dataset(dss, project_key, name)
    definition = _with_defaults({**given, "name": name, "projectKey": project_key})
    definition["creationTag"] = before["creationTag"]
    definition["versionTag"] = _tag(before["versionTag"]["versionNumber"] + 1)
    check_dataset(dss, definition)
    dss.store.write(f"projects/{project_key}/datasets/{name}", definition)


def check_dataset(dss: DSS, definition: dict[str, Any]) -> None:
    """Refuse a definition that DSS would refuse: type, connection, schema, partitioning."""
    kind = definition.get("type")
    if kind not in (*FILE_TYPES, *SQL_TYPES):
        raise DSSError(f"Dataset type {kind!r} is outside the stand-in's slice: {', '.join((*FILE_TYPES, *SQL_TYPES))}")
    if kind == "Filesystem" or kind in SQL_TYPES:
        connection = dss.connections.get(str(definition["params"].get("connection")))
        if (connection.type == "Filesystem") != (kind == "Filesystem"):
            raise DSSError(f"Connection '{connection.name}' ({connection.type}) cannot hold a {kind} dataset")
    check_schema(definition["schema"])
    check_dimensions(definition)


def check_schema(schema: dict[str, Any]) -> None:
    """Refuse a schema with unnamed, repeated or unknown-typed columns."""
    names = [column.get("name") for column in schema.get("columns", [])]
    if not all(names):
        raise DSSError("A column of the schema has no name")
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise DSSError(f"Columns appear twice in the schema: {', '.join(repeated)}")
    for column in schema.get("columns", []):
        arrow_type(column.get("type"))


def dataset_root(dss: DSS, definition: dict[str, Any]) -> Path:
    """Return the folder (or single file) of a file-based dataset."""
    project_key, params = definition["projectKey"], definition["params"]
    if definition["type"] == "UploadedFiles":
        return dss.workspace.joinpath("uploads", project_key, str(definition["name"]))
    if definition["type"] == "FilesInFolder":
        owner, folder_id = split_ref(project_key, str(params.get("folderSmartId")))
        return folder_root(dss, folder(dss, owner, folder_id))
    return _under(dss, params, {"projectKey": project_key, "odbId": definition["name"]})


def folder_root(dss: DSS, definition: dict[str, Any]) -> Path:
    """Return the folder of a managed folder's files."""
    return _under(dss, definition["params"], {"projectKey": definition["projectKey"], "odbId": definition["id"]})


def inside(root: Path, path: str) -> Path:
    """Return a path under a root; refuse one that leaves it."""
    resolved = (root / path.strip("/")).resolve()
    if resolved != root.resolve() and root.resolve() not in resolved.parents:
        raise DSSError(f"Path '{path}' leaves its root folder")
    return resolved


def expanded_names(text: str, names: dict[str, str]) -> str:
    """Return a path or table name with its `${projectKey}`-like names replaced."""
    for name, value in names.items():
        text = text.replace("${" + name + "}", value)
    return text


def _under(dss: DSS, params: dict[str, Any], names: dict[str, str]) -> Path:
    root = dss.connections.get(str(params.get("connection"))).root
    return inside(root, expanded_names(str(params.get("path") or ""), names))


def _with_defaults(given: dict[str, Any]) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "managed": False,
        "featureGroup": False,
        "params": {},
        "formatParams": {},
        "schema": {"columns": [], "userModified": False},
        "partitioning": {"dimensions": []},
        "flowOptions": {"virtualizable": False, "rebuildBehavior": "NORMAL", "crossProjectBuildBehavior": "DEFAULT"},
        "metrics": {
            "probes": _probes(),
            "engineConfig": {},
            "displayedState": {"partition": "", "columns": [], "metrics": []},
        },
        "metricsChecks": {"runOnBuild": True, "checks": [], "displayedState": {"checks": []}},
        "tags": [],
        "customFields": {},
        "checklists": {"checklists": []},
        "creationTag": _tag(0),
        "versionTag": _tag(0),
    }
    definition = {**defaults, **{name: value for name, value in given.items() if value is not None}}
    definition["schema"].setdefault("columns", [])
    definition["partitioning"].setdefault("dimensions", [])
    return definition


def _probes() -> list[dict[str, Any]]:
    kinds = {"basic": "Basic info", "records": "Record count"}
    common: dict[str, Any] = {"enabled": True, "computeOnBuildMode": "NO", "configuration": {}}
    return [{"type": kind, **common, "meta": {"name": label, "level": 0}} for kind, label in kinds.items()]


def _tag(version: int) -> dict[str, Any]:
    return {"versionNumber": version, "lastModifiedBy": {"login": "admin"}, "lastModifiedOn": clock.milliseconds()}
