"""What happens in the year besides the scenarios: the data that arrive, the mishaps, and what people do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone

import pandas as pd
from dataikuapi.utils import DataikuException

from dss_standin import clock
from dss_standin.running import Running
from examples.demo.features import FIRST_MONTH, months
from examples.demo.plugin import installed_plugin, plugin_zip
from examples.demo.score import model_of, ran
from examples.scenarios.mailbox import Mailbox
from examples.scenarios.projects import everything_delivered, nothing_delivered
from examples.scenarios.stage import played
from examples.year.diary import Diary
from examples.year.stage import Stage
from examples.year.world import World

LATE = "1997-06"
"""The month whose outcomes come three weeks late."""
SHORT = "1997-08"
"""The month of which a third is lost when the outcomes are joined."""
AGAIN = "1997-05"
"""The month that somebody evaluates again."""


@dataclass
class Year:
    """The host, the world around the score, the score, and what is noted of it."""

    host: Running
    world: World
    box: Mailbox
    stage: Stage
    diary: Diary
    say: Callable[[str], None]

    def play(self, last: str) -> None:
        """Let the time pass until the month after the last one is over, and with it what happens on the way."""
        for moment, what, happen in sorted(self._course(last), key=lambda event: event[0]):
            self.host.play_until(moment)
            if what:
                self.say(f"{moment:%Y-%m-%d}  {what}")
            happen()

    def report(self) -> str:
        """The newest report in the score's folder."""
        project = self.stage.project
        folder = next(one["id"] for one in project.list_managed_folders() if one["name"] == "reports")
        return str(project.get_managed_folder(folder).get_file("report.html").content.decode("utf-8"))

    def _course(self, last: str) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        """Yield moment, sentence and what happens; no order."""
        ends = months(str(pd.Period(FIRST_MONTH, freq="M") + 2), str(pd.Period(last, freq="M") + 1))
        for month in ends:
            first = pd.Period(month, freq="M").end_time.normalize() + pd.Timedelta(days=1)
            yield utc(f"{first:%Y-%m-%d}T00:30"), "", lambda month=month: self._end_month(month)
            yield utc(f"{first:%Y-%m-%d}T12:00"), "", self._look
        end = utc(f"{first:%Y-%m-%d}T12:00")
        yield from (event for event in self._mishaps() if event[0] < end)

    def _mishaps(self) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        world, cockpit = self.world, self.world.cockpit
        yield utc("1997-06-10T18:00"), "Upstream systems deliver nothing", lambda: nothing_delivered(cockpit)
        yield utc("1997-06-12T09:00"), "They do again; the application is run again", self._application("1997-06-11")
        yield utc("1997-07-08T18:00"), "A third of the CRM is lost", lambda: world.fill_crm("1997-06", is_whole=False)
        yield utc("1997-07-10T09:00"), "It is back; the application is run again", self._application("1997-07-09")
        yield utc("1997-08-22T09:00"), f"The outcomes of {LATE} arrive", lambda: world.deliver(LATE)
        yield utc("1997-09-02T10:00"), "The plugin is upgraded", self._upgrade
        yield utc("1997-09-10T10:00"), f"{AGAIN} is evaluated again", self._evaluation(AGAIN)
        yield utc("1997-10-03T09:00"), f"{SHORT} is whole, and evaluated", self._evaluation(SHORT, is_late=True)
        yield utc("1997-10-15T09:00"), "The oldest challenger is deleted", self._delete

    def _end_month(self, month: str) -> None:
        before = str(pd.Period(month, freq="M") - 1)
        self.world.end_month(month, has_outcomes=before != LATE, is_whole=before != SHORT)

    def _application(self, day: str) -> Callable[[], None]:
        def again() -> None:
            """Deliver what was missing, and run the application again."""
            everything_delivered(self.world.cockpit)
            self.world.fill_crm(str(pd.Period(day, freq="M") - 1))
            self.say(f"            {played(self.stage.application, date_ref_appli=day).outcome}")

        return again

    def _evaluation(self, month: str, *, is_late: bool = False) -> Callable[[], None]:
        def again() -> None:
            """Deliver the month where it is late, and evaluate it again."""
            if is_late:
                self.world.deliver(month)
            self.say(f"            {played(self.stage.evaluation, month_ref=month).outcome}")
            self._look()

        return again

    def _upgrade(self) -> None:
        self.say(f"            to {installed_plugin(self.host.client(), plugin_zip())}")

    def _delete(self) -> None:
        model = model_of(self.stage.project)
        oldest = min((one["id"] for one in model.list_versions() if not one["active"]), key=str)
        model.delete_versions([oldest])
        self.say(f"            {oldest}")

    def _look(self) -> None:
        recommended = self.diary.look()
        month = max(self.diary.months.values(), key=lambda month: month.cohort)
        self.say(f"{clock.now():%Y-%m-%d}  {month.cohort}: {month.verdict}")
        if recommended:
            self._activate(recommended)

    def _activate(self, version: str) -> None:
        """As a person does it: the evidence, its token, a reason; a flag against the version is respected."""
        project = self.stage.project
        form = {"model": model_of(project).sm_id, "performance": "performance", "version": version}
        form["performance_summary"] = "performance_summary"
        page = ran(project, "activate-challenger", **form)
        token = re.findall(r"<code>([^<]+)</code>", page)[0]
        try:
            ran(
                project, "activate-challenger", **form, mode="activate", token=token, reason="The verdict recommends it"
            )
        except DataikuException as refused:
            self.say(f"            not activated: {refused}")
        else:
            self.say(f"            {version} is activated")


def utc(text: str) -> datetime:
    """A moment; the days of the score are those of UTC, the default of its recipe."""
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)
