"""`python -m examples.year`: a year of a score, played through its own scenarios by a clock that is moved."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dataikuapi.utils import DataikuException

from dss_standin import clock
from dss_standin.running import running
from examples.demo import ROOT
from examples.demo.errors import DemoError
from examples.demo.features import LAST_MONTH, months
from examples.scenarios.database import database
from examples.scenarios.mailbox import mailbox
from examples.year.course import Year, utc
from examples.year.diary import Diary, written
from examples.year.stage import set_up
from examples.year.world import World

START = "1997-05-01T09:00"
"""The outcomes of the first month are known: a first champion can be trained."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the year; say in a sentence what stopped it."""
    options = _parser().parse_args(arguments)
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    started = time.perf_counter()
    try:
        with played(options.until, options.folder, lambda line: print(line, flush=True)) as year:
            table = year.diary.table(year.box.mails)
            files = written(table, year.box.mails, year.report(), options.folder)
    except (DemoError, DataikuException, OSError) as error:
        print(f"\nThe year stopped. {error}", file=sys.stderr)
        return 1
    print(f"\n{table.to_string(index=False)}\n")
    for file in files:
        print(f"Written: {os.path.relpath(file)}")
    print(f"{time.perf_counter() - started:.0f} seconds")
    return 0


@contextmanager
def played(last: str, folder: Path, say: Callable[[str], None]) -> Iterator[Year]:
    """Play a year in an empty host that lives as long as the context."""
    with ExitStack() as opened:
        data = opened.enter_context(tempfile.TemporaryDirectory(prefix="warehouse-"))
        world = World(opened.enter_context(database(Path(data))))
        box = opened.enter_context(mailbox(clock.now))
        opened.enter_context(clock.moved_to(utc(START)))
        host = opened.enter_context(running(folder / "workspace"))
        stage = set_up(host.client(), box, world, folder)
        say(f"{START[:10]}  Project {stage.project.project_key} is made, and its scenarios are switched on")
        year = Year(host, world, box, stage, Diary(stage.project), say)
        year.play(last)
        yield year


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m examples.year", description=__doc__)
    parser.add_argument("--until", default=LAST_MONTH, choices=months()[1:], metavar="MONTH", help="last one to play")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "year", help="where files are written")
    return parser


if __name__ == "__main__":
    sys.exit(main())
