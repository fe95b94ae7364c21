"""Every assumption has a question, or a reason why nobody can ask."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from dss_standin.switches import CHOICES, Switches
from probe.questions import ALL
from probe.registry import UNASKED_LINES, UNASKED_SWITCHES, Question

ROOT = Path(__file__).parents[3]
ROWS = [row for row in (ROOT / "docs/dss-fidelity.md").read_text(encoding="utf-8").splitlines() if row.startswith("| ")]
ASKED = [question for question in ALL if question.switch]
by_id = pytest.mark.parametrize("question", ALL, ids=lambda question: question.id)


def row_of(line: str) -> str:
    """The one row whose call begins with these words."""
    [row] = [row for row in ROWS if row.startswith(f"| {line}")]
    return row


def named(row: str) -> list[str]:
    """Questions that a row names."""
    return [name for part in re.findall(r"[;] probe: ([^|]*)", row) for name in re.findall(r"`(\w+)`", part)]


@by_id
def test_the_line_of_a_question_names_it(question: Question) -> None:
    """So that a reader of the list finds the question."""
    assert question.id in named(row_of(question.line))


def test_the_lines_name_no_other_question() -> None:
    """What a line names can be asked."""
    assert {name for row in ROWS for name in named(row)} == {question.id for question in ALL}


def test_an_assumed_line_has_a_question_or_a_reason() -> None:
    """A new assumption needs one of both."""
    open_lines = [row for row in ROWS if "assumed" in row.split(" | ")[-2] and not named(row)]
    reasons = {one.subject: f"no probe: {one.why} |" for one in UNASKED_LINES}

    assert len(open_lines) > 3
    assert [row for row in open_lines if not any(row.startswith(f"| {subject}") for subject in reasons)] == []
    assert [subject for subject, reason in reasons.items() if reason not in row_of(subject)] == []


def test_a_switch_has_a_question_or_a_reason() -> None:
    """Never both."""
    asked, unasked = [question.switch for question in ASKED], [one.subject for one in UNASKED_SWITCHES]

    assert sorted([*asked, *unasked]) == sorted(field.name for field in fields(Switches))


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.id)
def test_a_question_has_the_answers_of_its_switch(question: Question) -> None:
    """And assumes what the stand-in answers by default; each DSS has a version of its own."""
    default = getattr(Switches(), question.switch)
    known = CHOICES.get(question.switch, (True, False) if isinstance(default, bool) else ())

    assert set(question.accepted) == set(known)
    assert question.assumed == default or question.switch == "dss_version"


@by_id
def test_a_question_is_a_sentence(question: Question) -> None:
    """It is printed for people."""
    assert re.fullmatch(r"[A-Z].*\?( One mail is sent\.)?", question.asked)
    assert "|" not in question.asked
