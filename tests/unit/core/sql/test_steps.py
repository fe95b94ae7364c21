"""Steps of a query, named or nested."""

from __future__ import annotations

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.steps import QueryForm, Source, Step, query_text

STEPS = [
    Step("few", text="SELECT a FROM t"),
    Step("more", ["few.a AS a"], where=["few.a > 1"], also=Step("more", ["few.a AS a"], sources=[Source("few")])),
    Step("pairs", ["one.a AS a"], sources=[Source("more", "one"), Source("more", "other", ["one.a = other.a"])]),
]


def test_a_step_that_is_read_twice_is_named_once_or_nested_twice() -> None:
    """Joins and further SELECTs in both forms."""
    named = query_text(STEPS, DIALECTS["duckdb"], None)
    nested = query_text(STEPS, DIALECTS["duckdb"], QueryForm(is_derived=True))

    assert named.count("FROM t") == 1
    assert nested.count("FROM t") == 4
    assert "FROM more AS one\nINNER JOIN more AS other\n  ON one.a = other.a" in named
    assert named.count("UNION ALL") == 1


def test_locking_needs_derived_tables_and_teradata() -> None:
    """It cannot precede a WITH clause; other databases do not know it."""
    form = QueryForm(is_locking=True)

    assert query_text(STEPS, DIALECTS["teradata"], form).startswith("LOCKING ROW FOR ACCESS\nSELECT")
    assert query_text(STEPS, DIALECTS["ansi"], form).startswith("SELECT")


def test_a_source_may_be_optional() -> None:
    """Its rows are added where they match; where joins are full, its own rows alone are left out again."""
    joined = Step(
        "all", ["few.a AS a"], sources=[Source("few"), Source("rare", "", ["rare.a = few.a"], is_optional=True)]
    )
    steps = [Step("few", text="SELECT a FROM t"), Step("rare", text="SELECT a FROM u"), joined]

    assert "FROM few\nLEFT JOIN rare\n  ON rare.a = few.a" in query_text(steps, DIALECTS["duckdb"], None)
    assert query_text(steps, DIALECTS["postgresql"], None).endswith(
        "FULL JOIN rare\n  ON rare.a = few.a\nWHERE COALESCE(few.a = few.a, FALSE)"
    )
