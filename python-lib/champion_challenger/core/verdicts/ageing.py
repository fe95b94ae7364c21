"""How fast models wear out: what a month of age costs, against the newest version on the same cohort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t as student

DAYS_A_MONTH = 365.25 / 12
FEWEST_VERSIONS = 6
"""Under so many versions, bounds from resampling them say too little."""
FLOOR = 0.005
"""Change a month under which nothing is called wear, however sure it is."""
_DRAWS, _SEED = 1_000, 20_190_630


@dataclass(frozen=True)
class Wear:
    """Relative change of a figure for each month of age.

    Attributes
    ----------
    change
        -0.02 says that a version loses 2 % a month.
    low, high
        95 % bounds; None with fewer than `FEWEST_VERSIONS`.
    n_versions
        Versions that were compared with a newer one, or were the newest.
    """

    change: float
    low: float | None
    high: float | None
    n_versions: int

    @property
    def is_seen(self) -> bool:
        """Whether models lose: beyond chance, and by the floor at least."""
        return self.high is not None and self.high < 0 and self.change <= -FLOOR


def wear(
    cohorts: Sequence[str], versions: Sequence[str], ages: Sequence[float], values: Sequence[float]
) -> Wear | None:
    """Relative change of a figure for each month by which a version is older than the newest on the same cohort.

    A cohort is as hard for an old version as for a new one. The slope goes through the newest version: of the logarithm
    of the figure over that of the newest, against the difference in age. Bounds come from versions drawn with
    replacement (seeded), since all rows of one go together; where the newest is not drawn, the newest drawn takes its
    place.

    Parameters
    ----------
    cohorts, versions, ages, values
        One entry a version and cohort: their names, the version's age in days, and its figure, above 0.

    Returns
    -------
    Wear or None
        None without two versions of different age on one cohort.

    Examples
    --------
    >>> loss = wear(["a", "a", "b", "b"], ["v1", "v2", "v1", "v2"], [61, 0, 91, 30], [3.6, 4.0, 2.7, 3.0])
    >>> round(loss.change, 3), loss.low, loss.n_versions
    (-0.051, None, 2)
    >>> wear(["a", "b"], ["v1", "v1"], [0, 61], [4.0, 3.6]) is None
    True
    """
    rows = pd.DataFrame({"cohort": cohorts, "version": versions, "age": ages, "value": values})
    # A figure of 0 has no logarithm.
    rows = rows[(rows["value"] > 0) & rows["age"].notna()].astype({"age": "float64", "value": "float64"})
    rows = rows.sort_values(["cohort", "age"], kind="stable")
    # A version alone on its cohort is compared with nobody.
    rows = rows[rows.groupby("cohort")["age"].transform("size") > 1]
    codes, names = pd.factorize(rows["version"])
    table = _Table(
        codes,
        np.flatnonzero(~rows["cohort"].duplicated().to_numpy()),
        (rows["age"] / DAYS_A_MONTH).to_numpy(),
        np.log(rows["value"]).to_numpy(),
    )
    change = table.slope(np.ones(len(names), dtype=np.int64)) if len(rows) else None
    if change is None:
        return None
    low, high = _bounds(table, change, len(names)) if len(names) >= FEWEST_VERSIONS else (None, None)
    return Wear(float(np.expm1(change)), low, high, len(names))


@dataclass(frozen=True)
class _Table:
    """Rows by cohort, the newest version of each first; `starts` are the first rows of the cohorts."""

    versions: NDArray[np.int64]
    starts: NDArray[np.int64]
    ages: NDArray[np.float64]
    logs: NDArray[np.float64]

    def slope(self, drawn: NDArray[np.int64]) -> float | None:
        """Change of the logarithm a month, with each version as often as it was drawn; None where none is older."""
        counts, n = drawn[self.versions], len(self.versions)
        # The newest version drawn is the first row of its cohort with a count; n stands for none, and weighs nothing.
        first = np.minimum.reduceat(np.where(counts > 0, np.arange(n), n), self.starts)
        newest = np.minimum(np.repeat(first, np.diff(self.starts, append=n)), n - 1)
        older = self.ages - self.ages[newest]
        spread = float((counts * older**2).sum())
        return None if spread < 1e-9 else float((counts * older * (self.logs - self.logs[newest])).sum() / spread)


def _bounds(table: _Table, change: float, n_versions: int) -> tuple[float | None, float | None]:
    """Slope and so many standard errors of the draws; Student's, since a dozen versions tell their spread badly."""
    # A generator of its own, with a fixed seed: the page of a month is the same whenever it is drawn, and nobody else's
    # random numbers change.
    rng = np.random.default_rng(_SEED)
    # Versions are drawn, not rows: what a version is good for shows in all its cohorts, which are no independent
    # evidence.
    draws = rng.multinomial(n_versions, np.full(n_versions, 1 / n_versions), size=_DRAWS)
    slopes = [slope for slope in map(table.slope, draws) if slope is not None]
    # Many draws hold one age only, and have no slope: bounds from the few others would be too narrow.
    if len(slopes) < _DRAWS / 2:
        return None, None
    reach = float(student.ppf(0.975, n_versions - 2)) * float(np.std(slopes, ddof=1))
    return float(np.expm1(change - reach)), float(np.expm1(change + reach))
