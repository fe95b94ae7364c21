"""The disk of the host is full, from a random write on: the rows are the former ones or the new ones, and a rerun is right."""

from __future__ import annotations

import contextlib
import errno
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from dataikuapi.utils import DataikuException

from tests.integration.telco import Telco
from tests.integration.test_replay_lab import MONTH, analyses, score

VOLATILE = ["run_id", "computed_at", "scoring_seconds", "version_id", "model_id"]
TRIES_WITH_A_TRAINING, TRIES_WITHOUT = 4, 12


@dataclass
class Disk:
    """A disk that takes so many files more, then none, or none but the next ones."""

    folder: Path
    room: float = float("inf")
    stays_full: bool = True
    written: int = 0
    refused: int = 0

    def takes(self, target: Path) -> bool:
        """Whether a file is written."""
        if self.folder not in target.parents:
            return True
        self.written += 1
        is_full = self.written > self.room if self.stays_full else self.written == int(min(self.room, 1e9)) + 1
        self.refused += is_full
        return not is_full

    def fill(self, room: float, *, stays_full: bool) -> None:
        """Start counting again."""
        self.room, self.stays_full, self.written, self.refused = room, stays_full, 0, 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """All files that the host writes are renamed into their place, which this disk may refuse."""
    found, replace = Disk(tmp_path), os.replace

    def renamed(source: Any, target: Any, **options: Any) -> None:
        if not found.takes(Path(target)):
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        replace(source, target, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", renamed)
        yield found


def rows(telco: Telco) -> pd.DataFrame:
    """What the month says, whenever it was said, of whichever version."""
    return telco.rows("performance", MONTH).drop(columns=VOLATILE)


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Compare all figures."""
    pd.testing.assert_frame_equal(found, expected, rtol=0, atol=1e-12)


def run_on(disk: Disk, telco: Telco, room: int, *, stays_full: bool) -> str:
    """Outcome of a run on a disk with so much room; "" where not even the job could be begun."""
    disk.fill(room, stays_full=stays_full)
    outcome = ""
    with contextlib.suppress(DataikuException):
        outcome = telco.run(MONTH).split(maxsplit=1)[0]
    disk.fill(float("inf"), stays_full=True)
    return outcome


@pytest.mark.slow
def test_a_month_survives_a_full_disk(tmp_path: Path, disk: Disk) -> None:
    """Its rows are whole after each failure, and right to 1e-12 after the next run."""
    moments, refusals = random.Random(16), 0
    with score(tmp_path / "dss") as (_, telco):
        assert telco.run(MONTH).startswith("DONE")
        before = rows(telco)
        disk.fill(float("inf"), stays_full=True)
        assert telco.run(MONTH).startswith("DONE")
        needed = disk.written
        for attempt in range(TRIES_WITHOUT):
            outcome = run_on(disk, telco, moments.randrange(needed), stays_full=bool(attempt % 2))
            refusals += outcome != "DONE"
            same(rows(telco), before)
            assert telco.run(MONTH).startswith("DONE")
            same(rows(telco), before)

        assert refusals > TRIES_WITHOUT / 2
        assert (telco.active(), len(telco.versions())) == ("initial", 2)


@pytest.mark.slow
def test_a_training_survives_a_full_disk(tmp_path: Path, disk: Disk) -> None:
    """The next run trains the one version, or finds it; no analysis stays but that of the version."""
    moments = random.Random(61)
    with score(tmp_path / "reference") as (_, telco):
        disk.fill(float("inf"), stays_full=True)
        assert telco.run(MONTH).startswith("DONE")
        needed, expected = disk.written, rows(telco)
    for attempt in range(TRIES_WITH_A_TRAINING):
        with score(tmp_path / str(attempt)) as (_, telco):
            users = set(analyses(telco))
            run_on(disk, telco, moments.randrange(needed), stays_full=bool(attempt % 2))
            assert telco.run(MONTH).startswith("DONE")
            same(rows(telco), expected)
            assert (telco.active(), len(telco.versions())) == ("initial", 2)
            assert len(set(analyses(telco)) - users) <= 2
