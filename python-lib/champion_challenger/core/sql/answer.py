"""Rows of the database's answer, as the records from which the figures are computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from champion_challenger.core.cells import text, whole_number
from champion_challenger.core.figures.counts import Cut, Statistics
from champion_challenger.core.figures.pairs import KINDS, PairStatistics
from champion_challenger.core.sql.query import HALF_UNIT
from champion_challenger.core.sql.segments import segment_key
from champion_challenger.core.sql.steps import HALF
from champion_challenger.errors import DataError


@dataclass(frozen=True)
class StoredStatistics:
    """Counts of one version on one cohort, made by a database.

    Attributes
    ----------
    cohort
        As the database names or dates it; None when all rows are one cohort.
    tied_pairs
        Pairs of a positive and a negative with the same score.
    ks_hidden
        Largest part of ``ks_numerator`` that one group of equal scores may hide: inside it the positives may all come
        first, or the negatives.
    expected_positives
        Positives that the scores promise: their sum; None where one of them is no probability.
    segment
        Value of the segment column, where one is counted; None for null.
    """

    version_id: str
    cohort: Any
    statistics: Statistics
    tied_pairs: int
    ks_hidden: int = 0
    expected_positives: float | None = None
    segment: Any = None

    @property
    def auc_error(self) -> float:
        """How far the AUC can be off when the ties come from rounding: each counts one half instead of 0 or 1."""
        return self._of_pairs(self.tied_pairs) / 2

    @property
    def ks_error(self) -> float:
        """How much too low KS can be when the ties come from rounding."""
        return self._of_pairs(self.ks_hidden)

    def _of_pairs(self, count: int) -> float:
        pairs = self.statistics.n_positive * self.statistics.n_negative
        return count / pairs if pairs else 0.0


def stored_statistics(row: Mapping[str, Any], rates_bp: Sequence[int], decimals: int | None) -> StoredStatistics:
    """Read one row of the answer to `champion_challenger.core.sql.query.statistics_query`.

    Raises
    ------
    DataError
        When a count is not a whole number, or is a float too large to be exact.
    """
    by_name = {str(name).lower(): value for name, value in row.items()}
    sums = {name: read_count(name, by_name) for name in ("n", "n_positive", "auc_numerator", "ks_numerator")}
    statistics = Statistics(
        **sums,
        delong_positive=_read_wide_sum("delong_positive", by_name),
        delong_negative=_read_wide_sum("delong_negative", by_name),
        cuts=tuple(_read_cut(rate, by_name, decimals) for rate in rates_bp),
        # Joined here, where whole numbers have no limit: the sum may need more than the 64 bits of the database.
        precision_numerator=read_count("precision_high", by_name) * HALF_UNIT + read_count("precision_low", by_name),
    )
    ties = read_count("tied_pairs", by_name), read_count("ks_hidden", by_name)
    expected = _read_expected(by_name, decimals)
    version, cohort = text(by_name["version_id"]), by_name.get("cohort")
    return StoredStatistics(version, cohort, statistics, *ties, expected, segment_key(by_name))


@dataclass(frozen=True)
class StoredPair:
    """Counts of a challenger beside the champion on one cohort, made by a database.

    Attributes
    ----------
    n
        Customers that both scored.
    n_contradicting
        Those among them with another outcome in the champion's row than in the challenger's.
    products_positive, products_negative
        Sum over the positives (the negatives) of the product of the placements with either version.
    segment
        Value of the segment column, where one is counted; None for null.
    """

    version_id: str
    cohort: Any
    n: int
    n_contradicting: int
    products_positive: int
    products_negative: int
    crossed: tuple[tuple[int, ...], ...]
    segment: Any = None

    def record(self, champion: Statistics, challenger: Statistics) -> PairStatistics:
        """The record of the pair, with the statistics of either version on the same customers."""
        shift = challenger.auc_numerator - champion.auc_numerator
        squares = [
            champion.delong_positive + challenger.delong_positive - 2 * self.products_positive,
            champion.delong_negative + challenger.delong_negative - 2 * self.products_negative,
        ]
        return PairStatistics(self.crossed, shift, shift, *squares)


def stored_pair(row: Mapping[str, Any], rates_bp: Sequence[int]) -> StoredPair:
    """Read one row of the answer to `champion_challenger.core.sql.pairs.pairs_query`.

    Raises
    ------
    DataError
        As `stored_statistics`.
    """
    by_name = {str(name).lower(): value for name, value in row.items()}
    return StoredPair(
        version_id=text(by_name["version_id"]),
        cohort=by_name.get("cohort"),
        n=read_count("n", by_name),
        n_contradicting=read_count("n_contradicting", by_name),
        products_positive=_read_product("product_positive", by_name),
        products_negative=_read_product("product_negative", by_name),
        crossed=tuple(tuple(read_count(f"kind_{rate}_{kind}", by_name) for kind in range(KINDS)) for rate in rates_bp),
        segment=segment_key(by_name),
    )


def read_count(name: str, row: Mapping[str, Any]) -> int:
    """A count of an answer, exactly; raise DataError with what to check where it is none."""
    try:
        return whole_number(row[name])
    except (ValueError, TypeError, ArithmeticError) as error:
        msg = (
            f"The database's column {name}: {error}. Whole numbers up to 2**63 have to arrive unrounded: check how the "
            "connection maps BIGINT."
        )
        raise DataError(msg) from error


def _read_wide_sum(name: str, row: Mapping[str, Any]) -> int:
    """Sum that may need more than 64 bits, from its three parts."""
    high, mixed, low = (read_count(f"{name}_{part}", row) for part in ("high", "mixed", "low"))
    return high * HALF**2 + 2 * mixed * HALF + low


def _read_expected(row: Mapping[str, Any], decimals: int | None) -> float | None:
    """Sum of the scores, a double; None where the lowest is below 0 or the highest above 1."""
    # A double as in memory: probabilities are summed, and no count depends on their last digit.
    total, lowest, highest = (float(row[f"score_{name}"]) for name in ("sum", "low", "high"))
    # Rounded scores are counted as whole numbers of their last decimal.
    steps = 1 if decimals is None else 10**decimals
    return total / steps if lowest >= 0 and highest <= steps else None


def _read_product(name: str, row: Mapping[str, Any]) -> int:
    """Sum of products of two numbers, from its three parts."""
    high, mixed, low = (read_count(f"{name}_{part}", row) for part in ("high_high", "mixed", "low_low"))
    return high * HALF**2 + mixed * HALF + low


def _read_cut(rate: int, row: Mapping[str, Any], decimals: int | None) -> Cut:
    names = ("n_targeted", "n_above", "positives_above", "n_tied", "positives_tied", "n_window", "positives_window")
    counts = {name: read_count(f"{name}_{rate}", row) for name in names}
    cutoff = float(row[f"cutoff_score_{rate}"]) + 0.0  # so that -0.0 is 0.0, as in memory
    return Cut(rate_bp=rate, cutoff_score=cutoff if decimals is None else cutoff / 10**decimals, **counts)
