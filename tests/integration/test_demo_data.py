"""The demo's labelled cohorts: real, whole, and blind to what comes after the snapshot."""

from __future__ import annotations

import pandas as pd
import pytest

from examples.demo import features, purchases


@pytest.fixture(scope="module")
def bought() -> pd.DataFrame:
    """All purchases, as the installed package ships them."""
    return purchases.read_purchases(purchases.purchases_file())


def test_purchases_keep_the_leading_zeros_of_customer_ids(bought: pd.DataFrame) -> None:
    """Ids are texts of five digits."""
    assert bought["customer_id"].iloc[0] == "00001"
    assert bought["customer_id"].nunique() == 23_570
    assert len(bought) == 69_659


def test_missing_package_is_said_with_the_command_that_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package the demo names it and the way to install it."""
    monkeypatch.setattr(purchases, "PACKAGE", "no_such_package_here")
    with pytest.raises(purchases.PurchasesNotFoundError, match=r"no_such_package_here is not installed.*make demo"):
        purchases.purchases_file()


@pytest.mark.parametrize("month", ["1997-03", "1997-12", "1998-05"])
def test_every_cohort_holds_all_customers_once(bought: pd.DataFrame, month: str) -> None:
    """All customers bought before April 1997, so each month end has them all."""
    cohort = features.labelled_cohort(bought, month)
    assert list(cohort) == list(features.TYPES)
    assert cohort["customer_id"].is_unique
    assert len(cohort) == 23_570
    assert 0.05 < cohort["repurchased"].mean() < 0.13


@pytest.mark.parametrize("month", ["1997-03", "1997-09", "1998-05"])
def test_features_do_not_know_the_future(bought: pd.DataFrame, month: str) -> None:
    """Features from a file that ends at the snapshot equal those from the whole file."""
    truncated = bought[bought["day"] <= features.snapshot_day(month)]
    whole = features.labelled_cohort(bought, month).drop(columns="repurchased")
    alone = features.labelled_cohort(truncated, month).drop(columns="repurchased")
    pd.testing.assert_frame_equal(whole, alone)


def test_outcome_is_a_purchase_in_the_next_calendar_month(bought: pd.DataFrame) -> None:
    """The outcome of December is January, across the turn of the year, and nothing later."""
    january = bought[bought["day"].between("1998-01-01", "1998-01-31")]
    cohort = features.labelled_cohort(bought, "1997-12").set_index("customer_id")
    assert set(cohort.index[cohort["repurchased"] == 1]) == set(january["customer_id"])


def test_features_of_one_customer_are_those_counted_by_hand(bought: pd.DataFrame) -> None:
    """Customer 00003 bought on 2 January and 30 March 1997."""
    cohort = features.labelled_cohort(bought, "1997-03").set_index("customer_id")
    one = cohort.loc["00003"]
    assert (one["recency_days"], one["tenure_days"], one["orders"], one["orders_30d"]) == (1, 88, 2, 1)
    assert (one["amount"], one["last_amount"], one["mean_gap_days"]) == (41.52, 20.76, 87.0)
    assert one["first_month"] == "1997-01"


def test_gap_between_orders_is_null_with_one_order(bought: pd.DataFrame) -> None:
    """One order has no gap; the model's imputation deals with it."""
    cohort = features.labelled_cohort(bought, "1997-03")
    assert cohort.loc[cohort["orders"] == 1, "mean_gap_days"].isna().all()
    assert cohort.loc[cohort["orders"] > 1, "mean_gap_days"].notna().all()
