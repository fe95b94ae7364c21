"""Which versions are compared, and how they are named."""

from __future__ import annotations

from datetime import date

import pytest

from champion_challenger.core.versions import (
    is_out_of_time,
    missing_version_ids,
    newest_first,
    read_label,
    select_versions,
    version_label,
    written_label,
)
from champion_challenger.records.models import VersionLabel
from champion_challenger.settings.retrain_and_evaluate import VersionChoice
from tests.unit.operations.fakes import version

LISTED = [version("a", 1), version("b", 2, active=True), version("c", 3), version("d", 4)]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (VersionChoice(), ["b", "d", "c", "a"]),
        (VersionChoice("last_n", 1), ["b", "d"]),
        (VersionChoice("last_n", 1, ("a",)), ["b", "d", "a"]),
        (VersionChoice("last_n", 99), ["b", "d", "c", "a"]),
        (VersionChoice("chosen", listed=("c",)), ["b", "d", "c"]),
        (VersionChoice("chosen", listed=("a", "c")), ["b", "d", "c", "a"]),
        (VersionChoice("chosen", listed=("gone",)), ["b", "d", "c", "a"]),
        (VersionChoice("chosen", listed=("b",)), ["b", "d", "c"]),
    ],
)
def test_the_champion_is_always_in_and_the_list_grows_by_itself(choice: VersionChoice, expected: list[str]) -> None:
    """The champion first, then newest first."""
    assert [found.version_id for found in select_versions(LISTED, choice)] == expected


def test_the_order_never_depends_on_the_hosts() -> None:
    """Nor on equal dates."""
    twins = [version("y", 1), version("x", 1)]

    assert newest_first(twins) == newest_first(twins[::-1])
    assert select_versions(LISTED, VersionChoice()) == select_versions(LISTED[::-1], VersionChoice())


def test_listed_versions_that_no_longer_exist_are_named() -> None:
    """In the order of the form; with all versions nothing is listed."""
    assert missing_version_ids(LISTED, VersionChoice("chosen", listed=("z", "a", "y"))) == ["z", "y"]
    assert missing_version_ids(LISTED, VersionChoice("all", listed=("z",))) == []


def test_a_label_survives_writing_and_reading() -> None:
    """All of it."""
    label = VersionLabel(date(2019, 5, 31), "f00d", {"rows": 12, "champion": "a"})

    assert read_label(written_label(label)) == label


@pytest.mark.parametrize("text", ["", "nothing", "champion-challenger: {broken", "champion-challenger: [1]"])
def test_a_description_without_a_sound_label_gives_none(text: str) -> None:
    """A person may have edited it."""
    assert read_label(text) is None


def test_a_version_is_named_by_the_end_of_its_training_data_else_by_the_hosts_date() -> None:
    """Twelve months replayed in one night must not bear one name."""
    assert version_label(version("a", 5)) == "20190105"
    assert version_label(version("a", 5, label=VersionLabel(date(2018, 4, 30)))) == "20180430"


@pytest.mark.parametrize(
    ("until", "start", "expected"),
    [
        (date(2018, 12, 31), date(2018, 12, 31), "yes"),
        (date(2018, 12, 31), date(2018, 12, 30), "no"),
        (None, date(2019, 1, 5), "yes"),
        (None, date(2019, 1, 4), "unknown"),
    ],
)
def test_out_of_time_is_yes_no_or_unknown(until: date | None, start: date, expected: str) -> None:
    """With a label by its date, else by the host's training date (5 January)."""
    label = VersionLabel(until) if until else None

    assert is_out_of_time(version("a", 5, label=label), start) == expected
