"""Versions that load here, that do not, and that were trained elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from champion_challenger.core.installation.findings import Finding
from champion_challenger.core.installation.packages import PACKAGES_ADVICE
from champion_challenger.errors import ForbiddenError, HostError
from champion_challenger.operations.installation.model import Sample, environment_findings, model_findings
from champion_challenger.records.installation import TrainingEnvironment
from tests.unit.operations.fake_models import FACTS, FakeScorer
from tests.unit.operations.fakes import customers, dataset
from tests.unit.operations.installation.fakes import INSTANCE, FakeCheckedModel, checked_model

SAMPLE = Sample(dataset("TELCO.customers", customers()), customers())


def found(model: FakeCheckedModel, sample: Sample | None = SAMPLE) -> dict[str, Finding]:
    """Lines by subject."""
    listed = list(model_findings(model, model.listed, sample, INSTANCE))
    return {finding.subject: finding for finding in listed}


def test_each_version_loads_and_scores_five_rows() -> None:
    """The newest comes first."""
    lines = found(checked_model())

    assert list(lines) == ["Read the versions", "Version 20190102 (v2)", "Version 20190101 (v1, champion)"]
    assert {line.level for line in lines.values()} == {"ok"}
    assert lines["Version 20190102 (v2)"].observation == "it loads and scores 5 rows"


def test_without_a_cohort_versions_are_loaded_only() -> None:
    """Which says most of what there is to know of an environment."""
    model = checked_model()
    lines = found(model, sample=None)

    assert model.loaded == ["v2", "v1"]
    assert lines["Version 20190102 (v2)"].observation == "it loads (not scored: there is no cohort with rows)"


def test_what_does_not_load_is_red_with_the_place_to_change_it() -> None:
    """The host's words are found, the rest is advice."""
    error = HostError(f"No module named 'lightgbm'. This is env, which has no package lightgbm. {PACKAGES_ADVICE}.")
    line = found(checked_model(v2=error))["Version 20190102 (v2)"]

    assert (line.level, line.advice) == ("fix", PACKAGES_ADVICE)
    assert line.observation == "No module named 'lightgbm'. This is env, which has no package lightgbm."


def test_another_failure_is_red_too() -> None:
    """The other versions are looked at all the same."""
    lines = found(checked_model(v2=HostError("no disk")))

    assert (lines["Version 20190102 (v2)"].level, lines["Version 20190101 (v1, champion)"].level) == ("fix", "ok")
    assert "The other versions are evaluated" in lines["Version 20190102 (v2)"].advice


def test_another_scikit_learn_is_amber_with_both_versions() -> None:
    """It loads; whether its scores are the same, nobody knows."""
    model = checked_model()
    model.scikit_learn = {"v2": "1.0.2"}
    line = found(model)["Version 20190102 (v2)"]

    assert line.level == "look"
    assert line.observation.endswith("but it was trained with scikit-learn 1.0.2, and this environment has 1.5.2")


@pytest.mark.parametrize(("version", "level"), [("v1", "fix"), ("v2", "look")])
def test_a_feature_that_the_cohort_lacks(version: str, level: str) -> None:
    """The champion has to score, an older challenger has not."""
    line = [
        line
        for line in found(checked_model(**{version: FakeScorer({"gone": 1.0})})).values()
        if version in line.subject
    ]

    assert [(one.level, "gone" in one.observation, bool(one.advice)) for one in line] == [(level, True, True)]


def test_digits_in_a_column_of_texts_are_scored() -> None:
    """As the recipe does."""
    texts = customers().assign(x="0.5")
    sample = Sample(dataset("TELCO.customers", texts), texts)

    assert sample.facts.types["x"] == "string"
    assert found(checked_model(), sample)["Version 20190102 (v2)"].level == "ok"


def test_a_model_that_may_not_be_read_is_one_line() -> None:
    """With who has to give which right."""
    (line,) = model_findings(checked_model(), ForbiddenError("no right"), SAMPLE, INSTANCE)

    assert (line.level, line.observation) == ("fix", "no right")
    assert "a model that is only shared cannot be looked into" in line.advice


def test_a_model_of_another_kind_is_not_loaded() -> None:
    """What a run would say of it."""
    model = checked_model()
    model.facts = replace(FACTS, kind="MLFLOW_PYFUNC")
    lines = found(model)

    assert lines["Kind of model"].level == "fix"
    assert model.loaded == []


def test_a_model_without_active_version_has_no_champion() -> None:
    """Nothing could be compared."""
    model = checked_model()
    model.activate("none")

    assert found(model)["Champion"].level == "fix"


@pytest.mark.parametrize(
    ("training", "level", "words"),
    [
        (TrainingEnvironment(), "untried", "do not tell"),
        (TrainingEnvironment("ml", refusal="no right"), "untried", "no right"),
        (TrainingEnvironment("ml", "3.9", {"scikit-learn": "1.0.2"}), "look", "scikit-learn 1.0.2 (here 1.5.2)"),
        (TrainingEnvironment("ml", "3.11", {"scikit-learn": "1.5.1"}), "ok", "agree"),
    ],
)
def test_each_environment_of_a_training_is_a_line(training: TrainingEnvironment, level: str, words: str) -> None:
    """Once, however many versions came from it."""
    model = checked_model()
    model.environments = {"v1": training, "v2": training}
    (line,) = environment_findings(model, model.listed, INSTANCE)

    assert (line.level, words in line.observation, bool(line.advice)) == (level, True, level != "ok")
