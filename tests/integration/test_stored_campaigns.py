"""A contact column through both real recipes: rows of those not contacted are the same from memory and from a database."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dss_standin.running import Running
from tests.integration.telco import CONFIG, MONTHS, TYPES, Telco, customers
from tests.integration.test_stored_scores import SHARED, Stored, external

CONTACT = {"contact_column": "contact", "contacted_values": ["yes"], "control_values": ["held out"]}
TOLD = ["reason", "n_contacted", "incremental_rate"]
TEXTS = {"customer_id": "string", "cohort": "string", "contact": "string"}


def contacted(month: str) -> pd.DataFrame:
    """Customers of a month; of the 120 who called most often, each third was held out of the campaign."""
    frame = customers(month)
    order = np.argsort(-frame["calls"].to_numpy(), kind="stable")[:120]
    contact = np.full(len(frame), "no", dtype=object)
    contact[order] = "yes"
    contact[order[::3]] = "held out"
    return frame.assign(contact=contact)


@pytest.fixture(scope="module")
def stored(standin: Running) -> Stored:
    """Two months of scores on the DuckDB connection, and a table of outcomes with the campaign."""
    telco = Telco(
        standin.client(),
        key="CAMPAIGN",
        months=MONTHS[:3],
        data=contacted,
        types={**TYPES, "contact": "string"},
        rejected=("customer_id", "contact"),
        config={**CONFIG, **CONTACT},
    )
    made = Stored(standin.client(), "CAMPAIGN", "duckdb", telco=telco, dialect="duckdb")
    table = made.telco.project.get_dataset("db_scores").get_settings().get_raw()["params"]["table"]
    cursor = standin.dss.connections.cursor("duckdb")
    cursor.register("campaign", contacted("2019-03")[["customer_id", "contact"]])
    cursor.execute(
        "CREATE TABLE campaign_outcomes AS SELECT DISTINCT customer_id, cohort, outcome, contact "
        f"FROM \"{table.replace('${projectKey}', 'CAMPAIGN')}\" JOIN campaign USING (customer_id) WHERE cohort = '2019-03'"
    )
    external(made.telco, "campaign_outcomes", "duckdb", {**TEXTS, "outcome": "bigint"})
    return made


def test_rows_are_those_of_the_main_job(stored: Stored) -> None:
    """All customers, those not contacted with their weights, and the control group, each with its verdicts."""
    stored.telco.output("of_campaign")
    recipe = stored.recipe("evaluate_campaign", "of_campaign", outcomes="campaign_outcomes")
    stored.configure(recipe, **CONTACT)
    log = stored.run(recipe, "2019-03")
    assert log.startswith("DONE"), log
    keys = ["segment", "version_id", "targeting_rate"]
    expected, found = (
        stored.telco.rows(name, "2019-03").sort_values(keys).reset_index(drop=True)
        for name in ("performance", "of_campaign")
    )

    assert {"all", "uncontacted"} <= set(expected["segment"])
    assert expected.loc[expected["segment"] == "uncontacted", "lift"].notna().any()
    pd.testing.assert_frame_equal(found[SHARED], expected[SHARED], rtol=0, atol=1e-12, check_dtype=False)
    pd.testing.assert_frame_equal(found[TOLD], expected[TOLD], rtol=0, atol=1e-12, check_dtype=False)
