"""The query that counts: rows into groups of equal scores, running sums over the groups, one row a version.

Its answer holds integers only (and the cut-off scores), so that every figure is computed by the same functions as in
memory. Sums that outgrow 64 bits are delivered in halves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from champion_challenger.core.figures.counts import BASIS_POINTS
from champion_challenger.core.sql.dialects import Dialect
from champion_challenger.core.sql.tables import Spelling, StoredScores

HALF = 65_536
"""What the halves of a large sum are counted in."""

_RUNNING = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
LOCKING = "LOCKING ROW FOR ACCESS"


@dataclass(frozen=True)
class QueryForm:
    """How the text is put together.

    Attributes
    ----------
    is_derived
        Steps as derived tables inside each other, instead of a WITH clause.
    is_locking
        Teradata only: read without waiting for those who write. Takes the derived tables, which it can stand before.
    """

    is_derived: bool = False
    is_locking: bool = False


@dataclass(frozen=True)
class _Step:
    name: str
    columns: Sequence[str]
    group_by: Sequence[str] = ()


def statistics_query(
    scores: StoredScores, rates_bp: Sequence[int], dialect: Dialect, form: QueryForm | None = None
) -> str:
    """Text of the query whose rows `champion_challenger.core.sql.answer` reads: one a version (and cohort).

    Rows without a score, or without an outcome of 0 or 1, are not counted; ties are groups, never broken.

    Examples
    --------
    >>> from champion_challenger.core.sql.dialects import DIALECTS
    >>> scores = StoredScores('"scores"', "customer_id", "version_id", "score", "outcome")
    >>> text = statistics_query(scores, [500], DIALECTS["teradata"], QueryForm(is_locking=True))
    >>> print(text.splitlines()[0])
    LOCKING ROW FOR ACCESS
    """
    form = form or QueryForm()
    spelled = Spelling(scores, dialect)
    keys = list(spelled.keys)
    steps = [
        _Step("tallied", [*keys, "score", "CAST(SUM(y) AS BIGINT) AS p_tied", _COUNT], [*keys, "score"]),
        _Step("running", [*keys, "score", "n_tied", "p_tied", *_running_sums(keys)]),
        _Step("ranked", [*keys, "score", *_KEPT, *_places(rates_bp, dialect)]),
        _Step("halved", [*keys, "score", *_KEPT, "gap", *_names(rates_bp), *_halves(dialect)]),
        _Step("counted", [*keys, *_sums(rates_bp, dialect)], keys),
    ]
    text = _nested(_scored(spelled), steps) if form.is_derived or form.is_locking else _chained(_scored(spelled), steps)
    return f"{LOCKING}\n{text}" if form.is_locking and dialect.has_locking else text


_COUNT = "CAST(SUM(CAST(1 AS BIGINT)) AS BIGINT) AS n_tied"
_KEPT = ("n_tied", "p_tied", "n_upto", "p_upto", "n_all", "p_all")


def _scored(spelled: Spelling) -> str:
    keys = [f"{expression} AS {name}" for name, expression in spelled.keys.items()]
    outcome = f"CASE WHEN {spelled.outcome} = 1 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS y"
    where = [*spelled.conditions(), spelled.is_finite, f"({spelled.outcome} = 0 OR {spelled.outcome} = 1)"]
    return "\n".join(
        [
            f"SELECT {_listed([*keys, f'{spelled.score} AS score', outcome])}",
            spelled.from_tables("INNER"),
            "WHERE " + "\n  AND ".join(where),
        ]
    )


def _running_sums(keys: Sequence[str]) -> list[str]:
    """Rows and positives with this score or a higher one; a window without its frame is the whole in Teradata."""
    of_version = f"PARTITION BY {', '.join(keys)}"
    return [
        f"CAST(SUM({name}_tied) OVER ({of_version} ORDER BY score DESC {_RUNNING}) AS BIGINT) AS {name}_upto"
        for name in ("n", "p")
    ] + [f"CAST(SUM({name}_tied) OVER ({of_version}) AS BIGINT) AS {name}_all" for name in ("n", "p")]


def _places(rates_bp: Sequence[int], dialect: Dialect) -> list[str]:
    """Where the score stands among the other class, doubled so that a tie counts one, and the ranks of the cut-offs."""
    negatives_from, negatives = "(n_upto - p_upto)", "(n_all - p_all)"
    width = _quotient("n_all", 200, dialect)
    ranks = [
        f"{_quotient(f'n_all * {rate} + {BASIS_POINTS - 1}', BASIS_POINTS, dialect)} AS k_{rate}" for rate in rates_bp
    ]
    return [
        f"2 * ({negatives} - {negatives_from}) + n_tied - p_tied AS placed",
        "2 * p_upto - p_tied AS outranked",
        f"ABS(p_upto * {negatives} - {negatives_from} * p_all) AS gap",
        f"CASE WHEN {width} > 50 THEN {width} ELSE 50 END AS width",
        *ranks,
    ]


def _names(rates_bp: Sequence[int]) -> list[str]:
    return ["width", "placed", *(f"k_{rate}" for rate in rates_bp)]


def _halves(dialect: Dialect) -> list[str]:
    found = []
    for name in ("placed", "outranked"):
        high = _quotient(name, HALF, dialect)
        found += [f"{high} AS {name}_high", f"{name} - {HALF} * {high} AS {name}_low"]
    return found


def _sums(rates_bp: Sequence[int], dialect: Dialect) -> list[str]:
    negatives = "(n_tied - p_tied)"
    positives_first, negatives_first = "p_tied * (n_all - p_all)", f"{negatives} * p_all"
    found = [
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
        found += [_sum(f"{weight} * {product}", f"delong_{name}_{part}") for part, product in products.items()]
    return found + [column for rate in rates_bp for column in _cut(rate, dialect)]


def _cut(rate: int, dialect: Dialect) -> Iterable[str]:
    """Counts around one cut-off: of the group that holds the rank, and of the groups that the window touches."""
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
    """Whole quotient, exact below 2 ** 53: what `/` makes of two integers differs from database to database."""
    return f"CAST(FLOOR(CAST({expression} AS {dialect.double}) / {divisor}) AS BIGINT)"


def _select(step: _Step, source: str) -> str:
    text = f"SELECT {_listed(step.columns)}\nFROM {source}"
    return f"{text}\nGROUP BY {', '.join(step.group_by)}" if step.group_by else text


def _chained(scored: str, steps: Sequence[_Step]) -> str:
    named = [f"scored AS (\n{_indented(scored)}\n)"]
    for before, step in zip(["scored", *(step.name for step in steps)], steps[:-1]):
        named.append(f"{step.name} AS (\n{_indented(_select(step, before))}\n)")
    return f"WITH {', '.join(named)}\n{_select(steps[-1], steps[-2].name)}"


def _nested(scored: str, steps: Sequence[_Step]) -> str:
    text, name = scored, "scored"
    for step in steps:
        text, name = _select(step, f"(\n{_indented(text)}\n) AS {name}"), step.name
    return text


def _listed(columns: Sequence[str]) -> str:
    return ",\n       ".join(columns)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
