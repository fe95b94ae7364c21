"""Which version of a saved model is in production."""

from __future__ import annotations

from typing import Any

import dataiku

from champion_challenger.adapters.dss.asking import answer_to


def active_version(project_key: str, model_id: str) -> str:
    """Return the id of the active version of a saved model, "" when none is.

    Raises
    ------
    HostError
        The model is gone, or whoever runs may not read it.
    """
    return next((str(version["id"]) for version in _versions(project_key, model_id) if version.get("active")), "")


def version_ids(project_key: str, model_id: str) -> set[str]:
    """Return the ids of all versions of a saved model; HostError as above."""
    return {str(version["id"]) for version in _versions(project_key, model_id)}


def _versions(project_key: str, model_id: str) -> list[Any]:
    # A handle asks nothing yet: what may fail is the list below.
    model = dataiku.api_client().get_project(project_key).get_saved_model(model_id)
    return answer_to(f"for the versions of saved model {project_key}.{model_id}", model.list_versions)
