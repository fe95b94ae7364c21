"""The reader of formulas itself: it refuses what Tableau refuses."""

from __future__ import annotations

import pytest

from tests.tableau.formula import Formula, FormulaError

TYPES = {"name": "string", "n": "integer", "lift": "real", "flag": "boolean"}


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ('IF [flag] THEN [name] ELSE "a ""b""" END', "string"),
        ("([lift] - 1) / 2 + [n]", "real"),
        ("{FIXED [name] : COUNTD([n])} > 1", "boolean"),
        ("MAKEDATE(INT(LEFT([name], 4)), 1, 2)", "date"),
        ("IF [n] = 1 THEN 0.0 ELSEIF [flag] AND NOT ISNULL([lift]) THEN [n] END", "real"),
    ],
)
def test_types_are_inferred(text: str, type_: str) -> None:
    """As the data source has to declare them."""
    assert Formula(text, TYPES, "x").term.type == type_


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[gone] + 1", "no field gone"),
        ("[name] + 1", r"\+ of string"),
        ("IF [n] THEN 1 END", "IF of integer"),
        ('IF [flag] THEN 1 ELSE "a" END', "branches of integer, string"),
        ("LEFT([name])", "LEFT takes 2 arguments"),
        ("{FIXED [name] : [n]}", "without aggregation"),
        ("MAX([n]", "expected \\), found ''"),
        ("LENGTH([name])", "no function LENGTH"),
        ("[n] = [name]", "integer = string"),
    ],
)
def test_errors_are_found(text: str, message: str) -> None:
    """And named."""
    with pytest.raises(FormulaError, match=message):
        Formula(text, TYPES, "x")
