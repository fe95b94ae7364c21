"""What the summary asks of a host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from champion_challenger.records import Column, DatasetFacts


class SummaryHost(Protocol):
    """All that a run of summarise-performance is given."""

    performance: Sequence[DatasetFacts]
    outputs: Mapping[str, DatasetFacts]

    def read(self, dataset: DatasetFacts) -> Iterator[pd.DataFrame]:
        """Rows of the partitions that the host handed to the run, in chunks."""

    def existing_partitions(self, dataset: DatasetFacts) -> list[str]:
        """All partitions that an input has, handed to the run or not; empty when it is not partitioned."""

    def active_version(self, project_key: str, model_id: str) -> str:
        """Id of the version in production, "" when none is; HostError when the model cannot be looked up."""

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Replace an output by these rows, whole or not at all."""

    def save_metrics(self, role: str, metrics: Mapping[str, Any]) -> None:
        """Attach figures to an output, for scenarios; it must have been written."""

    def tell(self, message: str) -> None:
        """Say something in the job's log."""
