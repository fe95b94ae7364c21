"""Both scenarios where DSS refuses the metrics of a partition that has no value yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dss_standin.running import running
from dss_standin.switches import Switches
from examples.scenarios.mailbox import mailbox
from examples.scenarios.projects import GOOD_DAY, MONTHS, SCORES
from examples.scenarios.stage import Stage, played, set_up

database = pytest.importorskip("examples.scenarios.database").database


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Scenarios that were never run: no partition has a value."""
    switches = Switches(metrics_of_unknown_partition="refused")
    workspace, warehouse = tmp_path_factory.mktemp("workspace"), tmp_path_factory.mktemp("warehouse")
    with running(workspace, switches) as served, database(warehouse) as server, mailbox() as box:
        yield set_up(served.client(), box, server)


def test_customers_are_scored(stage: Stage) -> None:
    """The newest cohort raised no alarm, since it has no value."""
    run = played(stage.application, date_ref_appli=GOOD_DAY)

    assert run.outcome == "SUCCESS", run.log
    assert GOOD_DAY in stage.project.get_dataset(SCORES).list_partitions()


def test_a_month_is_evaluated(stage: Stage) -> None:
    """Its number of customers, which nobody computed, is computed first."""
    run = played(stage.production, month_ref=MONTHS[-1])

    assert run.outcome == "SUCCESS", run.log
    assert MONTHS[-1] in stage.project.get_dataset("performance").list_partitions()
