"""Rows of the database's answers where outcomes are known of a part of the customers, as the records of the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from champion_challenger.core.cells import text
from champion_challenger.core.figures.counts import PRECISION_UNIT
from champion_challenger.core.figures.weighted_counts import (
    CROSSINGS,
    GROUPS,
    Counts,
    Products,
    WeightedCut,
    WeightedPair,
    WeightedStatistics,
)
from champion_challenger.core.sql.answer import read_count
from champion_challenger.core.sql.query import HALF_UNIT
from champion_challenger.core.sql.steps import HALF
from champion_challenger.core.sql.strata import CONTACTED
from champion_challenger.core.sql.weighted import PARTS, PRODUCTS, STRATA
from champion_challenger.core.sql.weighted_pairs import GROUPED, SHIFTS

Row = Mapping[str, Any]


@dataclass(frozen=True)
class StoredWeighted:
    """Counts of one version on one cohort by stratum, made by a database.

    Attributes
    ----------
    cohort
        As the database names or dates it; None when all rows are one cohort.
    side
        Of a pair, on the customers that both scored; None of a version on its own.
    tied_pairs
        Pairs of a positive and a negative with the same score, by the stratum of either.
    ks_hidden
        Largest part of ``ks_units`` that one group of equal scores may hide.
    """

    version_id: str
    cohort: Any
    side: int | None
    statistics: WeightedStatistics
    tied_pairs: Counts
    ks_hidden: int

    @property
    def auc_error(self) -> float:
        """How far the AUC can be off when the ties come from rounding: each counts one half instead of 0 or 1."""
        negatives, positives = self.statistics.masses
        weights = self.statistics.whole_weights
        tied = sum(weights[g] * weights[h] * self.tied_pairs[g][h] for g in (0, 1) for h in (0, 1))
        return tied / (2 * positives * negatives) if positives * negatives else 0.0

    @property
    def ks_error(self) -> float:
        """How much too low KS can be when the ties come from rounding."""
        return self.ks_hidden / PRECISION_UNIT


@dataclass(frozen=True)
class StoredWeightedPair:
    """Counts of a challenger beside the champion on one cohort by stratum, made by a database.

    Attributes
    ----------
    n
        Customers that both scored, contacted or not.
    n_contradicting, n_moved
        Those among them with another outcome, or in another stratum, in the champion's row than in the challenger's.
    """

    version_id: str
    cohort: Any
    n: int
    n_contradicting: int
    n_moved: int
    pair: WeightedPair


def stored_weighted(row: Row, rates_bp: Sequence[int], decimals: int | None) -> StoredWeighted:
    """Read one row of the answer to `weighted_statistics_query`, or to `weighted_common_query`.

    Raises
    ------
    DataError
        When a count is not a whole number, or is a float too large to be exact.
    """
    by_name = {str(name).lower(): value for name, value in row.items()}
    squares = [
        tuple(_product(f"{outcome}_{name}_{stratum}_{other}", by_name) for stratum, other in PRODUCTS)
        for name in STRATA
        for outcome in ("negative", "positive")
    ]
    seen = _counts(("n", "positives"), "", by_name)
    statistics = WeightedStatistics(
        n_listed=read_count("n", by_name) - sum(seen[0]),
        seen=seen,
        pairs=_by_strata("pairs", by_name),
        squares=((_three(squares[0]), _three(squares[1])), (_three(squares[2]), _three(squares[3]))),
        ks_units=read_count("ks_units", by_name),
        precision_units=(_precision("off", by_name), _precision("on", by_name)),
        cuts=tuple(_cut(rate, by_name, decimals) for rate in rates_bp),
    )
    return StoredWeighted(
        text(by_name["version_id"]),
        by_name.get("cohort"),
        read_count("side", by_name) if "side" in by_name else None,
        statistics,
        _by_strata("tied", by_name),
        read_count("ks_hidden", by_name),
    )


def stored_weighted_pairs(rows: Iterable[Row], rates_bp: Sequence[int]) -> list[StoredWeightedPair]:
    """Read the answer to `weighted_pairs_query`, whose rows are groups of the customers of a pair.

    Raises
    ------
    DataError
        As `stored_weighted`.
    """
    grouped: dict[tuple[str, Any], list[Row]] = {}
    for row in rows:
        by_name = {str(name).lower(): value for name, value in row.items()}
        grouped.setdefault((text(by_name["version_id"]), by_name.get("cohort")), []).append(by_name)
    return [_pair(version_id, cohort, groups, rates_bp) for (version_id, cohort), groups in grouped.items()]


def _pair(version_id: str, cohort: Any, groups: Sequence[Row], rates_bp: Sequence[int]) -> StoredWeightedPair:
    crossed, everyone = ([[0] * (places * CROSSINGS) for _ in rates_bp] for places in (4, 1))
    sizes = [0] * GROUPS
    shifts, squares = [(0, 0)] * GROUPS, [(0, 0, 0)] * GROUPS
    for row in groups:
        stratum, outcome, high, other_high = (read_count(name, row) for name in GROUPED)
        is_seen = stratum != CONTACTED
        for index, rate in enumerate(rates_bp):
            for kind in range(CROSSINGS):
                n = read_count(f"kind_{rate}_{kind}", row)
                everyone[index][kind] += n
                if is_seen:
                    crossed[index][18 * stratum + 2 * kind + outcome] += n
        if is_seen:
            place = 8 * stratum + 4 * outcome + 2 * high + other_high
            sizes[place] = read_count("n", row)
            shifts[place] = (read_count(f"{SHIFTS[0]}_all", row), read_count(f"{SHIFTS[1]}_all", row))
            squares[place] = _three([_product(f"square_{first}_{second}", row, "_all") for first, second in PRODUCTS])
    pair = WeightedPair(
        tuple(map(tuple, crossed)), tuple(map(tuple, everyone)), tuple(sizes), tuple(shifts), tuple(squares)
    )
    counts = [sum(read_count(name, row) for row in groups) for name in ("n", "n_contradicting", "n_moved")]
    return StoredWeightedPair(version_id, cohort, counts[0], counts[1], counts[2], pair)


def _counts(prefixes: tuple[str, str], ending: str, row: Row) -> Counts:
    """Negatives and positives of each stratum, from all of them and the positives."""
    everyone, positives = ([read_count(f"{prefix}_{name}{ending}", row) for name in STRATA] for prefix in prefixes)
    return (everyone[0] - positives[0], positives[0]), (everyone[1] - positives[1], positives[1])


def _by_strata(name: str, row: Row) -> Counts:
    off, on = ([read_count(f"{name}_{stratum}_{other}", row) for other in STRATA] for stratum in STRATA)
    return (off[0], off[1]), (on[0], on[1])


def _three(values: Sequence[int]) -> Products:
    return values[0], values[1], values[2]


def _product(name: str, row: Row, ending: str = "") -> int:
    """Sum of products that may need more than 64 bits, from its three parts."""
    high, mixed, low = (read_count(f"{name}_{part}{ending}", row) for part in PARTS)
    return high * HALF**2 + mixed * HALF + low


def _precision(name: str, row: Row) -> int:
    return read_count(f"precision_{name}_high", row) * HALF_UNIT + read_count(f"precision_{name}_low", row)


def _cut(rate: int, row: Row, decimals: int | None) -> WeightedCut:
    cutoff = float(row[f"cutoff_score_{rate}"]) + 0.0  # so that -0.0 is 0.0, as in memory
    sizes = [read_count(f"{name}_{rate}", row) for name in ("n_targeted", "n_above", "n_tied")]
    counts = []
    for where in ("above", "tied", "window"):
        (off, off_p), (on, on_p) = (
            [read_count(f"{name}{kind}_{where}_{rate}", row) for kind in ("", "_p")] for name in STRATA
        )
        counts.append(((off - off_p, off_p), (on - on_p, on_p)))
    score = cutoff if decimals is None else cutoff / 10**decimals
    return WeightedCut(rate, sizes[0], score, sizes[1], sizes[2], *counts)
