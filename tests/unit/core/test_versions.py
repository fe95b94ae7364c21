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
    unreadable_label,
    version_label,
    written_label,
)
from champion_challenger.records.models import TrainingFacts, VersionLabel
from champion_challenger.settings.retrain_and_evaluate import VersionChoice
from tests.unit.operations.fake_models import version

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
    facts = TrainingFacts("TELCO.history", "2019-03/2019-05", 12, 0.25, "a", "0.1.0", "run1")
    label = VersionLabel(date(2019, 5, 31), "f00d", facts)

    assert read_label(written_label(label)) == label


WRITTEN = (
    "Replay of the champion's design, trained until 2019-05-31.\n"
    'champion-challenger: {"base_rate": 0.25, "champion": "v1", "dataset": "TELCO.history", "fingerprint": "f00d", '
    '"partitions": "2019-03/2019-05", "plugin_version": "0.1.0", "rows": 12, "run_id": "run1", '
    '"trained_until": "2019-05-31"}'
)
FIRST = (
    "Replay of the champion's design, trained until 1997-04-30.\n"
    'champion-challenger: {"dataset": "P.history", "fingerprint": "", "partitions": "1997-03", '
    '"trained_until": "1997-04-30"}'
)
NEWER = WRITTEN.replace('"rows": 12', '"rows": 12, "rows_by_class": {"0": 9, "1": 3}')
EDITED = WRITTEN.replace('"rows": 12', '"rows": "twelve"')
UNTOLD = WRITTEN.replace("0.25", "null")


@pytest.mark.parametrize("text", [WRITTEN, FIRST, NEWER, EDITED, UNTOLD])
def test_a_description_is_written_back_as_it_was(text: str) -> None:
    """Byte for byte, with what a newer plugin or a person wrote in it."""
    label = read_label(text)

    assert label is not None
    assert written_label(label) == text


def test_a_fact_of_another_type_is_not_used() -> None:
    """It is kept beside the others."""
    label = read_label(EDITED)

    assert label is not None
    assert (label.facts.rows, label.facts.others) == (0, (("rows", '"twelve"'),))


@pytest.mark.parametrize("text", ["", "nothing", "champion-challenger: {broken", "champion-challenger: [1]"])
def test_a_description_without_a_sound_label_gives_none(text: str) -> None:
    """A person may have edited it."""
    assert read_label(text) is None


@pytest.mark.parametrize(
    "part",
    [
        "trained until 2019-02-30",
        "trained until 31.05.2019",
        "trained until 28/02/2019",
        "trained until : 2019-02-28",
        "trained until: 28 February",
        "trained  until 2019-02-28",
        "trained\u00a0until 2019-02-28",
        "trained until end of February 2019",
        "Trained until 2019-05-311",
        'champion-challenger: {"trained_until": "2019-02-30"}',
        "champion-challenger: {broken",
    ],
)
def test_what_looks_like_a_label_is_named(part: str) -> None:
    """It counts as no label, and is quoted for the log."""
    description = f"First model.\n{part}"

    assert read_label(description) is None
    assert part.startswith(unreadable_label(description))
    assert unreadable_label(description)


@pytest.mark.parametrize("text", ["", "trained until it converged", "trained until 2019-5-31", WRITTEN])
def test_what_is_no_label_or_a_sound_one_is_not_named(text: str) -> None:
    """Most descriptions are for people."""
    assert unreadable_label(text) == ""


def test_a_version_is_named_by_the_end_of_its_training_data_else_by_the_hosts_date() -> None:
    """Twelve months replayed in one night must not have one name."""
    assert version_label(version("a", 5)) == "20190105"
    assert version_label(version("a", 5, label=VersionLabel(date(2018, 4, 30)))) == "20180430"
    assert version_label(version("a", 5, label=VersionLabel(date(212, 4, 30)))) == "02120430"


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
