"""Time that passes: the clock goes from one moment at which a trigger fires to the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dss_standin import clock
from dss_standin.dss import DSS
from dss_standin.scenarios import definitions, runs
from dss_standin.scenarios.triggers import next_fire

Fire = tuple[datetime, str, str, dict[str, Any]]


def play(dss: DSS, until: datetime) -> None:
    """Fire every trigger that is due up to a moment, each run to its end; then it is that moment."""
    since = clock.now()
    while due := [fire for fire in _next_fires(dss, since) if fire[0] <= until]:
        since = min(moment for moment, *_ in due)
        for moment, project_key, scenario_id, trigger in due:
            if moment == since:
                clock.move_to(max(moment, clock.now()))
                _, run = runs.fire(dss, project_key, scenario_id, {}, trigger)
                if run is not None:
                    run.wait()
    clock.move_to(max(until, clock.now()))


def _next_fires(dss: DSS, since: datetime) -> Iterator[Fire]:
    """Yield the next fire of each trigger of the active scenarios."""
    for project_key in dss.store.names("projects"):
        for scenario in definitions.listed(dss, project_key):
            for trigger in scenario["triggers"] if scenario["active"] else ():
                moment = next_fire([trigger], since)
                if moment is not None:
                    yield moment, project_key, scenario["id"], trigger
