"""What a careless user, or a table that others are loading, does to stored scores: refused in words, nothing written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.sql.query import statistics_query
from champion_challenger.errors import DataError, SettingsError
from champion_challenger.operations.stored_scores.plan import plan_queries
from champion_challenger.settings.evaluate_stored_scores import StoredSettings
from champion_challenger.settings.form import Form
from tests.unit.operations.stored_scores.fakes import FakeStoredHost, run_stored, stored_host, stored_scores

BARE = stored_scores().drop(columns="outcome")
KNOWN = stored_scores().query("version_id == 'v1'")[["customer_id", "cohort", "outcome"]].reset_index(drop=True)


@pytest.mark.parametrize(
    ("cohort", "message"),
    [
        ("June", "expected cohorts named by a day or a period, such as 2019-06-30 or 2019-06, found 'June'"),
        (None, "600 rows have no cohort. Every score needs its cohort"),
    ],
)
def test_cohorts_without_a_day_are_refused(cohort: str | None, message: str) -> None:
    """Where the table names them, and the output has no partitions."""
    scores = stored_scores() if cohort is None else stored_scores(("2019-06",))

    with pytest.raises(DataError, match=message):
        run_stored(stored_host(scores.assign(cohort=cohort).astype({"cohort": "object"}), partition=""))


@dataclass
class RestlessHost(FakeStoredHost):
    """A host on whose tables something happens after each query, or to each answer."""

    after: Callable[[FakeStoredHost], Any] = lambda host: None
    told: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict

    def query(self, text: str) -> list[Mapping[str, Any]]:
        """Answer, and let it happen."""
        rows = [self.told(row) for row in super().query(text)]
        self.after(self)
        return rows


def restless(**happens: Any) -> RestlessHost:
    """The usual tables on such a host."""
    calm = stored_host()
    return RestlessHost(calm.flow, calm.database, calm.model, **happens)


def test_tables_that_change_while_they_are_read_are_noticed() -> None:
    """Rows that go between two queries would be lost without a word."""
    host = restless(after=lambda host: host.database.execute("DELETE FROM scores WHERE customer_id = '0007'"))

    with pytest.raises(DataError, match="expected 300 rows in the counts, found 299. The tables change"):
        run_stored(host)


def test_counts_that_arrive_broken_are_refused() -> None:
    """A connection that makes decimals of whole numbers."""
    host = restless(told=lambda row: {**row, "n_rows": 299.5})

    with pytest.raises(DataError, match="answer about TELCO.scores cannot be read: expected a whole number, found 299"):
        run_stored(host)


def test_an_unknown_database_is_asked_in_ansi_sql_and_that_is_told() -> None:
    """The connection is of type JDBC."""
    host = stored_host()
    found = run_stored(host, dialect="ansi")

    assert found["status"].unique().tolist() == ["scored"]
    assert "The query for ANSI SQL was never tested on JDBC." in host.said


def test_the_output_of_a_scoring_recipe_is_read() -> None:
    """DSS names its columns so: probabilities, and the model's metadata; other columns are not looked at."""
    names = {"score": "proba_1", "version_id": "smmd_modelVersion"}
    scored = BARE.rename(columns=names).assign(proba_0=lambda f: 1 - f["proba_1"], prediction="0", spend=1.5)
    form = {"score_column": "proba_1", "version_column": "smmd_modelVersion"}
    found, usual = run_stored(stored_host(scored, KNOWN), **form), run_stored(stored_host())

    pd.testing.assert_series_equal(found["auc"], usual["auc"])
    assert found["version_id"].tolist() == usual["version_id"].tolist()


def test_a_score_column_of_the_main_job_keeps_its_name() -> None:
    """Frozen at the snapshot, it is out of time."""
    scores = stored_scores().replace({"version_id": {"v2": "column:rule"}})
    found = run_stored(stored_host(scores)).set_index("version_id").loc["column:rule"]

    assert found["version_label"].unique().tolist() == ["rule"]
    assert found["out_of_time"].unique().tolist() == ["yes"]


def test_what_the_host_calls_a_boolean_is_a_number_in_teradata() -> None:
    """It has no such type; a PostgreSQL has."""
    flow = stored_host(stored_scores().assign(outcome=lambda f: f["outcome"] == 1)).flow
    texts = []
    for host_type in ("Teradata", "PostgreSQL"):
        plan = plan_queries(StoredSettings(), replace(flow, scores=replace(flow.scores, host_type=host_type)))
        texts.append(statistics_query(plan.scores, [500], plan.dialect))

    assert ['CASE WHEN stored."outcome" THEN' in text for text in texts] == [False, True]


def test_all_wrong_fields_are_told_at_once() -> None:
    """By their labels."""
    form = {"targeting_rates": "1, 200", "score_decimals": "-1", "horizon": "soon", "dialect": "klingon"}

    with pytest.raises(SettingsError, match="(?s)Targeting rates.*known after.*Round scores.*0 to 12.*SQL dialect"):
        StoredSettings.from_form(Form(form))


def test_an_outcome_that_is_nan_is_not_known() -> None:
    """In a table as in memory; NaN is no third class."""
    host = stored_host(stored_scores().astype({"outcome": "float64"}))
    host.database.execute("UPDATE scores SET outcome = 'NaN'::DOUBLE WHERE customer_id = '0007' AND outcome = 0")
    found = run_stored(host)

    assert found["n_unlabelled"].unique().tolist() == [1]
    assert found["n"].unique().tolist() == [299]


def test_an_empty_text_is_no_id() -> None:
    """In a table as in memory; NULL is one."""
    host = stored_host(stored_scores().replace({"customer_id": {"0008": "NULL"}}))
    assert run_stored(host)["n"].unique().tolist() == [300]

    host.database.execute("UPDATE scores SET customer_id = '' WHERE customer_id IN ('0007', '0009')")
    with pytest.raises(DataError, match=r"rows have no customer_id\. Every customer needs an id"):
        run_stored(host)
