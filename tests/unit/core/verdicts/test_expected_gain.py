"""What each version is expected to do, with and without a record of its own."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.verdicts.expected_gain import expected_gains
from champion_challenger.core.verdicts.history import Difference
from champion_challenger.settings.evaluation_policy import Policy
from tests.unit.performance_rows import against, champion, months, row, told

POLICY = Policy()
HELD, NEW = "TELCO.m1.v0", "TELCO.m1.new"
START = date(2018, 12, 31)


def one_challenger(deltas: list[float], error: float = 0.1, **changes: object) -> dict[str, Difference]:
    """The expectations of v1, and of a version trained in the month after it, while v0 is held."""
    known = told(against("v1", deltas, error=error, trained_until="2019-01-31", **changes))
    return expected_gains(known, HELD, {"TELCO.m1.v1": date(2019, 1, 31), NEW: date(2019, 2, 28)}, POLICY, "lift")


def test_nothing_known_expects_nothing() -> None:
    """Of the one held nothing ever."""
    assert expected_gains((), HELD, {HELD: START, NEW: START}, POLICY, "lift") == {
        HELD: Difference(0.0, 0.0),
        NEW: Difference(0.0, 0.0),
    }


def test_a_long_record_is_nearly_believed_and_a_short_one_is_not() -> None:
    """0.4 of lift, with an error of 0.1 a month."""
    long, short = (one_challenger([0.4] * count)["TELCO.m1.v1"] for count in (12, 1))

    assert 0.3 < long.value < 0.4
    assert 0.0 < short.value < long.value
    assert long.error < short.error


def test_a_version_without_outcomes_is_expected_on_the_line() -> None:
    """Thirteen versions that gain 0.1 with each month of training data: the next one is expected to go on."""
    days = {f"TELCO.m1.v{version}": START + timedelta(30 * version) for version in range(14)}
    rows = [one for month in months(6, "2020-03") for one in _monthly(month)]
    found = expected_gains(told(rows), HELD, {**days, NEW: START + timedelta(30 * 14)}, POLICY, "lift")

    assert found[NEW].value == pytest.approx(1.4, abs=0.15)
    assert found["TELCO.m1.v13"].value == pytest.approx(1.3, abs=0.15)
    assert found[NEW].error > found["TELCO.m1.v13"].error


def _monthly(month: str) -> list[dict]:
    until = {version: (START + timedelta(30 * version)).isoformat() for version in range(14)}
    others = [row(f"v{version}", month, 0.1 * version, 0.05, trained_until=until[version]) for version in range(1, 14)]
    return [champion(month), *others]


def test_a_version_that_is_held_because_it_looked_best_is_shrunken_too() -> None:
    """A new version is expected below it, and less far than the record of the one held says."""
    rows = [one for month in months(3) for one in (champion(month), *_equals(month))]
    trained = {NEW: START}
    found = expected_gains(told(rows), "TELCO.m1.v1", trained, POLICY, "lift")

    assert -0.5 < found[NEW].value < 0.0


def _equals(month: str) -> list[dict]:
    return [row(f"v{version}", month, 0.5 if version == 1 else 0.0, 0.3) for version in range(1, 14)]


def test_repeating_events_leave_less_to_be_expected() -> None:
    """Their errors may agree."""
    known, trained = told(against("v1", [0.4] * 4, trained_until="2019-01-31")), {"TELCO.m1.v1": date(2019, 1, 31)}
    plain, repeating = (
        expected_gains(known, HELD, trained, Policy(event_can_repeat=repeats), "lift")["TELCO.m1.v1"].value
        for repeats in (False, True)
    )

    assert 0 < repeating < plain


def test_the_same_list_under_two_names_is_expected_to_bring_nothing() -> None:
    """No cohort tells the two apart."""
    assert one_challenger([0.0] * 4, error=0.0)["TELCO.m1.v1"] == Difference(0.0, 0.0)


@given(
    st.lists(st.floats(-1.5, 1.5), min_size=1, max_size=12),
    st.floats(0.01, 1.0),
    st.sampled_from(["lift", "auc"]),
)
def test_expectations_are_numbers_that_lie_towards_none(deltas: list[float], error: float, figure: str) -> None:
    """With one challenger the line goes through it: it is never expected beyond the largest difference seen."""
    known = told(against("v1", deltas, error=error, trained_until="2019-01-31"))
    found = expected_gains(known, HELD, {"TELCO.m1.v1": date(2019, 1, 31), HELD: START}, POLICY, figure)
    scale = 1.0 if figure == "lift" else 0.05

    assert np.isfinite([found["TELCO.m1.v1"].value, found["TELCO.m1.v1"].error]).all()
    assert abs(found["TELCO.m1.v1"].value) <= scale * max(map(abs, deltas)) + 1e-9
    assert found[HELD] == Difference(0.0, 0.0)
