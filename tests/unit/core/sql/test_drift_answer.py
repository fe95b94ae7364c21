"""Answers about the newest cohort: exact numbers or a clear refusal."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.monitoring.drift import DECILE_RATES_BP
from champion_challenger.core.sql.drift_answer import stored_change, stored_drift
from champion_challenger.errors import DataError

EDGES = dict(zip(DECILE_RATES_BP, [90.0, 90.0, 70.0, 60.0, 50.0, 40.0, 30.0, 20.0, -0.0]))
FROM = dict(zip(DECILE_RATES_BP, [20, 20, 30, 40, 50, 60, 70, 80, 90]))
ROW: dict[str, Any] = {
    "VERSION_ID": "v1  ",
    "N": 100,
    "N_NEWEST": 200,
    **{f"EDGE_{rate}": edge for rate, edge in EDGES.items()},
    **{f"N_FROM_{rate}": n for rate, n in FROM.items()},
    **{f"NEWEST_FROM_{rate}": 2 * n for rate, n in FROM.items()},
    "NEWEST_SUM": 5_000.0,
    "NEWEST_LOW": 0.0,
    "NEWEST_HIGH": 100.0,
}
CHANGE: dict[str, Any] = {
    "version_id": 7.0,
    "n_rows_newest_all": 12,
    "n_nameless_all": 1,
    "n_repeated_all": 2,
    "n_both_all": 9,
    **{f"kind_5000_{kind}": 1 for kind in range(9)},
}


def test_an_edge_of_two_tenths_is_one() -> None:
    """Names may come in capitals, and padded."""
    found = stored_drift(ROW, 2)

    assert found.version_id == "v1"
    assert found.parts.edges == (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.9)
    assert str(found.parts.edges[0]) == "0.0"
    assert found.newest == tuple(2 * count for count in found.parts.counts)
    assert (sum(found.parts.counts), found.n_newest) == (100, 200)


@pytest.mark.parametrize(
    ("decimals", "changes", "expected"),
    [(2, {}, 50.0), (None, {}, None), (2, {"NEWEST_LOW": -1.0}, None), (2, {"NEWEST_LOW": None}, None)],
)
def test_positives_are_expected_from_probabilities(
    decimals: int | None, changes: dict[str, Any], expected: float | None
) -> None:
    """Steps of a rounded score are one; without a score there is none."""
    assert stored_drift({**ROW, **changes}, decimals).expected_positives == expected


def test_nobody_evaluated_has_one_part() -> None:
    """No edge: then there is no index either."""
    nobody = {**ROW, "N": 0, **{f"EDGE_{rate}": None for rate in DECILE_RATES_BP}}

    assert (stored_drift(nobody, None).parts.edges, stored_drift(nobody, None).newest) == ((), (200,))


def test_shares_follow_from_the_standings() -> None:
    """Nine customers, five targeted, three of them for sure: tied ones share the rest."""
    found = stored_change(CHANGE, [5_000])

    assert (found.version_id, found.n_rows_newest, found.n_nameless, found.n_repeated) == ("7", 12, 1, 2)
    kept = 1 + 3 * 2 / 3  # above in both; with one or both at the cut-off
    assert found.shares([5_000]) == [pytest.approx(1 - kept / 5)]


def test_nobody_of_both_has_no_share() -> None:
    """There is no list."""
    empty = {**CHANGE, "n_both_all": 0, **{f"kind_5000_{kind}": 0 for kind in range(9)}}

    assert stored_change(empty, [5_000]).shares([5_000]) == [None]


@pytest.mark.parametrize("value", [None, 2.0**60, 1.5])
def test_a_count_that_is_not_exact_is_refused(value: Any) -> None:
    """As everywhere."""
    with pytest.raises(DataError, match="The database's column n_repeated_all"):
        stored_change({**CHANGE, "n_repeated_all": value}, [5_000])
