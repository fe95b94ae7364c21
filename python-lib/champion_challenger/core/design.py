"""The frozen design: what a replay holds fixed, and how it is laid over the host's guess of new data.

Shapes are those of the host's documents: a version's details (one algorithm, its grid as trained, the values that won)
and an ML task's settings (every algorithm, each hyperparameter as a grid).
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from champion_challenger.core.outcomes import spelling
from champion_challenger.errors import DataError
from champion_challenger.records import LogEntry

_KEYS = {
    "SGD_CLASSIFICATION": "sgd_classifier",
    "SVC_CLASSIFICATION": "svc_classifier",
    "XGBOOST_CLASSIFICATION": "xgboost",
}
_PREPROCESSING = ("feature_selection_params", "feature_generation", "reduce")
NUMBERS = frozenset(("tinyint", "smallint", "int", "bigint", "float", "double"))
_CORE = ("weight", "time", "calibration", "diagnosticsSettings")
_OF_THE_DATA = ("ssdSelection", "instanceIdRefresher", "ssdDatasetSmartName")

Json = Mapping[str, Any]


@dataclass(frozen=True)
class FrozenDesign:
    """Design of a version, read from its own details.

    Attributes
    ----------
    grid
        The algorithm's block as it was trained: hyperparameter to its grid.
    resolved
        Hyperparameter to the value that won, under the spelling of `plain`.
    split
        Split policy and seed, without the selection of rows.
    core
        Weighting, time ordering, calibration.
    """

    algorithm: str
    prediction_type: str
    target: str
    grid: Json
    resolved: Json
    preprocessing: Json
    metrics: Json
    split: Json
    core: Json


def frozen_design(details: Json, origin: Json) -> FrozenDesign:
    """Design of a version from its details; what they lack comes from the settings of the ML task it came from.

    Raises
    ------
    DataError
        When the details do not say which algorithm was trained.
    """
    modeling = details.get("modeling", {})
    core = details.get("coreParams", {})
    if not modeling.get("algorithm"):
        msg = "the details of the champion version do not name its algorithm, so its design cannot be replayed"
        raise DataError(msg)
    grids = [value for key, value in modeling.items() if key.endswith("_grid") and isinstance(value, dict)]
    split = origin.get("splitParams") or details.get("splitDesc", {}).get("params") or {}
    return FrozenDesign(
        algorithm=modeling["algorithm"],
        prediction_type=core.get("prediction_type", "BINARY_CLASSIFICATION"),
        target=core.get("target_variable", ""),
        grid=grids[0] if grids else {},
        resolved=resolved_hyperparameters(details),
        preprocessing=details.get("preprocessing", {}),
        metrics=modeling.get("metrics") or origin.get("modeling", {}).get("metrics", {}),
        split={key: value for key, value in split.items() if key not in _OF_THE_DATA},
        core={key: core[key] if key in core else origin[key] for key in _CORE if key in core or key in origin},
    )


def resolved_hyperparameters(details: Json) -> dict[str, Any]:
    """Hyperparameters with which a version was really trained: `plain` name to value.

    Examples
    --------
    >>> resolved_hyperparameters({"actualParams": {"resolved": {"algorithm": "X", "rf": {"estimators": 60}}}})
    {'estimators': 60}
    """
    resolved = details.get("actualParams", {}).get("resolved", {})
    blocks = [value for value in resolved.values() if isinstance(value, dict)]
    return {plain(name): value for block in blocks for name, value in block.items() if plain(name) != "jobs"}


def plain(name: str) -> str:
    """One spelling for a hyperparameter that the host's documents spell in several ways.

    Examples
    --------
    >>> plain("n_estimators") == plain("estimators"), plain("max_tree_depth") == plain("max_depth")
    (True, True)
    """
    joined = name.lower().replace("_", "").replace("tree", "")
    return joined[1:] if joined in ("nestimators", "njobs") else joined


def overlay(frozen: FrozenDesign, guessed: Json, types: Mapping[str, str]) -> tuple[dict[str, Any], list[LogEntry]]:
    """Lay a frozen design over the host's guess of fresh data.

    Parameters
    ----------
    types
        Storage types of the fresh data's columns: a feature frozen as a number stays one, whatever the guess, unless
        its column holds text now.

    Returns
    -------
    settings
        The guess with exactly one algorithm, its hyperparameters single values, and the frozen role, type, handling,
        imputation and rescaling of every feature that survived; the selection of rows is the guess's own.
    changes
        One entry for each feature dropped, added or retyped, and for classes spelled anew.

    Raises
    ------
    DataError
        When a hyperparameter was searched and the version does not tell which value won, when the host knows the
        algorithm no more, or when the classes are not the same two.
    """
    settings = copy.deepcopy(dict(guessed))
    settings["modeling"] = _modeling(frozen, settings["modeling"])
    changes = _lay_features(frozen, settings["preprocessing"], types)
    changes += _lay_classes(frozen, settings["preprocessing"])
    for key in _PREPROCESSING:
        if key in frozen.preprocessing:
            settings["preprocessing"][key] = copy.deepcopy(frozen.preprocessing[key])
    settings["splitParams"] = {**settings.get("splitParams", {}), **copy.deepcopy(dict(frozen.split))}
    settings.update(copy.deepcopy(dict(frozen.core)))
    return settings, changes


def with_selection(settings: Json, partitions: Sequence[str]) -> dict[str, Any]:
    """Settings that train on all rows of these partitions, or of the whole dataset when there are none."""
    split = settings["splitParams"]
    chosen: dict[str, Any] = {"partitionSelectionMethod": "ALL"}
    if partitions:
        chosen = {"partitionSelectionMethod": "SELECTED", "selectedPartitions": list(partitions)}
    selection = {**split.get("ssdSelection", {}), "samplingMethod": "FULL", **chosen}
    return {**settings, "splitParams": {**split, "ssdSelection": selection}}


def fingerprint(frozen: FrozenDesign, dataset: str, partitions: Sequence[str], counts: Json) -> str:
    """Identify design, window and data of a training in 16 hexadecimal digits.

    Parameters
    ----------
    counts
        Rows of the training data for each value of the target.
    """
    features = frozen.preprocessing.get("per_feature", {})
    said = {
        "design": {**frozen.__dict__, "preprocessing": {name: _stateless(value) for name, value in features.items()}},
        "dataset": dataset,
        "partitions": sorted(partitions),
        "counts": dict(counts),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:16]


def algorithm_key(algorithm: str) -> str:
    """Key of an algorithm in an ML task's settings.

    Examples
    --------
    >>> algorithm_key("RANDOM_FOREST_CLASSIFICATION"), algorithm_key("SVC_CLASSIFICATION")
    ('random_forest_classification', 'svc_classifier')
    """
    return _KEYS.get(algorithm, algorithm.lower())


def _modeling(frozen: FrozenDesign, guessed: Json) -> dict[str, Any]:
    key = algorithm_key(frozen.algorithm)
    if key not in guessed:
        msg = f"the host's settings know no algorithm {frozen.algorithm} (looked for {key!r}), so it cannot be replayed"
        raise DataError(msg)
    modeling = {name: _disabled(value) for name, value in guessed.items()}
    modeling[key] = {**_collapsed({**guessed[key], **frozen.grid}, frozen.resolved), "enabled": True}
    modeling["metrics"] = {**guessed.get("metrics", {}), **copy.deepcopy(dict(frozen.metrics))}
    return modeling


def _disabled(value: Any) -> Any:
    if isinstance(value, list):
        return [_disabled(item) for item in value]
    if isinstance(value, dict) and "enabled" in value:
        return {**value, "enabled": False}
    return value


def _collapsed(block: Json, resolved: Json) -> dict[str, Any]:
    undecided = []
    collapsed = {}
    for name, value in block.items():
        is_grid = isinstance(value, dict) and "values" in value
        collapsed[name] = _single(value, resolved.get(plain(name))) if is_grid else value
        if collapsed[name] is None and value is not None:
            undecided.append(name)
    if undecided:
        msg = (
            f"the champion's {', '.join(undecided)} were searched over several values and its details do not tell "
            "which one won; redeploy it with single values"
        )
        raise DataError(msg)
    return collapsed


def _single(grid: dict[str, Any], winner: Any) -> dict[str, Any] | None:
    values = grid["values"]
    if isinstance(values, dict):
        enabled = [name for name, choice in values.items() if choice.get("enabled")]
        chosen = winner if winner in values else enabled[0] if len(enabled) == 1 else None
        if chosen is None:
            return None
        return {**grid, "values": {name: {**choice, "enabled": name == chosen} for name, choice in values.items()}}
    if winner is None and (len(values) != 1 or grid.get("gridMode") == "RANGE"):
        return None
    chosen = values[0] if winner is None else winner
    return {**grid, "gridMode": "EXPLICIT", "randomMode": "EXPLICIT", "values": [chosen]}


def _lay_features(frozen: FrozenDesign, preprocessing: dict[str, Any], types: Mapping[str, str]) -> list[LogEntry]:
    was, now = frozen.preprocessing.get("per_feature", {}), preprocessing["per_feature"]
    changes = []
    for name, guess in now.items():
        if guess.get("role") == "TARGET" or name == frozen.target:
            continue
        if name not in was:
            changes.append(LogEntry("feature added", name, "", _kind(guess), f"the host's guess: {guess.get('role')}"))
        elif _is_text_now(was[name], guess, types.get(name, "")):
            changes.append(
                LogEntry("feature retyped", name, _kind(was[name]), _kind(guess), "the host's guess is taken")
            )
        else:
            if was[name].get("role") == "INPUT" and guess.get("role") == "REJECT":
                changes.append(LogEntry("feature rejected by the guess", name, "INPUT", "REJECT", "kept, as frozen"))
            now[name] = copy.deepcopy(was[name])
    dropped = [name for name in was if name not in now and was[name].get("role") == "INPUT"]
    return changes + [LogEntry("feature dropped", name, _kind(was[name]), "", "trained without it") for name in dropped]


def _is_text_now(was: Json, guess: Json, storage_type: str) -> bool:
    is_number = storage_type in NUMBERS
    return _kind(was) == "NUMERIC" != _kind(guess) and was.get("role") == "INPUT" and not is_number


def _lay_classes(frozen: FrozenDesign, preprocessing: dict[str, Any]) -> list[LogEntry]:
    was = frozen.preprocessing.get("target_remapping", [])
    now = preprocessing.get("target_remapping", [])
    place = {spelling(item["sourceValue"]): item["mappedValue"] for item in was}
    found = {spelling(item["sourceValue"]) for item in now}
    if was and found != set(place):
        msg = (
            f"Target {frozen.target}: the champion knows the classes {', '.join(sorted(place))}, "
            f"the fresh training data holds {', '.join(sorted(found)) or 'none'}. Nothing was trained."
        )
        raise DataError(msg)
    for item in now:
        item["mappedValue"] = place.get(spelling(item["sourceValue"]), item["mappedValue"])
    before = {spelling(item["sourceValue"]): item["sourceValue"] for item in was}
    return [
        LogEntry("class respelled", frozen.target, before[spelled], item["sourceValue"], "the host's spelling is taken")
        for item in now
        if (spelled := spelling(item["sourceValue"])) in before and before[spelled] != item["sourceValue"]
    ]


def _kind(feature: Json) -> str:
    return str(feature.get("type", ""))


def _stateless(feature: Json) -> dict[str, Any]:
    return {key: value for key, value in feature.items() if key != "state"}
