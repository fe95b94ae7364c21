"""The clock of the stand-in: moved, seen by triggers and by what runs, and kept apart from waiting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest
from dataikuapi.dss.project import DSSProject

from dss_standin import clock
from dss_standin.running import Running
from tests.contract.test_standin_scenarios import python, scenario_of

NEW_YEAR = datetime(1998, 1, 1, 5, 0, tzinfo=timezone.utc)
WRITES = """
from datetime import date, datetime
import time
import pandas as pd
from dataiku.scenario import Scenario
clocks = [date.today(), datetime.now(), datetime.fromtimestamp(time.time()), pd.Timestamp.now()]
Scenario().set_scenario_variables(days=" ".join(f"{one:%Y-%m-%d}" for one in clocks))
print("DAYS", *(f"{one:%Y-%m-%d}" for one in clocks))
"""


@pytest.fixture
def new_year() -> Iterator[None]:
    """It is the first day of 1998, five in the morning."""
    with clock.moved_to(NEW_YEAR):
        yield


def triggered(project: DSSProject, script: str, **params: object) -> object:
    """An active scenario of one python step with one trigger."""
    scenario = scenario_of(project, python(script))
    settings = scenario.get_settings()
    always = {"repeatFrequency": 1, "startingFrom": "1990-01-01T00:00:00.000+0000", "timezone": "UTC"}
    settings.raw_triggers.append({"type": "temporal", "name": "t", "active": True, "params": {**always, **params}})
    settings.active = True
    settings.save()
    return scenario


def test_a_process_sees_the_clock_of_its_host(project: DSSProject, new_year: None) -> None:
    """By every way to ask for the time; the run itself is of that day too."""
    run = scenario_of(project, python(WRITES)).run_and_wait()

    assert "DAYS 1998-01-01 1998-01-01 1998-01-01 1998-01-01" in run.get_log()
    assert run.start_time.year == 1998


def test_time_that_passes_fires_triggers_at_their_moments(
    project: DSSProject, standin: Running, new_year: None
) -> None:
    """A weekly and a monthly one over five weeks: each run on its day, in order."""
    weekly = triggered(project, WRITES, frequency="Weekly", daysOfWeek=["Wednesday"], hour=11, minute=40)
    monthly = triggered(project, WRITES, frequency="Monthly", monthlyRunOn="ON_THE_DAY", hour=6, minute=0)
    standin.play_until(NEW_YEAR + timedelta(days=35))

    starts = [[f"{run.start_time:%m-%d %H:%M}" for run in one.get_last_runs()][::-1] for one in (weekly, monthly)]
    assert starts == [
        ["01-07 11:40", "01-14 11:40", "01-21 11:40", "01-28 11:40", "02-04 11:40"],
        ["01-01 06:00", "02-01 06:00"],
    ]
    assert clock.now() >= NEW_YEAR + timedelta(days=35)


def test_inactive_scenarios_do_not_fire(project: DSSProject, standin: Running, new_year: None) -> None:
    """Until somebody switches them on."""
    scenario = triggered(project, WRITES, frequency="Daily", hour=6, minute=0)
    settings = scenario.get_settings()
    settings.active = False
    settings.save()
    standin.play_until(NEW_YEAR + timedelta(days=3))

    assert scenario.get_last_runs() == []
