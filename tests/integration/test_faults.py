"""Requests of the recipe that break: a question is asked again, a good month is never replaced by a worse one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd
import pytest

from dss_standin.running import Running, running
from tests.integration.telco import MONTHS, Telco, install

VOLATILE = ["run_id", "computed_at", "scoring_seconds"]
MONTH = "2019-03"
DETAILS = r"/savedmodels/\w+/versions/\w+/details"


@dataclass
class Faults:
    """Requests that break: so many of those whose method and path match; all that were made are kept."""

    pattern: str = "no request"
    left: int = 0
    asked: list[str] = field(default_factory=list)

    def __call__(self, method: str, path: str) -> bool:
        """Whether this one breaks."""
        line = f"{method} {path}"
        self.asked.append(line)
        if self.left and re.search(self.pattern, line):
            self.left -= 1
            return True
        return False


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A stand-in with the plugin."""
    with running(tmp_path_factory.mktemp("workspace")) as standin:
        install(standin.client())
        yield standin


@pytest.fixture(scope="module")
def telco(served: Running) -> Telco:
    """A score with a good month of two versions."""
    score = Telco(served.client(), months=MONTHS[:4])
    assert score.run(MONTH).startswith("DONE")
    return score


def rows(telco: Telco) -> pd.DataFrame:
    """What a month says, whenever it was said."""
    return telco.rows("performance", MONTH).drop(columns=VOLATILE)


def run_with(served: Running, telco: Telco, faults: Faults) -> str:
    """Log of a run under these faults."""
    served.dss.is_broken = faults
    try:
        return telco.run(MONTH)
    finally:
        served.dss.is_broken = lambda method, path: False


def test_one_broken_answer_about_a_version_changes_nothing(served: Running, telco: Telco) -> None:
    """It is asked for again, and the log says so."""
    before = rows(telco)
    log = run_with(served, telco, Faults(DETAILS, 1))

    assert log.startswith("DONE")
    assert "It is asked again in 1 s" in log
    pd.testing.assert_frame_equal(rows(telco), before)


def test_a_good_month_is_not_replaced_while_dss_does_not_answer(served: Running, telco: Telco) -> None:
    """The run fails and says so."""
    before = rows(telco)
    log = run_with(served, telco, Faults(DETAILS, 1000))

    assert log.startswith("FAILED")
    assert "The server broke down" in log.splitlines()[-1]
    pd.testing.assert_frame_equal(rows(telco), before)


def test_rows_that_break_off_are_read_again(served: Running, telco: Telco) -> None:
    """Those of the cohort, and those of the training data."""
    before = rows(telco)
    for name, moment in itertools.product(("customers", "customers_history"), ("data", "finish-streaming")):
        log = run_with(served, telco, Faults(f"/datasets/{name}/{moment}$", 1))

        assert log.startswith("DONE")
        assert "It is asked again in 1 s" in log
        pd.testing.assert_frame_equal(rows(telco), before)


@pytest.mark.slow
def test_each_kind_of_request_may_break_once(served: Running, telco: Telco) -> None:
    """The rows are the same, or the run fails and leaves them; the next run is as ever."""
    before, seen = rows(telco), Faults()
    assert run_with(served, telco, seen).startswith("DONE")
    kinds = sorted({re.sub(r"(?<=/)(?=\w*\d)[\w.-]{8,}", r"[^/]+", line) for line in seen.asked})
    outcomes = []
    for kind in kinds:
        outcomes.append(run_with(served, telco, Faults(f"^{kind}$", 1)).split(maxsplit=1)[0])
        pd.testing.assert_frame_equal(rows(telco), before)

    assert telco.run(MONTH).startswith("DONE")
    pd.testing.assert_frame_equal(rows(telco), before)
    assert telco.active() == "initial"
    assert len(kinds) > 15
    assert outcomes.count("DONE") + outcomes.count("FAILED") == len(kinds)
