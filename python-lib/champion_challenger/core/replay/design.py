"""The frozen design: what a replay holds fixed, read from a version's own details.

Shapes are those of the host's documents: a version's details hold one algorithm, its grid as trained, and the values
that won.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from champion_challenger.errors import DataError
from champion_challenger.records.datasets import DatasetFacts

# Algorithms whose key in an ML task is not their name in lower case.
_KEYS = {
    "SGD_CLASSIFICATION": "sgd_classifier",
    "SVC_CLASSIFICATION": "svc_classifier",
    "XGBOOST_CLASSIFICATION": "xgboost",
}
_CORE = ("weight", "time", "calibration", "diagnosticsSettings")
# Parts of a split that say which rows it was applied to: a replay has rows of its own.
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
        Hyperparameter to the value that won, under the spelling of `plain_name`.
    split
        Split policy and seed, without the selection of rows.
    core
        Weighting, time ordering, calibration.
    threshold
        Score from which the version predicts the positive class; None when the host does not tell.
    kept
        Columns that the model was fitted on after feature reduction; empty when the host does not tell.
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
    threshold: float | None = None
    kept: tuple[str, ...] = ()

    @property
    def features(self) -> Json:
        """Handling of each feature, by name."""
        features: Json = self.preprocessing.get("per_feature", {})
        return features

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns in which a missing cell leaves its row out of a training."""
        inputs = {name: feature for name, feature in self.features.items() if feature.get("role") == "INPUT"}
        dropping = [name for name, feature in inputs.items() if feature.get("missing_handling") == "DROP_ROW"]
        time = self.core.get("time") or {}
        ordering = str(time["timeVariable"]) if time.get("enabled") and time.get("timeVariable") else ""
        return tuple(dict.fromkeys(filter(None, (*dropping, ordering))))


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
    # The grid's key names the algorithm in a spelling of its own; the details of a version hold one grid.
    grids = [value for key, value in modeling.items() if key.endswith("_grid") and isinstance(value, dict)]
    split = (details.get("splitDesc") or {}).get("params") or origin.get("splitParams") or {}
    return FrozenDesign(
        algorithm=modeling["algorithm"],
        prediction_type=core.get("prediction_type", "BINARY_CLASSIFICATION"),
        target=core.get("target_variable", ""),
        grid=grids[0] if grids else {},
        resolved=resolved_hyperparameters(details),
        preprocessing=details.get("preprocessing", {}),
        metrics=modeling.get("metrics") or origin.get("modeling", {}).get("metrics", {}),
        split={key: value for key, value in split.items() if key not in _OF_THE_DATA},
        # The version's own settings first: those of its task may have been edited since.
        core={key: core[key] if key in core else origin[key] for key in _CORE if key in core or key in origin},
        threshold=_number((details.get("userMeta") or {}).get("activeClassifierThreshold")),
        kept=tuple((details.get("iperf") or {}).get("keptVariables") or ()),
    )


def resolved_hyperparameters(details: Json) -> dict[str, Any]:
    """Hyperparameters with which a version was really trained: `plain_name` name to value.

    Examples
    --------
    >>> resolved_hyperparameters({"actualParams": {"resolved": {"algorithm": "X", "rf": {"estimators": 60}}}})
    {'estimators': 60}
    """
    resolved = details.get("actualParams", {}).get("resolved", {})
    # The name of the block is not documented, so that it is known by its kind.
    blocks = [value for value in resolved.values() if isinstance(value, dict)]
    # The number of jobs changes the duration of a training, never the model.
    return {plain_name(name): value for block in blocks for name, value in block.items() if plain_name(name) != "jobs"}


def plain_name(name: str) -> str:
    """One spelling for a hyperparameter that the host's documents spell in several ways.

    Examples
    --------
    >>> plain_name("n_estimators") == plain_name("estimators"), plain_name("max_tree_depth") == plain_name("max_depth")
    (True, True)
    """
    joined = name.lower().replace("_", "").replace("tree", "")
    return joined[1:] if joined in ("nestimators", "njobs") else joined


def fingerprint(
    frozen: FrozenDesign, data: DatasetFacts, partitions: Sequence[str], counts: Json, schema_policy: str = "adapt"
) -> str:
    """Identify design, window and data of a training in 16 hexadecimal digits.

    Parameters
    ----------
    data
        The training data: its name and the types of its columns count, since a changed schema asks for a new training.
    counts
        Rows of the training data for each value of the target.
    schema_policy
        What the form says of changed columns: another answer makes another model.
    """
    stateless = {name: _without(value, "state") for name, value in frozen.features.items()}
    # How often each class was in the rows of the champion: a replay of it has other rows and the same design.
    classes = [_without(value, "sampleFreq") for value in frozen.preprocessing.get("target_remapping") or []]
    # Without a reduction all columns are kept, and those of categories are as many as the champion's rows had.
    is_reduced = (frozen.preprocessing.get("feature_selection_params") or {}).get("method") not in (None, "NONE")
    # The threshold is copied after the training and may be moved at any time: it is no part of what is trained.
    identity = {
        "design": {
            **replace(frozen, threshold=None, kept=frozen.kept if is_reduced else ()).__dict__,
            "preprocessing": {**frozen.preprocessing, "per_feature": stateless, "target_remapping": classes},
        },
        "dataset": data.name,
        "columns": data.types,
        "partitions": sorted(partitions),
        "counts": dict(counts),
        "schema_policy": schema_policy,
    }
    # Keys sorted and the rest as texts, so that equal designs have equal digits in every run.
    return hashlib.sha256(json.dumps(identity, sort_keys=True, default=str).encode()).hexdigest()[:16]


def algorithm_key(algorithm: str) -> str:
    """Key of an algorithm in an ML task's settings.

    Examples
    --------
    >>> algorithm_key("RANDOM_FOREST_CLASSIFICATION"), algorithm_key("SVC_CLASSIFICATION")
    ('random_forest_classification', 'svc_classifier')
    """
    return _KEYS.get(algorithm, algorithm.lower())


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _without(block: Json, name: str) -> dict[str, Any]:
    return {key: value for key, value in block.items() if key != name}
