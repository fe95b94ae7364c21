"""What is looked at before a score project is made."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.records.datasets import DatasetFacts
from tests.unit.operations.fake_score_host import COLUMNS, FakeScoreHost, run, states


@pytest.mark.parametrize(
    ("changes", "host", "message"),
    [
        ({"first_training_partitions": ["2019-1"]}, {}, "Training partitions of the first champion: DATA.history has no partition '2019-1'; it has 2019-01, 2019-02, 2019-03"),
        ({"first_training_partitions": ["2019-01;2019-02"]}, {}, "no partition '2019-01;2019-02'.*separated by commas"),
        ({"first_training_partitions": ["2018-01"]}, {}, "no partition '2018-01'"),
        ({}, {"known": ()}, "Training data: DATA.history has no partition yet"),
        ({}, {"classes": {"a", "b", "c"}}, "Outcome column: expected two values of 'renewed' in DATA.history, found 3: 'a', 'b', 'c'. Choose"),
        ({}, {"classes": {str(n) for n in range(2762)}}, "found 2,762: '0', '1', '10', '100', '1000', …. Choose"),
        ({}, {"classes": {"0"}}, "found 1: '0'. Name partitions with both"),
        ({"mail_channel": "nope", "recipients": ["a@b.c"]}, {}, "Mail channel: no messaging channel 'nope'; the instance has team, chat"),
        ({"mail_channel": "team", "recipients": ["ann"]}, {}, "Mail recipients: expected addresses such as ann@example.com, found 'ann'"),
        ({"mail_channel": "team"}, {}, "Mail recipients: it is empty"),
        ({"recipients": ["a@b.c"]}, {}, "Mail channel: it is empty"),
        ({"cockpit_project": "NOPE", "cockpit_dataset": "nope"}, {}, "Upstream dataset: no dataset NOPE.nope"),
        ({"cockpit_dataset": "nope"}, {}, "Upstream project: it is empty"),
        ({"connection": "fils"}, {}, "Connection: no connection 'fils' that you may use; there are files, warehouse"),
        ({"training_data": "NOPE.a"}, {}, "Training data: no dataset NOPE.a"),
        ({}, {"shape": DatasetFacts("", COLUMNS)}, "Snapshot date column: DATA.customers is not partitioned"),
        ({"first_training_partitions": ["2019-01"]}, {"shape": DatasetFacts("", COLUMNS)}, "DATA.history is not partitioned. Leave"),
    ],
)  # fmt: skip
def test_what_could_not_run_is_refused_before_anything_is_made(
    changes: dict[str, Any], host: dict[str, Any], message: str
) -> None:
    """Whatever the host can tell of it, with the name of the field."""
    given = FakeScoreHost(**host)
    with pytest.raises(SettingsError, match=message):
        run(given, **changes)
    assert given.projects == {}


def test_all_that_is_wrong_is_said_at_once() -> None:
    """Columns, partitions, channel, upstream dataset."""
    wrong = {"customer_id_column": "gone", "first_training_partitions": "2018-01", "mail_channel": "nope"}
    with pytest.raises(SettingsError) as raised:
        run(FakeScoreHost(), **wrong, cockpit_project="NOPE", cockpit_dataset="nope")

    assert len(raised.value.problems) == 5


def test_what_may_not_be_looked_at_is_left_to_a_person() -> None:
    """No right to list is no reason to refuse; a procedure's connection may be somebody else's."""
    form = {"mail_channel": "nope", "recipients": ["ann"], "connection": "fils", "first_training_partitions": "2018-01"}
    given = FakeScoreHost(forbids="channels connections partitions values")
    outcome = run(given, **form)
    later = run(FakeScoreHost(), procedure="p", procedure_connection="td")

    assert states(outcome) == states(later) == {"made"}
    assert [note.values["field"] for note in outcome.left] == [
        "Training partitions of the first champion", "Outcome column", "Mail channel", "Connection",
    ]  # fmt: skip
    assert [note.values for note in later.left] == [{"field": "Procedure connection", "value": "td"}]


def test_a_complete_project_is_compared_whatever_is_gone() -> None:
    """Its partitions and its channel are no longer needed."""
    given = FakeScoreHost()
    run(given, first_training_partitions="2019-01")
    given.known, given.classes = ("2020-01",), ()

    assert states(run(given, first_training_partitions="2019-01")) == {"kept"}
