"""The query that counts: rows into groups of equal scores, running sums over the groups, one row a version.

Its answer has only integers (and the cut-off scores), so that every figure is computed by the same functions as in
memory. Sums that may exceed 64 bits are delivered in parts. ``tests/unit/core/sql/golden`` has the text by dialect.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from champion_challenger.core.figures.counts import BASIS_POINTS, PRECISION_UNIT
from champion_challenger.core.sql.dialects import Dialect
from champion_challenger.core.sql.tables import Spelling, StoredScores

HALF = 65_536
"""Base in which the parts of a large sum are counted."""
HALF_UNIT = 2**26
"""The same of the precisions: whole numbers up to its square."""

_RUNNING = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
LOCKING = "LOCKING ROW FOR ACCESS"


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
class _Step:
    name: str
    columns: Sequence[str]
    group_by: Sequence[str] = ()


def statistics_query(
    scores: StoredScores, rates_bp: Sequence[int], dialect: Dialect, form: QueryForm | None = None, part: str = "all"
) -> str:
    """Text of the query whose rows `champion_challenger.core.sql.answer` reads: one a version (and cohort).

    Rows without a score, or without an outcome of 0 or 1, are not counted. Ties are groups, and are never broken.

    Parameters
    ----------
    part
        ``all`` customers, or those of the ``control`` group. With ``contacted`` or ``held_out``, all customers are
        counted, and these are the positives: so it is known where in the ranking they are.

    Examples
    --------
    >>> from champion_challenger.core.sql.dialects import DIALECTS
    >>> scores = StoredScores('"scores"', "customer_id", "version_id", "score", "outcome")
    >>> text = statistics_query(scores, [500], DIALECTS["teradata"], QueryForm(is_locking=True))
    >>> print(text.splitlines()[0])
    LOCKING ROW FOR ACCESS
    """
    form = form or QueryForm()
    spelling = Spelling(scores, dialect)
    keys = list(spelling.keys)
    steps = [
        _Step("tallied", [*keys, "score", "CAST(SUM(y) AS BIGINT) AS p_tied", _COUNT], [*keys, "score"]),
        _Step("running", [*keys, "score", "n_tied", "p_tied", *_running_sums(keys)]),
        _Step("ranked", [*keys, "score", *_KEPT, *_places(rates_bp, dialect)]),
        _Step("halved", [*keys, "score", *_KEPT, "gap", *_names(rates_bp), *_halves(dialect)]),
        _Step("counted", [*keys, *_sums(rates_bp, dialect), *_expected(scores.decimals, dialect)], keys),
    ]
    write = _nested_steps if form.is_derived or form.is_locking else _named_steps
    text = write(_scored(spelling, part), steps)
    return f"{LOCKING}\n{text}" if form.is_locking and dialect.has_locking else text


_COUNT = "CAST(SUM(CAST(1 AS BIGINT)) AS BIGINT) AS n_tied"
_KEPT = ("n_tied", "p_tied", "n_upto", "p_upto", "n_all", "p_all")


def _scored(spelling: Spelling, part: str) -> str:
    keys = [f"{expression} AS {name}" for name, expression in spelling.keys.items()]
    is_positive, where = f"{spelling.outcome} = 1", [*spelling.conditions(), spelling.is_finite]
    if part in ("contacted", "held_out"):
        is_positive = spelling.is_contacted("contacted" if part == "contacted" else "control")
    else:
        where.append(f"({spelling.outcome} = 0 OR {spelling.outcome} = 1)")
    where += [spelling.is_contacted("control")] if part == "control" else []
    outcome = f"CASE WHEN {is_positive} THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS y"
    return "\n".join(
        [
            f"SELECT {_column_list([*keys, f'{spelling.score} AS score', outcome])}",
            spelling.from_tables("INNER"),
            "WHERE " + "\n  AND ".join(where),
        ]
    )


def _running_sums(keys: Sequence[str]) -> list[str]:
    """Rows and positives with this score or a higher one; without the frame Teradata sums over the whole partition."""
    of_version = f"PARTITION BY {', '.join(keys)}"
    return [
        f"CAST(SUM({name}_tied) OVER ({of_version} ORDER BY score DESC {_RUNNING}) AS BIGINT) AS {name}_upto"
        for name in ("n", "p")
    ] + [f"CAST(SUM({name}_tied) OVER ({of_version}) AS BIGINT) AS {name}_all" for name in ("n", "p")]


def _places(rates_bp: Sequence[int], dialect: Dialect) -> list[str]:
    """Place of the score among the other class, doubled so that a tie counts one, and the ranks of the cut-offs."""
    negatives_from, negatives = "(n_upto - p_upto)", "(n_all - p_all)"
    width = _quotient("n_all", 200, dialect)
    ranks = [
        f"{_quotient(f'n_all * {rate} + {BASIS_POINTS - 1}', BASIS_POINTS, dialect)} AS k_{rate}" for rate in rates_bp
    ]
    return [
        f"2 * ({negatives} - {negatives_from}) + n_tied - p_tied AS placed",
        "2 * p_upto - p_tied AS outranked",
        f"CAST(FLOOR(CAST(p_upto AS {dialect.double}) * {PRECISION_UNIT} / n_upto) AS BIGINT) AS precise",
        f"ABS(p_upto * {negatives} - {negatives_from} * p_all) AS gap",
        f"CASE WHEN {width} > 50 THEN {width} ELSE 50 END AS width",
        *ranks,
    ]


def _names(rates_bp: Sequence[int]) -> list[str]:
    return ["width", "placed", *(f"k_{rate}" for rate in rates_bp)]


def _halves(dialect: Dialect) -> list[str]:
    columns = []
    for name, half in (("placed", HALF), ("outranked", HALF), ("precise", HALF_UNIT)):
        high = _quotient(name, half, dialect)
        columns += [f"{high} AS {name}_high", f"{name} - {half} * {high} AS {name}_low"]
    return columns


def _sums(rates_bp: Sequence[int], dialect: Dialect) -> list[str]:
    negatives = "(n_tied - p_tied)"
    positives_first, negatives_first = "p_tied * (n_all - p_all)", f"{negatives} * p_all"
    columns = [
        "MAX(n_all) AS n",
        "MAX(p_all) AS n_positive",
        _sum("p_tied * placed", "auc_numerator"),
        _sum(f"p_tied * {negatives}", "tied_pairs"),
        "MAX(gap) AS ks_numerator",
        f"MAX(CASE WHEN {positives_first} < {negatives_first} THEN {positives_first} ELSE {negatives_first} END)"
        " AS ks_hidden",
    ]
    for weight, place, name in (("p_tied", "placed", "positive"), (negatives, "outranked", "negative")):
        high, low = f"{place}_high", f"{place}_low"
        products = {"high": f"{high} * {high}", "mixed": f"{high} * {low}", "low": f"{low} * {low}"}
        columns += [_sum(f"{weight} * {product}", f"delong_{name}_{part}") for part, product in products.items()]
    columns += [_sum(f"p_tied * precise_{part}", f"precision_{part}") for part in ("high", "low")]
    return columns + [column for rate in rates_bp for column in _cut(rate, dialect)]


def _expected(decimals: int | None, dialect: Dialect) -> list[str]:
    """Sum of the scores that may be probabilities, since others could overflow, and the ends of all scores."""
    score, one = f"CAST(score AS {dialect.double})", 1 if decimals is None else 10**decimals
    is_probability = f"score >= 0 AND score <= {one}"
    return [
        f"SUM(CASE WHEN {is_probability} THEN {score} * n_tied ELSE CAST(0 AS {dialect.double}) END) AS score_sum",
        f"MIN({score}) AS score_low",
        f"MAX({score}) AS score_high",
    ]


def _cut(rate: int, dialect: Dialect) -> Iterable[str]:
    """Counts at one cut-off: of the group that has its rank, and of the groups in the window around it."""
    rank = f"k_{rate}"
    at_cut = f"n_upto - n_tied < {rank} AND n_upto >= {rank}"
    in_window = f"n_upto - n_tied < {rank} + width AND n_upto >= {rank} - width"
    yield f"MAX({rank}) AS n_targeted_{rate}"
    yield f"MAX(CASE WHEN {at_cut} THEN CAST(score AS {dialect.double}) END) AS cutoff_score_{rate}"
    yield _sum_where(at_cut, "n_upto - n_tied", f"n_above_{rate}")
    yield _sum_where(at_cut, "p_upto - p_tied", f"positives_above_{rate}")
    yield _sum_where(at_cut, "n_tied", f"n_tied_{rate}")
    yield _sum_where(at_cut, "p_tied", f"positives_tied_{rate}")
    yield _sum_where(in_window, "n_tied", f"n_window_{rate}")
    yield _sum_where(in_window, "p_tied", f"positives_window_{rate}")


def _sum(expression: str, name: str) -> str:
    return f"CAST(SUM({expression}) AS BIGINT) AS {name}"


def _sum_where(condition: str, expression: str, name: str) -> str:
    return _sum(f"CASE WHEN {condition} THEN {expression} ELSE CAST(0 AS BIGINT) END", name)


def _quotient(expression: str, divisor: int, dialect: Dialect) -> str:
    """Whole quotient, exact below 2 ** 53: databases differ in what `/` gives for two integers."""
    return f"CAST(FLOOR(CAST({expression} AS {dialect.double}) / {divisor}) AS BIGINT)"


def _select(step: _Step, source: str) -> str:
    text = f"SELECT {_column_list(step.columns)}\nFROM {source}"
    return f"{text}\nGROUP BY {', '.join(step.group_by)}" if step.group_by else text


def _named_steps(scored: str, steps: Sequence[_Step]) -> str:
    tables = [f"scored AS (\n{_indented(scored)}\n)"]
    for before, step in zip(["scored", *(step.name for step in steps)], steps[:-1]):
        tables.append(f"{step.name} AS (\n{_indented(_select(step, before))}\n)")
    return f"WITH {', '.join(tables)}\n{_select(steps[-1], steps[-2].name)}"


def _nested_steps(scored: str, steps: Sequence[_Step]) -> str:
    text, name = scored, "scored"
    for step in steps:
        text, name = _select(step, f"(\n{_indented(text)}\n) AS {name}"), step.name
    return text


def _column_list(columns: Sequence[str]) -> str:
    return ",\n       ".join(columns)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
