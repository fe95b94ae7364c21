"""Two years of firsts of months without a host: each cohort is evaluated, and final, in the month in which it should."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pandas as pd
import pytest
import time_machine

from champion_challenger.core.calendar import cohort_status, snapshot_of
from champion_challenger.core.score_project.scenario_steps import script_text
from champion_challenger.records.models import Horizon
from tests.unit.core.score_project.test_scripts import SCHEDULE, FakeDSS, run

MONTHS = [str(month) for month in pd.period_range("2019-01", "2020-12", freq="M")]
LATE, FAILED, ALARMED = "2019-05", "2019-09", "2020-02"
"""Cohorts whose outcomes come three weeks late, whose run fails, and of which a third is lost."""


@dataclass
class Life:
    """A score whose scenario runs on the first of each month."""

    months: int
    snapshot_day: str
    statuses: dict[str, str] = field(default_factory=dict)
    evaluated: defaultdict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    final: dict[str, date] = field(default_factory=dict)
    missed: dict[date, str] = field(default_factory=dict)

    def due(self, cohort: str) -> date:
        """First of the month in which a cohort's outcomes are final: after its horizon, from the end of its snapshot."""
        ahead = self.months + (self.snapshot_day == "last")
        return (pd.Period(cohort, freq="M") + ahead).to_timestamp().date()

    def live(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Two years of runs, and one cohort a month from the first on."""
        horizon = (self.months, "month")
        for today in pd.date_range(self.due(MONTHS[0]), self.due(MONTHS[-1]), freq="MS").date:
            cohorts = {month: int(month == ALARMED) for month in MONTHS if month < f"{today:%Y-%m}"}
            schedule = {**SCHEDULE, "horizon": horizon, "snapshot_day": self.snapshot_day}
            script = script_text("dates_of_month", **schedule)
            with time_machine.travel(datetime(today.year, today.month, 1, 6), tick=False):
                dss = run(script, FakeDSS(statuses=self.statuses, cohorts=cohorts), monkeypatch)
            self.missed[today] = dss.set_by_run["cohorts_missed"]
            if dss.set_by_run["month_ref"] not in (FAILED, ALARMED):
                self.evaluate(dss.set_by_run["cohorts_to_evaluate"].split(","), today)

    def evaluate(self, cohorts: list[str], today: date) -> None:
        """What Retrain and evaluate writes; outcomes that are not joined leave a cohort provisional."""
        for cohort in cohorts:
            snapshot = snapshot_of(cohort, self.snapshot_day)
            status = cohort_status(snapshot, Horizon(self.months, "month"), today, self.snapshot_day)
            is_late = cohort == LATE and today < self.due(cohort) + timedelta(days=21)
            self.statuses[cohort] = "provisional" if is_late else status
            self.evaluated[cohort].append(today)
            if self.statuses[cohort] == "final":
                self.final.setdefault(cohort, today)


@pytest.fixture(params=[(months, day) for months in (1, 3) for day in ("first", "last")], ids=str)
def life(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Life:
    """Horizons of one and three months, snapshots at the begin of the first and at the end of the last day."""
    lived = Life(*request.param)
    lived.live(monkeypatch)
    return lived


def test_each_cohort_is_evaluated_once_and_final_then(life: Life) -> None:
    """On the first of the month in which it is due, never before, and never again."""
    others = [month for month in MONTHS if month not in (LATE, FAILED, ALARMED)]

    assert {month: life.evaluated[month] for month in others} == {month: [life.due(month)] for month in others}
    assert {month: life.final[month] for month in others} == {month: life.due(month) for month in others}


def test_what_was_late_or_failed_is_final_a_month_later(life: Life) -> None:
    """The late one is evaluated twice."""
    next_month = {month: life.due(str(pd.Period(month, freq="M") + 1)) for month in (LATE, FAILED)}

    assert life.evaluated[LATE] == [life.due(LATE), next_month[LATE]]
    assert life.evaluated[FAILED] == [next_month[FAILED]]
    assert {month: life.final[month] for month in next_month} == next_month


def test_what_raised_an_alarm_is_named_until_somebody_acts(life: Life) -> None:
    """From the run after on; nothing else ever is."""
    assert life.evaluated[ALARMED] == []
    assert {cohorts for today, cohorts in life.missed.items() if today > life.due(ALARMED)} == {
        f"\n- {ALARMED}: alarm, {ALARMED}"
    }
    assert {cohorts for today, cohorts in life.missed.items() if today <= life.due(ALARMED)} == {"none"}
