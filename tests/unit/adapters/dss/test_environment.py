"""What somebody is told whose model needs other packages than this environment has."""

from __future__ import annotations

import warnings
from importlib import metadata

import pytest

from champion_challenger.adapters.dss.asking import asking
from champion_challenger.adapters.dss.environment import Training, explain_error, note_training, unlike
from champion_challenger.errors import ForbiddenError, HostError

HERE = metadata.version("scikit-learn")
OLD = f"Trying to unpickle estimator LogisticRegression from version 1.0.2 when using version {HERE}. This might lead"


def refused(error: Exception) -> HostError:
    """What our error is of an exception while loading."""
    with pytest.raises(HostError, match="DSS was asked to load it") as caught, asking("to load it"):
        raise error
    return caught.value


def test_the_training_is_read_from_the_warning_of_scikit_learn() -> None:
    """Both versions are in one sentence; a warning of another kind is passed on."""
    with pytest.warns(UserWarning, match="something else"), note_training() as training:  # noqa: PT031
        warnings.warn(OLD, UserWarning, stacklevel=1)
        warnings.warn("something else", UserWarning, stacklevel=1)

    assert training.scikit_learn == "1.0.2"
    assert "It was trained with scikit-learn 1.0.2, and this is code env " in training.sentence
    assert f"scikit-learn {HERE})" in training.sentence


def test_a_training_is_noted_although_loading_fails() -> None:
    """Some estimators load before the one that does not."""
    with pytest.raises(ValueError, match="incompatible"), note_training() as training:  # noqa: PT012
        warnings.warn(OLD, UserWarning, stacklevel=1)
        raise ValueError("node array from the pickle has an incompatible dtype")

    assert training.scikit_learn == "1.0.2"


@pytest.mark.parametrize(
    ("error", "training", "expected"),
    [
        (
            ModuleNotFoundError("No module named 'no_such.core'", name="no_such.core"),
            Training(),
            "has no package no_such",
        ),
        (ValueError("incompatible dtype"), Training("1.0.2"), "It was trained with scikit-learn 1.0.2, and this is"),
        (ModuleNotFoundError("gone", name="sklearn.gone"), Training("1.0.2"), "It was trained with scikit-learn 1.0.2"),
        (AttributeError("gone"), Training(), "it may differ. On the page of this code environment in DSS"),
    ],
)
def test_an_error_says_what_to_change_and_where(error: Exception, training: Training, expected: str) -> None:
    """The package that is missing, else both versions, else that they may differ."""
    message = str(explain_error(refused(error), training, "it may differ"))

    assert message.startswith(f"DSS was asked to load it, and answered: {type(error).__name__}: ")
    assert expected in message
    assert message.endswith("Add sets of packages > Visual Machine Learning), and update it.")


def test_the_environment_of_the_training_is_named_where_it_is_told() -> None:
    """In each of the three sentences."""
    training = Training("1.0.2", environment="old_ml")
    missing = refused(ModuleNotFoundError("gone", name="no_such"))

    assert "scikit-learn 1.0.2 in code env old_ml, and this is" in training.sentence
    assert "; the model was trained in code env old_ml. On the page" in str(explain_error(missing, training))
    assert unlike(training).endswith("the model may need other packages, those of code env old_ml")
    assert unlike(Training()).endswith("the model may need other packages")


def test_an_absent_scikit_learn_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the name under which it is installed."""
    monkeypatch.setattr("champion_challenger.adapters.dss.environment.find_spec", lambda _: None)
    error = refused(ModuleNotFoundError("No module named 'sklearn'", name="sklearn"))

    assert "which has no package scikit-learn. On the page" in str(explain_error(error, Training()))


@pytest.mark.parametrize(
    "error",
    [refused(PermissionError("you are not authorized to read project X")), HostError("rows are missing")],
    ids=["no right", "not of a package"],
)
def test_other_errors_stay_as_they_are(error: HostError) -> None:
    """Packages have nothing to do with them."""
    assert explain_error(error, Training("1.0.2"), "it may differ") is error
    assert isinstance(error, (ForbiddenError, HostError))
