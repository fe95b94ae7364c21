"""The queries that count where outcomes are known of a part of the customers: ``WeightedStatistics`` of a version.

Weights are quotients of two counts, known once the customers of a version are counted: sums over all of its scores,
beside those over the scores up to one. Every column of the answer is a whole number of customers of one stratum, a sum
of their places, or a share in parts of one; the last step, in memory, weighs them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from champion_challenger.core.figures.counts import BASIS_POINTS, PRECISION_UNIT
from champion_challenger.core.sql.dialects import Dialect
from champion_challenger.core.sql.pairs import Pairing, common_rows
from champion_challenger.core.sql.query import HALF_UNIT, RUNNING, cut_conditions, halves
from champion_challenger.core.sql.steps import HALF, QueryForm, Step, query_text, quotient, total, total_where
from champion_challenger.core.sql.strata import TALLIED, strata_steps, tally_step
from champion_challenger.core.sql.tables import Spelling, StoredScores

STRATA = ("off", "on")
PLACES = tuple(f"{kind}_{stratum}" for kind in ("placed", "outranked") for stratum in STRATA)
"""Both parts of the placement of a positive, and of a negative, at a score."""
PRODUCTS = (("off", "off"), ("off", "on"), ("on", "on"))
"""Products of the two parts of a placement."""
PARTS = ("high", "mixed", "low")
"""Parts of a sum of products, for more than 64 bits."""

_ONE, _NONE = "CAST(1 AS BIGINT)", "CAST(0 AS BIGINT)"
_UPTO, _ALL = ([name.replace("tied", end) for name in TALLIED] for end in ("upto", "all"))
_HEAVY = ("heavy_upto", "heavy_p_upto", "heavy_tied", "heavy_p_tied", "heavy_all", "heavy_p_all")


def weighted_statistics_query(
    scores: StoredScores,
    pairing: Pairing,
    members: str,
    rates_bp: Sequence[int],
    dialect: Dialect,
    form: QueryForm | None = None,
) -> str:
    """Text of the query whose rows `stored_weighted` reads: one a version (and cohort).

    Parameters
    ----------
    pairing
        The champion, whose scores tell who was on the list, and the versions that are counted.
    members
        Which control customers the list had, as `ListCounts.members`, or ``contacted`` for none of them.

    Examples
    --------
    >>> from champion_challenger.core.sql.contact import ContactColumn
    >>> from champion_challenger.core.sql.dialects import DIALECTS
    >>> from champion_challenger.settings.contact import ContactRules
    >>> contact = ContactColumn(ContactRules("contact", ("called",), ("held out",)))
    >>> scores = StoredScores('"scores"', "customer_id", "version_id", "score", "outcome", contact=contact)
    >>> print(weighted_statistics_query(scores, Pairing("v1"), "listed", [500], DIALECTS["duckdb"]).splitlines()[-1])
    GROUP BY version_id
    """
    spelling = Spelling(scores, dialect)
    keys = list(spelling.keys)
    steps = [*strata_steps(spelling, pairing, members), *_counting_steps(keys, rates_bp, dialect, "scored")]
    return query_text(steps, dialect, form)


def weighted_common_query(
    scores: StoredScores,
    pairing: Pairing,
    members: str,
    rates_bp: Sequence[int],
    dialect: Dialect,
    form: QueryForm | None = None,
) -> str:
    """Text of the query that counts both sides of each pair on the customers that both scored.

    Its rows are those of `weighted_statistics_query`, two a challenger (and cohort), as `common_statistics_query`.
    """
    spelling = Spelling(scores, dialect)
    keys = list(spelling.keys)
    steps = [
        *strata_steps(spelling, pairing, members),
        common_rows(keys, pairing, ["stratum"]),
        *_counting_steps([*keys, "side"], rates_bp, dialect, "common"),
    ]
    return query_text(steps, dialect, form)


def weighted_ranking_steps(keys: Sequence[str], rates_bp: Sequence[int], dialect: Dialect, source: str) -> list[Step]:
    """Steps from rows to groups of equal scores, each with its places in the ranking by stratum."""
    carried = [*TALLIED, *_UPTO, *_ALL]
    return [
        tally_step(list(keys), source),
        Step("running", [*keys, "score", *TALLIED, *_running(keys)]),
        Step("ranked", [*keys, "score", *carried, *_places(rates_bp, dialect)]),
    ]


def _counting_steps(keys: Sequence[str], rates_bp: Sequence[int], dialect: Dialect, source: str) -> list[Step]:
    ranks = [f"k_{rate}" for rate in rates_bp]
    carried = [*keys, "score", *TALLIED, *_UPTO, *_ALL, *PLACES, "width", *ranks]
    shares = {"precise": ("heavy_p_upto", "heavy_upto"), "rise_p": ("heavy_p_upto", "heavy_p_all"),
              "rise_n": ("(heavy_upto - heavy_p_upto)", "(heavy_all - heavy_p_all)"),
              "step_p": ("heavy_p_tied", "heavy_p_all"),
              "step_n": ("(heavy_tied - heavy_p_tied)", "(heavy_all - heavy_p_all)")}  # fmt: skip
    units = [_share(*quantities, name, dialect) for name, quantities in shares.items()]
    return [
        *weighted_ranking_steps(keys, rates_bp, dialect, source),
        Step("balanced", [*carried, *_weights()]),
        Step("scaled", [*carried, *_weighted_sums()]),
        Step("shared", [*carried, "heavy_all", "heavy_p_all", *units]),
        Step(
            "halved",
            [
                *carried,
                *("heavy_all", "heavy_p_all", "rise_p", "rise_n", "step_p", "step_n"),
                *halves({**dict.fromkeys(PLACES, HALF), "precise": HALF_UNIT}, dialect),
            ],
        ),
        Step("counted", [*keys, *_sums(), *_figures(), *(c for rate in rates_bp for c in _cut(rate, dialect))], keys),
    ]


def _running(keys: Sequence[str]) -> list[str]:
    """Customers with this score or a higher one, and all."""
    of_version = f"PARTITION BY {', '.join(keys)}"
    upto = [
        f"CAST(SUM({tied}) OVER ({of_version} ORDER BY score DESC {RUNNING}) AS BIGINT) AS {name}"
        for tied, name in zip(TALLIED, _UPTO)
    ]
    return upto + [f"CAST(SUM({tied}) OVER ({of_version}) AS BIGINT) AS {name}" for tied, name in zip(TALLIED, _ALL)]


def _places(rates_bp: Sequence[int], dialect: Dialect) -> Iterator[str]:
    """Place of the score among the other class of each stratum, doubled, and the ranks of the cut-offs."""
    for name in STRATA:
        below = f"(({name}_all - {name}_p_all) - ({name}_upto - {name}_p_upto))"
        yield f"2 * {below} + {name}_tied - {name}_p_tied AS placed_{name}"
        yield f"2 * {name}_p_upto - {name}_p_tied AS outranked_{name}"
    yield f"CASE WHEN n_upto - n_tied < n_all - off_all THEN {_ONE} ELSE {_NONE} END AS is_high"
    width = quotient("n_all", 200, dialect)
    yield f"CASE WHEN {width} > 50 THEN {width} ELSE 50 END AS width"
    for rate in rates_bp:
        yield f"{quotient(f'n_all * {rate} + {BASIS_POINTS - 1}', BASIS_POINTS, dialect)} AS k_{rate}"


def _weights() -> list[str]:
    """Weights off and on the list as whole numbers, as `whole_weights`."""
    return [
        f"CASE WHEN on_all > 0 THEN on_all ELSE {_ONE} END AS weight_off",
        f"CASE WHEN on_all > 0 THEN n_all - off_all ELSE {_NONE} END AS weight_on",
    ]


def _weighted_sums() -> list[str]:
    """Customers seen in whole weights."""
    ends = [name.partition("_")[2] for name in _HEAVY]
    return [f"weight_off * off_{end} + weight_on * on_{end} AS {name}" for end, name in zip(ends, _HEAVY)]


def _share(part: str, total_weight: str, name: str, dialect: Dialect) -> str:
    """A share of weighted customers, in parts of one: the quotient of two doubles, the same on every engine."""
    share = f"CAST(FLOOR(CAST({part} AS {dialect.double}) * {PRECISION_UNIT} / {total_weight}) AS BIGINT)"
    return f"CASE WHEN {total_weight} > 0 THEN {share} ELSE {_NONE} END AS {name}"


def _sums() -> Iterator[str]:
    """Customers, pairs of them, tied pairs, and products of the parts of their placements."""
    yield "MAX(n_all) AS n"
    for name in STRATA:
        yield f"MAX({name}_all) AS n_{name}"
        yield f"MAX({name}_p_all) AS positives_{name}"
    for of_positives in STRATA:
        for other in STRATA:
            yield total(f"{of_positives}_p_tied * placed_{other}", f"pairs_{of_positives}_{other}")
            negatives = f"({other}_tied - {other}_p_tied)"
            yield total(f"{of_positives}_p_tied * {negatives}", f"tied_{of_positives}_{other}")
    for name in STRATA:
        yield from _products(f"({name}_tied - {name}_p_tied)", "outranked", f"negative_{name}")
        yield from _products(f"{name}_p_tied", "placed", f"positive_{name}")


def _products(weight: str, place: str, name: str) -> Iterator[str]:
    for stratum, other in PRODUCTS:
        first, second = f"{place}_{stratum}", f"{place}_{other}"
        mixed = f"({first}_high * {second}_low + {first}_low * {second}_high)"
        products = (f"{first}_high * {second}_high", mixed, f"{first}_low * {second}_low")
        for part, product in zip(PARTS, products):
            yield total(f"{weight} * {product}", f"{name}_{stratum}_{other}_{part}")


def _figures() -> Iterator[str]:
    """KS, how much of it one group of equal scores may hide, and the sums of precisions."""
    is_mixed = "heavy_p_all > 0 AND heavy_p_all < heavy_all"
    yield f"MAX(CASE WHEN {is_mixed} THEN ABS(rise_p - rise_n) ELSE {_NONE} END) AS ks_units"
    yield f"MAX(CASE WHEN NOT ({is_mixed}) THEN {_NONE} WHEN step_p < step_n THEN step_p ELSE step_n END) AS ks_hidden"
    for name in STRATA:
        yield from (total(f"{name}_p_tied * precise_{part}", f"precision_{name}_{part}") for part in ("high", "low"))


def _cut(rate: int, dialect: Dialect) -> Iterator[str]:
    """Counts at one cut-off: of the group that has its rank, and of the groups in the window around it."""
    at_cut, in_window = cut_conditions(rate)
    yield f"MAX(k_{rate}) AS n_targeted_{rate}"
    yield f"MAX(CASE WHEN {at_cut} THEN CAST(score AS {dialect.double}) END) AS cutoff_score_{rate}"
    yield total_where(at_cut, "n_upto - n_tied", f"n_above_{rate}")
    yield total_where(at_cut, "n_tied", f"n_tied_{rate}")
    for name in (*STRATA, "off_p", "on_p"):
        yield total_where(at_cut, f"{name}_upto - {name}_tied", f"{name}_above_{rate}")
        yield total_where(at_cut, f"{name}_tied", f"{name}_tied_{rate}")
        yield total_where(in_window, f"{name}_tied", f"{name}_window_{rate}")
