"""Storage types of DSS, by what their values can be compared with."""

from __future__ import annotations

import pandas as pd
import pytest

from champion_challenger.core.tables.storage_types import DATES, NUMBERS, PANDAS_TYPES, WHOLE_NUMBERS, kind_of


@pytest.mark.parametrize(("types", "kind"), [(NUMBERS, "numbers"), (DATES, "dates"), (("string", "boolean", ""), None)])
def test_types_of_a_kind(types: tuple[str, ...], kind: str | None) -> None:
    """A type of no kind is its own."""
    assert [kind_of(name) for name in types] == [kind or name for name in types]


def test_whole_numbers_are_numbers_and_no_type_is_of_two_kinds() -> None:
    """Else a join would be allowed that the database refuses."""
    assert set(WHOLE_NUMBERS) < set(NUMBERS)
    assert set(NUMBERS).isdisjoint(DATES)


@pytest.mark.parametrize("name", PANDAS_TYPES)
def test_every_type_of_ours_holds_its_values_in_pandas(name: str) -> None:
    """With a null, but for booleans."""
    values = {"string": "a", "double": 0.5, "bigint": 2**53 + 1, "boolean": True}
    series = pd.Series([values[name]], dtype=PANDAS_TYPES[name])
    assert series[0] == values[name]
    assert name == "boolean" or pd.Series([values[name], None], dtype=PANDAS_TYPES[name]).isna().tolist() == [
        False,
        True,
    ]
