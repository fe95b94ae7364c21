"""A selection from PostgreSQL as a copy: the cells that a driver reads row by row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dss_standin.errors import DSSError
from dss_standin.postgresql import answer, selected

engines = pytest.importorskip("tests.engines.postgresql")
HARD = """CREATE TABLE hard AS SELECT * FROM (VALUES
    (1::bigint, 0.1::double precision, 'a,"b"', true), (-9223372036854775808, 'NaN', '', false),
    (9223372036854775807, 'Infinity', E'two\\nlines', NULL), (NULL, 5e-324, NULL, true),
    (4, 1.7976931348623157e308, 'é 50 % ?', true), (5, '-Infinity', 'NULL', false)) AS rows (n, x, t, b)"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """A server with a table of hard cells, and one of days."""
    with engines.PostgreSQL(tmp_path_factory.mktemp("warehouse")) as started:
        started.execute(HARD)
        started.execute("CREATE TABLE days AS SELECT DATE '0900-01-31' AS day, 1.50::numeric AS price")
        yield started


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("SELECT n, x, t, b FROM hard", []),
        ("SELECT t, n FROM hard WHERE t = ?", ["é 50 % ?"]),
        ("SELECT x FROM hard WHERE t = ? OR t = ?", ["", "NULL"]),
        ("SELECT b FROM hard WHERE t = ?", ["nobody"]),
        ("SELECT day, price FROM days", []),
    ],
)
def test_cells_are_those_that_are_read_row_by_row(server: object, query: str, values: list[str]) -> None:
    """Nulls and empty texts, quotes and lines, the ends of numbers; days and decimals are read row by row."""
    copied = selected(server.params, query, values).to_pydict()  # type: ignore[attr-defined]
    read = answer(server.params, [], query, [], values).to_pydict()  # type: ignore[attr-defined]

    assert repr(copied) == repr(read)


def test_a_table_that_is_not_there_is_an_error_of_the_database(server: object) -> None:
    """In its own words."""
    with pytest.raises(DSSError, match='relation "absent" does not exist'):
        selected(server.params, "SELECT * FROM absent")  # type: ignore[attr-defined]
