"""The step that retrieves metrics and checks, run from the zip in a scenario made by the official client."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest
from dataikuapi.dss.project import DSSProject

from dss_standin.running import Running
from tests.integration.steps import Mailbox, Run, mailbox, plugin_step, python_step, run, table

ROWS = "records:COUNT_RECORDS"


@dataclass
class Upstream:
    """Two projects: one with orders, one that asks for their figures."""

    here: DSSProject
    mails: Mailbox

    def retrieve(self, *readings: dict[str, Any], **form: Any) -> Run:
        """Retrieve, then run a step only when all is well."""
        config = {"project_key": "UPSTREAM", "readings": list(readings), "prefix": "cockpit", **form}
        step = plugin_step("retrieve-metrics-and-checks", "cockpit", **config)
        following = python_step("next", "print('GO')", "cockpit_outcome == 'OK' || cockpit_outcome == 'WARNING'")
        return run(self.here, step, following)


@pytest.fixture(scope="module")
def upstream(standin: Running) -> Iterator[Upstream]:
    """Orders with 40 rows, counted."""
    client = standin.client()
    other = client.create_project("UPSTREAM", "Upstream", owner="admin")
    orders = table(other, "orders", pd.DataFrame({"id": range(40), "paid": [1, 0] * 20}))
    orders.compute_metrics(metric_ids=[ROWS, "col_stats:MEAN:paid"])
    with mailbox(client) as box:
        yield Upstream(client.create_project("ASKING", "Asking", owner="admin"), box)


@pytest.mark.clients
def test_values_of_another_project_become_variables_and_the_next_step_runs(upstream: Upstream) -> None:
    """With their age, under the prefix."""
    rows = {"dataset": "orders", "id": ROWS, "minimum": "1", "not_older_than": "1 hour"}
    done = upstream.retrieve(rows, {"dataset": "orders", "id": "col_stats:MEAN:paid", "name": "paid", "equals": "0.5"})

    assert done.outcome == "SUCCESS", done.log
    assert done.steps["next"] == "SUCCESS"
    assert int(done.variables["cockpit_count_records"]) == 40
    assert float(done.variables["cockpit_paid_age_hours"]) < 1
    assert "cockpit_outcome == 'OK' || cockpit_outcome == 'WARNING'" in done.log


@pytest.mark.clients
def test_an_error_fails_the_step_and_a_mail_says_why(upstream: Upstream) -> None:
    """The next step does not run."""
    row = {"dataset": "orders", "id": ROWS, "minimum": "1000"}
    done = upstream.retrieve(row, alert_channel="team-mail", alert_recipients="ann@example.com, bob@example.com")

    assert (done.outcome, done.steps["cockpit"]) == ("FAILED", "FAILED")
    assert "next" not in done.steps
    mail = upstream.mails.mails[-1]
    assert mail.recipients == ("ann@example.com", "bob@example.com")
    assert mail.subject == "ERROR: Retrieve metrics and checks (ASKING)"
    assert "40 is below the minimum of 1000" in mail.text
