"""The query that counts: rows into groups of equal scores, running sums over the groups, one row a version.

Its answer has only integers (and the cut-off scores), so that every figure is computed by the same functions as in
memory. Sums that may exceed 64 bits are delivered in parts. ``tests/unit/core/sql/golden`` has the text by dialect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from champion_challenger.core.figures.counts import BASIS_POINTS, PRECISION_UNIT
from champion_challenger.core.sql.dialects import Dialect
from champion_challenger.core.sql.steps import (
    HALF,
    QueryForm,
    Source,
    Step,
    column_list,
    query_text,
    quotient,
    total,
    total_where,
)
from champion_challenger.core.sql.tables import Spelling, StoredScores

HALF_UNIT = 2**26
"""Base in which the parts of a sum of precisions are counted: whole numbers up to its square."""

RUNNING = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
"""Frame of a running sum: without one, Teradata sums over the whole partition."""


def statistics_query(
    scores: StoredScores, rates_bp: Sequence[int], dialect: Dialect, form: QueryForm | None = None, part: str = "all"
) -> str:
    """Text of the query whose rows `champion_challenger.core.sql.answer` reads: one a version (and cohort).

    Rows without a score, or without an outcome of 0 or 1, are not counted. Ties are groups, and are never broken.

    Parameters
    ----------
    part
        ``all`` customers, those of the ``control`` group, or those ``uncontacted``. With ``contacted``, all customers
        are counted, and these are the positives: so it is known where in the ranking they are.

    Examples
    --------
    >>> from champion_challenger.core.sql.dialects import DIALECTS
    >>> scores = StoredScores('"scores"', "customer_id", "version_id", "score", "outcome")
    >>> text = statistics_query(scores, [500], DIALECTS["teradata"], QueryForm(is_locking=True))
    >>> print(text.splitlines()[0])
    LOCKING ROW FOR ACCESS
    """
    spelling = Spelling(scores, dialect)
    keys = list(spelling.keys)
    steps = [
        Step("scored", text=scored_rows(spelling, part)),
        *counting_steps(keys, rates_bp, dialect, scores.decimals),
    ]
    return query_text(steps, dialect, form)


def counting_steps(
    keys: Sequence[str], rates_bp: Sequence[int], dialect: Dialect, decimals: int | None, source: str = "scored"
) -> list[Step]:
    """Steps from rows to one row for each value of the keys."""
    return [
        *ranking_steps(keys, rates_bp, dialect, source),
        Step(
            "halved",
            [*keys, "score", *KEPT, "gap", *_names(rates_bp), *halves({**PLACES, "precise": HALF_UNIT}, dialect)],
        ),
        Step("counted", [*keys, *_sums(rates_bp, dialect), *_expected_sums(decimals, dialect)], keys),
    ]


_COUNT = "CAST(SUM(CAST(1 AS BIGINT)) AS BIGINT) AS n_tied"
KEPT = ("n_tied", "p_tied", "n_upto", "p_upto", "n_all", "p_all")


def scored_rows(spelling: Spelling, part: str, columns: Sequence[str] = (), conditions: Sequence[str] = ()) -> str:
    """The rows that count: keys, score and outcome (1 or 0), with further columns and conditions."""
    keys = [f"{expression} AS {name}" for name, expression in spelling.keys.items()]
    is_positive, where = f"{spelling.outcome} = 1", [*spelling.conditions(), spelling.is_finite]
    if part == "contacted":
        is_positive = spelling.is_contacted("contacted")
    else:
        where.append(f"({spelling.outcome} = 0 OR {spelling.outcome} = 1)")
    where += spelling.of_part(part)
    outcome = f"CASE WHEN {is_positive} THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS y"
    return "\n".join(
        [
            f"SELECT {column_list([*keys, *columns, f'{spelling.score} AS score', outcome])}",
            spelling.from_tables("INNER"),
            "WHERE " + "\n  AND ".join([*where, *conditions]),
        ]
    )


def ranking_steps(keys: Sequence[str], rates_bp: Sequence[int], dialect: Dialect, source: str = "scored") -> list[Step]:
    """Steps from rows to groups of equal scores, each with its place in the ranking."""
    return [
        Step(
            "tallied", [*keys, "score", "CAST(SUM(y) AS BIGINT) AS p_tied", _COUNT], [*keys, "score"], [Source(source)]
        ),
        Step("running", [*keys, "score", "n_tied", "p_tied", *_running_sums(keys)]),
        Step("ranked", [*keys, "score", *KEPT, *_places(rates_bp, dialect)]),
    ]


def _running_sums(keys: Sequence[str]) -> list[str]:
    """Rows and positives with this score or a higher one; without the frame Teradata sums over the whole partition."""
    of_version = f"PARTITION BY {', '.join(keys)}"
    return [
        f"CAST(SUM({name}_tied) OVER ({of_version} ORDER BY score DESC {RUNNING}) AS BIGINT) AS {name}_upto"
        for name in ("n", "p")
    ] + [f"CAST(SUM({name}_tied) OVER ({of_version}) AS BIGINT) AS {name}_all" for name in ("n", "p")]


def _places(rates_bp: Sequence[int], dialect: Dialect) -> list[str]:
    """Place of the score among the other class, doubled so that a tie counts one, and the ranks of the cut-offs."""
    negatives_from, negatives = "(n_upto - p_upto)", "(n_all - p_all)"
    # The same window as in memory.
    width = quotient("n_all", 200, dialect)
    ranks = [
        f"{quotient(f'n_all * {rate} + {BASIS_POINTS - 1}', BASIS_POINTS, dialect)} AS k_{rate}" for rate in rates_bp
    ]
    return [
        f"2 * ({negatives} - {negatives_from}) + n_tied - p_tied AS placed",
        "2 * p_upto - p_tied AS outranked",
        # Exact but for one division, as in memory: a power of two scales a double without rounding.
        f"CAST(FLOOR(CAST(p_upto AS {dialect.double}) * {PRECISION_UNIT} / n_upto) AS BIGINT) AS precise",
        # Over the product of both classes this is the distance of the distributions, in whole numbers.
        f"ABS(p_upto * {negatives} - {negatives_from} * p_all) AS gap",
        f"CASE WHEN {width} > 50 THEN {width} ELSE 50 END AS width",
        *ranks,
    ]


def _names(rates_bp: Sequence[int]) -> list[str]:
    return ["width", "placed", *(f"k_{rate}" for rate in rates_bp)]


PLACES = {"placed": HALF, "outranked": HALF}
"""Places of a score, and the base in which the parts of their sums are counted."""


def halves(names: Mapping[str, int], dialect: Dialect) -> list[str]:
    """Places in two parts, so that sums of their products stay within 64 bits."""
    columns = []
    for name, half in names.items():
        high = quotient(name, half, dialect)
        columns += [f"{high} AS {name}_high", f"{name} - {half} * {high} AS {name}_low"]
    return columns


def _sums(rates_bp: Sequence[int], dialect: Dialect) -> list[str]:
    negatives = "(n_tied - p_tied)"
    positives_first, negatives_first = "p_tied * (n_all - p_all)", f"{negatives} * p_all"
    columns = [
        "MAX(n_all) AS n",
        "MAX(p_all) AS n_positive",
        total("p_tied * placed", "auc_numerator"),
        total(f"p_tied * {negatives}", "tied_pairs"),
        "MAX(gap) AS ks_numerator",
        f"MAX(CASE WHEN {positives_first} < {negatives_first} THEN {positives_first} ELSE {negatives_first} END)"
        " AS ks_hidden",
    ]
    for weight, place, name in (("p_tied", "placed", "positive"), (negatives, "outranked", "negative")):
        high, low = f"{place}_high", f"{place}_low"
        products = {"high": f"{high} * {high}", "mixed": f"{high} * {low}", "low": f"{low} * {low}"}
        columns += [total(f"{weight} * {product}", f"delong_{name}_{part}") for part, product in products.items()]
    columns += [total(f"p_tied * precise_{part}", f"precision_{part}") for part in ("high", "low")]
    return columns + [column for rate in rates_bp for column in _cut(rate, dialect)]


def _expected_sums(decimals: int | None, dialect: Dialect) -> list[str]:
    """Sum of the scores that may be probabilities, since others could overflow, and the ends of all scores."""
    score, largest = f"CAST(score AS {dialect.double})", 1 if decimals is None else 10**decimals
    is_probability = f"score >= 0 AND score <= {largest}"
    return [
        f"SUM(CASE WHEN {is_probability} THEN {score} * n_tied ELSE CAST(0 AS {dialect.double}) END) AS score_sum",
        f"MIN({score}) AS score_low",
        f"MAX({score}) AS score_high",
    ]


def cut_conditions(rate: int) -> tuple[str, str]:
    """Which groups of equal scores have the rank of a cut-off, and which are in the window around it.

    >>> cut_conditions(500)[0]
    'n_upto - n_tied < k_500 AND n_upto >= k_500'
    """
    rank = f"k_{rate}"
    at_cut = f"n_upto - n_tied < {rank} AND n_upto >= {rank}"
    # Whole groups of equal scores, as a part of one has no rate of its own.
    return at_cut, f"n_upto - n_tied < {rank} + width AND n_upto >= {rank} - width"


def _cut(rate: int, dialect: Dialect) -> Iterable[str]:
    """Counts at one cut-off: of the group that has its rank, and of the groups in the window around it."""
    at_cut, in_window = cut_conditions(rate)
    yield f"MAX(k_{rate}) AS n_targeted_{rate}"
    yield f"MAX(CASE WHEN {at_cut} THEN CAST(score AS {dialect.double}) END) AS cutoff_score_{rate}"
    yield total_where(at_cut, "n_upto - n_tied", f"n_above_{rate}")
    yield total_where(at_cut, "p_upto - p_tied", f"positives_above_{rate}")
    yield total_where(at_cut, "n_tied", f"n_tied_{rate}")
    yield total_where(at_cut, "p_tied", f"positives_tied_{rate}")
    yield total_where(in_window, "n_tied", f"n_window_{rate}")
    yield total_where(in_window, "p_tied", f"positives_window_{rate}")
