"""Traps of Teradata, found in the syntax tree of a query: what other databases accept, and it refuses or changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sqlglot
from sqlglot import exp

RESERVED = frozenset(
    "ABORT ABS ADD ALL ALTER AND ANY AS ASC AT BEGIN BETWEEN BOTH BY CASE CAST CHECK COALESCE COLUMN COMMIT COUNT CREATE "
    "CROSS CURRENT CURSOR DATABASE DATE DAY DEFAULT DELETE DESC DISTINCT DO DOUBLE DROP ELSE END EQ EXISTS EXP FETCH FLOAT "
    "FOR FOREIGN FROM FULL GE GIVE GRANT GROUP GT HAVING HOUR IF IN INDEX INNER INSERT INT INTEGER INTO IS JOIN KEY LE "
    "LEADING LEFT LIKE LN LOCK LOCKING LOG LT MAX MIN MINUS MOD MODE MONTH NE NEW NO NOT NULL NUMERIC OBJECT OF OLD ON ONLY "
    "OPTION OR ORDER OUTER OVER OVERLAPS PERCENT PERCENTILE PERIOD POSITION PRECISION PRIMARY PRIVILEGES PROCEDURE PROFILE "
    "QUALIFY QUANTILE RANDOM RANGE RANK REAL REFERENCES REPLACE RESULT RIGHT ROLLBACK ROW ROWS SAMPLE SECOND SEL SELECT SET "
    "SQL START STATISTICS SUM TABLE TEMPORARY THEN TIME TIMESTAMP TITLE TO TOP TRAILING TRIGGER TRIM TYPE UNION UNIQUE "
    "UPDATE UPPER USER USING VALUE VALUES VIEW VOLATILE WHEN WHERE WHILE WIDTH_BUCKET WITH WORK YEAR ZONE".split()
)
KNOWN_TYPES = frozenset("BIGINT INT SMALLINT TINYINT DOUBLE FLOAT DECIMAL VARCHAR CHAR DATE TIMESTAMP".split())
LOCKING = "LOCKING ROW FOR ACCESS"

_CONDITIONS = (exp.Predicate, exp.Connector, exp.Not, exp.Is)
Check = Callable[[exp.Expression, str], Iterator[exp.Expression]]


def traps(text: str) -> set[str]:
    """Names of the traps that a query for Teradata steps into."""
    plain = text.replace(LOCKING, "", 1)
    # Read as standard SQL: sqlglot's own Teradata reader makes frames explicit, and would hide the trap.
    tree = sqlglot.parse_one(plain)
    return {name for name, check in CHECKS.items() if any(True for _ in check(tree, plain))}


def _frame(tree: exp.Expression, text: str) -> Iterator[exp.Expression]:
    """An ordered window without a frame is a running total elsewhere, and the whole partition in Teradata."""
    yield from (one for one in tree.find_all(exp.Window) if one.args.get("order") and not one.args.get("spec"))


def _range(tree: exp.Expression, text: str) -> Iterator[exp.Expression]:
    yield from (one for one in tree.find_all(exp.WindowSpec) if one.args.get("kind") != "ROWS")


def _whole_table_windows(tree: exp.Expression, text: str) -> Iterator[exp.Expression]:
    """Windows over rows that were not grouped before may all land on one AMP."""
    steps = {one.alias: one.this for one in tree.find_all(exp.CTE)}
    yield from (one for one in tree.find_all(exp.Window) if not _is_grouped(one.parent_select, steps))


def _sum_of_integers(tree: exp.Expression, text: str) -> Iterator[exp.Expression]:
    """SUM keeps the type of its operand: a literal is a BYTEINT, and a cast may be to a small one."""
    for one in tree.find_all(exp.Sum):
        operand = one.this
        results = [
            operand,
            operand.args.get("default"),
            *(branch.args.get("true") for branch in operand.args.get("ifs", [])),
        ]
        yield from (found for found in results if isinstance(found, exp.Literal) or _is_small(found))


def _count(tree: exp.Expression, text: str) -> Iterator[exp.Expression]:
    """COUNT is INTEGER in one session mode and DECIMAL(15, 0) in the other."""
    yield from (one for one in tree.find_all(exp.Count) if not isinstance(one.parent, exp.Cast))


def _division(tree: exp.Expression, text: str) -> Iterator[exp.Expression]:
    """Integers truncate, decimals keep few digits: only a DOUBLE PRECISION divides as elsewhere."""
    yield from (one for one in tree.find_all(exp.Div) if not _is_double(one.this))


def _decimal_literal(tree: exp.Expression, text: str) -> Iterator[exp.Expression]:
    for one in tree.find_all(exp.Literal):
        if not one.is_string and "." in one.this and "e" not in one.this.lower():
            yield one


def _types(tree: exp.Expression, text: str) -> Iterator[exp.Expression]:
    """BOOLEAN, TEXT and STRING are not there; a 64-bit float is spelled DOUBLE PRECISION."""
    yield from (one for one in tree.find_all(exp.DataType) if one.this.name not in KNOWN_TYPES)
    if "AS DOUBLE)" in text.upper():
        yield tree


def _conditions_as_values(tree: exp.Expression, text: str) -> Iterator[exp.Expression]:
    """A condition is no value, and a column is no condition, where there is no BOOLEAN."""
    for select in tree.find_all(exp.Select):
        yield from (one for one in select.expressions if isinstance(one.unalias(), _CONDITIONS))
    for aggregate in tree.find_all(exp.AggFunc):
        yield from (one for one in [aggregate.this] if isinstance(one, _CONDITIONS))
    for one in tree.find_all(exp.If, exp.Where, exp.Having, exp.Connector, exp.Not):
        yield from (part for part in (one.this, one.args.get("expression")) if isinstance(part, exp.Column))


def _union_without_table(tree: exp.Expression, text: str) -> Iterator[exp.Expression]:
    for one in tree.find_all(exp.Union):
        yield from (side for side in (one.left, one.right) if isinstance(side, exp.Select) and _has_no_table(side))


def _aliases(tree: exp.Expression, text: str) -> Iterator[exp.Expression]:
    """Two columns of one name, or an alias that a later expression of the same SELECT means otherwise."""
    for select in tree.find_all(exp.Select):
        names = [one.alias_or_name for one in select.expressions]
        yield from (select for name in names if names.count(name) > 1)
        made = {one.alias for one in select.expressions if isinstance(one, exp.Alias)}
        for one in select.expressions:
            yield from (c for c in one.find_all(exp.Column) if not c.table and c.name in made)


def _reserved(tree: exp.Expression, text: str) -> Iterator[exp.Expression]:
    for one in tree.find_all(exp.Alias, exp.TableAlias):
        name = one.args["alias"] if isinstance(one, exp.Alias) else one.this
        if name is not None and not name.args.get("quoted") and name.name.upper() in RESERVED:
            yield one


def _curves(tree: exp.Expression, text: str) -> Iterator[exp.Expression]:
    """ROC functions put thresholds on a grid: far off for rare outcomes."""
    yield from (one for one in tree.find_all(exp.Anonymous) if one.name.upper() in ("TD_ROC", "ROC"))


def _any_of(*kinds: type[exp.Expression]) -> Check:
    return lambda tree, text: tree.find_all(*kinds)


def _is_grouped(select: exp.Select, steps: dict[str, exp.Expression]) -> bool:
    """Whether a step groups its rows, or reads from one that does."""
    source = select.find(exp.From).this
    inner = source.this if isinstance(source, exp.Subquery) else steps.get(source.name)
    below = isinstance(inner, exp.Select) and _is_grouped(inner, steps)
    return bool(select.args.get("group")) or below


def _is_small(operand: exp.Expression | None) -> bool:
    return isinstance(operand, exp.Cast) and operand.to.this.name in ("INT", "SMALLINT", "TINYINT")


def _is_double(operand: exp.Expression) -> bool:
    inner = operand.this if isinstance(operand, exp.Paren) else operand
    if isinstance(inner, exp.Mul):  # a product with a double is one
        return _is_double(inner.this) or _is_double(inner.expression)
    return isinstance(inner, exp.Cast) and inner.to.this == exp.DataType.Type.DOUBLE


def _has_no_table(select: exp.Select) -> bool:
    return select.find(exp.From) is None


CHECKS: dict[str, Check] = {
    "window without its frame": _frame,
    "window by RANGE": _range,
    "window over ungrouped rows": _whole_table_windows,
    "sum of small integers": _sum_of_integers,
    "count in the session's type": _count,
    "division of integers or decimals": _division,
    "decimal literal": _decimal_literal,
    "boolean literal": _any_of(exp.Boolean),
    "condition as a value": _conditions_as_values,
    "unknown type": _types,
    "FILTER": _any_of(exp.Filter),
    "VALUES": _any_of(exp.Values),
    "LIMIT or OFFSET": _any_of(exp.Limit, exp.Offset, exp.Fetch),
    "MOD": _any_of(exp.Mod),
    "UNION without a table": _union_without_table,
    "alias met twice": _aliases,
    "reserved word as alias": _reserved,
    "ROC function": _curves,
}
