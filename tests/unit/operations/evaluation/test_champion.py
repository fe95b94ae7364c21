"""What is known of the champion, and of versions that a dead run left, before anything is compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from champion_challenger.errors import ForbiddenError, HostError
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate
from champion_challenger.records.models import TrainingFacts, VersionLabel
from champion_challenger.settings.retrain_and_evaluate import Settings
from tests.unit.operations.fakes import FakeHost, host

SETTINGS = Settings(customer_id_column="customer")
MAY = VersionLabel(date(2019, 5, 31), "f00d", TrainingFacts(run_id="dead"))


def trained_until(given: FakeHost) -> dict[str, str]:
    """Until when each version was trained, as its rows say."""
    rows = retrain_and_evaluate(SETTINGS, given).performance
    return {name: str(day) for name, day in zip(rows["version_id"], rows["trained_until"])}


def test_a_version_without_its_label_gets_it_in_a_run_without_retraining() -> None:
    """It is compared as what it is; the log says whose it was."""
    given = host(training_data=None)
    given.lab.lost = {"v2": MAY}

    assert trained_until(given)["v2"] == "2019-05-31"
    assert given.said[0] == (
        "Version v2 had no label: made by run dead, which did not end. It is labelled as its model in the lab is."
    )


@pytest.mark.parametrize("is_training", [True, False])
def test_so_does_the_champion(is_training: bool) -> None:
    """Somebody activated it meanwhile."""
    given = host() if is_training else host(training_data=None)
    given.lab.lost = {"v1": MAY}

    assert trained_until(given)["v1"] == "2019-05-31"


@pytest.mark.parametrize(("error", "is_told"), [(HostError("no answer"), True), (ForbiddenError("not you"), False)])
def test_labels_that_cannot_be_looked_up_stop_nothing(error: HostError, is_told: bool) -> None:
    """A shared model may not be looked into: that is usual, and not told."""
    given = host(training_data=None)
    given.lab.lost_labels = lambda: (_ for _ in ()).throw(error)  # type: ignore[method-assign]

    assert trained_until(given)["v2"] in ("None", "nan", "")
    assert any("were not found: no answer" in line for line in given.said) is is_told


def test_where_all_versions_are_labelled_the_lab_is_not_asked() -> None:
    """There is nothing to find."""
    given = host(training_data=None)
    given.model.listed = [replace(version, label=MAY) for version in given.model.listed]
    given.lab.lost_labels = lambda: pytest.fail("asked")  # type: ignore[method-assign]

    assert set(trained_until(given).values()) == {"2019-05-31"}
