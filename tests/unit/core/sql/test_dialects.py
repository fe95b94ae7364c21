"""What differs between databases: names, values, and which dialect a connection has."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.sql.dialects import DIALECTS, Dialect, any_of, dialect_of, literal
from champion_challenger.errors import SettingsError
from champion_challenger.settings.evaluate_stored_scores import DIALECT_CHOICES

RECIPE = Path(__file__).parents[4] / "custom-recipes/champion-challenger-evaluate-stored-scores/recipe.json"


@pytest.mark.parametrize("value", ["", "a b", "'", "2019-06' OR '1'='1", "x;y", "é"])
def test_values_that_are_no_plain_names_are_refused(value: str) -> None:
    """The host's queries take no parameters."""
    with pytest.raises(SettingsError, match="expected letters, digits"):
        literal(value)


def test_the_dialect_follows_the_connection_or_the_form() -> None:
    """An unknown one is refused with the choice that is left."""
    assert dialect_of("Teradata", "auto") is DIALECTS["teradata"]
    assert dialect_of("Oracle", "ansi") is DIALECTS["ansi"]
    with pytest.raises(
        SettingsError, match="type Oracle, for which no dialect is known; known are Teradata, PostgreSQL"
    ):
        dialect_of("Oracle", "auto")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40))
@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_a_name_never_leaves_its_quotes(dialect: Dialect, name: str) -> None:
    """Quotes inside are doubled, whatever a column is called."""
    spelled = dialect.identifier(name)
    assert spelled[0] == spelled[-1] == dialect.quote
    assert spelled[1:-1].replace(dialect.quote * 2, "") == name.replace(dialect.quote, "")


def test_no_two_dialects_share_a_type_of_connection() -> None:
    """Else the order of the table would decide."""
    types = [name for dialect in DIALECTS.values() for name in dialect.host_types]
    assert len(set(types)) == len(types)


def test_a_day_is_typed_and_a_list_is_quoted_one_by_one() -> None:
    """A partition that is a day is a text in a text column, and a date in a date column."""
    assert literal(date(2019, 6, 30)) == "DATE '2019-06-30'"
    assert any_of("c", ["2019-06-30"]) == "c IN ('2019-06-30')"


def test_every_dialect_is_a_choice_of_the_form() -> None:
    """In the settings and in the descriptor, with the types of connections that choose it by themselves."""
    params = {param["name"]: param for param in json.loads(RECIPE.read_text(encoding="utf-8"))["params"]}
    choices = {choice["value"]: choice["label"] for choice in params["dialect"]["selectChoices"]}
    host_types = [name for dialect in DIALECTS.values() for name in dialect.host_types]

    assert tuple(choices) == DIALECT_CHOICES == ("auto", *DIALECTS)
    assert choices["auto"] == f"From the connection type ({', '.join(host_types)})"


@pytest.mark.parametrize("name", ["score\n--", "a\rb", "x\0", "y\u2028z"])
def test_a_column_name_with_a_line_break_is_refused(name: str) -> None:
    """It would end a comment, or hide what follows in a log."""
    with pytest.raises(SettingsError, match="expected a name without line breaks"):
        DIALECTS["postgresql"].identifier(name)
