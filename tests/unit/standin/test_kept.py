"""Columns that are kept as they were parsed, until their file is another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from dss_standin.datasets.kept import KeptColumns


class Parser:
    """Reads a file of numbers, one a line, as a column and its double; counts how often."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.times = 0

    def __call__(self) -> Iterator[list[pa.Array]]:
        """One batch a line."""
        self.times += 1
        for line in self.file.read_text().splitlines():
            yield [pa.array([int(line)]), pa.array([2 * int(line)])]


@pytest.fixture
def parser(tmp_path: Path) -> Parser:
    """A file of two lines."""
    (tmp_path / "numbers").write_text("1\n2\n")
    return Parser(tmp_path / "numbers")


def values(kept: KeptColumns, parser: Parser, *names: str) -> list[list[list[int]]]:
    """What is read of these columns."""
    return [[array.to_pylist() for array in batch] for batch in kept.columns(parser.file, names, parser)]


def test_a_file_is_parsed_once(parser: Parser) -> None:
    """And a part of its columns comes from the same parsing, in the order asked."""
    kept = KeptColumns()

    assert values(kept, parser, "n", "double") == values(kept, parser, "n", "double") == [[[1], [2]], [[2], [4]]]
    assert values(kept, parser, "double") == [[[2]], [[4]]]
    assert parser.times == 1


def test_a_file_that_changed_is_parsed_again(parser: Parser) -> None:
    """As it is now."""
    kept = KeptColumns()
    values(kept, parser, "n", "double")
    parser.file.write_text("30\n")

    assert values(kept, parser, "n", "double") == [[[30], [60]]]


def test_a_reading_that_was_broken_off_is_not_kept(parser: Parser) -> None:
    """The rest of the file would be missing."""
    kept = KeptColumns()
    next(kept.columns(parser.file, ["n", "double"], parser))

    assert values(kept, parser, "n", "double") == [[[1], [2]], [[2], [4]]]


@pytest.mark.parametrize("limits", [{"largest_file": 1}, {"capacity": 1}])
def test_what_is_too_large_is_not_kept(parser: Parser, limits: dict[str, int]) -> None:
    """A large file, and columns above the capacity."""
    kept = KeptColumns(**limits)

    assert values(kept, parser, "n", "double") == values(kept, parser, "n", "double")
    assert parser.times == 2
