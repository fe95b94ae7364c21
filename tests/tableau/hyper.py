"""The data sources of a workbook in real Hyper, and the query that each sheet stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from tableauhyperapi import Connection, CreateMode, Date, HyperProcess, Telemetry

from champion_challenger.report.tableau.nodes import quote
from tests.tableau.book import Book, Sheet, Source
from tests.tableau.formula import Formula

_TYPES = {"string": "text", "real": "double precision", "integer": "bigint", "boolean": "boolean"}
_AGGREGATES = {"Avg": "AVG({})", "Max": "MAX({})", "Min": "MIN({})"}
_ATTRIBUTE = "CASE WHEN MIN({0}) = MAX({0}) THEN MIN({0}) END"


class Database:
    """Tables of a workbook's data sources, each with all its calculations as columns."""

    def __init__(self, book: Book, connection: Connection, folder: Path, *, has_empty_texts: bool) -> None:
        self.book, self._connection, self._has_empty_texts = book, connection, has_empty_texts
        for source in book.sources.values():
            self._load(source, folder)
            self._compute(source)

    def rows(self, sheet: Sheet, **chosen: str) -> list[dict[str, Any]]:
        """Marks of a sheet: its dimensions and measures by field.

        Parameters
        ----------
        chosen
            By field: another member than that of the filter; "" to show all.
        """
        instances = sheet.instances
        dimensions = [instances[name].field for name in sheet.shown if instances[name].derivation == "None"]
        measures = [instances[name] for name in sheet.shown if instances[name].derivation != "None"]
        selected = [f'"{name}"' for name in dimensions]
        for one in measures:
            aggregate = _AGGREGATES.get(one.derivation, _ATTRIBUTE)
            selected.append(aggregate.format(f'"{one.field}"'))
        source = self.book.sources[sheet.source]
        where = " AND ".join(self._conditions(sheet, source, chosen)) or "TRUE"
        group = ", ".join(str(place + 1) for place in range(len(dimensions)))
        text = f'SELECT {", ".join(selected)} FROM "{source.table}" WHERE {where}' + (
            f" GROUP BY {group}" if group else ""
        )
        names = [*dimensions, *(one.field for one in measures)]
        return [dict(zip(names, map(_plain, row))) for row in self._connection.execute_list_query(text)]

    @property
    def rate(self) -> float:
        """Targeting rate that is shown first."""
        members = {sheet.filters.get("none:calc_rate:ok") for sheet in self.book.sheets.values()}
        (member,) = members - {None}
        return float(str(member))

    def order(self, sheet: Sheet, score: str) -> list[str]:
        """Values of the sorted field in their order, the first one first."""
        ((by, using),) = sheet.sorts
        source, instances = self.book.sources[sheet.source], sheet.instances
        measure = _AGGREGATES[instances[using].derivation].format(f'"{instances[using].field}"')
        where = " AND ".join(self._conditions(sheet, source, {"score_id": quote(score)})) or "TRUE"
        field = instances[by].field
        text = f'SELECT "{field}" FROM "{source.table}" WHERE {where} GROUP BY 1 ORDER BY {measure} DESC, 1 DESC'
        return [row[0] for row in self._connection.execute_list_query(text)]

    def query(self, text: str) -> list[list[Any]]:
        """Rows of a query."""
        return [[_plain(value) for value in row] for row in self._connection.execute_list_query(text)]

    def _conditions(self, sheet: Sheet, source: Source, chosen: Mapping[str, str]) -> Iterator[str]:
        for name, member in sheet.filters.items():
            field = sheet.instances[name].field
            wanted = chosen.get(field, member)
            if wanted:
                yield f'"{field}" = {_literal(wanted, source.types[field])}'

    def _load(self, source: Source, folder: Path) -> None:
        file = folder / f"{source.table}.csv"
        file.write_bytes(self.book.text(source))
        columns = ", ".join(f'"{name}" {_TYPES[type_]}' for name, type_ in source.columns.items())
        shape = source.node.find("connection/relation/columns")
        assert (shape.get("separator"), shape.get("header"), shape.get("character-set")) == (",", "yes", "UTF-8")
        self._connection.execute_command(f'CREATE TABLE "{source.table}" ({columns})')
        self._connection.execute_command(
            f"COPY \"{source.table}\" FROM '{file}' WITH (format csv, header, delimiter ',', null '')"
        )
        for name in (name for name, type_ in source.columns.items() if type_ == "string" and self._has_empty_texts):
            self._connection.execute_command(f'UPDATE "{source.table}" SET "{name}" = \'\' WHERE "{name}" IS NULL')

    def _compute(self, source: Source) -> None:
        """Add each calculation whose fields are there, until none is left."""
        types = dict(source.columns)
        left = dict(source.formulas)
        number = 0
        while left:
            ready = [name for name, text in left.items() if not any(f"[{other}]" in text for other in left)]
            assert ready, f"formulas in a circle: {', '.join(left)}"
            for name in ready:
                formula = Formula(left.pop(name), types, f"level_{name}_")
                for level in formula.levels:
                    number += 1
                    self._add_level(source.table, level.dimensions, level.sql, level.column, number)
                number += 1
                self._replace(source.table, f'SELECT *, {formula.term.sql} AS "{name}" FROM "{source.table}"', number)
                types[name] = formula.term.type

    def _add_level(self, table: str, dimensions: tuple[str, ...], sql: str, column: str, number: int) -> None:
        named = ", ".join(f'"{name}"' for name in dimensions)
        same = " AND ".join(f't."{name}" IS NOT DISTINCT FROM l."{name}"' for name in dimensions)
        level = f'SELECT {named}, {sql} AS "{column}" FROM "{table}" GROUP BY {named}'
        self._replace(table, f'SELECT t.*, l."{column}" FROM "{table}" t LEFT JOIN ({level}) l ON {same}', number)

    def _replace(self, table: str, query: str, number: int) -> None:
        made = f"{table}_{number}"
        self._connection.execute_command(f'CREATE TABLE "{made}" AS ({query})')
        self._connection.execute_command(f'DROP TABLE "{table}"')
        self._connection.execute_command(f'ALTER TABLE "{made}" RENAME TO "{table}"')


@contextmanager
def hyper_process() -> Iterator[HyperProcess]:
    """Real Hyper, which tells nobody and keeps no log."""
    with HyperProcess(Telemetry.DO_NOT_SEND_USAGE_DATA_TO_TABLEAU, parameters={"log_config": ""}) as process:
        yield process


@contextmanager
def database(process: HyperProcess, book: Book, folder: Path, *, has_empty_texts: bool = False) -> Iterator[Database]:
    """The workbook's data sources in a file of Hyper; unknown texts are null, or empty."""
    folder.mkdir(parents=True, exist_ok=True)
    with Connection(process.endpoint, folder / "book.hyper", CreateMode.CREATE_AND_REPLACE) as connection:
        yield Database(book, connection, folder, has_empty_texts=has_empty_texts)


def _literal(member: str, type_: str) -> str:
    """A filter's member as a value of its field's type."""
    if type_ == "string":
        assert (member[0], member[-1]) == ('"', '"')
        return "'" + member[1:-1].replace('\\"', '"').replace("\\\\", "\\").replace("'", "''") + "'"
    return f"CAST('{member}' AS {_TYPES[type_]})"


def _plain(value: Any) -> Any:
    return date(value.year, value.month, value.day) if isinstance(value, Date) else value
