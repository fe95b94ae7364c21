"""Managed folders as a recipe sees them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from ._host import activity, check_declared, client, full_name


class Folder:
    """A managed folder by id or name; inside a recipe an input or output of it, unless `ignore_flow`."""

    def __init__(self, lookup: str, project_key: str | None = None, ignore_flow: bool = False) -> None:
        self.project_key, _, name = full_name(lookup, project_key).partition(".")
        project = client().get_project(self.project_key)
        matching = [item for item in project.list_managed_folders() if name in (item["id"], item["name"])]
        if not matching:
            raise ValueError(f"Project {self.project_key} has no managed folder '{name}'")
        self._listed = dict(matching[0])
        if not ignore_flow:
            check_declared("MANAGED_FOLDER", f"{self.project_key}.{self.get_id()}")
        self._handle = project.get_managed_folder(self.get_id())

    def get_id(self) -> str:
        """Return the opaque id."""
        return str(self._listed["id"])

    def get_name(self) -> str:
        """Return the name that people see."""
        return str(self._listed["name"])

    def get_info(self) -> dict[str, Any]:
        """Return id, project and name."""
        return {"id": self.get_id(), "projectKey": self.project_key, "name": self.get_name()}

    def get_path(self) -> str:
        """Return the folder's path on this machine; refused in a container."""
        if activity().get("containerMode"):
            raise RuntimeError("Folder.get_path cannot be used in a container: read with get_download_stream")
        path = f"/internal/projects/{self.project_key}/managedfolders/{self.get_id()}/path"
        return str(client()._perform_json("GET", path)["path"])

    def list_paths_in_partition(self, partition: str = "") -> list[str]:
        """Return the paths of all files, each with a leading slash."""
        return [item["path"] for item in self._handle.list_contents()["items"]]

    def get_path_details(self, path: str = "/") -> dict[str, Any]:
        """Return what is at a path: whether it exists, whether it is a directory, and its size or its children."""
        wanted = "/" + path.strip("/")
        files = {item["path"]: item for item in self._handle.list_contents()["items"]}
        if wanted in files:
            return self._details(wanted, directory=False, size=files[wanted]["size"])
        below = wanted.rstrip("/") + "/"
        inner = sorted({name[len(below) :].split("/")[0] for name in files if name.startswith(below)})
        children = [self._details(below + name, directory=below + name not in files) for name in inner]
        exists = bool(children) or wanted == "/"
        return {**self._details(wanted, directory=exists), "exists": exists, "children": children}

    def get_download_stream(self, path: str) -> Any:
        """Return a stream over a file; read it whole, it cannot seek."""
        return self._handle.get_file(path).raw

    def upload_stream(self, path: str, f: Any) -> None:
        """Write a file from a stream."""
        self._handle.put_file(path, f)

    def upload_data(self, path: str, data: bytes) -> None:
        """Write a file from bytes."""
        self._handle.put_file(path, io.BytesIO(data))

    def upload_file(self, path: str, file_path: str) -> None:
        """Write a file from a local one."""
        self.upload_data(path, Path(file_path).read_bytes())

    def read_json(self, filename: str) -> Any:
        """Return the content of a JSON file."""
        return self._handle.get_file(filename).json()

    def write_json(self, filename: str, obj: Any) -> None:
        """Write an object as a JSON file."""
        self.upload_data(filename, json.dumps(obj).encode())

    def delete_path(self, path: str) -> None:
        """Remove a file."""
        self._handle.delete_file(path)

    @staticmethod
    def _details(path: str, directory: bool, **more: Any) -> dict[str, Any]:
        name = path.rstrip("/").rpartition("/")[2]
        parts = [part for part in path.split("/") if part]
        return {"exists": True, "directory": directory, "name": name, "fullPath": path, "pathElts": parts, **more}

    def clear(self) -> None:
        """Remove all files."""
        for path in self.list_paths_in_partition():
            self.delete_path(path)
