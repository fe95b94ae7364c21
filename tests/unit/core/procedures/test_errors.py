"""What an error of a call means: its codes, its first line, and whether to call again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.procedures.errors import (
    NEVER_AGAIN,
    RETRY_CALL,
    RETRY_CONNECTING,
    error_codes,
    first_line,
    may_retry,
    pause,
)


@given(st.lists(st.integers(1, 9999), max_size=3))
def test_nothing_is_called_again_unless_all_agree(codes: list[int]) -> None:
    """A call that is not repeatable never; nor after its answer was lost."""
    assert not may_retry(codes, while_connecting=False, is_repeatable=False)
    assert not may_retry([*codes, 2826], while_connecting=True, is_repeatable=True)
    assert may_retry(codes, while_connecting=False, is_repeatable=True) == (
        bool(set(codes) & RETRY_CALL) and not set(codes) & NEVER_AGAIN
    )


def test_all_codes_of_a_text_are_read_in_order() -> None:
    """The driver's own error wraps that of the database."""
    text = "[Version 17] [Error 552] failed: [Teradata Database] [Error 2631] deadlock [Error x]"
    assert error_codes(text) == (552, 2631)


@pytest.mark.parametrize(
    ("text", "line"),
    [("\n  [Error 1] first \n at stack", "[Error 1] first"), ("", "no words"), ("key pw of pw", "key *** of ***")],
)
def test_first_line_has_no_stack_and_no_secret(text: str, line: str) -> None:
    """An empty secret hides nothing."""
    assert first_line(text, ["pw", ""]) == line


def test_every_code_that_is_tried_again_differs_from_those_that_never_are() -> None:
    """An answer that was lost may mean that the work is done."""
    assert not (RETRY_CALL | RETRY_CONNECTING) & NEVER_AGAIN
    assert {2826} <= NEVER_AGAIN


@given(st.integers(1, 10_000))
def test_pauses_grow_up_to_a_minute(attempt: int) -> None:
    """None is shorter than the one before."""
    assert 2 <= pause(attempt) <= pause(attempt + 1) <= 60
