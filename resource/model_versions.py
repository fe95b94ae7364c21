"""Choices of the form: the versions of the recipe's saved model, newest first, the champion marked."""

import dataiku

from champion_challenger.adapters.dss.choices import version_choices


def do(payload, config, plugin_config, inputs):
    """Return the versions of the model in the role ``model``; none while no model is chosen."""
    models = [item["fullName"] for item in inputs if item.get("role") == "model"]
    return {"choices": [choice for name in models for choice in version_choices(dataiku.api_client(), name)]}
