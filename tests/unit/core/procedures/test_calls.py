"""The text of a call and its values: nothing that a person typed leaves its quotes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sqlglot
from hypothesis import example, given
from hypothesis import strategies as st

from champion_challenger.core.procedures.calls import (
    Parameter,
    bound_call,
    literal_call,
    name_parts,
    quoted_name,
    to_bind,
    value_literal,
)


@given(st.text(min_size=1, max_size=40))
def test_a_name_is_one_or_two_quoted_names_or_refused(written: str) -> None:
    """Whatever is typed, no text leaves its quotes."""
    try:
        quoted = quoted_name(written)
    except ValueError:
        return
    assert 1 <= len(name_parts(written)) <= 2
    assert name_parts(quoted) == name_parts(written)


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40))
def test_a_text_never_leaves_its_literal(text: str) -> None:
    """Quotes inside are doubled, so that it ends where it should."""
    written = value_literal(text, "text")

    assert written[0] == written[-1] == "'"
    assert "'" not in written[1:-1].replace("''", "")
    assert written[1:-1].replace("''", "'") == text


@pytest.mark.parametrize(
    ("value", "bound"),
    [
        (np.int64(3), 3),
        (-(2**63), -(2**63)),
        (np.bool_(True), True),
        (np.float64("nan"), None),
        (pd.NaT, None),
        (pd.NA, None),
        (np.datetime64("2019-05-31"), date(2019, 5, 31)),
        ("text", "text"),
        (Decimal("NaN"), None),
    ],
)
def test_values_are_bound_as_the_driver_takes_them(value: Any, bound: Any) -> None:
    """The driver itself refuses numpy's whole numbers, and sends NaT as a text."""
    assert to_bind(value) == bound
    assert type(to_bind(value)) is type(bound)


def test_what_no_driver_takes_is_refused() -> None:
    """Infinity, more than 64 bits, bytes."""
    for value in (float("inf"), 2**63, b"bytes"):
        with pytest.raises(ValueError, match="expected a"):
            to_bind(value)


def test_outputs_are_unbound_marks() -> None:
    """Only IN and INOUT are bound; a NULL says its type."""
    given_parameters = [Parameter("a", "INOUT", "date"), Parameter("b", "OUT", "text")]

    assert bound_call("p", given_parameters) == ('{fn teradata_parameter(1,DATE)}{call "p"(?, ?)}', [None])


@pytest.mark.parametrize(
    ("value", "kind", "literal"),
    [
        (datetime(2019, 5, 31, 10, 30), "timestamp", "TIMESTAMP '2019-05-31 10:30:00'"),
        (Decimal("1E+3"), "decimal", "1000"),
        (1.5e3, "number", "1500.0"),
        (float("nan"), "number", "CAST(NULL AS FLOAT)"),
    ],
)
def test_literals_are_standard_sql(value: Any, kind: str, literal: str) -> None:
    """A moment is no day, a decimal has no exponent, and a missing number is a typed NULL."""
    assert value_literal(value, kind) == literal


def test_a_text_with_a_nul_character_is_refused() -> None:
    """Databases end a text there."""
    with pytest.raises(ValueError, match="found one with a NUL character"):
        value_literal("a\0b", "text")


@pytest.mark.parametrize(("host_type", "written"), [("PostgreSQL", "NULL"), ("Teradata", '"rc"'), ("", '"rc"')])
def test_output_of_a_literal_call(host_type: str, written: str) -> None:
    """PostgreSQL takes a NULL, Teradata a name."""
    assert literal_call("p", [Parameter("rc", "OUT", "integer")], host_type) == f'CALL "p"({written})'


def test_early_years_keep_their_zeros() -> None:
    """The low date of many warehouses is year 1, and no 2001."""
    assert value_literal(date(1, 1, 1), "date") == "DATE '0001-01-01'"
    assert value_literal(datetime(1, 1, 1, 0, 0, 0, 5), "timestamp") == "TIMESTAMP '0001-01-01 00:00:00.000005'"


INJECTION = "\\'); DROP TABLE t; --"
READERS = {"Snowflake": "snowflake", "Databricks": "databricks", "BigQuery": "bigquery"}
OTHERS = {"Teradata": "teradata", "PostgreSQL": "postgres", "Oracle": "oracle", "SQLServer": "tsql"}


@pytest.mark.parametrize("host_type", [*READERS, *OTHERS])
@given(text=st.text(alphabet="\\'\"; -)xé\n", max_size=12))
@example(text=INJECTION)
def test_a_text_is_one_literal_in_every_known_dialect(host_type: str, text: str) -> None:
    """Also where a backslash is an escape: a parser of the dialect reads back what was typed."""
    dialect = {**READERS, **OTHERS}[host_type]
    (statement,) = sqlglot.parse(f"SELECT {value_literal(text, 'text', host_type)}", dialect=dialect)

    assert statement is not None
    (literal,) = statement.expressions
    assert (literal.is_string, literal.this) == (True, text)


@pytest.mark.parametrize("host_type", ["", "MySQL", "Redshift", "JDBC"])
def test_a_backslash_is_refused_where_nobody_knows_how_it_is_read(host_type: str) -> None:
    """A setting of the database may decide; other texts are sent."""
    with pytest.raises(ValueError, match="expected a text without backslashes: how a connection of"):
        value_literal(INJECTION, "text", host_type)
    assert value_literal("O'Hara", "text", host_type) == "'O''Hara'"


@pytest.mark.parametrize("name", ['"p\\"', '"a\nb"', "p\n", '"p\x85"'])
def test_a_name_with_a_backslash_or_a_line_break_is_refused(name: str) -> None:
    """No procedure is called so."""
    if name != "p\n":
        with pytest.raises(ValueError, match=r"expected procedure or database\.procedure"):
            quoted_name(name)
    else:
        assert quoted_name(name) == '"p"'
