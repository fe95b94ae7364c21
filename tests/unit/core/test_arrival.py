"""When outcomes cannot have been joined yet, whatever their number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.arrival import OutcomeCounts, counts_of, reason_not_joined, restatement

SHARES = st.lists(st.integers(0, 100), min_size=1, max_size=12)


def cohorts(shares: list[int]) -> list[OutcomeCounts]:
    """Cohorts of a thousand customers, so many per mille of them without outcome."""
    return [OutcomeCounts(1000, share, 10) for share in shares]


@given(SHARES, st.integers(0, 100))
def test_a_month_like_those_before_is_joined(shares: list[int], share: int) -> None:
    """Whatever the usual share, up to a tenth more is no reason to wait."""
    assert reason_not_joined(OutcomeCounts(1000, share, 10), cohorts(shares)) is None


@pytest.mark.parametrize(("share", "is_late"), [(150, False), (160, True), (500, True)])
def test_far_above_the_months_before_is_late(share: int, is_late: bool) -> None:
    """More than three times the usual share, and more than ten points above it."""
    late = reason_not_joined(OutcomeCounts(1000, share, 10), cohorts([50, 40, 60]))

    assert (late is not None) == is_late


@pytest.mark.parametrize("usual", [200, 340, 400, 600, 900])
def test_half_of_the_usual_outcomes_is_late(usual: int) -> None:
    """However many customers usually have none: three times their share may be more than all."""
    half = (1000 + usual) // 2

    assert reason_not_joined(OutcomeCounts(1000, half + 1, 3), cohorts([usual] * 3)) is not None
    assert reason_not_joined(OutcomeCounts(1000, half, 3), cohorts([usual] * 3)) is None


@pytest.mark.parametrize("counts", [OutcomeCounts(10, 10, 0), OutcomeCounts(10, 0, 0), OutcomeCounts(0, 0, 0)])
def test_without_a_positive_nothing_is_joined(counts: OutcomeCounts) -> None:
    """No earlier cohort is needed to see it."""
    assert reason_not_joined(counts, []) is not None


def test_counts_survive_being_saved_as_figures() -> None:
    """As texts too, as a host may return them."""
    counts = OutcomeCounts(1000, 20, 7)

    assert counts_of(dict(counts.as_metrics())) == counts
    assert counts_of({name: str(value) for name, value in counts.as_metrics().items()}) == counts


def test_a_first_evaluation_restates_nothing() -> None:
    """There is nothing to compare with."""
    assert restatement("2019-06", OutcomeCounts(10, 0, 1), None) == ""
