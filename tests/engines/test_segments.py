"""DuckDB and PostgreSQL count segments as the core does; so does Teradata's text, transpiled to both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.figures.counts import statistics
from champion_challenger.core.sql.answer import stored_statistics
from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.pairs import Pairing, common_statistics_query, pairs_query
from champion_challenger.core.sql.profile import scores_profile, scores_profile_query, segment_values_query
from champion_challenger.core.sql.query import statistics_query
from champion_challenger.core.sql.segments import SegmentColumn
from champion_challenger.core.sql.tables import CohortRange
from champion_challenger.core.tables.frames import cell_text
from tests.engines.conftest import Engine
from tests.engines.edge_pairs import (
    CHAMPION,
    PAIRS,
    RATES,
    Sides,
    assert_general,
    assert_shared,
    expected_sides,
    pair_rows,
)
from tests.engines.test_pairs import asked, language  # noqa: F401 - a fixture

CASES = replace(PAIRS, cohort=CohortRange(), groups_cohorts=False, segment=SegmentColumn("cohort"))
"""The edge cases of the pairs, each of them a segment of one cohort."""
LOTS = {
    "number": "CASE WHEN customer_id < 90 THEN customer_id - 9 * FLOOR(customer_id / 9.0) END",
    "decimal": "CASE WHEN customer_id < 9 THEN -0.0 WHEN customer_id < 50 THEN 0.1 WHEN customer_id < 70 THEN 2.0 END",
    "boolean": "CASE WHEN customer_id < 9 THEN NULL ELSE customer_id < 50 END",
}
TYPES = {"number": "BIGINT", "decimal": "DOUBLE PRECISION", "boolean": "BOOLEAN"}


@pytest.fixture(scope="module")
def sides() -> Sides:
    """All edge cases in memory."""
    return expected_sides(pair_rows())


def by_case(answer: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of an answer as those of a query about cohorts."""
    return [{**row, "cohort": CASES.segment.value(row["segment"])} for row in answer if CASES.segment]


def test_pairs_of_a_segment_are_those_of_a_cohort(engine: Engine, language: str, sides: Sides) -> None:  # noqa: F811
    """Ranks taken once, and for each pair; whoever scored whom."""
    pairing = Pairing(CHAMPION)
    shared, general, both = (
        by_case(asked(engine, language, text_of))
        for text_of in (
            lambda dialect: pairs_query(CASES, replace(pairing, is_shared=True), RATES, dialect),
            lambda dialect: pairs_query(CASES, pairing, RATES, dialect),
            lambda dialect: common_statistics_query(CASES, pairing, RATES, dialect),
        )
    )

    assert_shared(shared, sides)
    assert_general(general, both, sides)


@pytest.mark.parametrize("kind", LOTS)
def test_values_of_every_type_are_those_of_memory(engine: Engine, kind: str) -> None:
    """Null is a value, and so is zero beside it."""
    name, answer = engine
    columns = "customer_id, version_id, score, outcome, cohort"
    table = f"(SELECT {columns}, CAST({LOTS[kind]} AS {TYPES[kind]}) AS lot FROM pairs WHERE cohort = '101 tied half everyone')"  # fmt: skip
    column = SegmentColumn("lot", kind, is_condition=kind == "boolean")
    scores = replace(CASES, table=table, segment=column)
    found, profiles = {}, {}
    for row in answer(statistics_query(scores, RATES, DIALECTS[name])):
        one = stored_statistics(row, RATES, None)
        found[one.version_id, column.value(one.segment)] = one.statistics
    for row in answer(scores_profile_query(scores, DIALECTS[name], counts_customers=False)):
        profile = scores_profile(row)
        profiles[profile.version_id, column.value(profile.segment)] = profile.n_rows
    rows = pd.DataFrame(answer(f"SELECT * FROM {table} AS lots")).astype({"lot": "object"})
    expected = {
        key: statistics(group["outcome"].to_numpy("int64"), group["score"].to_numpy("float64"), RATES)
        for key, group in rows.groupby([rows["version_id"], rows["lot"].map(_text)])
    }

    assert found == expected
    assert profiles == {key: counts.n for key, counts in expected.items()}
    (values,) = answer(segment_values_query(scores, DIALECTS[name]))
    assert int(values["n_values"]) == len({value for _, value in expected}) >= 3


def _text(value: object) -> str:
    """As memory reads a cell."""
    return cell_text(float(value) if isinstance(value, str) and value not in ("true", "false") else value)
