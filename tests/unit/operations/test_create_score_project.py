"""The next score's project, made part by part on a host in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from champion_challenger.core.replay.design import FrozenDesign
from champion_challenger.core.score_project.outcome import Outcome
from champion_challenger.core.score_project.parts import RECORD, Part, Template
from champion_challenger.errors import HostError, SettingsError
from champion_challenger.operations.create_score_project import create_score_project
from champion_challenger.records.datasets import Column, DatasetFacts
from champion_challenger.settings.create_score_project import ScoreProjectRequest
from champion_challenger.settings.form import Form

FORM = {
    "score_name": "Renewal",
    "training_data": "history",
    "cohort": "customers",
    "outcome_column": "renewed",
    "customer_id_column": "id",
    "horizon": "1 month",
}
COLUMNS = (Column("id", "string"), Column("spend", "double"), Column("renewed", "bigint"))
MONTHLY = DatasetFacts(name="", columns=COLUMNS, dimensions=(("month", "MONTH"),))


@dataclass
class FakeScoreHost:
    """Projects in memory; `breaks_at` is the kind of part that the host refuses."""

    plugin_version: str = "0.1.0"
    shape: DatasetFacts = MONTHLY
    templates: dict[str, Template] = field(default_factory=dict)
    projects: dict[str, dict[str, Any]] = field(default_factory=dict)
    made: list[Part] = field(default_factory=list)
    breaks_at: str = ""
    said: list[str] = field(default_factory=list)

    def template(self, project_key: str) -> Template:
        """Return an existing score project."""
        return self.templates[project_key]

    def facts(self, dataset: str) -> DatasetFacts:
        """All datasets have one shape."""
        return self.shape

    def exists(self, project_key: str) -> bool:
        """Whether it was made."""
        return project_key in self.projects

    def create(self, project_key: str, name: str) -> None:
        """Make an empty project."""
        self.projects[project_key] = {"record": {}, "parts": set()}

    def record(self, project_key: str) -> Mapping[str, Any]:
        """What was kept."""
        kept: Mapping[str, Any] = self.projects[project_key]["record"]
        return kept

    def keep(self, project_key: str, record: Mapping[str, Any]) -> None:
        """Keep it."""
        self.projects[project_key]["record"] = dict(record)

    def holds(self, project_key: str, part: Part) -> bool:
        """Whether it stands there."""
        return part.key in self.projects[project_key]["parts"]

    def make(self, project_key: str, part: Part, design: FrozenDesign | None) -> str:
        """Make it, or refuse."""
        if part.kind == self.breaks_at:
            raise HostError(f"no {part.kind} today")
        self.made.append(part)
        self.projects[project_key]["parts"].add(part.key)
        return "m1" if part.kind == "model" else part.name

    def tell(self, message: str) -> None:
        """Remember a line."""
        self.said.append(message)


def run(given: FakeScoreHost, **changes: Any) -> Outcome:
    """Run with a form that differs in some fields."""
    return create_score_project(request({**FORM, **changes}), given)


def request(values: dict[str, Any]) -> ScoreProjectRequest:
    """What the macro is asked, in project DATA."""
    return ScoreProjectRequest.from_form(Form(values, project_key="DATA"))


def states(outcome: Outcome) -> set[str]:
    """What became of the parts."""
    return {part.state for part in outcome.parts}


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
