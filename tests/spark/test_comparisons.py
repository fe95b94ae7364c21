"""Spark compares versions, cohorts and segments as the core does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.drift import drift_query, list_change_query, newest_cohort_query
from champion_challenger.core.sql.pairs import Pairing, common_statistics_query, pairs_query
from champion_challenger.core.sql.segments import SegmentColumn
from champion_challenger.core.sql.steps import QueryForm
from champion_challenger.core.sql.tables import CohortRange
from champion_challenger.core.sql.weighted import weighted_common_query, weighted_statistics_query
from champion_challenger.core.sql.weighted_pairs import weighted_pairs_query
from tests.engines import edge_drift, edge_weighted
from tests.engines.edge_drift import COHORTS, NEWEST, NEWEST_ROWS, assert_change, assert_drift, drift_rows
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
from tests.spark.conftest import Answer

SPARK = DIALECTS["spark"]
PAIRING = Pairing(CHAMPION)
pytestmark = pytest.mark.filterwarnings("ignore")  # Spark's own libraries warn of each other
in_both_forms = pytest.mark.parametrize("form", [QueryForm(), QueryForm(is_derived=True)], ids=["with", "derived"])


@pytest.fixture(scope="module")
def sides() -> Sides:
    """All edge cases in memory."""
    return expected_sides(pair_rows())


@in_both_forms
def test_spark_counts_pairs_as_the_core(answered: Answer, sides: Sides, form: QueryForm) -> None:
    """Ranks taken once, and for each pair: whoever scored whom."""
    shared = answered(pairs_query(PAIRS, replace(PAIRING, is_shared=True), RATES, SPARK, form))
    general = answered(pairs_query(PAIRS, PAIRING, RATES, SPARK, form))
    statistics = answered(common_statistics_query(PAIRS, PAIRING, RATES, SPARK, form))

    assert_shared(shared, sides)
    assert_general(general, statistics, sides)


@in_both_forms
@pytest.mark.parametrize("members", ["contacted", "control", "ranked", "listed"])
def test_spark_counts_by_stratum_as_the_core(answered: Answer, form: QueryForm, members: str) -> None:
    """Versions on their own customers, and pairs on those in common."""
    rows = edge_weighted.campaign_rows()
    sides, duels = edge_weighted.expected(rows)
    cohorts = {name for name, found in edge_weighted.members_in_memory(rows).items() if members in found}
    asked = (edge_weighted.CAMPAIGNS, Pairing(edge_weighted.CHAMPION), members, RATES, SPARK, form)
    common = answered(weighted_common_query(*asked))

    assert edge_weighted.assert_statistics(answered(weighted_statistics_query(*asked)), sides, cohorts) >= 15
    assert edge_weighted.assert_pairs(answered(weighted_pairs_query(*asked)), common, duels, cohorts) >= 15


def test_spark_counts_segments_as_cohorts(answered: Answer, sides: Sides) -> None:
    """Each edge case is a segment of one cohort."""
    column = SegmentColumn("cohort")
    cases = replace(PAIRS, cohort=CohortRange(), groups_cohorts=False, segment=column)
    rows = answered(pairs_query(cases, replace(PAIRING, is_shared=True), RATES, SPARK))

    assert_shared([{**row, "cohort": column.value(row["segment"])} for row in rows], sides)


@in_both_forms
def test_spark_counts_tenths_and_lists_as_the_core(answered: Answer, form: QueryForm) -> None:
    """Ties, few distinct scores, no customer on one side; on the customers of both cohorts."""
    cohorts = drift_rows()

    assert_drift(answered(drift_query(COHORTS, NEWEST_ROWS, SPARK, form)), cohorts)
    assert_change(answered(list_change_query(COHORTS, NEWEST_ROWS, edge_drift.RATES, SPARK, form)), cohorts)


def test_spark_finds_the_newest_cohort(answered: Answer) -> None:
    """A name that is no period is none."""
    (row,) = answered(newest_cohort_query(COHORTS, SPARK))

    assert row["newest"] == NEWEST
