"""The query about the list that was contacted: what `target_list` needs to know of it, and the outcomes on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from champion_challenger.core.campaign import is_drawn_alike, shared_at_cutoff, tells_the_list
from champion_challenger.core.cells import text, whole_number
from champion_challenger.core.figures.incremental import Incremental, incremental
from champion_challenger.core.sql.dialects import Dialect, is_quotable, name_literal
from champion_challenger.core.sql.steps import QueryForm, Step, column_list, query_text, total, total_where
from champion_challenger.core.sql.tables import Spelling, StoredScores

_RUNNING = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
_SIDES = ("contacted", "control", "ranked", "listed")
_ONE, _NONE = "CAST(1 AS BIGINT)", "CAST(0 AS BIGINT)"


@dataclass(frozen=True)
class ListCounts:
    """What a version's scores say of the contacted list of a cohort.

    Attributes
    ----------
    n_contacted, n_control
        Customers of either group, whatever is known of them.
    n_scored, contacted_scored, others_scored, control_scored
        Those with a score: all, the contacted, those of neither group, and the control customers.
    misplaced
        Contacted below the best cut-off, and others above it; 0 without others.
    n_top, n_above, n_at, control_above, control_at
        Customers with as many of the highest scores as were contacted; those above the last score of them, those who
        have it, and the control customers of both.
    known, positives
        Customers of known outcome, and the positives: contacted, control, control with a score, control on the list.
    """

    version_id: str
    cohort: Any
    n_contacted: int
    n_control: int
    n_scored: int
    contacted_scored: int
    others_scored: int
    control_scored: int
    misplaced: int
    n_top: int
    n_above: int
    n_at: int
    control_above: int
    control_at: int
    known: Mapping[str, int]
    positives: Mapping[str, int]

    @property
    def is_of_everyone(self) -> bool:
        """Whether the control customers were drawn from all customers alike; ties at the cut-off are shared."""
        if not self.n_contacted or not self.n_control:
            return True
        of_tied = shared_at_cutoff(self.control_at, self.n_at, self.n_top - self.n_above)
        return is_drawn_alike(self.control_above + of_tied, self.n_top, self.control_scored, self.n_scored)

    @property
    def members(self) -> str:
        """The control customers whom the list had, as a key of `known`; "" where nobody knows.

        All of them, those with a score, or those with a score as high as the list.
        """
        if tells_the_list(min(self.misplaced, self.others_scored), self.contacted_scored):
            # as many misplaced by a list of everybody: then that is the list
            return "ranked" if self.others_scored <= self.misplaced else "listed"
        return "" if self.is_of_everyone else "control"

    @property
    def incremental(self) -> Incremental | None:
        """What contacting changed, as in memory; None without a group, or where nobody knows who was on the list."""
        side = self.members
        if not self.n_contacted or not self.n_control or not side:
            return None
        counts = [self.positives["contacted"], self.known["contacted"], self.positives[side], self.known[side]]
        return incremental(*counts)


def target_list_query(
    scores: StoredScores,
    versions: Sequence[str],
    dialect: Dialect,
    form: QueryForm | None = None,
    *,
    is_number: bool = False,
) -> str:
    """Text of the query whose rows `list_counts` reads: one a version (and cohort). Only with a contact column.

    The cut-off is the score that misplaces the fewest of those contacted and of those of neither group; of several, the
    lowest. Customers without an outcome are ranked too.

    Parameters
    ----------
    versions
        Version ids; all versions where one cannot stand in a query.
    is_number
        Whether the version column holds whole numbers.

    Examples
    --------
    >>> from champion_challenger.core.sql.contact import ContactColumn
    >>> from champion_challenger.core.sql.dialects import DIALECTS
    >>> from champion_challenger.settings.contact import ContactRules
    >>> contact = ContactColumn(ContactRules("contact", ("called",), ("held out",)))
    >>> scores = StoredScores('"scores"', "customer_id", "version_id", "score", "outcome", contact=contact)
    >>> print(target_list_query(scores, ["v1"], DIALECTS["duckdb"]).splitlines()[-1])
    GROUP BY version_id
    """
    spelling = Spelling(scores, dialect)
    keys = list(spelling.keys)
    steps = [*cutoff_steps(spelling, versions, is_number=is_number), Step("counted", [*keys, *_counts()], keys)]
    return query_text(steps, dialect, form)


def cutoff_steps(spelling: Spelling, versions: Sequence[str], *, is_number: bool) -> list[Step]:
    """Steps from rows to groups of equal scores, each with the score that the list lies above, in ``lowest``."""
    keys = list(spelling.keys)
    of_version = f"PARTITION BY {', '.join(keys)}"
    top_rank = (
        "CASE WHEN rows_contacted < n_all THEN rows_contacted WHEN n_all > 0 THEN n_all - 1 ELSE n_all END AS top_rank"
    )
    lowest = f"MIN(CASE WHEN wrong = least THEN score END) OVER ({of_version}) AS lowest"
    return [
        Step("marked", text=_marks_query(spelling, versions, is_number=is_number)),
        Step("list_tallied", [*keys, "score", *_tallies()], [*keys, "score"]),
        Step("list_running", [*keys, "score", *_TALLIED, *_running(of_version)]),
        Step("weighed", [*keys, "score", *_TALLIED, *_WINDOWS, f"{_MISPLACED} AS wrong", top_rank]),
        Step("judged", [*keys, "score", *_CARRIED, f"MIN(wrong) OVER ({of_version}) AS least"]),
        Step("bounded", [*keys, "score", *_CARRIED, "least", lowest]),
    ]


def list_counts(row: Mapping[str, Any]) -> ListCounts:
    """Read one row of the answer to `target_list_query`."""
    by_name = {str(name).lower(): value for name, value in row.items()}
    numbers = {name: whole_number(by_name[name]) for name in _NUMBERS}
    known, positives = (
        {side: whole_number(by_name[f"{side}_{what}"]) for side in _SIDES} for what in ("known", "positive")
    )
    return ListCounts(text(by_name["version_id"]), by_name.get("cohort"), **numbers, known=known, positives=positives)


_NUMBERS = (
    "n_contacted", "n_control", "n_scored", "contacted_scored", "others_scored", "control_scored", "misplaced", "n_top",
    "n_above", "n_at", "control_above", "control_at",
)  # fmt: skip
_OF_GROUPS = ("contacted_k", "contacted_p", "control_k", "control_p")
_TALLIED = ("n_tied", "contacted_rows", "control_rows", "contacted_tied", "others_tied", "control_tied", *_OF_GROUPS)
_WINDOWS = ("contacted_upto", "others_upto", "n_upto", "contacted_all", "others_all", "rows_contacted", "n_all")
_CARRIED = (*_TALLIED, *_WINDOWS, "wrong", "top_rank")
_MISPLACED = "CASE WHEN others_tied > 0 THEN contacted_upto + others_all - others_upto END"


def _marks_query(spelling: Spelling, versions: Sequence[str], *, is_number: bool) -> str:
    """Every row of the versions, by group, with its score where it is finite."""
    contacted, control = (spelling.is_contacted(part) for part in ("contacted", "control"))
    is_known = f"({spelling.outcome} = 0 OR {spelling.outcome} = 1)"
    columns = [f"{expression} AS {name}" for name, expression in spelling.keys.items()]
    columns += [
        f"CASE WHEN {spelling.is_finite} THEN {spelling.score} END AS score",
        f"CASE WHEN {spelling.is_finite} THEN {_ONE} ELSE {_NONE} END AS is_scored",
        f"CASE WHEN {contacted} THEN {_ONE} ELSE {_NONE} END AS is_contacted",
        f"CASE WHEN {control} THEN {_ONE} ELSE {_NONE} END AS is_control",
        f"CASE WHEN {contacted} THEN {_NONE} WHEN {control} THEN {_NONE} ELSE {_ONE} END AS is_other",
        f"CASE WHEN {is_known} THEN {_ONE} ELSE {_NONE} END AS is_known",
        f"CASE WHEN {spelling.outcome} = 1 THEN {_ONE} ELSE {_NONE} END AS is_positive",
    ]
    where = spelling.conditions()
    if versions and all(map(is_quotable, versions)):
        literals = ", ".join(name_literal(name, is_number=is_number) for name in versions)
        where = [*where, f"{spelling.keys['version_id']} IN ({literals})"]
    lines = [f"SELECT {column_list(columns)}", spelling.from_tables("INNER")]
    return "\n".join(lines + (["WHERE " + "\n  AND ".join(where)] if where else []))


def _tallies() -> list[str]:
    """Customers of each score by group; those without one are a group of their own."""
    products = {
        "n_tied": "is_scored",
        "contacted_rows": "is_contacted",
        "control_rows": "is_control",
        "contacted_tied": "is_scored * is_contacted",
        "others_tied": "is_scored * is_other",
        "control_tied": "is_scored * is_control",
        "contacted_k": "is_contacted * is_known",
        "contacted_p": "is_contacted * is_positive",
        "control_k": "is_control * is_known",
        "control_p": "is_control * is_positive",
    }
    return [total(product, name) for name, product in products.items()]


def _running(of_version: str) -> list[str]:
    """Sums up to a score, from below or from above; customers without one have no part in them."""

    def window(column: str, order: str = "") -> str:
        """Sum of a column over all scores of the version, or over those up to each in an order."""
        ordered = f" ORDER BY score{order} {_RUNNING}" if order else ""
        return f"CAST(SUM({column}) OVER ({of_version}{ordered}) AS BIGINT)"

    return [
        f"{window('contacted_tied', ' ASC')} AS contacted_upto",
        f"{window('others_tied', ' ASC')} AS others_upto",
        f"{window('n_tied', ' DESC')} AS n_upto",
        f"{window('contacted_tied')} AS contacted_all",
        f"{window('others_tied')} AS others_all",
        f"{window('contacted_rows')} AS rows_contacted",
        f"{window('n_tied')} AS n_all",
    ]


def _counts() -> Iterator[str]:
    at_top = "n_tied > 0 AND n_upto > top_rank AND n_upto - n_tied < top_rank"
    yield "MAX(rows_contacted) AS n_contacted"
    yield total("control_rows", "n_control")
    yield "MAX(n_all) AS n_scored"
    yield "MAX(contacted_all) AS contacted_scored"
    yield "MAX(others_all) AS others_scored"
    yield total("control_tied", "control_scored")
    yield f"COALESCE(MAX(least), {_NONE}) AS misplaced"
    yield "MAX(top_rank) AS n_top"
    yield total_where("n_tied > 0 AND n_upto <= top_rank", "n_tied", "n_above")
    yield total_where(at_top, "n_tied", "n_at")
    yield total_where("n_tied > 0 AND n_upto <= top_rank", "control_tied", "control_above")
    yield total_where(at_top, "control_tied", "control_at")
    for what, column in (("known", "k"), ("positive", "p")):
        yield total(f"contacted_{column}", f"contacted_{what}")
        yield total(f"control_{column}", f"control_{what}")
        yield total_where("n_tied > 0", f"control_{column}", f"ranked_{what}")
        yield total_where("score > lowest", f"control_{column}", f"listed_{what}")
