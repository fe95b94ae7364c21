"""Choices that forms offer."""

from __future__ import annotations

from typing import Any

from champion_challenger.adapters.dss.models import DSSSavedModel
from champion_challenger.core.versions import newest_first, version_label


def version_choices(client: Any, reference: str) -> list[dict[str, str]]:
    """Versions of a saved model, newest first, the champion marked: ``value`` and ``label`` of each."""
    versions = newest_first(DSSSavedModel(client, reference).versions())
    return [
        {
            "value": version.version_id,
            "label": f"{version_label(version)} · {version.algorithm.replace('_', ' ').lower()} · "
            f"{version.version_id}{' · champion' if version.is_active else ''}",
        }
        for version in versions
    ]
