"""How fast models wear out: what a month of age costs, cohort by cohort."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

DAYS_A_MONTH = 365.25 / 12


def monthly_change(cohorts: Sequence[str], ages: Sequence[float], values: Sequence[float]) -> float | None:
    """Relative change of a figure for each month of age, between versions that were judged on the same cohort.

    A cohort is as hard for an old version as for a new one, so only differences within cohorts count: the slope of the
    figure's logarithm over age, with a level of its own for each cohort.

    Parameters
    ----------
    cohorts, ages, values
        One entry a version and cohort: the cohort's name, the version's age in days, and its figure, above 0.

    Returns
    -------
    float or None
        -0.02 says that a version loses 2 % a month. None without two versions of different age on one cohort.

    Examples
    --------
    >>> round(monthly_change(["a", "a", "b", "b"], [0, 61, 30, 61], [4.0, 3.6, 3.0, 2.85]), 3)
    -0.051
    >>> monthly_change(["a", "b"], [0, 61], [4.0, 3.6]) is None
    True
    """
    rows = pd.DataFrame({"cohort": list(cohorts), "age": list(ages), "value": list(values)})
    rows = rows[(rows["value"] > 0) & rows["age"].notna()]
    age = _within(rows["cohort"], rows["age"].astype("float64") / DAYS_A_MONTH)
    spread = float((age**2).sum())
    if spread < 1e-9:
        return None
    logarithm = _within(rows["cohort"], np.log(rows["value"].astype("float64")))
    return float(np.expm1((age * logarithm).sum() / spread))


def _within(groups: pd.Series[Any], values: pd.Series[Any]) -> pd.Series[Any]:
    distances: pd.Series[Any] = values - values.groupby(groups).transform("mean")
    return distances
