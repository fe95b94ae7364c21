"""Labelled cohorts: what was known of each customer at a month's end, and what the customer did in the next one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

FIRST_MONTH, LAST_MONTH = "1997-03", "1998-05"
OUTCOME = "repurchased"
CUSTOMER = "customer_id"
RULE = "rule_score"
JOINED = "first_month"
"""Month of the first purchase: the three months in which the customers were won are segments of the score."""
TYPES = {
    CUSTOMER: "string",
    "snapshot_date": "string",
    "recency_days": "bigint",
    "tenure_days": "bigint",
    "orders": "bigint",
    "orders_30d": "bigint",
    "orders_90d": "bigint",
    "quantity": "bigint",
    "amount": "double",
    "amount_90d": "double",
    "mean_amount": "double",
    "last_amount": "double",
    "mean_gap_days": "double",
    JOINED: "string",
    RULE: "double",
    OUTCOME: "bigint",
}


def months(first: str = FIRST_MONTH, last: str = LAST_MONTH) -> list[str]:
    """Months from the first to the last, both included, as YYYY-MM.

    >>> months("1997-11", "1998-02")
    ['1997-11', '1997-12', '1998-01', '1998-02']
    """
    return [str(month) for month in pd.period_range(first, last, freq="M")]


def snapshot_day(month: str) -> pd.Timestamp:
    """Last day of a month: the day on which the features are frozen.

    >>> str(snapshot_day("1998-02").date())
    '1998-02-28'
    """
    return pd.Period(month, freq="M").to_timestamp(how="end").normalize()


def month_after(month: str) -> str:
    """The month that follows.

    >>> month_after("1997-12")
    '1998-01'
    """
    return str(pd.Period(month, freq="M") + 1)


def outcome_day(month: str) -> pd.Timestamp:
    """Day on which the outcomes of a month's cohort are final: the last one of the month after.

    >>> str(outcome_day("1997-03").date())
    '1997-04-30'
    """
    return snapshot_day(month_after(month))


def cohorts(purchases: pd.DataFrame, names: list[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each month with its labelled cohort."""
    for month in names:
        yield month, labelled_cohort(purchases, month)


def labelled_cohort(purchases: pd.DataFrame, month: str) -> pd.DataFrame:
    """All customers with features frozen at the month's last day and the outcome joined from the month after."""
    day = snapshot_day(month)
    cohort = features(purchases[purchases["day"] <= day], day)
    cohort[OUTCOME] = cohort[CUSTOMER].isin(buyers(purchases, month)).astype("int64")
    return cohort[list(TYPES)]


def customers_to_score(purchases: pd.DataFrame, month: str) -> pd.DataFrame:
    """All customers at a month's end, of whom nobody knows yet what they will do."""
    day = snapshot_day(month)
    known = features(purchases[purchases["day"] <= day], day)
    return known[[name for name in TYPES if name != OUTCOME]]


def newcomers(cohort: pd.DataFrame) -> pd.DataFrame:
    """The customers of a cohort who have bought once: whoever of them buys again makes a second purchase."""
    once: pd.DataFrame = cohort[cohort["orders"] == 1]
    return once


def buyers(purchases: pd.DataFrame, month: str) -> pd.Series:
    """Customers who buy in the month after."""
    after = pd.Period(month, freq="M") + 1
    bought: pd.Series = purchases.loc[purchases["day"].dt.to_period("M") == after, CUSTOMER].drop_duplicates()
    return bought


def features(known: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """What is known of each customer on a day, from the purchases up to and including it.

    Parameters
    ----------
    known
        Purchases, none of them later than the day.
    day
        Snapshot.

    Returns
    -------
    DataFrame
        One row a customer. ``mean_gap_days`` is null for customers with one order.
    """
    customers, code = np.unique(known[CUSTOMER].to_numpy(dtype=str), return_inverse=True)
    age = (day - known["day"]).dt.days.to_numpy()
    frame = pd.DataFrame({CUSTOMER: customers, "snapshot_date": f"{day:%Y-%m-%d}"})
    frame = frame.assign(**_dates(code, age, day), **_orders(code, age, len(customers)), **_amounts(code, age, known))
    frame["mean_amount"] = (frame["amount"] / frame["orders"]).round(2)
    span = frame["tenure_days"] - frame["recency_days"]
    frame["mean_gap_days"] = (span / (frame["orders"] - 1).where(frame["orders"] > 1)).round(2)
    frame[RULE] = frame["orders_90d"] - frame["recency_days"] / 1000
    return frame


def _dates(code: np.ndarray, age: np.ndarray, day: pd.Timestamp) -> dict[str, object]:
    youngest = pd.Series(age).groupby(code).min().to_numpy()
    oldest = pd.Series(age).groupby(code).max().to_numpy()
    first = day - pd.to_timedelta(oldest, unit="D")
    return {"recency_days": youngest, "tenure_days": oldest, JOINED: first.strftime("%Y-%m")}


def _orders(code: np.ndarray, age: np.ndarray, size: int) -> dict[str, np.ndarray]:
    windows = {"orders": np.inf, "orders_30d": 30, "orders_90d": 90}
    return {name: np.bincount(code[age < limit], minlength=size) for name, limit in windows.items()}


def _amounts(code: np.ndarray, age: np.ndarray, known: pd.DataFrame) -> dict[str, np.ndarray]:
    amount = known["amount"].to_numpy()
    recent = age < 90
    size = int(code.max()) + 1
    oldest_first = np.lexsort((-age, code))
    last = oldest_first[np.append(np.diff(code[oldest_first]) > 0, True)]
    return {
        "quantity": np.bincount(code, known["quantity"].to_numpy()).astype("int64"),
        "amount": np.bincount(code, amount).round(2),
        "amount_90d": np.bincount(code[recent], amount[recent], minlength=size).round(2),
        "last_amount": amount[last],
    }
