"""`python -m examples.demo`: a year of a score, from an empty DSS to a report."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import dataikuapi
from dataikuapi.dss.savedmodel import DSSSavedModel
from dataikuapi.utils import DataikuException

from examples.demo import ROOT, show
from examples.demo.champion import deployed_champion
from examples.demo.errors import DemoError
from examples.demo.features import FIRST_MONTH, LAST_MONTH, cohorts, months
from examples.demo.host import connected
from examples.demo.months import played, recipe_of
from examples.demo.plugin import installed_plugin, plugin_zip
from examples.demo.project import new_project, outputs, uploaded
from examples.demo.purchases import purchases_file, read_purchases
from examples.demo.readback import performance_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the demo; say in a sentence what stopped it."""
    options = _parser().parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    try:
        with connected(options.url, options.key, options.folder) as client:
            play(client, options)
    except (DemoError, DataikuException, OSError) as error:
        print(f"\nThe demo stopped. {error}", file=sys.stderr)
        return 1
    return 0


def play(client: dataikuapi.DSSClient, options: argparse.Namespace) -> None:
    """Install, build the project, play the months, show what came of it."""
    started = time.perf_counter()
    purchases = read_purchases(purchases_file())
    print(f"Plugin champion-challenger {installed_plugin(client, plugin_zip())} installed on {client.host}")
    project = new_project(client)
    known = months(FIRST_MONTH, options.until)
    uploaded(project, cohorts(purchases, known))
    outputs(project, options.connection)
    customers = purchases["customer_id"].nunique()
    print(
        f"Project {project.project_key}: {len(purchases):,} purchases of {customers:,} customers, {len(known)} months"
    )
    model = deployed_champion(project, known[0])
    champion = model.get_active_version()["id"]
    print(f"Champion trained on {known[0]} and deployed\n\n{show.month_header()}")
    for month in played(project, recipe_of(project, model), known[1:]):
        print(show.month_line(month), flush=True)
    check(model, champion, len(known) - 1)
    performance = performance_of(project)
    print(f"\n{show.last_month(performance)}\n")
    for file in show.written(performance, options.folder):
        print(f"Written: {os.path.relpath(file)}")
    print(f"{time.perf_counter() - started:.0f} seconds")


def check(model: DSSSavedModel, champion: str, expected: int) -> None:
    """The active version is still the first one, and each month after the first brought one challenger."""
    active = model.get_active_version()["id"]
    if active != champion:
        raise DemoError(f"The active version was {champion} and is {active}: no run may change it. Report this.")
    found = len(model.list_versions())
    if found != expected:
        raise DemoError(f"The model should have {expected} versions and has {found}: see the dataset retraining_log.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m examples.demo", description=__doc__)
    parser.add_argument("--url", help="a DSS (default: a stand-in, started for the demo)")
    parser.add_argument("--key", help="its API key; an administrator's, since the plugin is installed")
    parser.add_argument("--connection", default="filesystem_managed", help="where the recipe's outputs are stored")
    parser.add_argument("--until", default=LAST_MONTH, choices=months()[1:], metavar="MONTH", help="last one to play")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "demo", help="where files are written")
    return parser


if __name__ == "__main__":
    sys.exit(main())
