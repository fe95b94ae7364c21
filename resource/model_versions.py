"""Choices of forms: the versions of the form's saved model, newest first, the champion marked."""

from typing import Any

import dataiku

from champion_challenger.adapters.dss.choices import chosen_models, version_choices


def do(payload: Any, config: Any, plugin_config: Any, inputs: Any) -> dict[str, list[dict[str, str]]]:
    """Return the versions of the model in the role, or of the field, ``model``; none while no model is chosen."""
    models = chosen_models(config, inputs, dataiku.default_project_key)
    return {"choices": [choice for name in models for choice in version_choices(dataiku.api_client(), name)]}
