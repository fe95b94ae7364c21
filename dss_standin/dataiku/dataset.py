"""Datasets as a recipe sees them: rows, writing, partitions, settings and metrics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ._host import activity, client
from .frames import written_schema
from .reading import ReadableDataset
from .writer import DatasetWriter


class Dataset(ReadableDataset):
    """A dataset by short or full name; inside a recipe an input or output of it, unless `ignore_flow`."""

    def write_schema(self, columns: list[dict[str, Any]], drop_and_create: bool = False, **former: Any) -> None:
        """Replace the schema; no row changes, unless a SQL table is dropped with all its partitions."""
        self._check_writable()
        if _drops(drop_and_create, former):
            client()._perform_empty("POST", f"/internal/projects/{self.project_key}/datasets/{self.short_name}/drop")
        self._handle.set_schema({"columns": list(columns), "userModified": True})

    def write_schema_from_dataframe(self, df: pd.DataFrame, drop_and_create: bool = False, **former: Any) -> None:
        """Replace the schema by that of a frame."""
        self.write_schema(written_schema(df), drop_and_create=drop_and_create, **former)

    def write_with_schema(self, df: pd.DataFrame, drop_and_create: bool = False, **former: Any) -> None:
        """Set the schema from the frame and replace the partition's rows."""
        self.write_dataframe(df, infer_schema=True, drop_and_create=drop_and_create, **former)

    def write_dataframe(
        self, df: pd.DataFrame, infer_schema: bool = False, drop_and_create: bool = False, **former: Any
    ) -> None:
        """Replace the partition's rows (or add to them in append mode)."""
        if not isinstance(df, pd.DataFrame):
            raise TypeError(f"write_dataframe takes a pandas DataFrame, not a {type(df).__name__}")
        if infer_schema:
            self.write_schema_from_dataframe(df, drop_and_create=drop_and_create, **former)
        with self.get_writer() as writer:
            writer.write_dataframe(df)

    def get_writer(self) -> DatasetWriter:
        """Return a writer for the assigned partition; nothing lands before it is closed."""
        self._check_writable()
        append = bool(self.spec_item.get("appendMode"))
        target = {"partition": self.writePartition, "append": append}
        return DatasetWriter(self.project_key, self.short_name, lambda: self.read_schema(raise_if_empty=False), target)

    def list_partitions(self, raise_if_empty: bool = True) -> list[str]:
        """Return the identifiers of all partitions that exist, assigned or not."""
        partitions: list[str] = self._handle.list_partitions()
        if not partitions and raise_if_empty:
            raise ValueError(f"Dataset {self.name} has no partition yet")
        return partitions

    def set_write_partition(self, spec: str) -> None:
        """Choose the partition to write; inside a recipe the host does."""
        self._check_free("set_write_partition")
        self.writePartition = spec

    def add_read_partitions(self, spec: str | list[str]) -> None:
        """Choose partitions to read; inside a recipe the host does."""
        self._check_free("add_read_partitions")
        more = spec.split(",") if isinstance(spec, str) else list(spec)
        self.read_partitions = [*(self.read_partitions or []), *more]

    def get_config(self) -> dict[str, Any]:
        """Return the dataset's definition: type, connection, partitioning."""
        return dict(self._handle.get_settings().get_raw())

    def get_location_info(self, sensitive_info: bool = False) -> dict[str, Any]:
        """Return where the rows are: `locationInfoType` and `info`."""
        path = f"/internal/projects/{self.project_key}/datasets/{self.short_name}/location"
        return dict(client()._perform_json("GET", path))

    def get_last_metric_values(self, partition: str = "") -> Any:
        """Return the last computed metrics."""
        return self._handle.get_last_metric_values(partition)

    def save_external_metric_values(self, values_dict: Mapping[str, Any], partition: str = "") -> None:
        """Store figures among the dataset's metrics."""
        self._save_external("metrics", values_dict, partition)

    def save_external_check_values(self, values_dict: Mapping[str, Any], partition: str = "") -> None:
        """Store outcomes (OK, WARNING, ERROR, EMPTY) among the dataset's checks."""
        self._save_external("checks", values_dict, partition)

    def _save_external(self, kind: str, values: Mapping[str, Any], partition: str) -> None:
        path = f"/internal/projects/{self.project_key}/datasets/{self.short_name}/external-{kind}"
        client()._perform_empty("POST", path, params={"partition": partition}, body=dict(values))

    def _check_writable(self) -> None:
        if not self.writable:
            raise ValueError(f"Dataset {self.name} is an input of this recipe only: declare it as output to write it")

    def _check_free(self, call: str) -> None:
        if activity() and not self.ignore_flow:
            raise ValueError(f"{call} cannot be used in a recipe: the host assigns the partitions of {self.name}")


def _drops(drop_and_create: bool, former: dict[str, Any]) -> bool:
    """Tell whether a table is dropped; `dropAndCreate` is the former spelling."""
    unknown = sorted(set(former) - {"dropAndCreate"})
    if unknown:
        raise TypeError(f"write_schema() got an unexpected keyword argument '{unknown[0]}'")
    return drop_and_create or bool(former.get("dropAndCreate"))
