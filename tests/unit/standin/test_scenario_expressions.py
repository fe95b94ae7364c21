"""Run conditions of the stand-in's scenarios, and what they make of types and of unknown names."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dss_standin.errors import DSSError
from dss_standin.scenarios.expressions import expanded, holds

VARIABLES: dict[str, Any] = {
    "outcome": "SUCCESS",
    "Var_cockpit_outcome": "WARNING",
    "rows": 99,
    "share": "0.5",
    "day": "2024-01-31",
    "ready": True,
    "two words": "x",
    "nothing": None,
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("outcome == 'SUCCESS'", True),
        ('Var_cockpit_outcome != "OK" && rows < 100', True),
        ("rows == '99.0'", True),
        ("share > 0.45", True),
        ("share < -1", False),
        ("day > '2023-12-31'", True),
        ("ready", True),
        ("!ready || rows > 98", True),
        ("ready == 'true'", True),
        ("!(ready && rows > 100)", True),
        ("rows > 100 || ready && outcome == 'SUCCESS'", True),
        ("variables['two words'] == 'x'", True),
        ("unknown == null && nothing == null", True),
        ("unknown == 'x' || unknown < 1 || unknown > 1", False),
        ("unknown != 'x'", True),
        ("rows", False),
    ],
)
def test_conditions(condition: str, expected: bool) -> None:
    """Numbers as numbers, other values as texts, and null equal to null alone."""
    assert holds(condition, VARIABLES) is expected


@pytest.mark.parametrize("condition", ["", "a == 1 or b", "a ==", "(a", "a = 1", "a == 'x", "a b", "toNumber(a) > 1"])
def test_what_is_no_condition(condition: str) -> None:
    """Refused with the condition in the message, never taken for false."""
    with pytest.raises(DSSError, match="cannot be read"):
        holds(condition, VARIABLES)


@given(st.lists(st.booleans(), min_size=1, max_size=6), st.data())
def test_precedence(values: list[bool], data: st.DataObject) -> None:
    """`&&` binds closer than `||`, as in Python."""
    signs = [data.draw(st.sampled_from(["&&", "||"])) for _ in values[1:]]
    words = [word for pair in zip(map(str, values), [*signs, ""]) for word in pair]
    expression = " ".join(words).strip()
    python = expression.replace("&&", "and").replace("||", "or")
    assert holds(expression.lower(), {}) is eval(python)


def test_expansion() -> None:
    """In texts at any depth; what is unknown stays, and what is no text too."""
    value = {"subject": "${outcome} ${unknown}", "list": ["${rows}", 3], "flag": True}
    assert expanded(value, VARIABLES) == {"subject": "SUCCESS ${unknown}", "list": ["99", 3], "flag": True}
