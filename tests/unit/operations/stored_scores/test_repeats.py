"""Customers who appear more than once: found in one pass, then counted version by version."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from champion_challenger.errors import DataError
from tests.unit.operations.stored_scores.fakes import run_stored, stored_host, stored_scores


def test_customers_are_counted_only_where_one_may_repeat() -> None:
    """Counting the different customers of each version is the larger part of a look."""
    given = stored_host()
    run_stored(given)
    doubled = stored_scores()
    repeated = stored_host(pd.concat([doubled, doubled.tail(2)], ignore_index=True))
    with pytest.raises(DataError, match="more than once .column customer_id., 2 rows too many"):
        run_stored(repeated)

    assert not any("DISTINCT" in text for text in given.asked)
    assert "DISTINCT" in repeated.asked[-1]


def test_versions_that_cannot_be_named_are_counted_at_once() -> None:
    """A name with a quote stands in no query."""
    given = stored_host(stored_scores().replace({"version_id": {"v2": "d'office"}}))
    assert given.model is not None
    given.model.listed = [
        replace(one, version_id=one.version_id.replace("v2", "d'office")) for one in given.model.listed
    ]
    found = run_stored(given)

    assert "DISTINCT" in given.asked[1]
    assert found.loc[found["version_id"] == "d'office", "lift_delta"].notna().all()
