"""The database's answers about the newest cohort, as the records from which early warnings are computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from champion_challenger.core.cells import is_null, text
from champion_challenger.core.figures.counts import Cut, count_targeted
from champion_challenger.core.monitoring.drift import DECILE_RATES_BP, Tenths, changed_share, tenths
from champion_challenger.core.sql.answer import read_count
from champion_challenger.core.sql.drift import CROSSINGS


@dataclass(frozen=True)
class StoredDrift:
    """One version's scores of the newest cohort, in the tenths of the evaluated one.

    Equal to what memory counts, with two exceptions: rounded scores have the tenths of rounded scores, and a table that
    holds evaluated customers alone, as the dataset scores, has the tenths of those, where memory has all customers.

    Attributes
    ----------
    parts
        Customers of the evaluated cohort.
    newest
        Customers of the newest cohort in the same parts.
    expected_positives
        Positives that the scores of the newest customers promise: a sum of doubles, in the database's order; None where
        one is no probability.
    """

    version_id: str
    parts: Tenths
    newest: tuple[int, ...]
    expected_positives: float | None

    @property
    def n_newest(self) -> int:
        """Newest customers with a score."""
        return sum(self.newest)


def stored_drift(row: Mapping[str, Any], decimals: int | None) -> StoredDrift:
    """Read one row of the answer to `champion_challenger.core.sql.drift.drift_query`.

    Raises
    ------
    DataError
        When a count is not a whole number, or is a float too large to be exact.
    """
    by_name = {str(name).lower(): value for name, value in row.items()}
    steps = 1 if decimals is None else 10**decimals
    n = read_count("n", by_name)
    cuts, reached = [], {}
    for rate in DECILE_RATES_BP:
        # A version without scores on the evaluated cohort has no edges.
        if not is_null(by_name[f"edge_{rate}"]):
            edge = (float(by_name[f"edge_{rate}"]) + 0.0) / steps  # so that -0.0 is 0.0, as in memory
            n_from = read_count(f"n_from_{rate}", by_name)
            cuts.append(Cut(rate, count_targeted(n, rate), edge, 0, 0, n_from, 0, 0, 0))
            reached[edge] = read_count(f"newest_from_{rate}", by_name)
    parts = tenths(n, cuts)
    upto = [read_count("n_newest", by_name), *(reached[edge] for edge in parts.edges), 0]
    # From counts above each edge to counts between two of them.
    newest = tuple(before - after for before, after in zip(upto, upto[1:]))
    return StoredDrift(text(by_name["version_id"]), parts, newest, _read_expected(by_name, steps))


@dataclass(frozen=True)
class StoredChange:
    """Customers of one version who have a score in both cohorts, by their place on either target list.

    Attributes
    ----------
    n_rows_newest
        Rows of the newest cohort, with a score or without.
    n_nameless, n_repeated
        Those among them without a customer, and those beyond the first of their customer.
    n_both
        Customers with a score in both cohorts.
    crossed
        At each rate, customers below, at and above the cut-off before (rows) and now (columns).
    """

    version_id: str
    n_rows_newest: int
    n_nameless: int
    n_repeated: int
    n_both: int
    crossed: tuple[tuple[int, ...], ...]

    def shares(self, rates_bp: Sequence[int]) -> list[float | None]:
        """Share of each target list that changed, as `champion_challenger.core.monitoring.drift.list_change`."""
        return [self._share(rate, counts) for rate, counts in zip(rates_bp, self.crossed)]

    def _share(self, rate: int, counts: Sequence[int]) -> float | None:
        crossed = np.array(counts, dtype=np.int64).reshape(3, 3)
        cuts = [
            Cut(rate, count_targeted(self.n_both, rate), None, int(by_standing[2]), 0, int(by_standing[1]), 0, 0, 0)
            for by_standing in (crossed.sum(axis=1), crossed.sum(axis=0))
        ]
        return changed_share(cuts[0], cuts[1], crossed)


def stored_change(row: Mapping[str, Any], rates_bp: Sequence[int]) -> StoredChange:
    """Read one row of the answer to `champion_challenger.core.sql.drift.list_change_query`.

    Raises
    ------
    DataError
        As `stored_drift`.
    """
    by_name = {str(name).lower(): value for name, value in row.items()}
    counts = {
        name: read_count(f"{name}_all", by_name) for name in ("n_rows_newest", "n_nameless", "n_repeated", "n_both")
    }
    crossed = tuple(tuple(read_count(f"kind_{rate}_{kind}", by_name) for kind in range(CROSSINGS)) for rate in rates_bp)
    return StoredChange(text(by_name["version_id"]), **counts, crossed=crossed)


def _read_expected(row: Mapping[str, Any], steps: int) -> float | None:
    if is_null(row["newest_low"]):
        return None
    lowest, highest = (float(row[f"newest_{end}"]) for end in ("low", "high"))
    return float(row["newest_sum"]) / steps if lowest >= 0 and highest <= steps else None
