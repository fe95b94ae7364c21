"""What the macro Activate challenger found and did, before it becomes a page."""

from __future__ import annotations

from dataclasses import dataclass

from champion_challenger.core.activation.evidence import Evidence
from champion_challenger.core.activation.log import Activation


@dataclass(frozen=True)
class Change:
    """What activating a version changes beyond the version itself.

    Attributes
    ----------
    new_features, dropped_features
        What the version needs and the active one does not, and the other way round.
    users
        What uses the model in the Flow.
    """

    new_features: tuple[str, ...] = ()
    dropped_features: tuple[str, ...] = ()
    users: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What the macro shows.

    Attributes
    ----------
    change
        For the version that was asked for; None when none was.
    activation
        What was activated and logged; None when only the evidence was asked for.
    """

    evidence: Evidence
    log_name: str
    change: Change | None = None
    activation: Activation | None = None
