"""The champion of a run: what is known of it after the retraining, and whether it is still active at the end."""

from __future__ import annotations

from champion_challenger.operations.ports import Host
from champion_challenger.records.models import Version


def as_labelled_now(champion: Version, host: Host) -> Version:
    """Champion with the label that was found meanwhile, where it had none."""
    if champion.label is not None:
        return champion
    return next((version for version in host.model.versions() if version.version_id == champion.version_id), champion)


def changed_champion(champion: Version, trained: str, host: Host) -> list[str]:
    """Report that another version was activated meanwhile; it is a failure only when DSS activated ours.

    Parameters
    ----------
    trained
        Version that this run made; "" for none.
    """
    active = next((version.version_id for version in host.model.versions() if version.is_active), "none")
    if active == champion.version_id:
        return []
    if active == trained:
        return [
            f"DSS activated the new version {active}, though it was asked not to. "
            f"Activate {champion.version_id} again on the model's page, and do not retrain until this is understood."
        ]
    host.tell(
        f"The active version was {champion.version_id} when the run began and is {active} now: somebody activated it "
        f"meanwhile (this recipe never does). The figures call {champion.version_id} the champion."
    )
    return []
