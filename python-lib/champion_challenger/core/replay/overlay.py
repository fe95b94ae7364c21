"""How a frozen design is laid over the host's guess of new data: settings of an ML task, and what had changed."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from champion_challenger.core.outcomes import class_text
from champion_challenger.core.replay.design import FrozenDesign, algorithm_key, plain_name
from champion_challenger.core.replay.reduction import with_fixed_reduction
from champion_challenger.core.tables.storage_types import NUMBERS
from champion_challenger.errors import DataError
from champion_challenger.records.runs import LogEntry

SCHEMA_CHANGES = ("feature added", "feature dropped", "feature retyped", "class respelled")
_PREPROCESSING = ("feature_selection_params", "feature_generation", "reduce")

Json = Mapping[str, Any]


def overlay(
    frozen: FrozenDesign, guessed: Json, types: Mapping[str, str], *, takes_new_features: bool = True
) -> tuple[dict[str, Any], list[LogEntry]]:
    """Lay a frozen design over the host's guess of fresh data.

    Parameters
    ----------
    types
        Storage types of the fresh data's columns: a feature frozen as a number stays one, whatever the guess, unless
        its column holds text now.
    takes_new_features
        Whether columns that the champion never saw join as the host guesses, or are rejected.

    Returns
    -------
    settings
        The guess with exactly one algorithm, its hyperparameters single values, and the frozen role, type, handling,
        imputation and rescaling of every feature that survived; the selection of rows is the guess's own.
    changes
        One entry for each feature dropped, added or retyped, for classes spelled otherwise, and for what the champion
        had decided by a feature reduction.

    Raises
    ------
    DataError
        When a hyperparameter was searched and the version does not tell which value won, when the host knows the
        algorithm no more, when the classes are not the same two, or when a column of the design itself is gone.
    """
    frozen, reduced = with_fixed_reduction(frozen)
    _check_columns(frozen, types)
    # The client sends the very document that it read: what is changed here must not change it before it is saved.
    settings: dict[str, Any] = copy.deepcopy(dict(guessed))
    preprocessing = settings["preprocessing"]
    changes = reduced + _lay_features(frozen, preprocessing, types, takes_new_features)
    changes += _lay_classes(frozen, preprocessing) + _unknown_split(frozen)
    settings["modeling"] = _modeling(frozen, settings["modeling"])
    for key in _PREPROCESSING:
        if key in frozen.preprocessing:
            preprocessing[key] = copy.deepcopy(frozen.preprocessing[key])
    # The guess keeps what the frozen design has nothing to say about, such as the dataset.
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


def _modeling(frozen: FrozenDesign, guessed: Json) -> dict[str, Any]:
    key = algorithm_key(frozen.algorithm)
    if key not in guessed:
        msg = f"the host's settings know no algorithm {frozen.algorithm} (looked for {key!r}), so it cannot be replayed"
        raise DataError(msg)
    modeling = {name: _disable(value) for name, value in guessed.items()}
    modeling[key] = {**_collapse({**guessed[key], **frozen.grid}, frozen.resolved), "enabled": True}
    modeling["metrics"] = {**guessed.get("metrics", {}), **copy.deepcopy(dict(frozen.metrics))}
    return modeling


def _disable(value: Any) -> Any:
    # Lists hold blocks too: what they switch on is switched off as well.
    if isinstance(value, list):
        return [_disable(item) for item in value]
    if isinstance(value, dict) and "enabled" in value:
        return {**value, "enabled": False}
    return value


def _collapse(block: Json, resolved: Json) -> dict[str, Any]:
    undecided = []
    collapsed = {}
    for name, value in block.items():
        # Other dicts are plain settings, which no search varies.
        is_grid = isinstance(value, dict) and "values" in value
        collapsed[name] = _single(value, resolved.get(plain_name(name))) if is_grid else value
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
        # Choices such as a loss are switched on one by one, under their names.
        enabled = [name for name, choice in values.items() if choice.get("enabled")]
        chosen = winner if winner in values else enabled[0] if len(enabled) == 1 else None
        if chosen is None:
            return None
        return {**grid, "values": {name: {**choice, "enabled": name == chosen} for name, choice in values.items()}}
    # A range has a list of values too, which is not used.
    if winner is None and (len(values) != 1 or grid.get("gridMode") == "RANGE"):
        return None
    chosen = values[0] if winner is None else winner
    # Both modes: a search other than the grid search reads the second one alone.
    return {**grid, "gridMode": "EXPLICIT", "randomMode": "EXPLICIT", "values": [chosen]}


def _lay_features(
    frozen: FrozenDesign, preprocessing: dict[str, Any], types: Mapping[str, str], takes_new: bool
) -> list[LogEntry]:
    was, now = frozen.features, preprocessing["per_feature"]
    changes = []
    for name, guess in now.items():
        # By its name too, since a guess may not mark it.
        if guess.get("role") == "TARGET" or name == frozen.target:
            continue
        if name not in was:
            changes.append(_entry_of_added(name, guess, takes_new))
            guess["role"] = guess.get("role") if takes_new else "REJECT"
        elif _is_text_now(was[name], guess, types.get(name, "")):
            taken = f"the host's guess is taken: {guess.get('role')}"
            changes.append(LogEntry("feature retyped", name, _kind(was[name]), _kind(guess), taken))
        else:
            # The host guesses again whether a column is worth something; the frozen design has decided it.
            changes += _entries_of_rejected(name, was[name], guess)
            now[name] = copy.deepcopy(was[name])
    dropped = [name for name in was if name not in now and was[name].get("role") == "INPUT"]
    return changes + [LogEntry("feature dropped", name, _kind(was[name]), "", "trained without it") for name in dropped]


def _entry_of_added(name: str, guess: Json, takes_new: bool) -> LogEntry:
    action = f"the host's guess: {guess.get('role')}" if takes_new else "rejected: only the frozen features are used"
    return LogEntry("feature added", name, "", _kind(guess), action)


def _entries_of_rejected(name: str, was: Json, guess: Json) -> list[LogEntry]:
    if was.get("role") != "INPUT" or guess.get("role") != "REJECT":
        return []
    reason = f"REJECT ({guess['autoReason']})" if guess.get("autoReason") else "REJECT"
    return [LogEntry("feature rejected by the guess", name, "INPUT", reason, "kept, as frozen")]


def _check_columns(frozen: FrozenDesign, types: Mapping[str, str]) -> None:
    """Columns that weigh or order the rows are required."""
    weight, time = frozen.core.get("weight") or {}, frozen.core.get("time") or {}
    needed = {
        "row weights": weight.get("sampleWeightVariable") if "SAMPLE" in str(weight.get("weightMethod")) else "",
        "time ordering": time.get("timeVariable") if time.get("enabled") else "",
        "split": frozen.split.get("ssdColumn") if frozen.split.get("ssdSplitMode") == "SORTED" else "",
    }
    lost = [f"{name} ({use})" for use, name in needed.items() if name and name not in types]
    if lost:
        msg = f"the champion's design needs the columns {', '.join(lost)}, which the fresh training data lacks"
        raise DataError(msg)
    policy = frozen.split.get("ttPolicy", "SPLIT_SINGLE_DATASET")
    if policy != "SPLIT_SINGLE_DATASET":
        msg = (
            f"the champion was split by explicit extracts ({policy}), which name the data that it was trained on; "
            "only a split of one dataset can be replayed on fresh data"
        )
        raise DataError(msg)


def _unknown_split(frozen: FrozenDesign) -> list[LogEntry]:
    if frozen.split:
        return []
    action = "the host's default split is taken: the champion's own ML task is gone"
    return [LogEntry("split not known", action=action)]


def _is_text_now(was: Json, guess: Json, storage_type: str) -> bool:
    is_number = storage_type in NUMBERS
    return _kind(was) == "NUMERIC" != _kind(guess) and was.get("role") == "INPUT" and not is_number


def _lay_classes(frozen: FrozenDesign, preprocessing: dict[str, Any]) -> list[LogEntry]:
    was = frozen.preprocessing.get("target_remapping", [])
    now = preprocessing.get("target_remapping", [])
    place = {class_text(item["sourceValue"]): item["mappedValue"] for item in was}
    classes = {class_text(item["sourceValue"]) for item in now}
    if was and classes != set(place):
        msg = (
            f"Target {frozen.target}: the champion knows the classes {', '.join(sorted(place))}, "
            f"the fresh training data holds {', '.join(sorted(classes)) or 'none'}. Nothing was trained."
        )
        raise DataError(msg)
    for item in now:
        # Which class is positive must not turn with the order in which the new data spell them.
        item["mappedValue"] = place.get(class_text(item["sourceValue"]), item["mappedValue"])
    before = {class_text(item["sourceValue"]): item["sourceValue"] for item in was}
    return [
        LogEntry("class respelled", frozen.target, before[spelled], item["sourceValue"], "the host's spelling is taken")
        for item in now
        if (spelled := class_text(item["sourceValue"])) in before and before[spelled] != item["sourceValue"]
    ]


def _kind(feature: Json) -> str:
    return str(feature.get("type", ""))
