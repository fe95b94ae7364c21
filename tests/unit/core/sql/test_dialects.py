"""The table of dialects and the form agree."""

from __future__ import annotations

import json
from pathlib import Path

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.settings.evaluate_stored_scores import DIALECT_CHOICES

RECIPE = Path(__file__).parents[4] / "custom-recipes/champion-challenger-evaluate-stored-scores/recipe.json"


def test_every_dialect_is_a_choice_of_the_form() -> None:
    """In the settings and in the descriptor, with the types of connections that choose it by themselves."""
    params = {param["name"]: param for param in json.loads(RECIPE.read_text(encoding="utf-8"))["params"]}
    choices = {choice["value"]: choice["label"] for choice in params["dialect"]["selectChoices"]}
    host_types = [name for dialect in DIALECTS.values() for name in dialect.host_types]

    assert tuple(choices) == DIALECT_CHOICES == ("auto", *DIALECTS)
    assert choices["auto"] == f"From the connection type ({', '.join(host_types)})"
