"""The activation log as a managed dataset of DSS, without partitions."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import dataiku
import pandas as pd

from champion_challenger.adapters.dss.asking import answer_to, asking, may_pass, patiently
from champion_challenger.adapters.dss.datasets import connection_of
from champion_challenger.core.activation.log import log_frame, log_rows
from champion_challenger.core.tables.columns import ACTIVATION_LOG
from champion_challenger.errors import HostError

# Long enough for another writer to have read, decided and written; the log is looked at again afterwards.
_SETTLED_SECONDS = 2.0


class DSSActivationLog:
    """A dataset by its full name; created in the connection of another dataset where it does not exist."""

    def __init__(self, client: Any, name: str, beside: str) -> None:
        self.name = name
        self._client = client
        self._beside = beside
        self._project_key, _, self._short = name.partition(".")

    def rows(self) -> list[dict[str, Any]]:
        """Return all rows; a log that is not there yet has none."""
        if not self._exists():
            return []
        return patiently(self._read, may_pass)

    def _read(self) -> list[dict[str, Any]]:
        dataset = dataiku.Dataset(self.name, ignore_flow=True)
        with asking(f"for the rows of the activation log {self.name}"):
            columns = [column["name"] for column in dataset.read_schema(raise_if_empty=False)]
            partitioning = dataset.get_config().get("partitioning") or {}
        # Before the rows: those of another dataset may not even be readable as texts.
        self._refuse_others(columns, partitioning)
        # A dataset that was just made has no columns, and cannot be read.
        if not columns:
            return []
        with asking(f"for the rows of the activation log {self.name}"):
            # Otherwise a reason such as "NA" or "None" is read as missing, and its line is never seen again.
            frame: pd.DataFrame = dataset.get_dataframe(
                infer_with_pandas=False, bool_as_str=True, keep_default_na=False
            )
        return log_rows(frame)

    def open(self) -> None:
        """Create the dataset where needed; refuse a dataset that is no log."""
        if not self._exists():
            self._make()
        what = f"for the settings of the activation log {self.name}"
        raw = answer_to(what, lambda: self._handle().get_settings().get_raw())
        columns = [column["name"] for column in (raw.get("schema") or {}).get("columns") or []]
        self._refuse_others(columns, raw.get("partitioning") or {})
        # Writing it would lose the columns that a later plugin added.
        if len(columns) > len(ACTIVATION_LOG):
            msg = f"Activation log {self.name}: a later version of the plugin wrote it. Update the plugin."
            raise HostError(msg)

    def _refuse_others(self, columns: Sequence[str], partitioning: Mapping[str, Any]) -> None:
        """Refuse a dataset that is no activation log; one without columns was just made."""
        if partitioning.get("dimensions"):
            raise HostError(
                f"Activation log {self.name}: expected a dataset without partitions, found a partitioned one. Name "
                "another dataset."
            )
        lacking = [column.name for column in ACTIVATION_LOG if column.name not in columns]
        if columns and lacking:
            msg = f"{self.name} is no activation log: it lacks the columns {', '.join(lacking)}. Name another dataset."
            raise HostError(msg)

    def replace(self, rows: Sequence[dict[str, Any]]) -> None:
        """Write these rows, and nothing else."""
        # ignore_flow, since the log is no output of the recipe in which it is written.
        dataset = dataiku.Dataset(self.name, ignore_flow=True)
        with asking(f"to write the activation log {self.name}"):
            schema = [{"name": c.name, "type": c.type, "comment": c.description} for c in ACTIVATION_LOG]
            if not dataset.read_schema(raise_if_empty=False):
                dataset.write_schema(schema)
            with dataset.get_writer() as writer:
                writer.write_dataframe(log_frame(rows))

    def pause(self) -> None:
        """Wait for another writer to be done."""
        time.sleep(_SETTLED_SECONDS)

    def _handle(self) -> Any:
        return self._client.get_project(self._project_key).get_dataset(self._short)

    def _exists(self) -> bool:
        project = self._client.get_project(self._project_key)
        listed = answer_to(f"whether the activation log {self.name} exists", project.list_datasets)
        return self._short in {item["name"] for item in listed}

    def _make(self) -> None:
        project_key, _, short = self._beside.partition(".")
        with asking(f"to make the activation log {self.name} in the connection of {self._beside}"):
            beside = self._client.get_project(project_key).get_dataset(short)
            connection = connection_of(beside, self._beside, f"Make the dataset {self.name} by hand, and run again")
        try:
            with asking(f"to make the activation log {self.name} in connection {connection}, that of {self._beside}"):
                builder = self._client.get_project(self._project_key).new_managed_dataset(self._short)
                builder.with_store_into(connection).create()
        except HostError as error:
            advice = f"Make a managed dataset {self._short} by hand, in a connection that allows it, and run again"
            raise HostError(f"{error} {advice}.") from error
