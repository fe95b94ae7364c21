"""Parts as the record of a project names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from champion_challenger.core.score_project.parts import Part

_KINDS = (
    "shared dataset", "scoring recipe", "variables", "dataset", "folder", "model", "recipe", "scenario", "article"
)  # fmt: skip
"""Those of two words come first: they end as others do."""


def removed_parts(parts: Sequence[Part], recorded: Mapping[str, str]) -> list[str]:
    """Keys of recorded parts that the blueprint no longer has."""
    known = {part.key for part in parts}
    return [key for key in recorded if key not in known]


def kind_and_name(key: str) -> tuple[str, str]:
    """Kind and name of a recorded part; no kind where a later version of the plugin made it.

    >>> kind_and_name("shared dataset TELCO.customers"), kind_and_name("cloud nine")
    (('shared dataset', 'TELCO.customers'), ('', 'cloud nine'))
    """
    kind = next((kind for kind in _KINDS if key.startswith(f"{kind} ")), "")
    return kind, key[len(kind) + 1 :] if kind else key
