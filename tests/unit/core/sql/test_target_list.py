"""What counts say of a list; `tests/engines/test_target_list.py` holds what engines count to memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from champion_challenger.core.figures.incremental import incremental
from champion_challenger.core.sql.contact import ContactColumn
from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.tables import StoredScores
from champion_challenger.core.sql.target_list import ListCounts, target_list_query
from champion_challenger.settings.contact import ContactRules

COUNTS = ListCounts(
    "v1", None, n_contacted=90, n_control=100, n_scored=1_000, contacted_scored=90, others_scored=810, control_scored=100,
    misplaced=1, n_top=90, n_above=80, n_at=20, control_above=5, control_at=8,
    known={"contacted": 90, "control": 100, "ranked": 99, "listed": 10},
    positives={"contacted": 20, "control": 9, "ranked": 8, "listed": 3},
)  # fmt: skip
CONTACT = ContactColumn(ContactRules("contact", ("called",), ("held out",)))
SCORES = StoredScores("scores", "customer_id", "version_id", "score", "outcome", contact=CONTACT)


@pytest.mark.parametrize(
    ("counts", "control"),
    [
        (COUNTS, (3, 10)),
        (replace(COUNTS, misplaced=0, others_scored=0), (8, 99)),
        (replace(COUNTS, misplaced=5, control_above=60), (9, 100)),
        (replace(COUNTS, misplaced=5), None),
        (replace(COUNTS, n_control=0), None),
        (replace(COUNTS, n_contacted=0), None),
    ],
    ids=["cut-off", "nobody else", "another list, of which all are held out", "another list", "no control", "nobody"],
)
def test_the_control_customers_of_the_list_are_its_other_side(
    counts: ListCounts, control: tuple[int, int] | None
) -> None:
    """Those above the cut-off; all, where the list had them alone; none, where nobody knows."""
    assert counts.incremental == (incremental(20, 90, *control) if control else None)


@pytest.mark.parametrize(
    ("counts", "members"),
    [
        (COUNTS, "listed"),
        (replace(COUNTS, misplaced=0, others_scored=0), "ranked"),
        (replace(COUNTS, misplaced=5, control_above=60), "control"),
        (replace(COUNTS, misplaced=5), ""),
    ],
)
def test_the_list_has_the_control_customers_that_the_scores_tell(counts: ListCounts, members: str) -> None:
    """As in memory; nobody knows where the list is another one and the group of everyone."""
    assert counts.members == members


def test_ties_at_the_last_score_are_shared() -> None:
    """Half of the twenty who have it are among the ninety highest."""
    assert COUNTS.is_of_everyone
    assert not replace(COUNTS, control_at=80).is_of_everyone
    assert replace(COUNTS, control_at=80, n_above=90, n_at=0).is_of_everyone


def test_only_the_champions_are_read() -> None:
    """All versions where a name cannot stand between quotes; a number without quotes."""
    texts = [target_list_query(SCORES, names, DIALECTS["ansi"]) for names in (["v1"], ["o'hara"])]
    numbered = target_list_query(SCORES, ["7"], DIALECTS["ansi"], is_number=True)

    assert ["IN ('v1')" in texts[0], "hara" in texts[1], "IN (7)" in numbered] == [True, False, True]
