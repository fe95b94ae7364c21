"""Customers by stratum, where a list was contacted: off the list, on it and held out, contacted.

Who was contacted is told by each row. Which of the control customers were on the list is told by the champion's scores:
those of them that its rows name are joined to the rows of every version.
"""

from __future__ import annotations

from champion_challenger.core.sql.pairs import Pairing, match_conditions
from champion_challenger.core.sql.query import scored_rows
from champion_challenger.core.sql.steps import Source, Step, total, total_where
from champion_challenger.core.sql.tables import Spelling
from champion_challenger.core.sql.target_list import cutoff_steps

OFF, ON, CONTACTED = 0, 1, 2
"""Values of the column ``stratum``; outcomes are read of the first two."""
NOBODY = "contacted"
"""Control customers of the list: none of them."""
TALLIED = ("n_tied", "off_tied", "off_p_tied", "on_tied", "on_p_tied")
"""Customers of a score: all, those seen of each stratum, and the positives among them."""

_ONE, _NONE = "CAST(1 AS BIGINT)", "CAST(0 AS BIGINT)"


def strata_steps(spelling: Spelling, pairing: Pairing, members: str) -> list[Step]:
    """Steps from the tables to ``scored``: keys, customer, score, outcome and stratum of every row that counts.

    Parameters
    ----------
    members
        Which control customers the list had, as `ListCounts.members`, or ``contacted`` for none of them.
    """
    keys = list(spelling.keys)
    marks = [
        f"{spelling.customer} AS customer",
        *(
            f"CASE WHEN {spelling.is_contacted(part)} THEN {_ONE} ELSE {_NONE} END AS is_{part}"
            for part in ("contacted", "control")
        ),
    ]
    rows = Step("told", text=scored_rows(spelling, "all", marks, pairing.is_asked(spelling.keys["version_id"])))
    if members in (NOBODY, "control"):
        return [rows, _strata_step(keys, "is_control = 1" if members == "control" else "1 = 0", [Source("told")])]
    joined = match_conditions("members", "told", ["customer", *keys[1:]])
    sources = [Source("told"), Source("members", "", joined, is_optional=True)]
    is_member = "told.is_control = 1 AND members.customer IS NOT NULL"
    return [*_member_steps(spelling, pairing, members, rows), _strata_step(keys, is_member, sources)]


def tally_step(keys: list[str], source: str) -> Step:
    """Step from rows to groups of equal scores, by stratum."""
    columns = [total(_ONE, "n_tied")]
    for name, stratum in (("off", OFF), ("on", ON)):
        columns.append(total_where(f"stratum = {stratum}", _ONE, f"{name}_tied"))
        columns.append(total_where(f"stratum = {stratum}", "y", f"{name}_p_tied"))
    return Step("tallied", [*keys, "score", *columns], [*keys, "score"], [Source(source)])


def _strata_step(keys: list[str], is_member: str, sources: list[Source]) -> Step:
    names = [*keys, "customer", "score", "y"]
    stratum = f"CASE WHEN told.is_contacted = 1 THEN {CONTACTED} WHEN {is_member} THEN {ON} ELSE {OFF} END AS stratum"
    return Step("scored", [*(f"told.{name} AS {name}" for name in names), stratum], sources=sources)


def _member_steps(spelling: Spelling, pairing: Pairing, members: str, rows: Step) -> list[Step]:
    """The control customers with a score of the champion: all of them, or those above the score that the list has."""
    keys = list(spelling.keys)
    columns = [f"told.{name} AS {name}" for name in ("customer", *keys[1:])]
    if members == "ranked":
        where = [pairing.is_champion("told.version_id"), "told.is_control = 1"]
        return [rows, Step("members", columns, sources=[Source("told")], where=where)]
    where = ["told.is_control = 1", "told.score > cutoffs.list_above"]
    sources = [Source("told"), Source("cutoffs", "", match_conditions("cutoffs", "told", keys))]
    return [
        *cutoff_steps(spelling, [pairing.champion], is_number=pairing.is_number),
        Step("cutoffs", [*keys, "MAX(lowest) AS list_above"], keys),
        rows,
        Step("members", columns, sources=sources, where=where),
    ]
