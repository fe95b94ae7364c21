"""Months of a score played through its own scenario: the clock goes from one trigger to the next."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pandas as pd
import pytest
from dataikuapi.dss.project import DSSProject

from dss_standin import clock
from dss_standin.running import running
from examples.demo.features import OUTCOME, cohorts, months
from examples.demo.project import COHORT, new_project, packed, uploaded
from examples.demo.purchases import purchases_file, read_purchases
from examples.demo.readback import performance_of
from examples.demo.score import ANSWERS, score_project
from tests.integration.telco import install

pytestmark = pytest.mark.slow
MONTHS = months("1997-03", "1997-06")
LATE = "1997-05"


def day(month: int, number: int) -> datetime:
    """A day of 1997."""
    return datetime(1997, month, number, 12, tzinfo=timezone.utc)


def status(project: DSSProject, month: str) -> tuple[str, str]:
    """Status of a cohort, and what the run of it says of its outcomes."""
    rows = performance_of(project, month)
    values = project.get_dataset("performance").get_last_metric_values(month).get_raw()["metrics"]
    outcomes = [one["lastValues"][0]["value"] for one in values if one["metric"]["id"].endswith("cohort_outcomes")]
    return str(rows["cohort_status"].iloc[0]), outcomes[0]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, tuple[str, str]]]]:
    """Four firsts of months; the outcomes of May come three weeks after they should."""
    folder: Path = tmp_path_factory.mktemp("year")
    known = dict(cohorts(read_purchases(purchases_file()), MONTHS))
    with running(folder) as standin, clock.moved_to(day(4, 30)):
        client = standin.client()
        install(client)
        data = new_project(client, "PURCHASES", "Purchases")
        uploaded(
            data,
            [(month, frame.assign(**{OUTCOME: None}) if month == LATE else frame) for month, frame in known.items()],
        )
        form = {"first_training_partitions": MONTHS[0], "algorithm": "LOGISTIC_REGRESSION"}
        score = score_project(
            data, "REPURCHASE", score_name="Repurchase", connection="filesystem_managed", **ANSWERS, **form
        )
        settings = score.get_scenario(
            next(one["id"] for one in score.list_scenarios() if "Score_" in one["name"])
        ).get_settings()
        settings.active = True
        settings.save()
        seen = []
        for month in (5, 6, 7, 8):
            standin.play_until(day(month, 2))
            partitions = score.get_dataset("performance").list_partitions()
            seen.append({name: status(score, name) for name in sorted(partitions)})
            if month == 7:
                late: pd.DataFrame = known[LATE]
                files = data.get_managed_folder(
                    next(one["id"] for one in data.list_managed_folders() if COHORT in one["name"])
                )
                files.put_file(f"{LATE}/{COHORT}.csv.gz", io.BytesIO(packed(late)))
        yield seen


def test_each_month_is_evaluated_in_the_month_in_which_it_is_final(played: list[dict[str, tuple[str, str]]]) -> None:
    """March on the first of May, April on the first of June: never a month too early, and all of them final."""
    assert [list(seen) for seen in played] == [MONTHS[: n + 1] for n in range(4)]
    assert {seen[month] for seen in played[:2] for month in seen} == {("final", "joined")}


def test_a_month_whose_outcomes_are_late_is_final_one_run_later(played: list[dict[str, tuple[str, str]]]) -> None:
    """Provisional in July, since nothing was joined; evaluated again in August, with June."""
    assert played[2][LATE] == ("provisional", "not joined yet")
    assert set(played[3].values()) == {("final", "joined")}
