"""Finding what a person typed among the ids that exist."""

from __future__ import annotations

import pytest

from champion_challenger.core.monitoring.ids import matching_id

KNOWN = ["records:COUNT_RECORDS", "external:champion_lift", "col_stats:MIN:age", "col_stats:MAX:age", "age"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("records:COUNT_RECORDS", "records:COUNT_RECORDS"),
        ("champion_lift", "external:champion_lift"),
        ("age", "age"),
        ("MIN:age", "col_stats:MIN:age"),
        ("lift", ""),
        ("COUNT", ""),
        ("", ""),
    ],
)
def test_the_whole_id_comes_first_and_then_its_only_ending(typed: str, found: str) -> None:
    """Part of a word is no ending."""
    assert matching_id(typed, KNOWN) == found


def test_an_ending_that_two_ids_share_is_nobodys() -> None:
    """The person has to say which."""
    assert matching_id("age", KNOWN[:-1]) == ""
