"""`python -m examples.scenarios`: both scenarios of a score, and a day on which a third of the customers is missing."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from dataikuapi.utils import DataikuException

from examples.demo import ROOT
from examples.demo.errors import DemoError
from examples.demo.host import connected
from examples.scenarios.database import database
from examples.scenarios.mailbox import Mailbox, mailbox
from examples.scenarios.projects import BAD_DAY, GOOD_DAY, MONTHS, SCORES
from examples.scenarios.stage import Played, Stage, played, set_up


def main() -> int:
    """Play; say in a sentence what stopped it."""
    folder = ROOT / "build" / "demo-scenarios"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="warehouse-") as data:
        try:
            with database(Path(data)) as server, mailbox() as box, connected(None, None, folder) as client:
                play(set_up(client, box, server), box)
        except (DemoError, DataikuException, OSError) as error:
            print(f"\nThe demo stopped. {error}", file=sys.stderr)
            return 1
    return 0


def play(stage: Stage, box: Mailbox) -> None:
    """One good application, one with a third of the customers missing, and the month's verdict."""
    started = time.perf_counter()
    for day, what in {GOOD_DAY: "all customers arrived", BAD_DAY: "a third of the customers did not arrive"}.items():
        print(f"\nApplication of {day}: {what}")
        show(played(stage.application, date_ref_appli=day), box)
    found = ", ".join(stage.project.get_dataset(SCORES).list_partitions())
    print(f"\nPartitions of {SCORES}: {found}")
    print(f"\nVerdict of {MONTHS[-1]}")
    show(played(stage.production, month_ref=MONTHS[-1]), box)
    print(f"\n{time.perf_counter() - started:.0f} seconds for three runs")


def show(run: Played, box: Mailbox) -> None:
    """Outcome, steps, and the mails that came of it."""
    print(f"  {run.outcome}: " + ", ".join(f"{name} {outcome}" for name, outcome in run.steps.items()))
    for mail in box.mails:
        first = "\n".join(f"      {line}" for line in mail.text.strip().splitlines())
        print(f"    mail to {', '.join(mail.recipients)}: {mail.subject}\n{first}")
    box.mails.clear()


if __name__ == "__main__":
    sys.exit(main())
