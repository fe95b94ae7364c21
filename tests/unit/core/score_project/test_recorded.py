"""Parts as the record of a project names them."""

from __future__ import annotations

from champion_challenger.core.score_project.recorded import removed_parts
from tests.unit.core.score_project.test_parts import parts


def test_parts_of_an_older_version_that_are_no_longer_made_are_named() -> None:
    """They are left as they are."""
    listed = tuple(parts().values())
    assert removed_parts(listed, {"dataset scores": "d1", "dataset retired": "d2"}) == ["dataset retired"]
