"""Outcome of the macro Create score project, before it becomes a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from champion_challenger.languages import LANGUAGES

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
class Note:
    """A sentence of the page: the key of its text, and the values in it."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """A score project after the run.

    Attributes
    ----------
    made_by, plugin_version
        Version of the plugin that made the project, and the current one.
    language
        Code of the language of the project's names, and of the page.
    notes
        What the macro decided by itself, and why.
    left
        What is left to a person, beside what always is.
    """

    project_key: str
    score: str
    made_by: str
    plugin_version: str
    parts: tuple[PartOutcome, ...]
    language: str = "en"
    notes: tuple[Note, ...] = ()
    left: tuple[Note, ...] = ()

    @property
    def sentence(self) -> str:
        """The outcome in a sentence.

        >>> Outcome("P", "churn", "0.1.0", "0.2.0", (PartOutcome("dataset", "scores", "would change"),)).sentence
        'Nothing was changed. Version 0.1.0 of the plugin made P; version 0.2.0 would make 1 part differently.'
        """
        language = LANGUAGES[self.language]
        n_made = sum(part.state == "made" for part in self.parts)
        n_differing = sum(part.state in CHANGES for part in self.parts)
        key, n = ("made.some", n_made) if n_made else ("made.differing" if n_differing else "made.as_now", n_differing)
        values = {"project": self.project_key, "before": self.made_by, "now": self.plugin_version, "n": n}
        return language.fill(language.texts[key], values)
