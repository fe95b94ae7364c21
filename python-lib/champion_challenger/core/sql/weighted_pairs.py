"""The query that counts each challenger beside the champion by stratum: ``WeightedPair``, one row a group of customers.

The groups are those of the outcome, the stratum (contacted customers are one), and of those high in either ranking. The
shifts of a customer's placements are taken as the two scores meet, so that a group has two sums and three products.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from champion_challenger.core.figures.weighted_counts import CROSSINGS
from champion_challenger.core.sql.dialects import Dialect
from champion_challenger.core.sql.pairs import (
    Pairing,
    both_sides,
    common_rows,
    match_conditions,
    numbered_names,
    standings,
    standings_of_both,
)
from champion_challenger.core.sql.query import halves
from champion_challenger.core.sql.steps import HALF, QueryForm, Source, Step, query_text, total, total_where
from champion_challenger.core.sql.strata import strata_steps
from champion_challenger.core.sql.tables import Spelling, StoredScores
from champion_challenger.core.sql.weighted import PARTS, PLACES, PRODUCTS, STRATA, weighted_ranking_steps

GROUPED = ("stratum", "y", "champion_high", "challenger_high")
"""Columns of a group of customers."""
SHIFTS = tuple(f"shift_{stratum}" for stratum in STRATA)
SQUARES = tuple(f"square_{stratum}_{other}_{part}" for stratum, other in PRODUCTS for part in PARTS)
"""Sums of a group."""
_HALVES = tuple(f"{stratum}_{part}" for stratum in STRATA for part in ("high", "low"))


def weighted_pairs_query(
    scores: StoredScores,
    pairing: Pairing,
    members: str,
    rates_bp: Sequence[int],
    dialect: Dialect,
    form: QueryForm | None = None,
) -> str:
    """Text of the query whose rows `stored_weighted_pairs` reads: one a challenger (and cohort) and group of customers.

    Parameters
    ----------
    members
        As in `weighted_statistics_query`.

    Examples
    --------
    >>> from champion_challenger.core.sql.contact import ContactColumn
    >>> from champion_challenger.core.sql.dialects import DIALECTS
    >>> from champion_challenger.settings.contact import ContactRules
    >>> contact = ContactColumn(ContactRules("contact", ("called",), ("held out",)))
    >>> scores = StoredScores('"scores"', "customer_id", "version_id", "score", "outcome", contact=contact)
    >>> print(weighted_pairs_query(scores, Pairing("v1"), "control", [500], DIALECTS["duckdb"]).splitlines()[-1])
    GROUP BY version_id, stratum, y, champion_high, challenger_high
    """
    spelling = Spelling(scores, dialect)
    keys = list(spelling.keys)
    sided = keys if pairing.is_shared else [*keys, "side"]
    source = "scored" if pairing.is_shared else "common"
    grouped = [*keys, *GROUPED]
    steps = [
        *strata_steps(spelling, pairing, members),
        *([] if pairing.is_shared else [common_rows(keys, pairing, ["stratum"])]),
        *weighted_ranking_steps(sided, rates_bp, dialect, source),
        Step(
            "halved",
            [*sided, "score", "is_high", *standings(rates_bp), *halves(dict.fromkeys(PLACES, HALF), dialect)],
        ),
        _places_step(sided, source, rates_bp),
        _pairs_step(keys, pairing, rates_bp),
        Step("classified", [*grouped, "y_champion", "stratum_champion", *_CARRIED, *_kinds(rates_bp, dialect)]),
        Step("counted", [*grouped, *_sums(rates_bp)], grouped),
    ]
    return query_text(steps, dialect, form)


_CARRIED = ("n_alike", *SHIFTS, *SQUARES)


def _places_step(keys: Sequence[str], source: str, rates_bp: Sequence[int]) -> Step:
    """Each customer with both parts of the placement, in halves, and the standings of the score."""
    columns = [f"{source}.{name} AS {name}" for name in (*keys, "customer", "y", "stratum")]
    for name in _HALVES:
        columns.append(f"CASE WHEN {source}.y = 1 THEN halved.placed_{name} ELSE halved.outranked_{name} END AS {name}")
    columns += [f"halved.{name} AS {name}" for name in ("is_high", *numbered_names("standing", rates_bp))]
    matches = match_conditions("halved", source, [*keys, "score"])
    return Step("positioned", columns, sources=[Source(source), Source("halved", "", matches)])


def _pairs_step(keys: Sequence[str], pairing: Pairing, rates_bp: Sequence[int]) -> Step:
    """Customers of each pair that are alike, with the sums of their shifts and of the products of these."""
    grouped = {key: f"challenger.{key}" for key in keys}
    for name in ("y", "stratum"):
        grouped |= {f"{name}_champion": f"champion.{name}", name: f"challenger.{name}"}
    for side in ("champion", "challenger"):
        grouped[f"{side}_high"] = f"{side}.is_high"
        grouped |= {f"{side}_{name}": f"{side}.{name}" for name in numbered_names("standing", rates_bp)}
    columns = [f"{expression} AS {name}" for name, expression in grouped.items()]
    columns += [total("CAST(1 AS BIGINT)", "n_alike"), *_shifts()]
    return Step("paired", columns, list(grouped.values()), both_sides(keys, pairing))


def _shifts() -> Iterator[str]:
    high, low = (
        {stratum: f"(challenger.{stratum}_{part} - champion.{stratum}_{part})" for stratum in STRATA}
        for part in ("high", "low")
    )
    for stratum, name in zip(STRATA, SHIFTS):
        yield total(f"{HALF} * {high[stratum]} + {low[stratum]}", name)
    for stratum, other in PRODUCTS:
        mixed = f"{high[stratum]} * {low[other]} + {low[stratum]} * {high[other]}"
        products = (f"{high[stratum]} * {high[other]}", mixed, f"{low[stratum]} * {low[other]}")
        yield from (total(product, f"square_{stratum}_{other}_{part}") for part, product in zip(PARTS, products))


def _kinds(rates_bp: Sequence[int], dialect: Dialect) -> Iterator[str]:
    """Standings with both versions at each rate, as in `WeightedPair`."""
    for rate, of_champion, of_challenger in standings_of_both(rates_bp, dialect):
        yield f"3 * {of_champion} + {of_challenger} AS kind_{rate}"


def _sums(rates_bp: Sequence[int]) -> Iterator[str]:
    yield total("n_alike", "n")
    yield total_where("y_champion <> y", "n_alike", "n_contradicting")
    yield total_where("stratum_champion <> stratum", "n_alike", "n_moved")
    yield from (total(name, f"{name}_all") for name in (*SHIFTS, *SQUARES))
    for rate in rates_bp:
        yield from (total_where(f"kind_{rate} = {kind}", "n_alike", f"kind_{rate}_{kind}") for kind in range(CROSSINGS))
