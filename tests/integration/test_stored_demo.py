"""Stored scores beside the main job on the demo's real customers, all 23,570 of them: the same figures, in two databases."""

from __future__ import annotations

import pytest

from dss_standin.running import Running
from tests.integration.test_replay_demo import MONTH, demo_score, everybody
from tests.integration.test_stored_scores import OnPostgreSQL, Stored, assert_same_figures

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(standin: Running) -> Stored:
    """A month of the demo, whose scores the main job writes to DuckDB; figures of four decimals are tied there too."""
    telco = demo_score(standin, "DEMO", everybody)
    telco.configure(score_columns=["rule_score"])
    return Stored(standin.client(), "DEMO", "duckdb", months=(MONTH,), telco=telco, dialect="duckdb")


def test_duckdb_gives_the_figures_of_the_main_job(demo: Stored) -> None:
    """From form to performance, beside retrain-and-evaluate; a rule's score too, whose ties are many."""
    demo.telco.output("by_month")
    log = demo.run(demo.recipe("evaluate_by_month", "by_month"), MONTH)

    assert log.startswith("DONE"), log
    assert set(demo.telco.rows("by_month", MONTH)["version_id"]) >= {"initial", "column:rule_score"}
    assert_same_figures(demo, "by_month", MONTH)


def test_postgresql_gives_the_figures_of_the_main_job(demo: Stored, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A real server, by its own dialect."""
    engines = pytest.importorskip("tests.engines.postgresql")
    with engines.PostgreSQL(tmp_path_factory.mktemp("warehouse")) as server:
        warehouse = OnPostgreSQL(demo, server, MONTH)
        log = demo.run(warehouse.recipe, MONTH)

        assert log.startswith("DONE"), log
        assert_same_figures(demo, "from_warehouse", MONTH)
