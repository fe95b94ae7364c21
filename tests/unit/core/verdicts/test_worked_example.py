"""The example of docs/verdicts.md."""

from __future__ import annotations

import pytest

from champion_challenger.core.verdicts.pooling import pooled_verdicts
from champion_challenger.settings.evaluation_policy import Policy
from tests.unit.performance_rows import champion, months, row, told


def test_the_example_of_the_documentation_comes_out_as_written() -> None:
    """Three cohorts, one challenger, a champion with a lift of 4."""
    pairs = zip(months(3), (0.55, 0.25, 0.40))
    rows = [one for month, d in pairs for one in (champion(month, lift=4.0), row("v1", month, d, 0.2))]
    found = pooled_verdicts(told(rows), "TELCO.m1.v0", Policy())["TELCO.m1.v1"]

    assert (found.verdict, found.basis, found.is_confirmed) == ("challenger_better", "between_cohorts", False)
    assert found.lift.delta == pytest.approx(0.40)
    assert found.lift.bounds == pytest.approx((0.14, 0.66), abs=0.005)
    assert found.p_adjusted == pytest.approx(0.0022, abs=5e-5)
    assert found.expected_lift.delta == pytest.approx(0.36, abs=0.005)
    assert found.smallest_found == pytest.approx(0.37, abs=0.005)
