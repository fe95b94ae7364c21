"""Early warnings as DSS runs them: the newest partition of a third dataset, and metrics that scenarios act on."""

from __future__ import annotations

import pytest

from tests.integration.telco import MONTHS, Telco

pytestmark = pytest.mark.clients
MONTH = "2019-02"


@pytest.fixture(scope="module")
def newest(telco: Telco) -> Telco:
    """A score that trains nothing, and a dataset over the same files as its history."""
    telco.configure(retrain=False)
    telco.dataset("newest", "archive")
    return telco


def connect_newest(telco: Telco, function: str) -> None:
    """Connect a dataset over the same files as the newest customers, with a dependency."""
    settings = telco.recipe.get_settings()
    deps = [{"out": "performance", "idim": "month", "func": function, "params": {}}]
    settings.get_recipe_raw_definition()["inputs"]["newest_customers"] = {"items": [{"ref": "newest", "deps": deps}]}
    settings.save()


def test_the_newest_partition_is_compared_with_the_cohort(newest: Telco) -> None:
    """Its customers are scored by the version, and figures stay those of the cohort."""
    assert newest.run(MONTH).startswith("DONE")
    before = newest.rows("performance", MONTH)
    connect_newest(newest, "latest_available")
    log = newest.run(MONTH)
    rows = newest.rows("performance", MONTH)
    last = MONTHS[-1]

    assert log.startswith("DONE")
    assert f"Newest customers, {last}: " in log
    assert set(rows["newest_cohort"]) == {last}
    assert rows["n_newest"].astype(float).gt(0).all()
    assert rows["score_psi"].astype(float).ge(0).all()
    assert rows["list_changed"].astype(float).between(0, 1).all()
    assert rows["lift"].tolist() == before["lift"].tolist()


def test_several_partitions_are_refused(newest: Telco) -> None:
    """With the dependency to set."""
    connect_newest(newest, "all_available")

    assert "Set the dependency to 'Latest available'" in newest.run(MONTH)
