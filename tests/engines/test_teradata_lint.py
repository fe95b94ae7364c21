"""The text for Teradata steps into none of the known traps; the lint finds each when it is planted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlglot
from sqlfluff.core import FluffConfig, Linter

from champion_challenger.core.sql.contact import ContactColumn
from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.drift import drift_query, list_change_query, newest_cohort_query
from champion_challenger.core.sql.pairs import Pairing, common_statistics_query, pairs_query
from champion_challenger.core.sql.profile import outcomes_profile_query, scores_profile_query, segment_values_query
from champion_challenger.core.sql.query import statistics_query
from champion_challenger.core.sql.repeats import repeats_query
from champion_challenger.core.sql.segments import SegmentColumn
from champion_challenger.core.sql.steps import LOCKING, QueryForm
from champion_challenger.core.sql.tables import CohortRange, OutcomesTable, StoredScores
from champion_challenger.core.sql.target_list import target_list_query
from champion_challenger.core.sql.weighted import weighted_common_query, weighted_statistics_query
from champion_challenger.core.sql.weighted_pairs import weighted_pairs_query
from champion_challenger.settings.contact import ContactRules
from tests.engines.edge_cases import RATES, SCORES
from tests.engines.teradata_lint import CHECKS, traps
from tests.unit.core.sql.golden_queries import FOLDER, golden_queries

TERADATA = DIALECTS["teradata"]
DAYS = CohortRange("score_date", first=date(2019, 6, 1), end=date(2019, 7, 1))
JOINED = StoredScores(
    '"dwh"."scores"', "customer_id", "version_id", "score", champion="is_champion", cohort=DAYS, decimals=4,
    outcomes=OutcomesTable('"dwh"."outcomes"', "customer_id", "churned", DAYS),
)  # fmt: skip
VARIANTS = {
    "own": SCORES,
    "joined": JOINED,
    "by cohort": replace(SCORES, cohort=CohortRange("cohort"), groups_cohorts=True),
    "by region": replace(SCORES, segment=SegmentColumn("region")),
    "by tariff": replace(JOINED, groups_cohorts=True, segment=SegmentColumn("tariff", "decimal", is_realised=True)),
}
FORMS = {"with": QueryForm(), "derived": QueryForm(is_derived=True), "locking": QueryForm(is_locking=True)}
_ROWS = "ROWS UNBOUNDED PRECEDING"
PLANTED = {
    "window without its frame": [
        "SELECT SUM(n) OVER (ORDER BY s) AS c FROM (SELECT s, n FROM t GROUP BY s, n) AS g",
        "WITH g AS (SELECT s, n FROM t GROUP BY s, n) SELECT SUM(n) OVER (PARTITION BY v ORDER BY s DESC) AS c FROM g",
    ],
    "window by RANGE": ["SELECT SUM(n) OVER (ORDER BY s RANGE UNBOUNDED PRECEDING) AS c FROM t GROUP BY s, n"],
    "window over ungrouped rows": [
        f"SELECT SUM(n) OVER (ORDER BY s {_ROWS}) AS c FROM t",
        f"SELECT v, MAX(c) AS m FROM (SELECT v, SUM(n) OVER (ORDER BY s {_ROWS}) AS c FROM t) AS w GROUP BY v",
        f"WITH w AS (SELECT v, SUM(n) OVER (ORDER BY s {_ROWS}) AS c FROM t) SELECT v, MAX(c) AS m FROM w GROUP BY v",
    ],
    "sum of small integers": [
        "SELECT SUM(CASE WHEN y = 1 THEN 1 ELSE 0 END) AS p FROM t",
        "SELECT SUM(1) AS n FROM t",
        "SELECT SUM(CAST(y AS INTEGER)) AS p FROM t",
    ],
    "count in the session's type": ["SELECT COUNT(*) AS c FROM t", "SELECT COUNT(DISTINCT id) AS c FROM t"],
    "division of integers or decimals": [
        "SELECT p / n AS rate FROM t",
        "SELECT CAST(p AS DECIMAL(18, 2)) / n AS rate FROM t",
        "SELECT p / CAST(n AS BIGINT) AS rate FROM t",
        "SELECT p * 4096 / n AS rate FROM t",
    ],
    "decimal literal": ["SELECT n * 0.05 AS k FROM t"],
    "boolean literal": ["SELECT n FROM t WHERE flag = TRUE"],
    "condition as a value": [
        "SELECT a IS NULL AS is_missing FROM t",
        "SELECT y = 1 AS hit FROM t",
        "SELECT SUM(y = 1) AS hits FROM t",
        "SELECT CASE WHEN flag THEN n END AS m FROM t",
        "SELECT n FROM t WHERE NOT flag",
    ],
    "unknown type": [
        "SELECT CAST(n AS TEXT) AS c FROM t",
        "SELECT CAST(n AS BOOLEAN) AS c FROM t",
        "SELECT CAST(n AS DOUBLE) AS c FROM t",
    ],
    "FILTER": ["SELECT SUM(n) FILTER (WHERE y = 1) AS p FROM t"],
    "VALUES": ["SELECT v.rate FROM (VALUES (1), (5)) AS v(rate)"],
    "LIMIT or OFFSET": [
        "SELECT n FROM t LIMIT 5",
        "SELECT n FROM t ORDER BY n OFFSET 5",
        "SELECT n FROM t ORDER BY n FETCH FIRST 5 ROWS ONLY",
    ],
    "MOD": ["SELECT n % 10 AS m FROM t", "SELECT MOD(n, 10) AS m FROM t"],
    "UNION without a table": [
        "SELECT 1 AS r FROM t UNION ALL SELECT 5 AS r",
        "SELECT r.x FROM (SELECT 1 AS x UNION SELECT x FROM t) AS r",
    ],
    "alias met twice": ["SELECT a + 1 AS b, b + 1 AS c FROM t", "SELECT a AS b, c AS b FROM t"],
    "reserved word as alias": ["SELECT n AS percent FROM t", "SELECT title.n FROM t AS title"],
    "ROC function": ["SELECT TD_ROC(score) AS a FROM t"],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_counting_query_steps_into_no_trap(variant: str, form: str) -> None:
    """In every form, and sqlglot's Teradata reader understands it."""
    text = statistics_query(VARIANTS[variant], RATES, TERADATA, FORMS[form])

    assert traps(text) == set()
    assert sqlglot.parse_one(text, read="teradata") is not None
    assert ("WITH " in text) == (form == "with")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("is_shared", [True, False])
def test_the_queries_about_pairs_step_into_no_trap(variant: str, form: str, is_shared: bool) -> None:
    """Ranks taken once, or for each pair; both sides on the customers that both scored."""
    pairing = Pairing("v1", ("v2", "v3"))
    texts = [
        pairs_query(VARIANTS[variant], replace(pairing, is_shared=is_shared), RATES, TERADATA, FORMS[form]),
        common_statistics_query(VARIANTS[variant], pairing, RATES, TERADATA, FORMS[form]),
    ]

    for text in texts:
        assert traps(text) == set()
        assert sqlglot.parse_one(text, read="teradata") is not None


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_query_about_repeats_steps_into_no_trap(variant: str, form: str) -> None:
    """Powers of two, and their ones."""
    text = repeats_query(VARIANTS[variant], ["v1", "v2", "v3"], TERADATA, FORMS[form])

    assert traps(text) == set()
    assert sqlglot.parse_one(text, read="teradata") is not None


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_queries_about_the_newest_cohort_step_into_no_trap(variant: str, form: str) -> None:
    """Its name, tenths, and lists of either cohort."""
    named = CohortRange("month", ("2019-06",)), CohortRange("month", ("2019-08",))
    dated = DAYS, replace(DAYS, first=date(2019, 8, 1), end=date(2019, 9, 1))
    texts = [
        text
        for evaluated, newest in (named, dated)
        for scores in [replace(VARIANTS[variant], cohort=evaluated)]
        for text in (
            newest_cohort_query(scores, TERADATA, FORMS[form]),
            drift_query(scores, newest, TERADATA, FORMS[form]),
            list_change_query(scores, newest, RATES, TERADATA, FORMS[form]),
        )
    ]

    for text in texts:
        assert traps(text) == set()
        assert sqlglot.parse_one(text, read="teradata") is not None


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_queries_that_look_first_step_into_no_trap(variant: str) -> None:
    """Nulls, duplicates, unmatched customers."""
    assert traps(scores_profile_query(VARIANTS[variant], TERADATA, FORMS["locking"])) == set()
    assert JOINED.outcomes is not None
    assert traps(outcomes_profile_query(JOINED.outcomes, True, TERADATA)) == set()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("variant", ["by region", "by tariff"])
def test_the_query_about_segments_steps_into_no_trap(variant: str, form: str) -> None:
    """How many values there are, and what the outcomes say of each."""
    scores = VARIANTS[variant]
    texts = [segment_values_query(scores, TERADATA, FORMS[form])]
    texts += [
        outcomes_profile_query(scores.outcomes, True, TERADATA, FORMS[form], scores.segment) if scores.outcomes else ""
    ]

    for text in filter(None, texts):
        assert traps(text) == set()
        assert sqlglot.parse_one(text, read="teradata") is not None


@pytest.mark.parametrize("part", ["all", "control", "contacted", "uncontacted"])
def test_the_queries_about_campaigns_step_into_no_trap(part: str) -> None:
    """The contact column beside the outcomes."""
    told = replace(JOINED, contact=ContactColumn(ContactRules("contact", ("called",), ("held out",)), "text", True))

    assert traps(scores_profile_query(told, TERADATA, FORMS["locking"], part)) == set()
    assert traps(statistics_query(told, RATES, TERADATA, FORMS["locking"], part)) == set()
    assert sqlglot.parse_one(statistics_query(told, RATES, TERADATA, part=part), read="teradata") is not None


@pytest.mark.parametrize("form", FORMS)
def test_the_query_about_the_list_steps_into_no_trap(form: str) -> None:
    """Who was on it, by the champion's scores."""
    told = replace(JOINED, contact=ContactColumn(ContactRules("contact", ("called",), ("held out",)), "text", True))
    text = target_list_query(told, ["v1"], TERADATA, FORMS[form])

    assert traps(text) == set()
    assert sqlglot.parse_one(text, read="teradata") is not None


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("members", ["contacted", "control", "ranked", "listed"])
def test_the_queries_by_stratum_step_into_no_trap(members: str, form: str) -> None:
    """Versions on their own customers, and pairs, ranks taken once or for each pair."""
    told = replace(JOINED, contact=ContactColumn(ContactRules("contact", ("called",), ("held out",)), "text", True))
    shared = Pairing("v1", ("v2", "v3"), is_shared=True)
    texts = [
        query(told, pairing, members, RATES, TERADATA, FORMS[form])
        for query, pairing in (
            (weighted_statistics_query, shared),
            (weighted_common_query, shared),
            (weighted_pairs_query, shared),
            (weighted_pairs_query, replace(shared, is_shared=False)),
        )
    ]

    for text in texts:
        assert traps(text) == set()
        assert sqlglot.parse_one(text, read="teradata") is not None


@pytest.mark.parametrize(
    "name",
    [
        "classes",
        "drift",
        "drift_derived",
        "list_change",
        "list_change_derived",
        "newest_cohort",
        "pairs_general",
        "pairs_shared",
        "pairs_statistics",
        "repeats",
        "segment_pairs",
        "segment_profile",
        "segment_statistics",
        "segment_values",
        "statistics_derived",
        "statistics_with",
        "target_list",
        "uncontacted_statistics",
        "weighted_common",
        "weighted_pairs_general",
        "weighted_pairs_shared",
        "weighted_statistics",
        "weighted_statistics_derived",
    ],
)
def test_a_second_parser_reads_the_whole_text(name: str) -> None:
    """An independent one, by its own grammar of Teradata; what it cannot parse, it says."""
    text = (FOLDER / f"{name}.teradata.sql").read_text(encoding="utf-8").replace(f"{LOCKING}\n", "")
    parsed = Linter(config=FluffConfig(overrides={"dialect": "teradata", "max_parse_depth": 0})).parse_string(text)

    assert parsed.violations == []
    assert parsed.tree is not None
    assert "unparsable" not in parsed.tree.type_set()


def test_the_query_about_classes_steps_into_no_trap() -> None:
    """Counts of training data, by class and day."""
    text = golden_queries()["classes.teradata.sql"]

    assert traps(text) == set()
    assert sqlglot.parse_one(text, read="teradata") is not None


@pytest.mark.parametrize("trap", CHECKS)
def test_each_planted_trap_is_found(trap: str) -> None:
    """A lint that finds nothing proves nothing."""
    missed = [text for text in PLANTED[trap] if trap not in traps(text)]

    assert PLANTED[trap]
    assert missed == []
