"""Whether the model that came out of a replay is the champion's design, and not another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from champion_challenger.core.replay.design import FrozenDesign, resolved_hyperparameters

_HANDLING = ("role", "type", "missing_handling", "missing_impute_with", "rescaling", "category_handling")
_TREES = "estimators"


def differences(frozen: FrozenDesign, asked: Mapping[str, Any], details: Mapping[str, Any]) -> list[str]:
    """How a trained model differs from the frozen design and from the settings that were asked for.

    Somebody may have edited the task meanwhile, or the host may have taken other values than it was given.

    Parameters
    ----------
    asked
        Settings of the ML task, as they were saved.
    details
        Details of the trained model.

    Returns
    -------
    list of str
        One phrase each; empty when the model is a replay.
    """
    trained = resolved_hyperparameters(details)
    moved = [
        f"{name} {value!r} became {trained.get(name)!r}"
        for name, value in frozen.resolved.items()
        # Compared after the training, as the host may spell a hyperparameter otherwise than it was asked for.
        if trained.get(name) != value and not (name == _TREES and _stops_early(frozen))
    ]
    algorithm = details.get("modeling", {}).get("algorithm")
    if algorithm != frozen.algorithm:
        moved.append(f"algorithm {frozen.algorithm} became {algorithm}")
    return moved + list(_features(asked, details))


def _stops_early(frozen: FrozenDesign) -> bool:
    """Under early stopping the number of trees is found by the training, and is no part of the design."""
    return bool(frozen.grid.get("enable_early_stopping") or frozen.grid.get("early_stopping"))


def _features(asked: Mapping[str, Any], details: Mapping[str, Any]) -> Iterator[str]:
    wanted = asked["preprocessing"]["per_feature"]
    features = (details.get("preprocessing") or {}).get("per_feature") or {}
    for name, feature in wanted.items():
        if name not in features:
            if feature.get("role") == "INPUT":
                yield f"feature {name} is gone"
            continue
        for key in _HANDLING:
            # A key that one side does not tell is no difference.
            if key in feature and key in features[name] and feature[key] != features[name][key]:
                yield f"{key} of {name} {feature[key]!r} became {features[name][key]!r}"
