"""The queries that count each challenger beside the champion, on the customers that both scored.

Where all scored the same customers, ranks are taken once, and one join on the customer brings the two ranks of each
together. In the general form the customers that both scored are found first, and ranked again for each pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from champion_challenger.core.figures.pairs import KINDS
from champion_challenger.core.sql.dialects import Dialect, is_quotable, name_literal
from champion_challenger.core.sql.query import PLACES, counting_steps, halves, ranking_steps, scored_rows
from champion_challenger.core.sql.steps import QueryForm, Source, Step, query_text, quotient, total, total_where
from champion_challenger.core.sql.tables import Spelling, StoredScores

_AT_ONCE = 20
"""Rates whose standings are digits of one number: 3 ** 20 is far below 2 ** 53."""
_PARTS = ("high_high", "mixed", "low_low")
CHAMPION, CHALLENGER = 0, 1
"""Values of the column ``side``."""


@dataclass(frozen=True)
class Pairing:
    """Who is compared with whom.

    Attributes
    ----------
    champion
        Its version id.
    challengers
        Version ids; () for all other versions.
    is_number
        Whether the version column holds whole numbers.
    is_shared
        Whether all versions scored the same customers: ranks are taken once. Exact only then, which the number of
        customers in the answer tells.
    """

    champion: str
    challengers: tuple[str, ...] = ()
    is_number: bool = False
    is_shared: bool = False

    @property
    def can_be_asked(self) -> bool:
        """Whether the champion's id can stand in a query: those of the host take no parameters."""
        return is_quotable(self.champion)

    def is_champion(self, column: str) -> str:
        """Condition on a version column."""
        return f"{column} = {self._literal(self.champion)}"

    def is_other(self, column: str) -> str:
        """Condition that a version is none but the champion."""
        return f"{column} <> {self._literal(self.champion)}"

    def is_asked(self, column: str) -> list[str]:
        """Condition that a version is one of those compared; none where all are, or an id cannot stand in a query."""
        if not self.challengers or not all(map(is_quotable, self.challengers)):
            return []
        return [f"{column} IN ({', '.join(map(self._literal, (self.champion, *self.challengers)))})"]

    def _literal(self, version: str) -> str:
        return name_literal(version, is_number=self.is_number)


def pairs_query(
    scores: StoredScores,
    pairing: Pairing,
    rates_bp: Sequence[int],
    dialect: Dialect,
    form: QueryForm | None = None,
    part: str = "all",
) -> str:
    """Text of the query whose rows `stored_pair` reads: one a challenger (and cohort).

    Parameters
    ----------
    part
        ``all`` customers, or those of the ``control`` group.

    Examples
    --------
    >>> from champion_challenger.core.sql.dialects import DIALECTS
    >>> scores = StoredScores('"scores"', "customer_id", "version_id", "score", "outcome")
    >>> text = pairs_query(scores, Pairing("v1", is_shared=True), [500], DIALECTS["teradata"])
    >>> print(text.splitlines()[-1])
    GROUP BY version_id
    """
    spelling = Spelling(scores, dialect)
    keys = list(spelling.keys)
    sided = keys if pairing.is_shared else [*keys, "side"]
    # On shared customers the ranks of the champion are those of every pair, and are taken once.
    source = "scored" if pairing.is_shared else "common"
    steps = [
        _scores_step(spelling, pairing, part),
        *([] if pairing.is_shared else [common_rows(keys, pairing)]),
        *ranking_steps(sided, rates_bp, dialect, source),
        Step("halved", [*sided, "score", *standings(rates_bp), *halves(PLACES, dialect)]),
        _places_step(sided, source, rates_bp),
        _pairs_step(keys, pairing, rates_bp),
        Step("classified", [*keys, "y_champion", "y", "n_alike", *_PARTS, *_kinds(rates_bp, dialect)]),
        Step("counted", [*keys, *_sums(rates_bp)], keys),
    ]
    return query_text(steps, dialect, form)


def common_statistics_query(
    scores: StoredScores,
    pairing: Pairing,
    rates_bp: Sequence[int],
    dialect: Dialect,
    form: QueryForm | None = None,
    part: str = "all",
) -> str:
    """Text of the query that counts both sides of each pair on the customers that both scored.

    Its rows are those of `statistics_query`, two a challenger (and cohort): the column ``side`` is 0 for the champion
    on the challenger's customers, 1 for the challenger on the champion's.
    """
    spelling = Spelling(scores, dialect)
    keys = list(spelling.keys)
    steps = [
        _scores_step(spelling, pairing, part),
        common_rows(keys, pairing),
        *counting_steps([*keys, "side"], rates_bp, dialect, scores.decimals, "common"),
    ]
    return query_text(steps, dialect, form)


def _scores_step(spelling: Spelling, pairing: Pairing, part: str) -> Step:
    asked = pairing.is_asked(spelling.keys["version_id"])
    return Step("scored", text=scored_rows(spelling, part, [f"{spelling.customer} AS customer"], asked))


def match_conditions(left: str, right: str, names: Sequence[str]) -> list[str]:
    """Conditions that two sources agree in columns."""
    return [f"{left}.{name} = {right}.{name}" for name in names]


def common_rows(keys: Sequence[str], pairing: Pairing, columns: Sequence[str] = ()) -> Step:
    """Both sides of each pair, on the customers that both scored: keys are those of the challenger.

    Parameters
    ----------
    columns
        Further columns of the rows that are kept.
    """
    selects = [_side(keys, pairing, side, columns) for side in (CHALLENGER, CHAMPION)]
    return Step(
        selects[0].name, selects[0].columns, sources=selects[0].sources, where=selects[0].where, also=selects[1]
    )


def _side(keys: Sequence[str], pairing: Pairing, side: int, further: Sequence[str]) -> Step:
    name = ("champion", "challenger")[side]
    columns = [f"challenger.{key} AS {key}" for key in keys]
    columns += [f"CAST({side} AS BIGINT) AS side"]
    columns += [f"{name}.{column} AS {column}" for column in ("customer", "score", "y", *further)]
    joined = match_conditions("champion", "challenger", ["customer", *keys[1:]])
    return Step("common", columns, sources=_two("scored", joined, _versions(pairing)))


def _two(step: str, matches: Sequence[str], where: Mapping[str, str]) -> list[Source]:
    return [
        Source(step, "challenger", where=[where["challenger"]]),
        Source(step, "champion", matches, where=[where["champion"]]),
    ]


def _versions(pairing: Pairing) -> dict[str, str]:
    return {
        "champion": pairing.is_champion("champion.version_id"),
        "challenger": pairing.is_other("challenger.version_id"),
    }


def _chunks(rates_bp: Sequence[int]) -> list[Sequence[int]]:
    return [rates_bp[start : start + _AT_ONCE] for start in range(0, len(rates_bp), _AT_ONCE)]


def standings(rates_bp: Sequence[int]) -> Iterator[str]:
    """Standing of a group of equal scores at each rate, as digits of a number to base 3."""
    for number, chunk in enumerate(_chunks(rates_bp)):
        digits = [
            f"CASE WHEN n_upto - n_tied >= k_{rate} THEN CAST(0 AS BIGINT) WHEN n_upto >= k_{rate} "
            f"THEN CAST({3**place} AS BIGINT) ELSE CAST({2 * 3**place} AS BIGINT) END"
            for place, rate in enumerate(chunk)
        ]
        yield " + ".join(digits) + f" AS standing_{number}"


def numbered_names(name: str, rates_bp: Sequence[int]) -> list[str]:
    """Columns of the standings at all rates."""
    return [f"{name}_{number}" for number in range(len(_chunks(rates_bp)))]


def _places_step(keys: Sequence[str], source: str, rates_bp: Sequence[int]) -> Step:
    """Each customer with the place and the standings of the score."""
    columns = [f"{source}.{name} AS {name}" for name in (*keys, "customer", "y")]
    for part in ("high", "low"):
        columns.append(
            f"CASE WHEN {source}.y = 1 THEN halved.placed_{part} ELSE halved.outranked_{part} END AS {part}_part"
        )
    columns += [f"halved.{name} AS {name}" for name in numbered_names("standing", rates_bp)]
    matches = match_conditions("halved", source, [*keys, "score"])
    return Step("positioned", columns, sources=[Source(source), Source("halved", "", matches)])


def _pairs_step(keys: Sequence[str], pairing: Pairing, rates_bp: Sequence[int]) -> Step:
    """Customers of each pair by their outcomes and standings, with the sums of the products of their places."""
    stood = numbered_names("standing", rates_bp)
    # Grouped before the sums over kinds: the standings of all rates are few numbers, and so are the groups.
    groups = [f"challenger.{key}" for key in keys] + ["champion.y", "challenger.y"]
    groups += [f"{side}.{name}" for side in ("champion", "challenger") for name in stood]
    columns = [f"challenger.{key} AS {key}" for key in keys] + ["champion.y AS y_champion", "challenger.y AS y"]
    columns += [f"champion.{name} AS champion_{name}" for name in stood]
    columns += [f"challenger.{name} AS challenger_{name}" for name in stood]
    columns.append(total("CAST(1 AS BIGINT)", "n_alike"))
    # Products of halves stay within 64 bits; the three parts are joined when the answer is read.
    mixed = "champion.high_part * challenger.low_part + champion.low_part * challenger.high_part"
    products = ("champion.high_part * challenger.high_part", mixed, "champion.low_part * challenger.low_part")
    columns += [total(product, name) for product, name in zip(products, _PARTS)]
    return Step("paired", columns, groups, both_sides(keys, pairing))


def both_sides(keys: Sequence[str], pairing: Pairing) -> list[Source]:
    """The rows of the challenger and of the champion in the step ``positioned``, joined on the customer."""
    names = ["customer", *(keys[1:] if pairing.is_shared else keys)]
    of_sides = {"champion": f"champion.side = {CHAMPION}", "challenger": f"challenger.side = {CHALLENGER}"}
    where = _versions(pairing) if pairing.is_shared else of_sides
    return _two("positioned", match_conditions("champion", "challenger", names), where)


def _kinds(rates_bp: Sequence[int], dialect: Dialect) -> Iterator[str]:
    """Kind of customer at each rate, as in `PairStatistics`."""
    for rate, of_champion, of_challenger in standings_of_both(rates_bp, dialect):
        yield f"6 * {of_champion} + 2 * {of_challenger} + y AS kind_{rate}"


def standings_of_both(rates_bp: Sequence[int], dialect: Dialect) -> Iterator[tuple[int, str, str]]:
    """Each rate with the standings at it, as expressions: with the champion, and with the challenger."""
    for number, chunk in enumerate(_chunks(rates_bp)):
        for place, rate in enumerate(chunk):
            of_champion, of_challenger = (
                f"({quotient(f'{side}_standing_{number}', 3**place, dialect)} - 3 * "
                f"{quotient(f'{side}_standing_{number}', 3 ** (place + 1), dialect)})"
                for side in ("champion", "challenger")
            )
            yield rate, of_champion, of_challenger


def _sums(rates_bp: Sequence[int]) -> Iterator[str]:
    yield total("n_alike", "n")
    yield total_where("y_champion <> y", "n_alike", "n_contradicting")
    for outcome, name in ((1, "positive"), (0, "negative")):
        for part in _PARTS:
            yield total_where(f"y = {outcome}", part, f"product_{name}_{part}")
    for rate in rates_bp:
        for kind in range(KINDS):
            yield total_where(f"kind_{rate} = {kind}", "n_alike", f"kind_{rate}_{kind}")
