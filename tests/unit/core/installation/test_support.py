"""The supported range of DSS."""

from __future__ import annotations

import pytest

from champion_challenger.core.installation.support import BEST_EFFORT, FULL, TOO_OLD, UNTESTED, support_of


@pytest.mark.parametrize(
    ("dss", "support"),
    [
        ("9.0.1", TOO_OLD),
        ("12.5.2", TOO_OLD),
        ("12.6.0", BEST_EFFORT),
        ("13.0.0", FULL),
        ("15.9.1", FULL),
        ("16.0.0", UNTESTED),
        ("development", UNTESTED),
        ("", UNTESTED),
    ],
)
def test_each_version_is_placed(dss: str, support: str) -> None:
    """A newer one, or a text that is none, is tried."""
    assert support_of(dss) == support
