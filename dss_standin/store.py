"""JSON objects in files: one file an object, written whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from dss_standin.errors import DSSError, NotFound

_NAME = re.compile(r"[\w.\- ]+")
Named = TypeVar("Named")
Read = TypeVar("Read")


def checked_name(name: str) -> str:
    """Return an id from outside if it can name a file, else refuse it.

    >>> checked_name("renewal-2024 v1.2")
    'renewal-2024 v1.2'
    """
    if not _NAME.fullmatch(name) or ".." in name or name.startswith(".") or name != name.strip():
        raise DSSError(f"Illegal name {name!r}: letters, digits, '_', '-', '.' and inner spaces only")
    return name


def still_there(read: Callable[[Named], Read], names: Iterable[Named]) -> list[Read]:
    """Read each of a list; what was deleted since the list was made is left out."""
    contents = []
    for name in names:
        with contextlib.suppress(NotFound):
            contents.append(read(name))
    return contents


class Store:
    """Objects under path-like keys such as `projects/RENEWAL/datasets/cohort`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._locks: dict[str, threading.RLock] = {}
        self._guard = threading.Lock()

    def path(self, key: str) -> Path:
        """Return the path of a key without suffix: a folder for its children and binary neighbours."""
        return self.root.joinpath(*(checked_name(part) for part in key.split("/")))

    def read(self, key: str) -> dict[str, Any]:
        """Return the object of a key; raise NotFound when there is none."""
        try:
            return json.loads(self._file(key).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise NotFound(f"{key.split('/')[-2]} does not exist: {key.split('/')[-1]}") from None

    def write(self, key: str, obj: dict[str, Any]) -> None:
        """Replace the object of a key in one step."""
        file = self._file(key)
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(obj, stream, indent=1)
            os.replace(temporary, file)
        finally:
            Path(temporary).unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        """Tell whether a key has an object."""
        return self._file(key).is_file()

    def names(self, key: str) -> list[str]:
        """Return the sorted names of a key's children, objects and subtrees alike."""
        folder = self.path(key)
        if not folder.is_dir():
            return []
        entries = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        names = {entry.name for entry in entries if entry.is_dir()}
        return sorted(names | {entry.name[: -len(".json")] for entry in entries if entry.name.endswith(".json")})

    def delete(self, key: str) -> None:
        """Remove an object and all below it; a missing one is no error."""
        self._file(key).unlink(missing_ok=True)
        shutil.rmtree(self.path(key), ignore_errors=True)

    def lock(self, key: str) -> threading.RLock:
        """Return the re-entrant lock of a key, for read-modify-write."""
        with self._guard:
            return self._locks.setdefault(key, threading.RLock())

    def _file(self, key: str) -> Path:
        path = self.path(key)
        return path.with_name(path.name + ".json")
