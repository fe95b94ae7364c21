"""Datasets of a recipe: their shape, their rows, and writing a whole partition."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any, TypeVar

import dataiku
import pandas as pd

from champion_challenger.adapters.dss.asking import answer_to, asking, may_pass, patiently
from champion_challenger.adapters.dss.versions import explained_words, typed_frames
from champion_challenger.core.tables.frames import columns_in_table_order
from champion_challenger.errors import HostError
from champion_challenger.records.datasets import Column, DatasetFacts, StoredTable

CHUNK_ROWS = 50_000
T = TypeVar("T")


def input_facts(name: str) -> DatasetFacts:
    """Shape of an input, with the partitions that the host assigned to this run."""
    dataset = dataiku.Dataset(name)
    # An attribute that is seen in published plugins and not documented: outside a recipe it may be absent.
    assigned = getattr(dataset, "read_partitions", None) or ()
    facts = _facts(dataset, name)
    # Whatever the attribute says of a dataset without partitions: it has none.
    return replace(facts, partitions=tuple(assigned) if facts.dimensions else ())


def output_facts(name: str, flow_variables: Mapping[str, Any]) -> DatasetFacts:
    """Shape of an output, with the partition that is to be written."""
    dataset = dataiku.Dataset(name)
    item = getattr(dataset, "spec_item", None) or {}
    facts = _facts(dataset, name)
    partitions = tuple(str(flow_variables.get(f"DKU_DST_{dimension}", "")) for dimension, _ in facts.dimensions[:1])
    return replace(facts, partitions=partitions, is_appending=bool(item.get("appendMode")))


def stored_table(name: str) -> StoredTable:
    """Shape of an input, its connection and the kind of its database."""
    config = answer_to(f"for the connection of {name}", lambda: dataiku.Dataset(name).get_config())
    connection = (config.get("params") or {}).get("connection")
    return StoredTable(input_facts(name), str(connection or ""), str(config.get("type") or ""))


def first_rows(name: str, n: int) -> pd.DataFrame:
    """First rows of a dataset as `read_frames` reads them; none of a dataset without rows."""

    def first() -> pd.DataFrame:
        """Read the first frame."""
        # Closed, so that the host ends the stream of the rows that nobody reads.
        with closing(read_frames(name, n)) as frames:
            return next(frames, pd.DataFrame())

    return patiently(first, may_pass)


def read_again(name: str, reader: Callable[[Iterator[pd.DataFrame]], T], columns: Sequence[str] | None = None) -> T:
    """What a reader makes of all rows; where the host breaks off for a moment, it begins again from the first row.

    Rows are never taken up in the middle: a table promises no order.
    """
    return patiently(lambda: reader(read_frames(name, columns=columns)), may_pass)


def read_frames(
    name: str, limit: int | None = None, columns: Sequence[str] | None = None
) -> Generator[pd.DataFrame, None, None]:
    """Rows under the types of the schema, never inferred; whole numbers stay whole, booleans as texts.

    A model knows ``true`` and ``false`` as texts, and a boolean column with an empty cell cannot be read otherwise.
    """
    try:
        with asking(f"for the rows of {name}"):
            for frame in typed_frames(dataiku.Dataset(name), limit or CHUNK_ROWS, limit, columns):
                yield _without_needless_gaps(frame)
    except HostError as error:
        # From the host's own error: the one in between says the same.
        raise explained_words(error) from error.__cause__


def read_whole(name: str) -> pd.DataFrame:
    """All rows in one frame, booleans as booleans; a dataset without schema was never built and has none."""
    # Reading a dataset that was never built is an error of the host.
    schema = answer_to(f"for the schema of {name}", lambda: dataiku.Dataset(name).read_schema(raise_if_empty=False))
    frames = read_again(name, list) if schema else []
    rows: pd.DataFrame = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    flags = [column["name"] for column in schema if column["type"] == "boolean" and frames]
    typed: pd.DataFrame = rows.assign(**{name: _flags(rows[name]) for name in flags})
    return typed


def write_frames(facts: DatasetFacts, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
    """Write the run's partition under these columns; those of a table that exists keep their places.

    SQL tables hold the partition in a column of theirs, files in their path: the frame carries it for the former only.
    """
    dataset = dataiku.Dataset(facts.name)
    extra = {name: facts.partitions[0] for name, _ in facts.dimensions if facts.is_sql}
    columns = [*columns, *(Column(name, "string", "Partition") for name in extra)]
    columns = columns_in_table_order(facts.columns, columns)
    names = [column.name for column in columns]
    with asking(f"to write {facts.name}"):
        # Only where it changes: writing a schema replaces what a person noted on the columns.
        if [(c.name, c.type) for c in columns] != [(c.name, c.type) for c in facts.columns]:
            dataset.write_schema([{"name": c.name, "type": c.type, "comment": c.description} for c in columns])
        with dataset.get_writer() as writer:
            for frame in frames:
                full = frame.assign(**extra) if extra else frame
                # The frame must have the columns of the schema, in its order.
                writer.write_dataframe(full.reindex(columns=names))


def shape(name: str, schema: Sequence[Mapping[str, Any]], partitioning: Mapping[str, Any]) -> DatasetFacts:
    """Columns and dimensions of a dataset, from its definition as DSS writes it."""
    return DatasetFacts(
        name=name,
        columns=tuple(Column(c["name"], c["type"], c.get("comment") or "") for c in schema),
        dimensions=tuple((d["name"], _period(d)) for d in partitioning.get("dimensions") or []),
    )


def connection_of(dataset: Any, name: str, advice: str) -> str:
    """Connection of a dataset of the public client, for another one beside it.

    Raises
    ------
    HostError
        When it has none that a dataset could be stored in, such as an upload or files in a folder.
    """
    raw = answer_to(f"for the connection of {name}", lambda: dataset.get_settings().get_raw())
    connection = (raw.get("params") or {}).get("connection")
    if not connection:
        raise HostError(f"Dataset {name}, of type {raw.get('type')}, names no connection to store into. {advice}.")
    return str(connection)


def _facts(dataset: Any, name: str) -> DatasetFacts:
    schema, config, location = answer_to(
        f"for the schema and partitioning of {name}",
        lambda: (dataset.read_schema(raise_if_empty=False), dataset.get_config(), dataset.get_location_info()),
    )
    partitioning = config.get("partitioning") or {}
    table = (location.get("info") or {}).get("quotedResolvedTableName") or ""
    return replace(shape(name, schema, partitioning), is_sql=location.get("locationInfoType") == "SQL", table=table)


def _flags(texts: pd.Series) -> pd.Series:
    # As objects, so that a missing flag stays None instead of becoming NaN or False.
    known = texts.map({"true": True, "false": False}).astype("object")
    flags: pd.Series = known.where(known.notna(), None)
    return flags


def _period(dimension: Mapping[str, Any]) -> str:
    return str((dimension.get("params") or {}).get("period") or "value")


def _without_needless_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers of plain type where none is missing; with gaps they stay nullable, as floats lose long ones."""
    nullable = [name for name in frame.columns if pd.api.types.is_extension_array_dtype(frame[name].dtype)]
    integers = [name for name in nullable if pd.api.types.is_integer_dtype(frame[name].dtype)]
    # A model's pipeline may not know pandas' nullable type, and numpy is several times as fast.
    plain: pd.DataFrame = frame.astype({name: "int64" for name in integers if not frame[name].isna().any()})
    return plain
