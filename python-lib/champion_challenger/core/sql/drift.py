"""The queries about the newest cohort of a table: its scores beside those of the cohort that is evaluated.

Neither reads outcomes. The first answers one row, the others one row a version: counts by tenth, and customers by their
standing on the target list of either cohort. ``tests/unit/core/sql/golden`` has the text by dialect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from champion_challenger.core.figures.counts import BASIS_POINTS
from champion_challenger.core.monitoring.drift import DECILE_RATES_BP
from champion_challenger.core.sql.dialects import Dialect, literal
from champion_challenger.core.sql.query import RUNNING
from champion_challenger.core.sql.steps import (
    LOCKING,
    QueryForm,
    Source,
    Step,
    column_list,
    query_text,
    quotient,
    total,
    total_where,
)
from champion_challenger.core.sql.tables import CohortRange, Spelling, StoredScores

CROSSINGS = 9
"""Standings below, at and above the cut-off on the evaluated cohort, each with those on the newest one."""

_ONE, _NONE = "CAST(1 AS BIGINT)", "CAST(0 AS BIGINT)"
_LAST_PERIOD = "9999-12-31-23"
_SIDES = ("old", "new")
"""Values 0 and 1 of the column ``side``: the evaluated cohort, and the newest one."""


def newest_cohort_query(scores: StoredScores, dialect: Dialect, form: QueryForm | None = None) -> str:
    """Text of the query for the newest cohort after the evaluated one, in the column ``newest``; null without one.

    Names of periods of one kind are in the order of time. What comes after the last period is no name of one.

    Examples
    --------
    >>> from champion_challenger.core.sql.dialects import DIALECTS
    >>> scores = StoredScores('"scores"', "id", "version", "score", cohort=CohortRange("month", ("2019-06",)))
    >>> print(newest_cohort_query(scores, DIALECTS["duckdb"]))
    SELECT MAX(stored."month") AS newest
    FROM "scores" AS stored
    WHERE stored."month" > '2019-06'
      AND stored."month" <= '9999-12'
    """
    cohort = scores.cohort
    column = f"stored.{dialect.identifier(cohort.column)}"
    if cohort.names:
        last = max(cohort.names)
        where = [f"{column} > {literal(last)}", f"{column} <= {literal(_LAST_PERIOD[: len(last)])}"]
    else:
        assert cohort.end is not None
        where = [f"{column} >= {literal(cohort.end)}"]
    locking = [LOCKING] if form is not None and form.is_locking and dialect.has_locking else []
    select = f"SELECT MAX({column}) AS newest"
    return "\n".join([*locking, select, f"FROM {scores.table} AS stored", "WHERE " + "\n  AND ".join(where)])


def drift_query(scores: StoredScores, newest: CohortRange, dialect: Dialect, form: QueryForm | None = None) -> str:
    """Text of the query whose rows `stored_drift` reads: one a version of either cohort.

    The edges of the tenths are the cut-off scores of the evaluated cohort at 10, 20, ... 90 %, among all its customers
    with a score. Groups of equal scores are never split.

    Parameters
    ----------
    scores
        The table, and the cohort that is evaluated.
    newest
        Rows of the newest cohort.

    Examples
    --------
    >>> from champion_challenger.core.sql.dialects import DIALECTS
    >>> scores = StoredScores('"scores"', "id", "version", "score", cohort=CohortRange("month", ("2019-06",)))
    >>> text = drift_query(scores, CohortRange("month", ("2019-08",)), DIALECTS["teradata"])
    >>> print(text.splitlines()[-1])
    GROUP BY version_id
    """
    spelling = Spelling(scores, dialect)
    flags = {"n_tied": "is_evaluated", "m_tied": "is_newest"}
    places = {rate: _place("n_all", rate, dialect) for rate in DECILE_RATES_BP}
    steps = [
        Step("scored", text=_both_cohorts(scores, newest, dialect, [f"{spelling.score} AS score"], is_scored=True)),
        Step(
            "tallied",
            ["version_id", "score", *(total(flag, name) for name, flag in flags.items())],
            ["version_id", "score"],
        ),
        Step("running", ["version_id", "score", "n_tied", "m_tied", *_running("version_id", "nm")]),
        Step(
            "ranked",
            ["version_id", "score", "n_tied", "m_tied", "n_upto", "m_upto", "n_all", "m_all"]
            + [f"{place} AS k_{rate}" for rate, place in places.items()],
        ),
        Step("counted", ["version_id", *_tenths(dialect), *_expected_sums(scores.decimals, dialect)], ["version_id"]),
    ]
    return query_text(steps, dialect, form)


def list_change_query(
    scores: StoredScores,
    newest: CohortRange,
    rates_bp: Sequence[int],
    dialect: Dialect,
    form: QueryForm | None = None,
) -> str:
    """Text of the query whose rows `stored_change` reads: one a version of either cohort.

    Both lists are those of the customers that have a score in both cohorts. The rows of the newest cohort are counted
    too, and those among them without a customer, or with one that was there before.

    Parameters
    ----------
    scores, newest
        As in `drift_query`.
    """
    spelling = Spelling(scores, dialect)
    keys, kinds = ["version_id", "side"], ["version_id", *(f"kind_{rate}" for rate in rates_bp)]
    columns = [
        f"{spelling.customer} AS customer",
        f"CASE WHEN {spelling.is_finite} THEN {spelling.score} END AS score",
    ]
    is_both = "first_old IS NOT NULL AND first_new IS NOT NULL AND customer IS NOT NULL"
    of_both = [f"CASE WHEN {is_both} THEN first_{side} END AS {side}_score" for side in _SIDES]
    tables = [Source("shared"), Source("cutoffs", "", ["cutoffs.version_id = shared.version_id"])]
    steps = [
        Step("scored", text=_both_cohorts(scores, newest, dialect, columns)),
        Step("gathered", ["version_id", "customer", *_customer_columns()], ["version_id", "customer"]),
        Step("shared", ["version_id", "customer", "n_rows", *of_both]),
        _sides_step(),
        Step("tallied", [*keys, "score", _n_known()], [*keys, "score"]),
        Step("running", [*keys, "score", "n_tied", *_running("version_id, side", "n")]),
        Step("cutoffs", ["version_id", *_cutoffs(rates_bp, dialect)], ["version_id"]),
        Step("stood", list(_stood(rates_bp)), sources=tables),
        Step("alike", [*kinds, *_customers()], kinds),
        Step("counted", ["version_id", *_changes(rates_bp)], ["version_id"]),
    ]
    return query_text(steps, dialect, form)


def _both_cohorts(
    scores: StoredScores, newest: CohortRange, dialect: Dialect, columns: Sequence[str], *, is_scored: bool = False
) -> str:
    """Rows of both cohorts, each marked with its own; with a score alone, or all."""
    selects = []
    for cohort, marks in ((scores.cohort, (_ONE, _NONE)), (newest, (_NONE, _ONE))):
        plain = replace(scores, outcomes=None, cohort=cohort, groups_cohorts=False, segment=None)
        spelling = Spelling(plain, dialect)
        keys = [f"{expression} AS {name}" for name, expression in spelling.keys.items()]
        flags = [f"{mark} AS {name}" for mark, name in zip(marks, ("is_evaluated", "is_newest"))]
        where = [*spelling.conditions(), *([spelling.is_finite] if is_scored else [])]
        lines = [f"SELECT {column_list([*keys, *columns, *flags])}", spelling.from_tables("INNER")]
        # Two selects instead of one with OR, so that each reads one partition of the table only.
        selects.append("\n".join([*lines, "WHERE " + "\n  AND ".join(where)]))
    return "\nUNION ALL\n".join(selects)


def _running(keys: str, names: str) -> list[str]:
    """Customers with this score or a higher one, and all."""
    upto = [
        f"CAST(SUM({name}_tied) OVER (PARTITION BY {keys} ORDER BY score DESC {RUNNING}) AS BIGINT) AS {name}_upto"
        for name in names
    ]
    return upto + [f"CAST(SUM({name}_tied) OVER (PARTITION BY {keys}) AS BIGINT) AS {name}_all" for name in names]


def _place(n: str, rate: int, dialect: Dialect) -> str:
    """Customers targeted at a rate, rounded up."""
    return quotient(f"{n} * {rate} + {BASIS_POINTS - 1}", BASIS_POINTS, dialect)


def _tenths(dialect: Dialect) -> Iterator[str]:
    """Customers of both cohorts, and at each edge those with its score or a higher one."""
    yield "MAX(n_all) AS n"
    yield "MAX(m_all) AS n_newest"
    for rate in DECILE_RATES_BP:
        at_edge = f"n_upto - n_tied < k_{rate} AND n_upto >= k_{rate}"
        yield f"MAX(CASE WHEN {at_edge} THEN CAST(score AS {dialect.double}) END) AS edge_{rate}"
        yield total_where(at_edge, "n_upto", f"n_from_{rate}")
        yield total_where(at_edge, "m_upto", f"newest_from_{rate}")


def _expected_sums(decimals: int | None, dialect: Dialect) -> list[str]:
    """Sum of the newest scores that may be probabilities, since others could overflow, and their ends."""
    score, largest = f"CAST(score AS {dialect.double})", 1 if decimals is None else 10**decimals
    is_probability = f"m_tied > 0 AND score >= 0 AND score <= {largest}"
    return [
        f"SUM(CASE WHEN {is_probability} THEN {score} * m_tied ELSE CAST(0 AS {dialect.double}) END) AS newest_sum",
        f"MIN(CASE WHEN m_tied > 0 THEN {score} END) AS newest_low",
        f"MAX(CASE WHEN m_tied > 0 THEN {score} END) AS newest_high",
    ]


def _customer_columns() -> list[str]:
    """Both scores of a customer, and its rows in the newest cohort."""
    return [
        total("is_newest", "n_rows"),
        "MAX(CASE WHEN is_evaluated = 1 THEN score END) AS first_old",
        "MAX(CASE WHEN is_newest = 1 THEN score END) AS first_new",
    ]


def _sides_step() -> Step:
    selects = [
        Step(
            "sided",
            ["version_id", f"CAST({side} AS BIGINT) AS side", f"{name}_score AS score"],
            sources=[Source("shared")],
        )
        for side, name in enumerate(_SIDES)
    ]
    return replace(selects[0], also=selects[1])


def _n_known() -> str:
    """Customers of a group; none without a score, so that no version goes without a row."""
    # Not filtered by a WHERE, which would take away the row of a version that scored nobody.
    return total(f"CASE WHEN score IS NULL THEN {_NONE} ELSE {_ONE} END", "n_tied")


def _cutoffs(rates_bp: Sequence[int], dialect: Dialect) -> Iterator[str]:
    for rate in rates_bp:
        place = _place("n_all", rate, dialect)
        for side, name in enumerate(_SIDES):
            at_cut = f"side = {side} AND n_upto - n_tied < {place} AND n_upto >= {place}"
            yield f"MAX(CASE WHEN {at_cut} THEN score END) AS {name}_{rate}"


def _stood(rates_bp: Sequence[int]) -> Iterator[str]:
    """Each customer's standings before and now at each rate: 3 times the one plus the other."""
    yield from (f"shared.{name} AS {name}" for name in ("version_id", "customer", "n_rows", "old_score"))
    for rate in rates_bp:
        standings = [
            f"CASE WHEN shared.{side}_score > cutoffs.{side}_{rate} THEN {2 * weight} "
            f"WHEN shared.{side}_score = cutoffs.{side}_{rate} THEN {weight} ELSE 0 END"
            for side, weight in zip(_SIDES, (3, 1))
        ]
        yield f"{' + '.join(standings)} AS kind_{rate}"


def _customers() -> list[str]:
    """Customers that stand alike at all rates, with a score in both cohorts, and the rows of the newest one."""
    return [
        total("n_rows", "n_rows_newest"),
        total_where("customer IS NULL", "n_rows", "n_nameless"),
        total_where("customer IS NOT NULL AND n_rows > 1", "n_rows - 1", "n_repeated"),
        total_where("old_score IS NOT NULL", _ONE, "n_both"),
    ]


def _changes(rates_bp: Sequence[int]) -> Iterator[str]:
    yield from (total(name, f"{name}_all") for name in ("n_rows_newest", "n_nameless", "n_repeated", "n_both"))
    for rate in rates_bp:
        yield from (total_where(f"kind_{rate} = {kind}", "n_both", f"kind_{rate}_{kind}") for kind in range(CROSSINGS))
