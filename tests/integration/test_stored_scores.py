"""Scores that live in a database, evaluated there by the real recipe: the figures of retrain-and-evaluate."""

from __future__ import annotations

from typing import Any

import dataikuapi
import pandas as pd
import pytest

from champion_challenger.core.performance import COLUMNS
from dss_standin.running import Running
from tests.integration.telco import MONTHS, Telco

RECIPE = "CustomCode_champion-challenger-evaluate-stored-scores"
SHARED = [
    "targeting_rate", "lift", "auc", "precision", "sensitivity", "accuracy", "gini", "ks", "lift_low", "lift_high",
    "auc_low", "auc_high", "precision_low", "precision_high", "sensitivity_low", "sensitivity_high", "n", "n_positive",
    "base_rate", "n_targeted", "cutoff_score", "true_positives", "true_positives_worst", "true_positives_best",
    "cohort", "cohort_start", "cohort_status", "is_champion", "version_label", "trained_until", "out_of_time",
    "model_age_days", "algorithm", "model_id", "score_id",
]  # fmt: skip


class Stored:
    """A telecom score whose scores are kept in a database, and the recipe that evaluates them there."""

    def __init__(self, client: dataikuapi.DSSClient, key: str, connection: str, **config: Any) -> None:
        self.telco = Telco(client, key=key, months=MONTHS[:3])
        self.connection = connection
        self.config = config
        self.telco.output("db_scores", connection)
        self._rewire(self.telco.recipe, "outputs", scores="db_scores")
        for month in ("2019-02", "2019-03"):
            log = self.telco.run(month)
            assert log.startswith("DONE"), log

    def recipe(self, name: str, output: str, **refs: str) -> dataikuapi.dss.recipe.DSSRecipe:
        """Create the recipe that evaluates stored scores."""
        inputs = {"scores": "db_scores", "model": self.telco.model_id, **refs}
        prototype = {
            "type": RECIPE,
            "name": name,
            "projectKey": self.telco.key,
            "inputs": {role: {"items": [{"ref": ref, "deps": []}]} for role, ref in inputs.items() if ref},
            "outputs": {"performance": {"items": [{"ref": output, "deps": []}]}},
            "params": {"customConfig": {**self.config}},
        }
        return self.telco.project.create_recipe(prototype, {"rawCreation": True})

    def configure(self, recipe: dataikuapi.dss.recipe.DSSRecipe, **config: Any) -> None:
        """Set the recipe's form."""
        settings = recipe.get_settings()
        settings.get_recipe_raw_definition()["params"]["customConfig"] = {**self.config, **config}
        settings.save()

    @staticmethod
    def run(recipe: dataikuapi.dss.recipe.DSSRecipe, month: str | None) -> str:
        """Run the recipe, whatever comes of it: the state and the log."""
        job = recipe.run(partitions=month, wait=True, no_fail=True)
        return f"{job.get_status()['baseStatus']['state']}\n{job.get_log()}"

    @staticmethod
    def _rewire(recipe: dataikuapi.dss.recipe.DSSRecipe, side: str, **refs: str) -> None:
        settings = recipe.get_settings()
        for role, ref in refs.items():
            settings.get_recipe_raw_definition()[side][role] = {"items": [{"ref": ref, "deps": []}]}
        settings.save()


@pytest.fixture(scope="module")
def stored(standin: Running) -> Stored:
    """Two months of scores on the DuckDB connection."""
    return Stored(standin.client(), "STORED", "duckdb", dialect="duckdb")


def assert_same_figures(stored: Stored, output: str, month: str) -> None:
    """Every figure of the stored scores equals that of retrain-and-evaluate, to 1e-12."""
    keys = ["version_id", "targeting_rate"]
    expected = stored.telco.rows("performance", month).sort_values(keys).reset_index(drop=True)
    found = stored.telco.rows(output, month).sort_values(keys).reset_index(drop=True)

    assert len(found) == len(expected) > 0
    pd.testing.assert_frame_equal(found[SHARED], expected[SHARED], rtol=0, atol=1e-12, check_dtype=False)


def test_a_partition_has_the_figures_of_the_main_job(stored: Stored) -> None:
    """From the form to the performance dataset, on the scores that the main job stored."""
    stored.telco.output("by_month")
    recipe = stored.recipe("evaluate_by_month", "by_month")
    log = stored.run(recipe, "2019-03")

    assert log.startswith("DONE"), log
    assert_same_figures(stored, "by_month", "2019-03")
    schema = stored.telco.project.get_dataset("by_month").get_schema()["columns"]
    assert [(c["name"], c["type"]) for c in schema] == [(c.name, c.type) for c in COLUMNS]
