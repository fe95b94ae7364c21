"""Lines of the page: what was found, how good that is, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from champion_challenger.errors import HostError
from champion_challenger.records.installation import Instance

OK, LOOK, FIX, UNTRIED = "ok", "look", "fix", "untried"
LEVELS = (FIX, LOOK, UNTRIED, OK)
"""Worst first."""


@dataclass(frozen=True)
class Finding:
    """One line of the page.

    Attributes
    ----------
    level
        ``ok`` (green), ``look`` (amber), ``fix`` (red), or ``untried`` (grey): it could not be looked at.
    advice
        What to do; "" only where all is well.
    """

    level: str
    subject: str
    observation: str
    advice: str = ""


@dataclass(frozen=True)
class Section:
    """Lines that belong together."""

    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class CheckedInstallation:
    """All that a check observed."""

    instance: Instance
    project_key: str
    sections: tuple[Section, ...]

    def count(self, level: str) -> int:
        """Lines of a level."""
        return sum(finding.level == level for section in self.sections for finding in section.findings)


def try_question(subject: str, ask: Callable[[], Finding], advice: str, level: str = FIX) -> Finding:
    """Finding of a question to the host; where it refuses, its words and the advice.

    Examples
    --------
    >>> try_question("Rows", lambda: Finding(OK, "Rows", "5"), "").level
    'ok'
    """
    try:
        return ask()
    except HostError as error:
        return Finding(level, subject, str(error), advice)
