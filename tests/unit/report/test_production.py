"""Who was in production when, and where activations are on the axis of cohorts."""

from __future__ import annotations

import pandas as pd

from champion_challenger.core.tables.columns import ACTIVATION_LOG
from champion_challenger.report.production import production
from tests.unit.lives import one_activation, two_activations

NO_LOG = pd.DataFrame(columns=[column.name for column in ACTIVATION_LOG])


def test_the_log_says_who_was_in_production_on_a_snapshot() -> None:
    """Not the evaluation, which may have been later."""
    life = two_activations()
    found = production(life.performance(), life.log(), "TELCO.m1.v2")

    assert [key[-2:] for key in found.by_cohort.values()] == ["v0", "v0", "v1", "v1"]
    assert [(change.place, change.key[-2:]) for change in found.changes] == [(1.5, "v1"), (3.5, "v2")]


def test_without_a_log_the_champions_of_the_rows_do() -> None:
    """And the model of now, when it is another than that of the last cohort."""
    found = production(two_activations().performance(), NO_LOG, "TELCO.m1.v2")

    assert [(change.place, change.key[-2:], change.day) for change in found.changes] == [
        (1.5, "v1", ""),
        (3.5, "v2", ""),
    ]
    assert production(one_activation().performance(), NO_LOG, "TELCO.m1.v0").changes == ()


def test_activations_of_one_month_stand_side_by_side() -> None:
    """Two within a week are two lines."""
    life = one_activation()
    log = life.log()
    later = log.assign(activated_at="2019-07-15T09:00:00Z", from_version="v1", to_version="v2")
    found = production(life.performance(), pd.concat([log, later], ignore_index=True), "TELCO.m1.v2")

    assert [round(change.place, 2) for change in found.changes] == [3.33, 3.67]


def test_a_version_that_was_merely_noticed_first_is_no_activation() -> None:
    """The first entry of a log says what was found; when it became active nobody knows. A person's first one counts."""
    life = one_activation()
    log = life.log().assign(from_version="", to_version="v0", activated_at="2019-07-10T09:00:00Z")
    noticed, activated = (
        production(life.performance(), log.assign(how=how), "TELCO.m1.v0") for how in ("noticed", "macro")
    )

    assert noticed.changes == ()
    assert [change.key[-2:] for change in activated.changes] == ["v0"]
