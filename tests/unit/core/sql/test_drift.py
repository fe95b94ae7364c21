"""The queries about the newest cohort, on DuckDB; `tests/engines` has hundreds of cases on all engines."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd
import pytest

from champion_challenger.core.monitoring.drift import list_change
from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.drift import drift_query, list_change_query, newest_cohort_query
from champion_challenger.core.sql.drift_answer import stored_change, stored_drift
from champion_challenger.core.sql.steps import QueryForm
from champion_challenger.core.sql.tables import CohortRange, StoredScores

SCORES = StoredScores("scores", "customer", "version", "score", cohort=CohortRange("month", ("2019-06",)))
AUGUST = CohortRange("month", ("2019-08",))
ROWS = pd.DataFrame(
    {
        "customer": [1, 2, 3, 4] * 2,
        "version": "v1",
        "month": ["2019-06"] * 4 + ["2019-08"] * 4,
        "score": [0.9, 0.8, 0.2, 0.1, 0.9, 0.1, 0.8, 0.8],
    }
)


def answer(text: str, rows: pd.DataFrame = ROWS) -> dict[str, object]:
    """The one row that DuckDB answers."""
    with duckdb.connect() as database:
        database.register("scores", rows)
        (row,) = database.execute(text).df().to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_tenths_are_those_of_the_evaluated_cohort() -> None:
    """Edges at its own scores; newest customers fall between them."""
    found = stored_drift(answer(drift_query(SCORES, AUGUST, DIALECTS["duckdb"])), None)

    assert (found.parts.edges, found.parts.counts) == ((0.1, 0.2, 0.8, 0.9), (0, 1, 1, 1, 1))
    assert found.newest == (0, 1, 0, 2, 1)
    assert found.expected_positives == pytest.approx(2.6, rel=1e-12)


def test_lists_are_compared_on_customers_of_both() -> None:
    """Two customers are tied for a place of the newest list."""
    rates = [2_500, 5_000]
    found = stored_change(answer(list_change_query(SCORES, AUGUST, rates, DIALECTS["duckdb"])), rates)

    assert found.crossed[1] == (0, 2, 0, 1, 0, 0, 0, 0, 1)
    assert found.shares(rates) == list_change(ROWS["score"][:4], ROWS["score"][4:], rates) == [0.0, 0.5]


@pytest.mark.parametrize(("month", "newest"), [("2019-07", "2019-08"), ("2019-08", None), ("2018", None)])
def test_the_newest_is_after_the_evaluated_one(month: str, newest: str | None) -> None:
    """In the order of the names of periods."""
    scores = StoredScores("scores", "customer", "version", "score", cohort=CohortRange("month", (month,)))
    found = answer(newest_cohort_query(scores, DIALECTS["duckdb"]))["newest"]

    assert (None if pd.isna(found) else found) == (newest or ("2019-08" if month == "2018" else None))


def test_days_begin_after_the_last_of_the_evaluated_one() -> None:
    """A text that a writer does not block, where the database has it."""
    june = CohortRange("day", first=date(2019, 6, 1), end=date(2019, 7, 1))
    scores = StoredScores("scores", "customer", "version", "score", cohort=june)
    text = newest_cohort_query(scores, DIALECTS["teradata"], QueryForm(is_locking=True))

    assert text.splitlines()[0] == "LOCKING ROW FOR ACCESS"
    assert text.endswith("""WHERE stored."day" >= DATE '2019-07-01'""")
