"""The rows of a dataset as a recipe reads them: only what is declared, only the partitions that the host assigned."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd

from ._host import activity, check_declared, client, declared, full_name
from .frames import ReadOptions, forced_frames, frames, schema_types, with_read_options
from .sampling import check_sampling, sampled

_CHUNK = 10_000


class ReadableDataset:
    """A dataset by short or full name; inside a recipe an input or output of it, unless `ignore_flow`."""

    def __init__(self, name: str, project_key: str | None = None, ignore_flow: bool = False) -> None:
        self.name = self.full_name = full_name(name, project_key)
        self.project_key, _, self.short_name = self.name.partition(".")
        self.ignore_flow = ignore_flow
        if not ignore_flow:
            check_declared("DATASET", self.name)
        source = None if ignore_flow else declared("inputs", "DATASET", self.name)
        self.spec_item: dict[str, Any] = (None if ignore_flow else declared("outputs", "DATASET", self.name)) or {}
        self.readable = source is not None or ignore_flow or not activity()
        self.writable = bool(self.spec_item) or ignore_flow or not activity()
        self.read_partitions: list[str] | None = source["partitions"] if source else None
        self.writePartition: str | None = self.spec_item.get("partition")
        self._handle = client().get_project(self.project_key).get_dataset(self.short_name)

    @with_read_options
    def get_dataframe(
        self,
        columns: list[str] | None = None,
        sampling: str = "head",
        sampling_column: str | None = None,
        limit: int | None = None,
        ratio: float | None = None,
        **options: Any,
    ) -> pd.DataFrame:
        """Return the rows of the assigned partitions; see ReadOptions for what shapes the types.

        `sampling` is `head` or `random`, the latter with `ratio` or `limit`.
        """
        check_sampling(sampling, sampling_column, limit, ratio)
        frame = self._whole(columns, ReadOptions(**options), limit if sampling == "head" else None)
        if sampling == "head":
            return frame
        return frame.sample(frac=ratio) if ratio is not None else frame.sample(n=min(limit or 0, len(frame)))

    @with_read_options
    def iter_dataframes(
        self,
        chunksize: int = _CHUNK,
        columns: list[str] | None = None,
        sampling: str = "head",
        sampling_column: str | None = None,
        limit: int | None = None,
        ratio: float | None = None,
        **options: Any,
    ) -> Iterator[pd.DataFrame]:
        """Yield the rows of the assigned partitions, or a sample of them, in frames of at most `chunksize` rows."""
        if sampling != "head":
            sample = self.get_dataframe(columns, sampling, sampling_column, limit, ratio, **options)
            yield from (sample[start : start + chunksize] for start in range(0, len(sample), chunksize))
            return
        check_sampling(sampling, sampling_column, limit, ratio)
        left = limit
        for frame in self._frames(columns, ReadOptions(**options), chunksize):
            part = frame if left is None else frame.head(left)
            if len(part):
                yield part
            left = None if left is None else left - len(part)
            if left == 0:
                return

    @staticmethod
    @with_read_options
    def get_dataframe_schema_st(
        schema: list[dict[str, Any]], columns: list[str] | None = None, infer_with_pandas: bool = False, **options: Any
    ) -> tuple[list[str], dict[str, Any] | None, list[int] | bool]:
        """Return what pandas needs to read columns: names, dtypes (None when inferred), positions of dates."""
        chosen = [column for column in schema if columns is None or column["name"] in columns]
        return schema_types(chosen, ReadOptions(infer_with_pandas=infer_with_pandas, **options))

    def iter_dataframes_forced_types(
        self,
        names: list[str],
        dtypes: dict[str, Any] | None,
        parse_date_columns: list[int] | bool,
        *,
        chunksize: int = _CHUNK,
        **marks: Any,
    ) -> Iterator[pd.DataFrame]:
        """Yield the rows of the assigned partitions under names and types that the caller chooses.

        `marks` are `float_precision`, `na_values` and `keep_default_na`, as pandas takes them.
        """
        unknown = set(marks) - {"float_precision", "na_values", "keep_default_na"}
        if unknown:
            raise TypeError(f"iter_dataframes_forced_types() got an unexpected keyword argument '{min(unknown)}'")
        self._check_readable()
        count = len(self.read_schema())
        if len(names) != count:
            raise ValueError(f"Dataset {self.name} has {count} columns, and {len(names)} names are given")
        if self.read_partitions == []:
            return
        shape = {"names": names, "dtype": dtypes, "parse_dates": parse_date_columns}
        with self._stream(None) as stream:
            yield from forced_frames(stream, chunksize, **shape, **marks)

    def iter_rows(
        self,
        sampling: str = "head",
        sampling_column: str | None = None,
        limit: int | None = None,
        ratio: float | None = None,
        log_every: int = -1,
        timeout: int = 30,
        columns: list[str] | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Yield rows as dicts of typed values."""
        names = columns or [column["name"] for column in self.read_schema()]
        for row in self.iter_tuples(sampling, sampling_column, limit, ratio, log_every, timeout, columns):
            yield dict(zip(names, row))

    def iter_tuples(
        self,
        sampling: str = "head",
        sampling_column: str | None = None,
        limit: int | None = None,
        ratio: float | None = None,
        log_every: int = -1,
        timeout: int = 30,
        columns: list[str] | None = None,
    ) -> Iterator[tuple[Any, ...]]:
        """Yield rows as tuples of typed values."""
        check_sampling(sampling, sampling_column, limit, ratio)
        self._check_readable()
        rows = self._tuples(columns) if self.read_partitions != [] else iter(())
        yield from sampled(rows, limit, ratio) if sampling == "random" else itertools.islice(rows, limit)

    def raw_formatted_data(
        self,
        sampling: Any = None,
        columns: list[str] | None = None,
        format: str = "tsv-excel-noheader",
        format_params: dict[str, Any] | None = None,
        read_session_id: str | None = None,
    ) -> Any:
        """Return the rows of the assigned partitions as a stream of bytes, which is to be closed."""
        asked = {"sampling": sampling, "format_params": format_params, "read_session_id": read_session_id}
        foreign = [name for name, value in asked.items() if value is not None]
        if foreign:
            raise NotImplementedError(f"raw_formatted_data({foreign[0]}=...) is outside the stand-in's slice")
        self._check_readable()
        path = f"/projects/{self.project_key}/datasets/{self.short_name}/data/"
        query = {"format": format, "partitions": self.read_partitions, "columns": columns}
        return client()._perform_raw("GET", path, params=query).raw

    def read_schema(self, raise_if_empty: bool = True) -> list[dict[str, Any]]:
        """Return the columns; an empty schema is an error unless told otherwise."""
        columns: list[dict[str, Any]] = self._handle.get_schema()["columns"]
        if not columns and raise_if_empty:
            raise ValueError(f"Dataset {self.name} has no schema: build it, or detect its settings, first")
        return columns

    def _tuples(self, columns: list[str] | None) -> Iterator[tuple[Any, ...]]:
        names = [column["name"] for column in self.read_schema()]
        chosen = [names.index(name) for name in columns or names]
        # All columns: the client can choose among them since version 15 only.
        for row in self._handle.iter_rows(partitions=self.read_partitions):
            yield tuple(row[n] for n in chosen)

    def _whole(self, columns: list[str] | None, options: ReadOptions, limit: int | None) -> pd.DataFrame:
        chunk = 1 << 62 if limit is None else max(limit, 1)
        first = next(iter(self._frames(columns, options, chunk)))
        return first if limit is None else first.head(limit)

    def _frames(self, columns: list[str] | None, options: ReadOptions, chunk: int) -> Iterator[pd.DataFrame]:
        self._check_readable()
        by_name = {column["name"]: column for column in self.read_schema()}
        missing = sorted(set(columns or ()) - set(by_name))
        if missing:
            raise ValueError(f"Dataset {self.name} has no column {missing}; its columns are {list(by_name)}")
        chosen = [by_name[name] for name in columns or by_name]
        if self.read_partitions == []:
            yield from frames(_Empty(), chosen, options, chunk)
            return
        with self._stream(columns) as stream:
            yield from frames(stream, chosen, options, chunk)

    @contextmanager
    def _stream(self, columns: list[str] | None) -> Iterator[Any]:
        """Yield the rows as texts; what broke while they were read is raised at the end."""
        session = str(uuid.uuid4())
        base = f"/projects/{self.project_key}/datasets/{self.short_name}"
        query = {"format": "tsv-excel-noheader", "partitions": self.read_partitions, "columns": columns}
        answer = client()._perform_raw("GET", f"{base}/data/", params={**query, "readSessionId": session})
        with answer:
            answer.raw.decode_content, answer.raw.auto_close = True, False
            yield answer.raw
        client()._perform_empty("GET", f"{base}/finish-streaming/", params={"readSessionId": session})

    def _check_readable(self) -> None:
        if not self.readable:
            raise ValueError(f"Dataset {self.name} is an output of this recipe only: declare it as input to read it")


class _Empty:
    """A stream without a byte."""

    def read(self, _: int = -1) -> bytes:
        """Return nothing."""
        return b""

    def __iter__(self) -> Iterator[bytes]:
        return iter(())
