"""Lines, and questions that are refused."""

from __future__ import annotations

import pytest

from champion_challenger.core.installation.findings import (
    FIX,
    LOOK,
    OK,
    CheckedInstallation,
    Finding,
    Section,
    try_question,
)
from champion_challenger.errors import HostError
from champion_challenger.records.installation import Instance

INSTANCE = Instance("14.0.0", "14.0.0", "0.1.0", "3.11.4", "env")


def test_lines_of_a_level_are_counted_over_all_sections() -> None:
    """The page shows the counts first."""
    lines = (Finding(OK, "a", ""), Finding(FIX, "b", "", "do"))
    checked = CheckedInstallation(INSTANCE, "TELCO", (Section("one", lines), Section("two", lines)))

    assert [checked.count(level) for level in (OK, FIX, LOOK)] == [2, 2, 0]


def test_a_refused_question_is_a_line_in_the_hosts_words() -> None:
    """Any other exception is a fault of ours and is not hidden."""

    def refused() -> Finding:
        raise HostError("no right")

    def broken() -> Finding:
        raise ZeroDivisionError

    assert try_question("Rows", refused, "ask", LOOK) == Finding(LOOK, "Rows", "no right", "ask")
    with pytest.raises(ZeroDivisionError, match="^$"):
        try_question("Rows", broken, "ask")
