"""The token changes with the evidence, and says what changed."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.activation.token import DecisionBasis, list_changes, token

BASIS = DecisionBasis("TELCO.m1", "v2", "v1", "r9")


@given(st.builds(DecisionBasis, *(st.text(max_size=20) for _ in fields(DecisionBasis))))
def test_a_token_fits_what_it_was_made_from(basis: DecisionBasis) -> None:
    """Also when it was copied with spaces around it."""
    assert list_changes(f"  {token(basis)}\n", token(basis)) == []


@pytest.mark.parametrize("name", [field.name for field in fields(DecisionBasis)])
def test_each_part_of_the_evidence_changes_its_own_part_of_the_token(name: str) -> None:
    """So that the message can name it."""
    changed = replace(BASIS, **{name: "other"})
    parts = zip(token(BASIS).split("-"), token(changed).split("-"))
    assert sum(before != after for before, after in parts) == 1
    assert len(list_changes(token(BASIS), token(changed))) == 1


def test_the_same_value_in_another_place_is_another_token() -> None:
    """The active version and the one to be activated cannot be exchanged."""
    swapped = replace(BASIS, version="v1", active="v2")
    assert set(token(BASIS).split("-")).isdisjoint(token(swapped).split("-")[1:3])


@pytest.mark.parametrize("text", ["", "36af81", "a-b-c-d-e"])
def test_another_text_is_no_token(text: str) -> None:
    """It is said so, instead of naming four changes."""
    assert list_changes(text, token(BASIS)) == ["it is no token of the evidence page"]
