"""The connections of the stand-in: folders of the machine and one DuckDB file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dss_standin.errors import DSSError


@dataclass(frozen=True)
class Connection:
    """A named place for rows: a root folder, or a database file."""

    name: str
    type: str
    root: Path
    managed: bool

    def as_json(self) -> dict[str, Any]:
        """Return the definition that the client lists."""
        params = {"root": str(self.root)} if self.type == "Filesystem" else {"jdbcurl": f"jdbc:duckdb:{self.root}"}
        return {
            "name": self.name,
            "type": self.type,
            "params": params,
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

    def get(self, name: str) -> Connection:
        """Return a connection by name; raise when there is none."""
        if name not in self._by_name:
            known = ", ".join(self._by_name)
            raise DSSError(f"Connection '{name}' does not exist (there are {known})", status=500)
        return self._by_name[name]

    def listed(self, kind: str | None = None) -> list[Connection]:
        """Return the connections of a type, or all of them."""
        return [connection for connection in self._by_name.values() if kind in (None, "all", connection.type)]
