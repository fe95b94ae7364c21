"""The project as a recipe sees it: its variables, as they are now."""

from __future__ import annotations

from typing import Any

from ._host import client, default_project_key


class Project:
    """A project by key, the current one by default."""

    def __init__(self, project_key: str | None = None) -> None:
        self.project_key = project_key or default_project_key()
        self._handle = client().get_project(self.project_key)

    def get_variables(self) -> dict[str, Any]:
        """Return `standard` and `local` variables."""
        return dict(self._handle.get_variables())

    def set_variables(self, variables: dict[str, Any]) -> None:
        """Replace both kinds of variables."""
        self._handle.set_variables(variables)
