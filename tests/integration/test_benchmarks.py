"""The benchmarks run: their models and hosts are what the recipe and the queries ask for today."""

from __future__ import annotations

import pytest

from tests.benchmarks import pairs, recipe, stored, summaries, workers
from tests.integration.telco import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _as_make_does(monkeypatch):
    """Benchmarks measure memory in processes of their own, which find the library as `make bench` has them find it."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "python-lib"))
    monkeypatch.chdir(ROOT)


def test_recipe():
    """The whole operation on its host in memory, with cheap and dear models, and with processes."""
    found = recipe.overhead(2_000, repetitions=1)
    assert 0 < found["overhead_share_14x1e6"] < 1
    assert recipe.reads([1, 7]) == {"cohort_reads": 1, "predictors_in_memory": 1}
    assert workers.measured(2_000, repetitions=1)["recipe_vs_serial_14x1e6"] > 0


def test_summary():
    """Summary, report and webapp of a few versions and months."""
    assert summaries.measured(5, 3)["summarise_seconds_100x36"] > 0


@pytest.mark.parametrize("part", [stored, pairs])
def test_database(part):
    """Queries of counts and of pairs, on a thousandth of the rows."""
    assert all(value > 0 for name, value in part.measured(1_000).items() if "seconds" in name)
