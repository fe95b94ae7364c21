"""The outcome of a run in a sentence: what was made, or how the project differs."""

from __future__ import annotations

import pytest

from champion_challenger.core.score_project.outcome import CHANGES, Outcome, PartOutcome


def sentence(*states: str) -> str:
    """Sentence of a run by version 0.2.0 on a project that 0.1.0 made."""
    parts = tuple(PartOutcome("dataset", f"d{number}", state) for number, state in enumerate(states))
    return Outcome("CHURN", "churn", "0.1.0", "0.2.0", parts).sentence


def test_parts_that_were_made_are_counted() -> None:
    """Those that existed are kept."""
    assert sentence("made", "kept", "made").startswith("2 parts of CHURN were made")


def test_a_project_as_it_would_be_made_now() -> None:
    """Nothing is to be done."""
    assert sentence("kept", "kept").startswith("Nothing was changed")
    assert "0.2.0" not in sentence("kept", "kept")


@pytest.mark.parametrize("state", CHANGES)
def test_each_difference_counts(state: str) -> None:
    """Both versions of the plugin are named, since an update is the usual cause."""
    text = sentence(state, "kept")
    assert "1 part " in text
    assert "0.1.0" in text
    assert "0.2.0" in text
    assert "2 parts" in sentence(state, state, "kept")
