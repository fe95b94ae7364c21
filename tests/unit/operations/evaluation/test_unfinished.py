"""A run that dies while it writes its rows and figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from champion_challenger.errors import HostError
from champion_challenger.operations.evaluate_stored_scores import evaluate_stored_scores
from champion_challenger.operations.evaluate_stored_scores import write as write_stored
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate, write
from champion_challenger.settings.evaluate_stored_scores import StoredSettings
from champion_challenger.settings.form import Form
from tests.unit.operations.fakes import FakeHost, host
from tests.unit.operations.stored_scores.fakes import FakeStoredHost, stored_host
from tests.unit.operations.test_retrain_and_evaluate import SETTINGS


def evaluated() -> tuple[FakeHost, Callable[[], None]]:
    """A run that has all but written."""
    given = host()
    result = retrain_and_evaluate(SETTINGS, given)
    return given, lambda: write(result, given)


def counted() -> tuple[FakeStoredHost, Callable[[], None]]:
    """The same of stored scores."""
    given = stored_host()
    result = evaluate_stored_scores(StoredSettings.from_form(Form({"dialect": "duckdb"})), given)
    return given, lambda: write_stored(result, given)


@pytest.mark.parametrize("run", [evaluated, counted])
def test_a_run_that_dies_before_its_figures_leaves_a_provisional_cohort(
    run: Callable[[], tuple[Any, Callable[[], None]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However final it was before: the monthly scenario evaluates it again."""
    given, write_all = run()
    given.metrics = {"cohort_status": "final", "champion_lift": 9.0}
    save = given.save_metrics

    def die(role: str, metrics: Mapping[str, Any]) -> None:
        if "champion_lift" in metrics:
            raise KeyboardInterrupt("killed")
        save(role, metrics)

    monkeypatch.setattr(given, "save_metrics", die)
    with pytest.raises(KeyboardInterrupt, match="killed"):
        write_all()

    assert given.metrics == {"cohort_status": "provisional", "champion_lift": 9.0}


@pytest.mark.parametrize("run", [evaluated, counted])
def test_a_run_that_ends_takes_the_mark_back(run: Callable[[], tuple[Any, Callable[[], None]]]) -> None:
    """With its figures."""
    given, write_all = run()
    write_all()

    assert given.metrics["cohort_status"] == "final"


def test_a_host_that_takes_no_mark_gets_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the log says what is not known then."""
    given, write_all = evaluated()
    save = given.save_metrics

    def refuse(role: str, metrics: Mapping[str, Any]) -> None:
        if len(metrics) == 1:
            raise HostError("no such partition")
        save(role, metrics)

    monkeypatch.setattr(given, "save_metrics", refuse)
    write_all()

    assert "If this run is killed while it writes, nothing will say so: no such partition" in given.said
    assert given.metrics["cohort_status"] == "final"
