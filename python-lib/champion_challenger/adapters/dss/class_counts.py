"""Classes of training data, counted by the database that holds its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from champion_challenger.adapters.dss.asking import asking
from champion_challenger.adapters.dss.datasets import stored_table
from champion_challenger.core.cells import whole_number
from champion_challenger.core.days import readable_day
from champion_challenger.core.sql.classes import ALIKE, classes_query
from champion_challenger.errors import HostError, SettingsError
from champion_challenger.records.datasets import StoredTable
from champion_challenger.records.runs import TrainingColumns, TrainingSummary


class ClassCounter:
    """Counts by query, where that cannot differ from reading; a dataset that cannot be asked is not asked again."""

    def __init__(self, client: Any, tell: Callable[[str], None]) -> None:
        self._client, self._tell = client, tell
        self._tables: dict[str, StoredTable | None] = {}

    def count(self, name: str, partitions: Sequence[str], columns: TrainingColumns) -> TrainingSummary | None:
        """Classes of a dataset; None where its rows have to be read, which is told of a table."""
        try:
            # A dataset that could not be asked once is not asked again: the same refusal would be in the log of each
            # partition.
            if name not in self._tables:
                stored = stored_table(name)
                self._tables[name] = stored if stored.facts.is_sql else None
            table = self._tables[name]
            return None if table is None else self._query_classes(table, partitions, columns)
        except (HostError, SettingsError, ValueError) as error:
            self._tables[name] = None
            reason = str(error).rstrip(".")
            self._tell(f"The classes of {name} are counted from its rows, not by its database: {reason}.")
            return None

    def _query_classes(
        self, table: StoredTable, partitions: Sequence[str], columns: TrainingColumns
    ) -> TrainingSummary:
        text = classes_query(table, partitions, columns)
        with asking(f"for the classes of {table.facts.name} by a query on connection {table.connection}"):
            query = self._client.sql_query(text, connection=table.connection)
            rows = list(query.iter_rows())
            query.verify()
            types = [str(column["type"]) for column in query.get_schema()]
        # Only texts and whole numbers are spelled alike by a query and by a read: a float or a date may differ.
        if any(kind not in ALIKE for kind in types):
            raise SettingsError([f"expected texts and whole numbers in the answer, found {', '.join(types)}"])
        return _summary(rows, columns)


def _summary(rows: Sequence[Sequence[Any]], columns: TrainingColumns) -> TrainingSummary:
    """What reading the rows would have counted."""
    counts, incomplete, days = Counter[str](), 0, []
    for value, *dated, n_rows, n_incomplete in rows:
        name = "" if value is None else str(value)
        counts[name] += whole_number(n_rows)
        incomplete += whole_number(n_incomplete) if name else 0
        days += [readable_day(day, columns.zone) for day in dated]
    return TrainingSummary(dict(counts), max((day for day in days if day), default=None), incomplete)
