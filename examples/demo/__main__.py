"""`python -m examples.demo`: a year of a score, from an empty DSS to a report and to the next score."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import dataikuapi
import pandas as pd
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.savedmodel import DSSSavedModel
from dataikuapi.utils import DataikuException

from examples.demo import ROOT, show
from examples.demo.champion import deployed_champion
from examples.demo.errors import DemoError
from examples.demo.features import (
    FIRST_MONTH,
    LAST_MONTH,
    cohorts,
    customers_to_score,
    month_after,
    months,
    newcomers,
)
from examples.demo.host import connected
from examples.demo.months import played, summarised
from examples.demo.plugin import installed_plugin, plugin_zip
from examples.demo.project import (
    NEWCOMERS,
    NEWCOMERS_TO_SCORE,
    TO_SCORE,
    delivered,
    free_key,
    new_project,
    uploaded,
    waiting,
)
from examples.demo.purchases import purchases_file, read_purchases
from examples.demo.readback import performance_of
from examples.demo.score import (
    ANSWERS,
    check_of,
    model_of,
    portfolio_of,
    report_of,
    reports_of,
    score_project,
    tuned,
    workbook_of,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the demo; say in a sentence what stopped it."""
    options = _parser().parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    try:
        with connected(options.url, os.environ.get("DSS_API_KEY"), options.folder, options.answers) as client:
            play(client, options)
    except (DemoError, DataikuException, OSError) as error:
        print(f"\nThe demo stopped. {error}", file=sys.stderr)
        return 1
    return 0


def play(client: dataikuapi.DSSClient, options: argparse.Namespace) -> None:
    """Install, make the first score, play the months, report, and make the second score from the first."""
    started = time.perf_counter()
    print(f"Plugin champion-challenger {installed_plugin(client, plugin_zip())} installed on {client.host}")
    known = months(FIRST_MONTH, options.until)
    purchases = read_purchases(purchases_file())
    data = data_project(client, purchases, known)
    deployed_champion(data, known[0])
    score = first_score(data, options.connection, known[0])
    model = model_of(score)
    champion = model.get_active_version()["id"]
    print(f"Project {score.project_key} made by the macro, champion trained on {known[0]}\n\n{show.month_header()}")
    for cohort in known[1:]:
        # Its outcomes are known at the end of the next month, whose customers are the newest then.
        today = month_after(cohort)
        delivered(data, TO_SCORE, today, customers_to_score(purchases, today))
        print(show.month_line(played(score, cohort)), flush=True)
    check(model, champion, len(known) - 1)
    summarised(score)
    performance = performance_of(score)
    print(f"\n{show.last_month(performance)}\n")
    pages = show.written(performance, reports_of(score), options.folder)
    workbook = show.written_workbook(workbook_of(score), options.folder)
    for file in (*pages, workbook, show.written_check(check_of(data, score), options.folder)):
        print(f"Written: {os.path.relpath(file)}")
    second = second_score(data, score, known[-2:])
    summarised(second)
    linked = {"portfolio.html": portfolio_of(score, second), **report_of(score), **report_of(second)}
    for file in show.written_pages(linked, options.folder):
        print(f"Written: {os.path.relpath(file)}")
    print(f"{time.perf_counter() - started:.0f} seconds")


def data_project(client: dataikuapi.DSSClient, purchases: pd.DataFrame, known: Sequence[str]) -> DSSProject:
    """The project that the data lives in: all customers, and those who have bought once."""
    project = new_project(client, "PURCHASES", "Purchases")
    everybody = list(cohorts(purchases, known))
    uploaded(project, everybody)
    uploaded(project, [(month, newcomers(cohort)) for month, cohort in everybody[-2:]], NEWCOMERS)
    for name in (TO_SCORE, NEWCOMERS_TO_SCORE):
        waiting(project, name)
    today = month_after(known[-1])
    delivered(project, NEWCOMERS_TO_SCORE, today, newcomers(customers_to_score(purchases, today)))
    customers = purchases["customer_id"].nunique()
    print(
        f"Project {project.project_key}: {len(purchases):,} purchases of {customers:,} customers, {len(known)} months"
    )
    return project


def first_score(data: DSSProject, connection: str, month: str) -> DSSProject:
    """The score's project, with the design of the model that was developed beside the data."""
    key = free_key(data.client, "REPURCHASE")
    form = {"template_project": data.project_key, "connection": connection, "first_training_partitions": month}
    project = score_project(data, key, score_name="Repurchase", **ANSWERS, **form)
    tuned(project)
    return project


def second_score(data: DSSProject, first: DSSProject, known: Sequence[str]) -> DSSProject:
    """The next score from the first: other customers, everything else copied; its first month is evaluated."""
    started = time.perf_counter()
    cohort, history = NEWCOMERS
    form = {"cohort": cohort, "training_data": history, "customers_to_score": NEWCOMERS_TO_SCORE}
    key = free_key(data.client, "SECOND_PURCHASE")
    project = score_project(
        data,
        key,
        score_name="Second purchase",
        template_project=first.project_key,
        first_training_partitions=known[0],
        **form,
    )
    made = time.perf_counter() - started
    month = played(project, known[-1])
    print(
        f"Second score: project {key} made from {first.project_key} in {made:.0f} seconds; on {month.cohort} its "
        f"champion's lift is {month.champion:.2f} ({time.perf_counter() - started:.0f} seconds in all)"
    )
    return project


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
    parser.add_argument("--url", help="a DSS, whose API key is in the variable DSS_API_KEY (default: a stand-in)")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="a file of the probe, for the stand-in")
    parser.add_argument("--connection", default="filesystem_managed", help="where the recipe's outputs are stored")
    parser.add_argument("--until", default=LAST_MONTH, choices=months()[1:], metavar="MONTH", help="last one to play")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "demo", help="where files are written")
    return parser


if __name__ == "__main__":
    sys.exit(main())
