"""The column whose values divide customers into segments: keys of the queries that count, and how a key is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from champion_challenger.core.cells import is_null, whole_number
from champion_challenger.core.sql.dialects import Dialect
from champion_challenger.core.tables.frames import cell_text

_VALUE, _IS_EMPTY = "segment", "segment_empty"


@dataclass(frozen=True)
class SegmentColumn:
    """A column of one of the two tables, each value of which is a segment; null is a value too, as in memory.

    Attributes
    ----------
    kind
        ``text``, ``number``, ``decimal`` (which may be NaN) or ``boolean``.
    is_realised
        Whether it is a column of the realised outcomes, else of the stored scores.
    is_condition
        Whether a boolean is one for the database, and not a number.
    """

    name: str
    kind: str = "text"
    is_realised: bool = False
    is_condition: bool = False

    @property
    def alias(self) -> str:
        """What the rows of its table are called in a query."""
        return "realised" if self.is_realised else "stored"

    def keys(self, dialect: Dialect) -> dict[str, str]:
        """Columns by which rows are grouped and joined, none of which is null: result column to expression.

        Examples
        --------
        >>> from champion_challenger.core.sql.dialects import DIALECTS
        >>> SegmentColumn("region").keys(DIALECTS["ansi"])
        {'segment': 'COALESCE(stored."region", \\'\\')'}
        """
        column = f"{self.alias}.{dialect.identifier(self.name)}"
        if self.kind == "text":
            return {_VALUE: f"COALESCE({column}, '')"}
        if self.kind == "decimal":  # NaN is null: it is no number that a join could find again
            column = f"CASE WHEN {column} = 0 OR {column} <> -{column} THEN {column} END"
        if self.is_condition:
            column = f"CASE WHEN {column} THEN 1 WHEN NOT {column} THEN 0 END"
        is_empty = f"CASE WHEN {column} IS NULL THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END"
        return {_VALUE: f"COALESCE({column}, 0)", _IS_EMPTY: is_empty}

    def value(self, key: Any) -> str:
        """Text of a value, spelled as in memory; "" for null.

        Examples
        --------
        >>> SegmentColumn("region").value("north"), SegmentColumn("tariff", "decimal").value(2.0)
        ('north', '2')
        """
        if is_null(key):
            return ""
        if self.kind == "text":
            return str(key)
        if self.kind == "boolean":
            return cell_text(bool(whole_number(key)))
        return cell_text(float(key)) if self.kind == "decimal" else str(whole_number(key))


def segment_key(row: Mapping[str, Any]) -> Any:
    """Value of a row of an answer, whose names are in lower case; None without a segment column, and for null."""
    return None if int(row.get(_IS_EMPTY, 0)) else row.get(_VALUE)
