"""What the evaluation of stored scores asks of a host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from champion_challenger.operations.ports import SavedModel
from champion_challenger.records import Column, RunFacts, StoredFlow


class StoredHost(Protocol):
    """All that a run of evaluate-stored-scores is given."""

    flow: StoredFlow
    run: RunFacts
    model: SavedModel | None

    def query(self, text: str) -> list[Mapping[str, Any]]:
        """Rows of a query on the connection of the stored scores, whole numbers unrounded, null as None or NaN.

        Raises HostError in the database's words.
        """

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Replace the run's partition of an output (all of it without partitions), whole or not at all."""

    def save_metrics(self, role: str, metrics: Mapping[str, Any]) -> None:
        """Attach figures to what was written, for scenarios to act on."""

    def tell(self, message: str) -> None:
        """Say something in the job's log."""
