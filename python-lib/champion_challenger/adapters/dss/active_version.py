"""Which version of a saved model is in production."""

from __future__ import annotations

import dataiku

from champion_challenger.adapters.dss.asking import answer_to


def active_version(project_key: str, model_id: str) -> str:
    """Return the id of the active version of a saved model, "" when none is.

    Raises
    ------
    HostError
        The model is gone, or whoever runs may not read it.
    """
    model = dataiku.api_client().get_project(project_key).get_saved_model(model_id)
    versions = answer_to(f"for the versions of saved model {project_key}.{model_id}", model.list_versions)
    return next((str(version["id"]) for version in versions if version.get("active")), "")
