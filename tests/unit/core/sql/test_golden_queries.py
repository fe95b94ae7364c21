"""The queries are the ones in `golden/*.sql`: whoever changes one reads the difference there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.core.sql.golden_queries import FOLDER, golden_queries, write

QUERIES = golden_queries()


@pytest.mark.parametrize("name", QUERIES)
def test_the_query_is_the_one_of_the_file(name: str) -> None:
    """After a change: `make snapshot`, and read what git shows."""
    assert QUERIES[name] == (FOLDER / name).read_text(encoding="utf-8")


def test_there_is_no_other_file() -> None:
    """A dialect or query that is gone leaves no text behind."""
    assert {file.name for file in FOLDER.iterdir()} == set(QUERIES)


def test_writing_removes_old_files(tmp_path: Path) -> None:
    """The folder has what was given, and nothing else."""
    (tmp_path / "old.oracle.sql").write_text("SELECT 1", encoding="utf-8")
    write({"new.duckdb.sql": "SELECT 2\n"}, tmp_path)

    assert [file.name for file in tmp_path.iterdir()] == ["new.duckdb.sql"]
