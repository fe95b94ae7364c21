"""Outcome of the macro Create score project, before it becomes a page."""

from __future__ import annotations

from dataclasses import dataclass

CHANGES = ("would be made", "would change", "is gone", "no longer made")


@dataclass(frozen=True)
class PartOutcome:
    """A part and its state after the run.

    Attributes
    ----------
    state
        ``made`` or ``kept``; for a project that was complete before also one of ``CHANGES``.
    """

    kind: str
    name: str
    state: str


@dataclass(frozen=True)
class Outcome:
    """A score project after the run.

    Attributes
    ----------
    made_by, plugin_version
        Version of the plugin that made the project, and the current one.
    """

    project_key: str
    score: str
    made_by: str
    plugin_version: str
    parts: tuple[PartOutcome, ...]

    @property
    def sentence(self) -> str:
        """The outcome in a sentence.

        >>> Outcome("P", "churn", "0.1.0", "0.2.0", (PartOutcome("dataset", "scores", "would change"),)).sentence
        'Nothing was changed. Version 0.1.0 of the plugin made P; version 0.2.0 would make 1 part differently.'
        """
        new_parts = sum(part.state == "made" for part in self.parts)
        if new_parts:
            return f"{new_parts} parts of {self.project_key} were made."
        differing = sum(part.state in CHANGES for part in self.parts)
        if not differing:
            return f"Nothing was changed: {self.project_key} is as it would be made now."
        parts = f"{differing} part{'' if differing == 1 else 's'}"
        by = f"Version {self.made_by} of the plugin made {self.project_key}"
        return f"Nothing was changed. {by}; version {self.plugin_version} would make {parts} differently."
