"""The next score's project, made part by part on a host in memory."""

from __future__ import annotations

import pytest

from champion_challenger.core.score_project.parts import RECORD, Template
from champion_challenger.errors import HostError, SettingsError
from champion_challenger.operations.create_score_project import create_score_project
from champion_challenger.records.datasets import DatasetFacts
from tests.unit.operations.fake_score_host import COLUMNS, FORM, MONTHLY, FakeScoreHost, request, run, states


def test_all_parts_are_made_and_recorded_and_the_model_is_named_by_its_id() -> None:
    """Recipes and scenarios come after what they use; the placeholder is gone."""
    given = FakeScoreHost()
    outcome = run(given)
    kinds = [part.kind for part in given.made]
    record = given.projects["RENEWAL"]["record"][RECORD]

    assert states(outcome) == {"made"}
    assert kinds.index("model") < kinds.index("recipe") < kinds.index("scenario") < kinds.index("article")
    assert "${model}" not in str([part.definition for part in given.made])
    assert record["is_complete"]
    assert set(record["parts"]) == {part.key for part in given.made}


def test_run_again_it_changes_nothing() -> None:
    """People may have changed what was made: their work is not undone."""
    given = FakeScoreHost()
    run(given)
    given.made.clear()
    outcome = run(given)

    assert given.made == []
    assert states(outcome) == {"kept"}
    assert outcome.sentence == "Nothing was changed: RENEWAL is as it would be made now."


def test_run_that_broke_off_goes_on_where_it_was() -> None:
    """The host refuses a recipe; afterwards only what is missing is made, with the model of the first time."""
    given = FakeScoreHost()
    given.breaks_at = "recipe"
    with pytest.raises(HostError, match="no recipe today"):
        run(given)
    before = {part.key for part in given.made}
    given.breaks_at = ""
    outcome = run(given)

    assert {part.name for part in outcome.parts if part.state == "kept"} == {
        part.name for part in given.made if part.key in before
    }
    assert [part.kind for part in given.made].count("model") == 1


def test_another_answer_is_told_as_a_difference() -> None:
    """Other targeting rates: the recipe's form would change, and nothing does."""
    given = FakeScoreHost()
    run(given)
    given.made.clear()
    outcome = run(given, targeting_rates="2, 4")

    assert given.made == []
    assert [part.name for part in outcome.parts if part.state == "would change"] == ["retrain_and_evaluate"]


def test_the_outcome_is_told_in_the_language_of_the_names() -> None:
    """A project with another name: each earlier part is no longer made, and keeps its kind."""
    given = FakeScoreHost()
    assert run(given).language == "en"
    outcome = run(given, language="fr")
    gone = {(part.kind, part.name) for part in outcome.parts if part.state == "no longer made"}

    assert outcome.language == "fr"
    assert outcome.sentence.startswith("Rien n'a été modifié")
    assert ("recipe", "retrain_and_evaluate") in gone
    assert all(kind for kind, _ in gone)


def test_part_that_somebody_deleted_is_told() -> None:
    """It is not made again behind their back."""
    given = FakeScoreHost()
    run(given)
    given.projects["RENEWAL"]["parts"].discard("dataset scores")
    assert [part.name for part in run(given).parts if part.state == "is gone"] == ["scores"]


def test_template_fills_what_the_form_leaves_open() -> None:
    """The form of the first score, its variables, and the form of its recipe; never its name."""
    first = {**FORM, "score_name": "Churn", "targeting_rates": "3", "project_key": "CHURN"}
    template = Template(form=first, variables={"country": "FR"}, recipe_form={"training_periods": 6})
    given = FakeScoreHost(templates={"CHURN": template})
    create_score_project(request({"score_name": "Renewal", "template_project": "CHURN"}), given)
    parts = {part.key: part.definition for part in given.made}
    form = parts["recipe retrain_and_evaluate"]["params"]["customConfig"]

    assert parts["variables project variables"]["country"] == "FR"
    assert form["targeting_rates"] == "3"
    assert form["training_periods"] == 6
    assert form["score_id"] == "Renewal"


def test_dimension_that_dss_keeps_for_itself_is_not_copied() -> None:
    """The recipe could not tell the partition of a dimension MONTH; one called Month is taken over."""
    names = []
    for name in ("MONTH", "Month"):
        given = FakeScoreHost(shape=DatasetFacts("", COLUMNS, ((name, "MONTH"),)))
        run(given)
        names += [part.definition["dimension"]["name"] for part in given.made if part.key == "dataset performance"]

    assert names == ["month", "Month"]


def test_key_of_another_project_is_refused() -> None:
    """Made by hand, or for another score."""
    given = FakeScoreHost()
    given.create("RENEWAL", "somebody else's")
    with pytest.raises(SettingsError, match="RENEWAL is taken by a project that this macro did not make"):
        run(given)
    other = FakeScoreHost()
    run(other)
    with pytest.raises(SettingsError, match="RENEWAL is the project of score Renewal"):
        run(other, score_name="Churn", project_key="RENEWAL")


@pytest.mark.parametrize(
    ("changes", "shape", "message"),
    [
        ({"outcome_column": "gone"}, MONTHLY, "history has no column 'gone'; it has id, spend, renewed"),
        ({"score_name": ""}, MONTHLY, "Name of the score: it is empty"),
        ({"cohort": "history"}, MONTHLY, "Labelled cohort: it is the training data itself"),
        ({"procedure": "p"}, MONTHLY, "Procedure connection: it is empty"),
        ({}, DatasetFacts("", COLUMNS, (("a", "MONTH"), ("b", "DAY"))), "expected one time dimension"),
    ],
)
def test_what_does_not_fit_is_told_before_anything_is_made(
    changes: dict[str, str], shape: DatasetFacts, message: str
) -> None:
    """No project is left behind."""
    given = FakeScoreHost()
    given.shape = DatasetFacts("DATA.history", shape.columns, shape.dimensions)
    with pytest.raises(SettingsError, match=message):
        run(given, **changes)
    assert given.projects == {}


def test_answers_of_a_first_try_that_failed_are_gone() -> None:
    """Training failed; the corrected form is recorded, and the variables are made again."""
    given = FakeScoreHost(breaks_at="model", templates={"OLD": Template(variables={"country": "FR"})})
    with pytest.raises(HostError, match="no model today"):
        run(given, horizon="3 months", targeting_rates="7")
    given.breaks_at, given.plugin_version = "", "0.2.0"
    run(given, targeting_rates="5", template_project="OLD")
    record = given.projects["RENEWAL"]["record"][RECORD]
    variables = [part.definition for part in given.made if part.kind == "variables"]

    assert (record["form"]["horizon"], record["form"]["targeting_rates"]) == ("1 month", "5")
    assert record["plugin_version"] == "0.2.0"
    assert [part.get("country") for part in variables] == [None, "FR"]


def test_a_part_with_other_answers_is_made_again_where_nothing_can_be_lost() -> None:
    """The recipe is; the model and the dataset are named, with what to do."""
    given = FakeScoreHost(breaks_at="scenario")
    with pytest.raises(HostError, match="no scenario today"):
        run(given, horizon="3 months")
    given.breaks_at = ""
    outcome = run(given, connection="warehouse")
    by_state = {part.name: part.state for part in outcome.parts}
    record = given.projects["RENEWAL"]["record"][RECORD]

    assert given.removed == ["recipe retrain_and_evaluate", "recipe summarise_performance"]
    assert (by_state["retrain_and_evaluate"], by_state["Renewal"]) == ("made", "would change")
    assert (by_state["performance"], by_state["reports"]) == ("would change", "kept")
    assert [note.key for note in outcome.left] == ["made.other_answers"]
    assert "model Renewal" in str(outcome.left[0].values["parts"])
    assert record["is_complete"]
    assert {part.name for part in run(given, connection="warehouse").parts if part.state == "would change"} == {
        name for name, state in by_state.items() if state == "would change"
    }
