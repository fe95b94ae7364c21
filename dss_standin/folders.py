"""Managed folders: definitions and files, without any HTTP."""

from __future__ import annotations

import os
import secrets
import string
import uuid
from pathlib import Path
from typing import IO, Any

from dss_standin.datasets.definitions import folder, folder_root, inside, require_project
from dss_standin.datasets.files import Files
from dss_standin.datasets.partitions import UNPARTITIONED, check_dimensions, dimensions, file_pattern, of_file
from dss_standin.dss import DSS
from dss_standin.errors import DSSError, NotFound

_ALPHABET = string.ascii_letters + string.digits


def create_folder(dss: DSS, project_key: str, given: dict[str, Any]) -> dict[str, Any]:
    """Keep a new folder under an id of eight letters and digits."""
    require_project(dss, project_key)
    connection = dss.connections.get(str((given.get("params") or {}).get("connection")))
    if connection.type != "Filesystem":
        raise DSSError(f"Connection '{connection.name}' ({connection.type}) cannot hold a managed folder")
    if not given.get("name"):
        raise DSSError("A managed folder needs a name")
    defaults = {"type": "Filesystem", "partitioning": {"dimensions": []}, "tags": [], "customFields": {}}
    kept = {name: value for name, value in given.items() if value is not None}
    folder_id = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    definition = {**defaults, **kept, "id": folder_id, "projectKey": project_key}
    dss.store.write(f"projects/{project_key}/managedfolders/{folder_id}", definition)
    folder_root(dss, definition).mkdir(parents=True, exist_ok=True)
    return definition


def save_folder(dss: DSS, project_key: str, folder_id: str, given: dict[str, Any]) -> None:
    """Replace the definition of an existing folder."""
    folder(dss, project_key, folder_id)
    check_dimensions(given)
    definition = {**given, "id": folder_id, "projectKey": project_key}
    dss.store.write(f"projects/{project_key}/managedfolders/{folder_id}", definition)


def list_files(dss: DSS, definition: dict[str, Any], partition: str | None = None) -> Files:
    """Return the files of a folder, or of one of its partitions: path inside with leading slash, path on disk."""
    root = folder_root(dss, definition)
    paths = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.name.startswith("."))
    files = [("/" + path.relative_to(root).as_posix(), path) for path in paths]
    dims, pattern = dimensions(definition), file_pattern(definition)
    if partition in (None, "", UNPARTITIONED) or not dims:
        return files
    return [(name, path) for name, path in files if of_file(name, pattern, dims) == partition]


def list_partitions(dss: DSS, definition: dict[str, Any]) -> list[str]:
    """Return the partitions of a folder; `NP` alone when it is not partitioned."""
    dims, pattern = dimensions(definition), file_pattern(definition)
    if not dims:
        return [UNPARTITIONED]
    names = {of_file(name, pattern, dims) for name, _ in list_files(dss, definition)}
    return sorted(name for name in names if name is not None)


def file_path(dss: DSS, definition: dict[str, Any], path: str) -> Path:
    """Return the place of an existing file; raise when there is none."""
    place = inside(folder_root(dss, definition), path)
    if not place.is_file():
        raise NotFound(f"File does not exist in folder {definition['id']}: {path}")
    return place


def put_file(dss: DSS, definition: dict[str, Any], path: str, content: IO[bytes]) -> dict[str, Any]:
    """Write a file in one step; return its description."""
    root = folder_root(dss, definition)
    target = inside(root, path)
    if target == root.resolve():
        raise DSSError(f"Folder {definition['id']}: a file needs a path")
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.parent / f".{uuid.uuid4().hex}"
    try:
        with temporary.open("wb") as stream:
            while block := content.read(1 << 20):
                stream.write(block)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    return described("/" + target.relative_to(root.resolve()).as_posix(), target)


def described(name: str, path: Path) -> dict[str, Any]:
    """Return path, size and date of a file as the client lists them."""
    status = path.stat()
    return {"path": name, "size": status.st_size, "lastModified": int(status.st_mtime * 1000)}
