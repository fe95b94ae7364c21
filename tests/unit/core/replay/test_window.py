"""Which partitions a training takes: those that exist, and whose outcomes are final and joined."""

from __future__ import annotations

from datetime import date

from champion_challenger.core.arrival import OutcomeCounts
from champion_challenger.core.replay.window import Arrived, Window, training_window

TODAY = date(2019, 7, 1)
USUAL = OutcomeCounts(1000, 20, 50)


def chosen(length: int, held: dict[str, OutcomeCounts], **final_from: date) -> Window:
    """Choose among partitions, newest first; those that are not named are final today."""
    arrived = {name: Arrived(counts, final_from.get(f"m{name[-2:]}", TODAY)) for name, counts in held.items()}
    return training_window(sorted(held, reverse=True), length, TODAY, arrived.__getitem__)


def test_a_window_counts_partitions_that_exist() -> None:
    """Quarters in a dimension of months: the last one is the window of 1."""
    quarters = {"2018-12": USUAL, "2019-03": USUAL}

    assert chosen(1, quarters).partitions == ("2019-03",)
    assert chosen(12, quarters).partitions == ("2018-12", "2019-03")
    assert chosen(3, {}).partitions == ()


def test_a_partition_whose_outcomes_are_not_joined_is_left_out_with_its_reason() -> None:
    """Those before it take its place."""
    window = chosen(2, {"2019-03": USUAL, "2019-04": USUAL, "2019-05": OutcomeCounts(1000, 600, 12)})

    assert window.partitions == ("2019-03", "2019-04")
    reason = "outcomes not joined yet: 60.0 % of the customers have none, 2.0 % in the cohorts before"
    assert {name: str(reason) for name, reason in window.left_out.items()} == {"2019-05": reason}


def test_a_partition_whose_outcomes_are_not_final_is_left_out() -> None:
    """They may still become positive."""
    window = chosen(2, {"2019-04": USUAL, "2019-05": USUAL}, m05=date(2019, 7, 2))

    assert window.partitions == ("2019-04",)
    assert str(window.left_out["2019-05"]) == "outcomes not final before 2019-07-02"


def test_a_small_partition_may_have_no_positive() -> None:
    """A day of 30 customers says nothing; a month of 1,000 does."""
    days = {"2019-04": OutcomeCounts(30, 0, 1), "2019-05": OutcomeCounts(30, 0, 0)}
    months = {"2019-04": USUAL, "2019-05": OutcomeCounts(1000, 0, 0)}

    assert chosen(2, days).partitions == ("2019-04", "2019-05")
    assert list(chosen(2, months).left_out) == ["2019-05"]


def test_the_oldest_partition_is_compared_with_what_came_before_the_window() -> None:
    """Else a window of one partition would know of none."""
    held = {"2019-03": USUAL, "2019-04": USUAL, "2019-05": OutcomeCounts(1000, 400, 30)}

    assert chosen(1, held).partitions == ("2019-04",)
