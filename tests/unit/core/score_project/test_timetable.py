"""Names, times and partitions of the two scenarios fit each other."""

from __future__ import annotations

import re

import pytest

from champion_challenger.core.calendar import PERIODS
from champion_challenger.core.score_project import timetable
from champion_challenger.core.score_project.timetable import (
    APPLICATION,
    COHORT_PARTITION,
    CUSTOMERS_PARTITION,
    EVALUATION,
    PROJECT_VARIABLES,
    SET_BY_A_RUN,
    Timetable,
)

VARIABLES = {timetable.APPLICATION_DAY, timetable.MONTH, timetable.MONTH_END}


@pytest.mark.parametrize("partitions", [CUSTOMERS_PARTITION, COHORT_PARTITION])
def test_a_partition_is_named_by_a_date_of_the_run(partitions: dict[str, str]) -> None:
    """For the periods that a scenario can name, and for datasets without partitions."""
    assert {re.sub(r"\$\{(\w+)\}", r"\1", text) for text in partitions.values()} - {""} <= VARIABLES
    assert set(partitions) - {""} <= set(PERIODS)
    assert partitions[""] == ""


@pytest.mark.parametrize("times", [APPLICATION, EVALUATION])
def test_a_scenario_starts_at_a_time_of_the_day(times: Timetable) -> None:
    """Nobody is to be woken."""
    assert 6 <= times.hour < 20
    assert 0 <= times.minute < 60


def test_the_scenarios_have_different_names_and_triggers() -> None:
    """Both stand in one project, followed by the same score."""
    assert APPLICATION.scenario != EVALUATION.scenario
    assert APPLICATION.trigger != EVALUATION.trigger


def test_mails_can_name_every_variable_of_a_run_before_the_first_one() -> None:
    """DSS refuses a text with an unknown variable."""
    assert set(SET_BY_A_RUN) < set(PROJECT_VARIABLES)
