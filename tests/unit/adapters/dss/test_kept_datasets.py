"""Datasets that a webapp keeps: as long as DSS tells of no change, and never past a refusal."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import pandas as pd
import pytest

from champion_challenger.adapters.dss.kept_datasets import BUILT_SECONDS, NOT_TOLD, OTHER_SECONDS, KeptDatasets
from champion_challenger.errors import ForbiddenError

BUILT = "built at nine"


@dataclass
class Host:
    """One dataset, the mark that DSS gives it, and a clock that is moved by hand."""

    rows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"n": [1, 2]}))
    mark: str = BUILT
    now: float = 0.0
    reads: int = 0
    is_forbidden: bool = False

    def read(self, name: str) -> pd.DataFrame:
        """A new frame each time, as a host gives it."""
        self.reads += 1
        if self.is_forbidden:
            raise ForbiddenError(f"DSS was asked for the rows of {name}, and answered: forbidden")
        return self.rows.copy()

    def kept(self) -> KeptDatasets:
        """Datasets kept of this host."""
        return KeptDatasets(self.read, lambda name: self.mark, lambda: self.now)


@pytest.mark.parametrize(
    ("mark", "most"), [(BUILT, BUILT_SECONDS), (NOT_TOLD, OTHER_SECONDS), ("HostError", OTHER_SECONDS)]
)
def test_rows_are_kept_for_a_time(mark: str, most: float) -> None:
    """A quarter of an hour where DSS tells the last build, a minute where it does not."""
    host = Host(mark=mark)
    kept = host.kept()
    first = kept.rows("P.summary")
    host.now = most - 1
    assert kept.rows("P.summary") is first
    assert host.reads == 1
    host.now = most
    host.rows = pd.DataFrame({"n": [3]})

    assert kept.rows("P.summary")["n"].tolist() == [3]


def test_rows_that_did_not_change_stay_the_same_object() -> None:
    """What was computed from them is known by it; they are young again."""
    host = Host(mark=NOT_TOLD)
    kept = host.kept()
    first = kept.rows("P.summary")
    host.now = OTHER_SECONDS
    assert kept.rows("P.summary") is first
    host.now = 2 * OTHER_SECONDS - 1
    kept.rows("P.summary")

    assert host.reads == 2


@pytest.mark.parametrize("mark", ["built at ten", NOT_TOLD])
def test_another_build_is_read_at_once(mark: str) -> None:
    """The recipe ran again."""
    host = Host()
    kept = host.kept()
    kept.rows("P.summary")
    host.mark, host.rows = mark, pd.DataFrame({"n": [3]})

    assert kept.rows("P.summary")["n"].tolist() == [3]


def test_who_lost_the_right_is_refused() -> None:
    """DSS refuses the question for the last build, and then the rows; none is shown, now and later."""
    host = Host()
    kept = host.kept()
    kept.rows("P.summary")
    host.mark, host.is_forbidden = "ForbiddenError", True

    for _ in range(2):
        with pytest.raises(ForbiddenError, match="rows of P.summary"):
            kept.rows("P.summary")


def test_ten_at_once_read_once() -> None:
    """Nine wait for the first."""
    host = Host()
    kept = KeptDatasets(lambda name: (time.sleep(0.01), host.read(name))[1], lambda name: host.mark)
    found: list[pd.DataFrame] = []
    threads = [threading.Thread(target=lambda: found.append(kept.rows("P.summary"))) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert host.reads == 1
    assert len(set(map(id, found))) == 1
