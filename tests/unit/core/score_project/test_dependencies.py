"""Recipes of a score project, as far as partitions go."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.score_project.parts import Dimensions, Template, blueprint
from champion_challenger.settings.create_score_project import ScoreProject
from champion_challenger.settings.form import Form

FORM = {
    "score_name": "Renewal",
    "training_data": "history",
    "cohort": "customers",
    "customers_to_score": "prospects",
    "outcome_column": "renewed",
    "customer_id_column": "id",
    "horizon": "1 month",
}
MONTH, DAY = ("month", "MONTH"), ("day", "DAY")


def recipes(dimensions: Dimensions, **changes: str) -> dict[str, Any]:
    """Definitions of the recipes, by name."""
    form = Form({**FORM, **changes}, project_key="DATA")
    parts = blueprint(ScoreProject.from_form(form), Template(), dimensions)
    return {part.name: part.definition for part in parts if part.kind.endswith("recipe")}


def deps(definition: Any, role: str) -> list[dict[str, Any]]:
    """Dependencies of the one input of a role."""
    found: list[dict[str, Any]] = definition["inputs"][role]["items"][0]["deps"]
    return found


@pytest.mark.parametrize(
    ("recipe", "role", "expected"),
    [
        ("retrain_and_evaluate", "model", []),
        ("retrain_and_evaluate", "cohort", [("performance", "month", "month", "equals")]),
        (
            "retrain_and_evaluate",
            "training_data",
            [("performance", "month", None, "all_available"), ("performance", "region", None, "all_available")],
        ),
        ("retrain_and_evaluate", "newest_customers", [("performance", "day", None, "latest_available")]),
        ("summarise_performance", "performance", [("performance_summary", "month", None, "all_available")]),
    ],
)
def test_dependencies(recipe: str, role: str, expected: list[Any]) -> None:
    """Each dimension of each input has one: the cohort its own month, who is scored the newest, the rest all there is."""
    made = recipes(Dimensions(MONTH, DAY, ("month", "region")))[recipe]
    found = [(dep["out"], dep["idim"], dep.get("odim"), dep["func"]) for dep in deps(made, role)]

    assert found == expected


def test_the_customers_of_a_day_are_scored_in_its_partition() -> None:
    """The scoring recipe has one too."""
    made = recipes(Dimensions(MONTH, DAY, ("month",)))["score_customers"]

    assert made["deps"] == [{"out": "customer_scores", "idim": "day", "odim": "day", "func": "equals", "params": {}}]


def test_data_without_partitions_need_none() -> None:
    """Performance is partitioned all the same."""
    made = recipes(Dimensions(None, None))

    assert [deps(made["retrain_and_evaluate"], role) for role in ("cohort", "training_data", "newest_customers")] == (
        [[]] * 3
    )
    assert made["score_customers"]["deps"] == []
    assert deps(made["summarise_performance"], "performance")[0]["idim"] == "month"


@pytest.mark.parametrize("customers", ["", "customers", "history"])
def test_customers_that_are_read_otherwise_are_no_newest_ones(customers: str) -> None:
    """A recipe is given one set of partitions of a dataset: the cohort's, or those to train on."""
    made = recipes(Dimensions(MONTH, MONTH, ("month",)), customers_to_score=customers)

    assert "newest_customers" not in made["retrain_and_evaluate"]["inputs"]
    assert made["score_customers"]["input"] == f"DATA.{customers or 'customers'}"
