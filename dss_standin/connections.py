"""The connections of the stand-in: folders, one DuckDB file, and PostgreSQL servers that a client adds."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from dss_standin.errors import DSSError


@dataclass(frozen=True)
class Connection:
    """A named place for rows: a root folder, or a database file."""

    name: str
    type: str
    root: Path
    managed: bool
    params: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Of a server: `host`, `port`, `user`, `password`, `db`."""

    def as_json(self) -> dict[str, Any]:
        """Return the definition that the client lists."""
        params = {"root": str(self.root)} if self.type == "Filesystem" else {"jdbcurl": f"jdbc:duckdb:{self.root}"}
        if self.params:
            params = {name: value for name, value in self.params.items() if name != "password"}
        return {
            "name": self.name,
            "type": self.type,
            "params": params,
            "credentialsMode": "GLOBAL",
            "allowWrite": True,
            "allowManagedDatasets": self.managed,
            "allowManagedFolders": self.managed and self.type == "Filesystem",
        }


class Connections:
    """The table of connections of one workspace."""

    def __init__(self, workspace: Path) -> None:
        table = [
            Connection("filesystem_root", "Filesystem", Path("/"), False),
            Connection("filesystem_managed", "Filesystem", workspace / "managed_datasets", True),
            Connection("filesystem_folders", "Filesystem", workspace / "managed_folders", True),
            Connection("duckdb", "JDBC", workspace / "connections" / "duckdb.db", True),
        ]
        self._by_name = {connection.name: connection for connection in table}
        self._guard = threading.RLock()
        self._databases: dict[str, duckdb.DuckDBPyConnection] = {}

    def get(self, name: str) -> Connection:
        """Return a connection by name; raise when there is none."""
        if name not in self._by_name:
            known = ", ".join(self._by_name)
            raise DSSError(f"Connection '{name}' does not exist (there are {known})", status=500)
        return self._by_name[name]

    def add(self, name: str, kind: str, params: Mapping[str, Any]) -> None:
        """Add a connection to a PostgreSQL server, for as long as this stand-in runs."""
        if kind != "PostgreSQL":
            raise DSSError(f"Connections of type {kind!r} are outside the stand-in's slice: PostgreSQL only")
        if name in self._by_name:
            raise DSSError(f"Connection '{name}' already exists")
        self._by_name[name] = Connection(name, kind, Path(), managed=False, params=dict(params))

    def listed(self, kind: str | None = None) -> list[Connection]:
        """Return the connections of a type, or all of them."""
        return [connection for connection in self._by_name.values() if kind in (None, "all", connection.type)]

    def cursor(self, name: str) -> duckdb.DuckDBPyConnection:
        """Return a new cursor on a database connection; its file is opened on first use."""
        with self._guard:
            if name not in self._databases:
                file = self.get(name).root
                file.parent.mkdir(parents=True, exist_ok=True)
                self._databases[name] = duckdb.connect(str(file))
            return self._databases[name].cursor()

    def lock(self, name: str) -> threading.RLock:
        """Return the lock under which a database is written: writers come one after the other."""
        self.get(name)
        return self._guard

    def close(self) -> None:
        """Close the databases."""
        with self._guard:
            while self._databases:
                self._databases.popitem()[1].close()
