"""Choices that forms offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


def chosen_models(
    config: Mapping[str, Any] | None, inputs: Sequence[Mapping[str, Any]] | None, project_key: Callable[[], str]
) -> list[str]:
    """Full references of the models that a form is about: of the role ``model`` of a recipe, of the field in a macro.

    Examples
    --------
    >>> chosen_models({}, [{"role": "model", "fullName": "TELCO.m1"}], str)
    ['TELCO.m1']
    >>> chosen_models({"model": "m1"}, None, lambda: "TELCO")
    ['TELCO.m1']
    """
    roles = [str(item["fullName"]) for item in inputs or () if item.get("role") == "model"]
    field = str((config or {}).get("model") or "")
    if roles or not field:
        return roles
    # The field of a macro holds the id alone, as the project is the one in which it runs; asked for only where needed.
    return [field if "." in field else f"{project_key()}.{field}"]
