"""Versions scored side by side in processes of their own."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from champion_challenger.core.reasons import Reason
from champion_challenger.errors import HostError
from champion_challenger.operations.evaluation import workers
from champion_challenger.operations.evaluation.chunks import Chunks
from champion_challenger.operations.evaluation.needed import UnreadColumnsError
from champion_challenger.operations.evaluation.score import (
    Entrant,
    Entry,
    Question,
    Scoring,
    contestant,
    score_entry,
    without,
)
from champion_challenger.operations.evaluation.workers import processes, side_by_side
from tests.unit.operations.fake_models import FakeModel, FakeScorer, version
from tests.unit.operations.fakes import FakeMachine, customers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Processes are forked on Linux")
FRAME = customers(300)
QUESTION = Question(Chunks([FRAME[:100], FRAME[100:]]), {"x": "double", "z": "double"}, "1")
TWO = FakeMachine(cores=2)


@dataclass
class Doing(FakeScorer):
    """A version that does something in the process that scores."""

    weights: Any = field(default_factory=lambda: {"x": 1.0})
    home: int = 0
    does: Any = None

    def scores(self, frame: pd.DataFrame, positive_class: str) -> npt.NDArray[np.float64]:
        """Do it where it is not the test's own process."""
        if self.does and os.getpid() != self.home:
            self.does()
        return super().scores(frame, positive_class)


@dataclass
class Fitted:
    """A version that is a model of scikit-learn."""

    model: Any
    features: tuple[str, ...] = ("x", "z")
    other_scikit_learn: tuple[str, str] | None = None

    def scores(self, frame: pd.DataFrame, positive_class: str) -> npt.NDArray[np.float64]:
        """Probability of the positive class."""
        return np.asarray(self.model.predict_proba(frame[["x", "z"]])[:, 1])


def entries(*scorers: Any, algorithms: Sequence[str] = ()) -> list[Entry]:
    """A version for each scorer, or for the error in its place."""
    names = [f"v{place}" for place in range(len(scorers))]
    model = FakeModel([version(name) for name in names], dict(zip(names, scorers)))
    listed = [replace(one, algorithm=name) for one, name in zip(model.listed, algorithms or ["LOGISTIC"] * len(names))]
    return [Entrant(one, contestant(one, date(2019, 6, 30)), model) for one in listed]


def doing(action: Any) -> Doing:
    """A version whose process does something before it scores."""
    return Doing(home=os.getpid(), does=action)


def kill() -> None:
    """What the system does where memory ends."""
    os.kill(os.getpid(), signal.SIGKILL)


def alike(found: Sequence[Scoring], expected: Sequence[Scoring]) -> None:
    """Scores are equal to the bit, and so is what is said of them."""
    for one, other in zip(found, expected):
        assert replace(one, scores=None, seconds=0) == replace(other, scores=None, seconds=0)
        np.testing.assert_array_equal(one.scores, other.scores)


def test_scores_are_those_of_one_process_to_the_bit_and_in_order() -> None:
    """The last is done first."""
    listed = entries(doing(lambda: time.sleep(0.2)), FakeScorer({"x": 1.0, "z": 2.0}), FakeScorer({"z": 1.0}))
    alike(list(side_by_side(listed, QUESTION, TWO, 3)), [score_entry(one, QUESTION) for one in listed])


def test_models_of_scikit_learn_give_the_same_bits() -> None:
    """With libraries that share the work among threads."""
    x, y = FRAME[["x", "z"]], FRAME["churned"]
    models = (LogisticRegression(), RandomForestClassifier(5), HistGradientBoostingClassifier(max_iter=5))
    listed = entries(*(Fitted(model.fit(x, y)) for model in models))

    alike(list(side_by_side(listed, QUESTION, TWO, 2)), [score_entry(one, QUESTION) for one in listed])


def test_each_scores_in_a_process_of_its_own(tmp_path: Any) -> None:
    """At most so many at once as are allowed."""
    note = lambda: (tmp_path / str(os.getpid())).touch()  # noqa: E731
    list(side_by_side(entries(*[doing(note) for _ in range(4)]), QUESTION, TWO, 2))

    assert len(list(tmp_path.iterdir())) == 4


def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few customers are enough to cut the last versions."""
    monkeypatch.setattr(workers, "FEW_CUSTOMERS", 1)


@pytest.mark.parametrize("most", [2, 3, 8])
def test_the_last_versions_are_scored_in_pieces(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """No core waits for the version that is begun last; scores are the same to the bit."""
    in_pieces(monkeypatch)
    note = lambda: (tmp_path / str(os.getpid())).touch()  # noqa: E731
    listed = entries(*[doing(note) for _ in range(4)])
    alike(list(side_by_side(listed, QUESTION, TWO, most)), [score_entry(one, QUESTION) for one in listed])

    assert len(list(tmp_path.iterdir())) == 4 + min(most - 1, 4)


@pytest.mark.parametrize("is_once", [True, False])
def test_a_piece_that_is_killed_takes_the_others_with_it(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, is_once: bool
) -> None:
    """The version is scored as a whole once more, alone; killed again, that is its reason."""
    in_pieces(monkeypatch)

    def die() -> None:
        if not (is_once and (tmp_path / "killed").exists()):
            (tmp_path / "killed").touch()
            kill()

    last = FakeScorer({"x": 1.0}) if is_once else doing(kill)
    found = list(side_by_side(entries(FakeScorer({"x": 1.0}), doing(die), last), QUESTION, TWO, 3))

    expected = "scored" if is_once else "not_scorable"
    assert [one.status for one in found] == ["scored", expected, expected]


def test_a_version_in_pieces_that_cannot_be_loaded_has_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or whose features are gone: it is told once."""
    in_pieces(monkeypatch)
    listed = entries(FakeScorer({"x": 1.0}), HostError("it does not load"), FakeScorer({"gone": 1.0}))
    alike(list(side_by_side(listed, QUESTION, TWO, 3)), [score_entry(one, QUESTION) for one in listed])


def test_what_fails_in_a_process_is_done_here() -> None:
    """A predictor may not work in a process that did not load it; the scores are there all the same."""

    def refuse() -> None:
        raise HostError("this process did not load the model")

    listed = entries(doing(refuse), FakeScorer({"x": 1.0}), HostError("it does not load"))
    found = list(side_by_side(listed, QUESTION, TWO, 2))

    assert [one.status for one in found] == ["scored", "scored", "not_scorable"]
    assert found[2].reason == "it does not load"


def test_a_process_killed_once_is_tried_again_alone(tmp_path: Any) -> None:
    """With the memory of all."""

    def once() -> None:
        if not (tmp_path / "killed").exists():
            (tmp_path / "killed").touch()
            kill()

    found = list(side_by_side(entries(doing(once), FakeScorer({"x": 1.0})), QUESTION, TWO, 2))
    assert [one.status for one in found] == ["scored", "scored"]


@pytest.mark.parametrize(("end", "number"), [(kill, 9), (lambda: os.kill(os.getpid(), signal.SIGTERM), 15)])
def test_a_version_whose_process_the_system_ends_says_so(end: Any, number: int) -> None:
    """With the memory that it had; the others have their scores."""
    found = list(side_by_side(entries(FakeScorer({"x": 1.0}), doing(end)), QUESTION, TWO, 2))

    assert [one.status for one in found] == ["scored", "not_scorable"]
    assert found[1].is_failure
    assert found[1].reasons[0].values["signal"] == number
    assert "MB" in found[1].reason


def test_a_process_that_computes_nothing_is_ended_and_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits for a thread or a lock that the fork left behind."""
    monkeypatch.setattr(workers, "IDLE_SECONDS", 0.0)
    monkeypatch.setattr(workers, "_POLL_SECONDS", 0.01)
    found = list(side_by_side(entries(doing(lambda: time.sleep(600)), FakeScorer({"x": 1.0})), QUESTION, TWO, 2))

    assert [one.status for one in found] == ["scored", "scored"]


def test_algorithms_with_threads_that_a_fork_loses_are_scored_here() -> None:
    """They use every core by themselves."""
    here = os.getpid()
    listed = entries(doing(kill), FakeScorer({"x": 1.0}), algorithms=["XGBOOST_CLASSIFICATION", "LOGISTIC"])
    listed[0].model.scorers["v0"].does = lambda: os.getpid() == here or kill()  # type: ignore[union-attr]

    assert [one.status for one in side_by_side(listed, QUESTION, TWO, 2)] == ["scored", "scored"]


def test_without_memory_for_another_they_wait_for_each_other() -> None:
    """As many at once as memory allows, one at least."""
    poor = FakeMachine(cores=4, free=0)
    found = list(side_by_side(entries(*[FakeScorer({"x": 1.0})] * 3), QUESTION, poor, 4))

    assert [one.status for one in found] == ["scored"] * 3


def test_a_scoring_that_is_known_already_keeps_its_place() -> None:
    """Another model that cannot be looked into."""
    known = without("OTHER.m2", Reason("no_longer_in_model"))
    found = list(side_by_side([*entries(FakeScorer({"x": 1.0})), known], QUESTION, TWO, 2))

    assert (found[0].status, found[1]) == ("scored", known)


def test_columns_that_were_not_read_are_asked_for() -> None:
    """Whoever is at work then is ended."""
    listed = entries(doing(lambda: time.sleep(600)), FakeScorer({"unread": 1.0}))
    question = replace(QUESTION, types={**QUESTION.types, "unread": "double"})

    with pytest.raises(UnreadColumnsError, match="^unread$"):
        list(side_by_side(listed, question, TWO, 2))


@pytest.mark.parametrize(
    ("wanted", "threads", "versions", "cores", "expected"),
    [
        (0, 1, 5, 4, 4),
        (0, 1, 3, 4, 3),
        (0, 2, 5, 4, 2),
        (0, 8, 5, 4, 1),
        (3, 1, 5, 1, 3),
        (1, 1, 5, 8, 1),
        (0, 1, 5, 1, 1),
    ],
)
def test_processes_follow_cores_versions_and_the_form(
    wanted: int, threads: int, versions: int, cores: int, expected: int
) -> None:
    """One core is one process, unless the form says more."""
    assert processes(wanted, threads, versions, workers.FEW_CUSTOMERS, FakeMachine(cores=cores)) == expected


def test_where_processes_cannot_be_forked_there_is_one() -> None:
    """Elsewhere than on Linux."""
    assert processes(4, 1, 5, 10**6, FakeMachine(cores=4, can_fork=False)) == 1


def test_few_customers_are_scored_here_unless_the_form_says_otherwise() -> None:
    """A process would take longer to begin."""
    few = workers.FEW_CUSTOMERS - 1

    assert processes(0, 1, 5, few, FakeMachine(cores=4)) == 1
    assert processes(2, 1, 5, few, FakeMachine(cores=4)) == 2
