"""What the report asks of its host."""

from __future__ import annotations

from typing import Protocol

import pandas as pd


class ReportHost(Protocol):
    """Where the report's datasets are."""

    def read(self, dataset: str) -> pd.DataFrame:
        """Return all rows of a dataset, by its full name; no row when it was never built.

        Raises
        ------
        HostError
            There is no such dataset, or whoever runs may not read it.
        """

    def tell(self, message: str) -> None:
        """Log a line."""
