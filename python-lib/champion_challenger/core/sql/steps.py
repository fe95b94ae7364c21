"""Queries in steps: each reads earlier ones, named in a WITH clause, or nested as derived tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from champion_challenger.core.sql.dialects import Dialect

HALF = 65_536
"""Base in which the parts of a large sum are counted."""


@dataclass(frozen=True)
class QueryForm:
    """Form of the text.

    Attributes
    ----------
    is_derived
        Steps as nested derived tables, instead of a WITH clause.
    is_locking
        Teradata only: read without waiting for writers. Uses derived tables, since it cannot precede a WITH clause.
    """

    is_derived: bool = False
    is_locking: bool = False


@dataclass(frozen=True)
class Source:
    """An earlier step that a step reads.

    Attributes
    ----------
    alias
        What its rows are called; "" for the name of the step.
    matches
        Conditions on which it is joined to the sources before it; none for the first.
    where
        Conditions on its own rows.
    is_optional
        Whether the rows of the first source without a match are kept.
    """

    step: str
    alias: str = ""
    matches: Sequence[str] = ()
    where: Sequence[str] = ()
    is_optional: bool = False

    @property
    def kept(self) -> str:
        """The column of the first source in the first match, which is null in rows of this source alone."""
        return self.matches[0].partition(" = ")[2]


@dataclass(frozen=True)
class Step:
    """One SELECT.

    Attributes
    ----------
    sources
        What it reads; () for the step before.
    text
        The whole of a step that reads the tables themselves.
    also
        A further SELECT, whose rows are added.
    """

    name: str
    columns: Sequence[str] = ()
    group_by: Sequence[str] = ()
    sources: Sequence[Source] = ()
    where: Sequence[str] = ()
    text: str = ""
    also: Step | None = None


def query_text(steps: Sequence[Step], dialect: Dialect, form: QueryForm | None) -> str:
    """Text of a query whose rows are those of the last step.

    Examples
    --------
    >>> from champion_challenger.core.sql.dialects import DIALECTS
    >>> steps = [Step("few", text="SELECT a FROM t"), Step("all", ["MAX(a) AS b"])]
    >>> print(query_text(steps, DIALECTS["ansi"], QueryForm(is_derived=True)))
    SELECT MAX(a) AS b
    FROM (
      SELECT a FROM t
    ) AS few
    """
    form = form or QueryForm()
    is_locking = form.is_locking and dialect.has_locking
    steps = _with_sources(steps)
    # nested, the rows that are joined would be counted again for each join, and joined row by row
    is_joining = dialect.joins_in_full and any(len(step.sources) > 1 for step in steps)
    if (form.is_derived or form.is_locking) and not is_joining:
        by_name = {step.name: step for step in steps}
        text = _nest(steps[-1], by_name, dialect)
        return f"{LOCKING}\n{text}" if is_locking else text
    names = {step.name: step.name for step in steps}
    tables = [f"{step.name} AS (\n{indent(_select(step, names, dialect))}\n)" for step in steps[:-1]]
    return f"WITH {', '.join(tables)}\n{_select(steps[-1], names, dialect)}"


LOCKING = "LOCKING ROW FOR ACCESS"


def total(expression: str, name: str) -> str:
    """Sum of a 64-bit expression."""
    return f"CAST(SUM({expression}) AS BIGINT) AS {name}"


def total_where(condition: str, expression: str, name: str) -> str:
    """Sum of a 64-bit expression over the rows that meet a condition."""
    return total(f"CASE WHEN {condition} THEN {expression} ELSE CAST(0 AS BIGINT) END", name)


def quotient(expression: str, divisor: int, dialect: Dialect) -> str:
    """Whole quotient, exact below 2 ** 53: databases differ in what `/` gives for two integers."""
    # FLOOR of a double, since integer division truncates here, rounds there, and gives a decimal elsewhere.
    return f"CAST(FLOOR(CAST({expression} AS {dialect.double}) / {divisor}) AS BIGINT)"


def column_list(columns: Sequence[str]) -> str:
    """Columns of a SELECT, one a line."""
    return ",\n       ".join(columns)


def indent(text: str) -> str:
    """Text two characters further in."""
    return "\n".join(f"  {line}" for line in text.splitlines())


def _with_sources(steps: Sequence[Step]) -> list[Step]:
    linked: list[Step] = []
    for step in steps:
        reads = step.sources or ([Source(linked[-1].name)] if linked else ())
        linked.append(Step(step.name, step.columns, step.group_by, reads, step.where, step.text, step.also))
    return linked


def _nest(step: Step, by_name: Mapping[str, Step], dialect: Dialect) -> str:
    read = {source.step for part in (step, step.also) if part for source in part.sources} if not step.text else set()
    texts = {name: f"(\n{indent(_nest(by_name[name], by_name, dialect))}\n)" for name in read}
    return _select(step, texts, dialect)


def _select(step: Step, texts: Mapping[str, str], dialect: Dialect) -> str:
    """One SELECT, with the text of each step that it reads."""
    if step.text:
        return step.text
    is_full = dialect.joins_in_full and len(step.sources) > 1
    tables, where = _full_join(step, texts) if is_full else _inner_join(step, texts)
    lines = [f"SELECT {column_list(step.columns)}", *tables]
    lines += ["WHERE " + "\n  AND ".join(where)] if where else []
    lines += [f"GROUP BY {', '.join(step.group_by)}"] if step.group_by else []
    lines += ["UNION ALL", _select(step.also, texts, dialect)] if step.also else []
    return "\n".join(lines)


def _inner_join(step: Step, texts: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Lines of what a step reads, and the conditions on its rows."""
    lines = []
    for number, source in enumerate(step.sources):
        join = "LEFT JOIN" if source.is_optional else "INNER JOIN"
        lines.append(f"{join if number else 'FROM'} {_read(source, texts)}")
        lines += [f"  ON {' AND '.join(source.matches)}"] if source.matches else []
    return lines, [*(condition for source in reversed(step.sources) for condition in source.where), *step.where]


def _full_join(step: Step, texts: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """As an inner join, by way of a full one, which no planner carries out row by row.

    Rows without a match are left out by a condition that is no reason to make it an inner join again.
    """
    lines, where = [], list(step.where)
    for number, source in enumerate(step.sources):
        text = _read(source, texts)
        if source.where:
            alias = source.alias or source.step
            text = f"(SELECT * FROM {text} WHERE {' AND '.join(source.where)}) AS {alias}"  # noqa: S608 - names are quoted
        lines.append(f"{'FULL JOIN' if number else 'FROM'} {text}")
        if source.matches:
            lines.append(f"  ON {' AND '.join(source.matches)}")
            is_kept = f"{source.kept} = {source.kept}" if source.is_optional else source.matches[0]
            where.append(f"COALESCE({is_kept}, FALSE)")
    return lines, where


def _read(source: Source, texts: Mapping[str, str]) -> str:
    is_nested = texts[source.step] != source.step
    alias = source.alias or (source.step if is_nested else "")
    return f"{texts[source.step]}{f' AS {alias}' if alias else ''}"
