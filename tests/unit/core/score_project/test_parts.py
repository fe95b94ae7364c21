"""The parts of a score project: in an order in which they can be made, and comparable with an earlier run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from champion_challenger.core.score_project.parts import (
    MODEL,
    PLACEHOLDERS,
    REPORTS,
    Dimensions,
    Part,
    Template,
    blueprint,
    for_another_score,
    form_from_template,
    lacking_ids,
    with_ids,
)
from champion_challenger.languages import LANGUAGES
from champion_challenger.settings.create_score_project import Production, ScoreProject
from tests.unit.core.replay.designs import frozen

MONTH = ("month", "MONTH")
INPUTS = ("performance_summary", "gains_curves", "decision_rules", "activation_log")
PROJECT = ScoreProject(
    "Churn", "CHURN", "", "DATA.history", "DATA.cohort", "DATA.customers", "churned", customer_id="id"
)


def parts(project: ScoreProject = PROJECT, template: Template | None = None) -> dict[str, Part]:
    """Parts by key."""
    listed = blueprint(project, template or Template(), Dimensions(MONTH, MONTH))
    return {part.key: part for part in listed}


def test_a_part_comes_after_those_whose_ids_it_needs() -> None:
    """The host gives the ids of model and folder when it makes them."""
    known: dict[str, str] = {}
    for part in blueprint(PROJECT, Template(), Dimensions(MONTH, MONTH)):
        assert lacking_ids(part, known) == []
        known.update({PLACEHOLDERS[part.kind]: "x"} if part.kind in PLACEHOLDERS else {})
    assert known == {MODEL: "x", REPORTS: "x"}


def test_ids_are_put_in_wherever_they_are_needed() -> None:
    """In lists, tuples and within texts; the definition itself stays as it was."""
    definition = {"refs": [MODEL, ("a", f"{MODEL}/{REPORTS}")], "n": 1}
    assert with_ids(definition, {MODEL: "m", REPORTS: "f"}) == {"refs": ["m", ["a", "m/f"]], "n": 1}
    assert definition["refs"][0] == MODEL  # type: ignore[index]


def test_without_a_customer_id_no_scores_are_written() -> None:
    """Their dataset is made, and the recipe has no such output."""
    recipe = parts(replace(PROJECT, customer_id=""))["recipe retrain_and_evaluate"].definition
    assert list(recipe["outputs"]) == ["performance", "gains_curves", "retraining_log"]


def test_what_the_form_says_comes_before_the_copied_recipe() -> None:
    """The rest of the existing recipe's form is kept."""
    template = Template(recipe_form={"score_id": "Old", "scoring_threads": 4, "targeting_rates": "3"})
    form = parts(template=template)["recipe retrain_and_evaluate"].definition["params"]["customConfig"]
    assert (form["score_id"], form["scoring_threads"], form["targeting_rates"]) == ("Churn", 4, "3")


def test_the_time_zone_is_that_of_recipe_and_scenarios() -> None:
    """UTC is not written, but where the copied recipe names another one."""
    paris = parts(replace(PROJECT, zone=ZoneInfo("Europe/Paris")))
    utc = parts(template=Template(recipe_form={"time_zone": "Europe/Paris"}))
    forms = [one["recipe retrain_and_evaluate"].definition["params"]["customConfig"] for one in (paris, parts(), utc)]

    assert [form.get("time_zone") for form in forms] == ["Europe/Paris", None, "UTC"]
    assert "Europe/Paris" in str(paris["scenario Score_Churn"].definition)


def test_datasets_that_are_read_are_shared_once() -> None:
    """Training data, cohort and customers may be one and the same."""
    same = replace(PROJECT, customers="DATA.cohort")
    assert [key for key in parts(same) if key.startswith("shared")] == [
        "shared dataset DATA.history",
        "shared dataset DATA.cohort",
    ]


@pytest.mark.parametrize(
    ("change", "key"), [({"rates": "2"}, "recipe retrain_and_evaluate"), ({"outcome": "left"}, "model Churn")]
)
def test_another_answer_changes_the_digest_of_its_parts_alone(change: dict[str, Any], key: str) -> None:
    """The same answers give the same digests on any machine."""
    before, after = parts(), parts(replace(PROJECT, **change))
    changed = [name for name, part in after.items() if part.digest != before[name].digest]
    assert key in changed
    assert "scenario " not in " ".join(changed)
    assert {key: part.digest for key, part in parts().items()} == {key: part.digest for key, part in before.items()}


def test_a_design_for_another_outcome_keeps_its_features_and_forgets_its_classes() -> None:
    """The next model finds its own."""
    design = for_another_score(frozen())
    assert (design.target, set(design.features)) == ("", {"age", "region", "income"})
    assert "target_remapping" not in design.preprocessing


@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_an_empty_field_is_that_of_the_existing_project(empty: Any) -> None:
    """Its name and key are never taken over, or two projects would be one."""
    existing = {"score_name": "Old", "project_key": "OLD", "horizon": "90 days"}
    assert form_from_template({"score_name": "New", "horizon": empty}, existing) == {
        "score_name": "New",
        "horizon": "90 days",
    }


@pytest.mark.parametrize(("cohort", "expected"), [(None, ("month", "MONTH")), (("day", "DAY"), ("day", "DAY"))])
def test_performance_is_partitioned_as_the_cohort_or_by_month(
    cohort: tuple[str, str] | None, expected: tuple[str, str]
) -> None:
    """A cohort without partitions is evaluated month by month all the same."""
    listed = {part.key: part for part in blueprint(PROJECT, Template(), Dimensions(cohort, None))}
    dimension = listed["dataset performance"].definition["dimension"]
    assert (dimension["name"], dimension["period"]) == expected


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_name_that_a_part_uses_is_one_of_a_part(language: str) -> None:
    """Recipes, builds, readings and reports name datasets as they are made, whatever the language of the names."""
    project = replace(PROJECT, language=language, production=Production("mail", ("a@b.c",), has_workbook=True))
    found = parts(project)
    datasets = {part.name for part in found.values() if part.kind == "dataset"} | {"DATA.cohort"}
    recipes = [part.definition["outputs"] for part in found.values() if part.kind == "recipe"]
    steps = [step["params"] for part in found.values() if part.kind == "scenario" for step in part.definition["steps"]]
    builds = [build["itemId"] for params in steps for build in params.get("builds", [])]
    readings = [one["dataset"] for params in steps for one in params.get("config", {}).get("readings", [])]
    reports = [value for params in steps for key, value in params.get("config", {}).items() if key.endswith(INPUTS)]

    assert {item["ref"] for outputs in recipes for role in outputs.values() for item in role["items"]} < datasets
    assert {*builds, *readings, *reports} < datasets
    assert len(reports) == 8
