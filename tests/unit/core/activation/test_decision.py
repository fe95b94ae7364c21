"""What the macro found and did is a value: nothing of it can be changed after it was shown."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from champion_challenger.core.activation.decision import Change, Decision
from champion_challenger.core.activation.evidence import evidence
from tests.unit.operations.fake_models import FACTS, version
from tests.unit.performance_rows import champion, performance


def test_a_decision_begins_as_evidence_alone_and_stays_as_it_was_shown() -> None:
    """No version was asked for and none was activated, so that the page shows neither."""
    gathered = evidence(performance([champion("2019-06")]), None, FACTS, [version("v0", active=True)])
    decision = Decision(gathered, "TELCO.activation_log")

    assert (decision.change, decision.activation) == (None, None)
    with pytest.raises(FrozenInstanceError, match="change"):
        decision.change = Change(users=("score_customers",))  # type: ignore[misc]
