"""What a control group would find."""

from __future__ import annotations

import pytest

from champion_challenger.core.verdicts.planning import with_control


@pytest.mark.parametrize("population", ["control", "uncontacted"])
def test_a_larger_control_group_finds_less(population: str) -> None:
    """And one of everybody finds what all customers do."""
    found = [with_control(0.4, share, population) for share in (0.05, 0.1, 0.5, 1.0)]

    assert all(one > other for one, other in zip(found, found[1:]))
    assert found[-1] == pytest.approx(0.4)


def test_the_errors_agree_with_those_measured() -> None:
    """A month of 20,000 customers, 10 % held out: 0.35 to 0.39 over all, 1.14 to 1.25 of the group, else 0.79 to 0.90."""
    assert 1.1 < with_control(0.37, 0.1, "control") < 1.25
    assert 0.79 < with_control(0.37, 0.1, "uncontacted") < 0.9
