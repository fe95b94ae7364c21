"""DuckDB and PostgreSQL know of a contacted list what memory knows; so does Teradata's text, transpiled to both."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.campaign import Contacts, target_list
from champion_challenger.core.figures.incremental import Incremental, incremental
from champion_challenger.core.sql.contact import ContactColumn
from champion_challenger.core.sql.steps import QueryForm
from champion_challenger.core.sql.tables import CohortRange, StoredScores
from champion_challenger.core.sql.target_list import list_counts, target_list_query
from champion_challenger.settings.contact import ContactRules
from tests.engines.conftest import Engine
from tests.engines.postgresql import PostgreSQL
from tests.engines.test_pairs import asked, language  # noqa: F401 - a fixture

RULES = ContactRules("contact", ("called", "mailed"), ("held out",))
LISTS = StoredScores(
    "lists", "customer_id", "version_id", "score", "outcome", may_be_nan=True, cohort=CohortRange("cohort"),
    groups_cohorts=True, contact=ContactColumn(RULES),
)  # fmt: skip
MADE_BY = ("champion", "mostly", "others", "nobody")
CONTROL = ("everyone", "list", "none", "whole list")
SCORES = ("continuous", "tied", "same", "gaps")
SIZES = (1, 2, 5, 40, 700)


def lists() -> pd.DataFrame:
    """Rows of all cases: customer_id, version_id, cohort (which names the case), score, outcome, contact."""
    random = np.random.default_rng(12)
    cases = [(n, made, control, kind) for n in SIZES for made in MADE_BY for control in CONTROL for kind in SCORES]
    return pd.concat([_case(random, *case) for case in cases], ignore_index=True).sample(frac=1, random_state=3)


def expected(case: pd.DataFrame) -> tuple[bool, Incremental | None]:
    """Whether the control group is of everyone, and what contacts added: as `added_by_contacts` in memory."""
    contacted, control = case["contact"].isin(RULES.contacted).to_numpy(), (case["contact"] == "held out").to_numpy()
    listed = target_list(Contacts(contacted, control, has_control=True), case["score"].to_numpy("float64"))
    if listed.obstacle or not contacted.any() or not control.any():
        return listed.is_of_everyone, None
    known, positive = case["outcome"].isin([0, 1]).to_numpy(), (case["outcome"] == 1).to_numpy()
    sides = (contacted & known, control & listed.members & known)
    return listed.is_of_everyone, incremental(*(int(rows.sum()) for side in sides for rows in (side & positive, side)))


@pytest.fixture(scope="module", autouse=True)
def cases(duck: duckdb.DuckDBPyConnection, postgresql: PostgreSQL) -> pd.DataFrame:
    """The cases, in a table of either engine."""
    rows = lists()
    duck.register("lists_incoming", rows)
    duck.execute("CREATE OR REPLACE TABLE lists AS SELECT * FROM lists_incoming")
    postgresql.execute("DROP TABLE IF EXISTS lists")
    postgresql.create("lists", rows)
    return rows


@pytest.mark.parametrize("form", [QueryForm(), QueryForm(is_derived=True)], ids=["with", "derived"])
def test_a_list_is_known_as_in_memory(
    engine: Engine,
    language: str,  # noqa: F811
    cases: pd.DataFrame,
    form: QueryForm,
) -> None:
    """Made by the champion or not, its control group of everyone or not; ties, gaps, and nobody."""
    answer = asked(engine, language, lambda dialect: target_list_query(LISTS, ["v1"], dialect, form))
    found = {str(one.cohort): (one.is_of_everyone, one.incremental) for one in map(list_counts, answer)}
    of_v1 = cases[cases["version_id"] == "v1"]
    wanted = {str(name): expected(case) for name, case in of_v1.groupby("cohort")}

    assert found == wanted
    # In memory the order of the rows decides nothing, as it cannot in a database.
    for is_ascending in (True, False):
        ordered = of_v1.sort_values("contact", ascending=is_ascending)
        assert {str(name): expected(case) for name, case in ordered.groupby("cohort")} == wanted
    assert len({is_of_everyone for is_of_everyone, _ in wanted.values()}) == 2
    assert 20 < sum(added is not None and added.n_control > 0 for _, added in wanted.values()) < len(wanted)


def test_a_version_that_cannot_be_quoted_is_among_all(engine: Engine) -> None:
    """Its rows are found by the name in the answer."""
    answer = asked(engine, "own", lambda dialect: target_list_query(LISTS, ["o'hara"], dialect))

    assert {list_counts(row).version_id for row in answer} == {"v1", "v2"}


def _case(random: np.random.Generator, n: int, made: str, control: str, kind: str) -> pd.DataFrame:
    score = {"tied": random.random(n).round(1), "same": np.full(n, 0.3)}.get(kind, random.random(n))
    by = {"others": random.random(n), "mostly": score + random.normal(scale=0.002, size=n)}.get(made, score)
    is_listed = np.zeros(n, dtype=bool) if made == "nobody" else by >= np.sort(by)[max(0, n - max(1, n // 4))]
    share = {"none": 0.0, "whole list": 1.0}.get(control, 0.3)
    held_out = (random.random(n) < share) & (is_listed if control in ("list", "whole list") else True)
    contact = np.select([held_out, is_listed], ["held out", "called"], "none")
    if kind == "gaps":
        score = np.where(random.random(n) < 0.1, np.nan, score)
    columns = {
        "customer_id": np.arange(n),
        "score": score,
        "outcome": random.choice([0.0, 1.0, np.nan], n),
        "contact": contact,
        "cohort": f"{n} {made} {control} {kind}",
    }
    return pd.concat([pd.DataFrame({**columns, "version_id": name}) for name in ("v1", "v2")])
