"""Taking turns: one goes, the others wait, the dead are passed over."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from champion_challenger.core.replay.turns import ahead, rivals
from champion_challenger.errors import HostError
from champion_challenger.operations.replay.turns import sweep_unnamed, take_turn, unnamed_analyses
from champion_challenger.records.runs import Claim
from tests.unit.operations.fake_lab import FakeQueue


def test_the_first_goes_at_once() -> None:
    """Nobody else claims the same."""
    queue = FakeQueue()
    queue.renew(replace(queue.claim("other mark", "r0"), place=1))
    claim, made = take_turn(queue.claim("mark", "r1"), queue, lambda: "", 60)

    assert (claim.place, made) == (1, "")


def test_a_dead_run_ahead_is_passed_over_when_it_falls_silent() -> None:
    """After five minutes without a sign of life."""
    queue = FakeQueue()
    queue.renew(replace(queue.claim("mark", "r0"), place=1))
    start = queue.time
    claim, _ = take_turn(queue.claim("mark", "r1"), queue, lambda: "", 3600)

    assert claim.place == 2
    assert 300 < (queue.time - start).total_seconds() < 310
    assert queue.said[0] == (
        "Waiting for run r0, which trains the same version; its last sign of life is 0 s old. If it is dead, this run "
        "goes on in 300 s."
    )
    assert len(queue.said) == 6


def test_a_run_that_the_host_knows_to_be_dead_is_passed_over_at_once() -> None:
    """No other run of the recipe goes on, whatever the claims say."""
    queue = FakeQueue(is_alone=True)
    queue.renew(replace(queue.claim("mark", "r0"), place=1))
    start = queue.time
    claim, version_id = take_turn(queue.claim("mark", "r1"), queue, lambda: "", 3600)

    assert (claim.place, version_id, queue.time) == (2, "", start)
    assert queue.said == ["Run r0 is dead: no other run of this recipe goes on in the project."]


def test_a_run_that_dies_while_it_is_waited_for_is_passed_over_soon() -> None:
    """The host is asked again every 30 seconds."""
    queue = FakeQueue()
    first = queue.renew(replace(queue.claim("mark", "r0"), place=1))
    start = queue.time

    def dies() -> None:
        queue.is_alone = (queue.time - start).total_seconds() > 100
        if not queue.is_alone:
            queue.renew(first)

    queue.meanwhile = dies
    take_turn(queue.claim("mark", "r1"), queue, lambda: "", 3600)

    assert (queue.time - start).total_seconds() == 120


def test_the_wait_has_a_deadline() -> None:
    """A run ahead may live for hours."""
    queue = FakeQueue()
    first = queue.renew(replace(queue.claim("mark", "r0"), place=1))
    queue.meanwhile = lambda: queue.renew(first)

    with pytest.raises(HostError, match="run r0 trains the same version, and did not end within 10 minutes"):
        take_turn(queue.claim("mark", "r1"), queue, lambda: "", 600)


def steps(queue: FakeQueue, run: str, trained: list[str], inside: list[str]) -> Iterator[None]:
    """A run of the queue's protocol that gives up control after each call to the host."""
    claim = queue.claim("mark", run)
    yield
    seen = rivals(claim, queue.claims(), queue.now())
    yield
    claim = queue.renew(replace(claim, place=1 + max((rival.place for rival in seen), default=0)))
    yield
    while ahead(claim, queue.claims(), queue.now()):
        yield
    if not trained:
        inside.append(run)
        assert len(inside) == 1
        yield
        trained.append(run)
        inside.remove(run)
    queue.close(claim)


def test_under_every_order_of_steps_that_was_drawn_exactly_one_trains() -> None:
    """Three runs whose calls to the host interleave at random, two thousand times."""
    for seed in range(2000):
        queue, trained, inside = FakeQueue(), [], []  # type: FakeQueue, list[str], list[str]
        running = [steps(queue, run, trained, inside) for run in ("a", "b", "c")]
        draw = random.Random(seed)
        while running:
            chosen = draw.choice(running)
            if next(chosen, "ended") == "ended":
                running.remove(chosen)
        assert len(trained) == 1


def test_equal_places_are_settled_by_the_analyses() -> None:
    """Two that looked around at the same time."""
    queue = FakeQueue()
    first, second = (queue.renew(replace(queue.claim("mark", run), place=1)) for run in ("r0", "r1"))

    assert ahead(first, queue.claims(), queue.now()) == []
    assert ahead(second, queue.claims(), queue.now()) == [first]


def test_one_that_is_still_taking_its_place_is_waited_for() -> None:
    """It may take the same place under a smaller id."""
    queue = FakeQueue()
    choosing: Claim = queue.claim("mark", "r0")
    mine = queue.renew(replace(queue.claim("mark", "r1"), place=1))

    assert ahead(mine, queue.claims(), queue.now()) == [choosing]


def test_an_analysis_that_got_its_name_meanwhile_is_kept() -> None:
    """It was one of a run that was about to name it."""
    queue = FakeQueue(nameless={"a7", "a8"})
    seen = unnamed_analyses(queue)
    queue.nameless -= {"a8"}

    assert [entry.before for entry in sweep_unnamed(seen, queue)] == ["analysis a7"]
    assert queue.discarded == ["a7"]
    assert sweep_unnamed(set(), FakeQueue(nameless={"a9"})) == []
