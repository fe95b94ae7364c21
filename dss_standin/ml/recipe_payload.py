"""The payload of a train recipe, from a task's settings and a model's details, and back to settings."""

from __future__ import annotations

import copy
import re
from typing import Any

from dss_standin.ml.algorithms import Algorithm, named
from dss_standin.switches import Switches

Settings = dict[str, Any]


def snake(name: str) -> str:
    """Return a camelCase key in snake_case: `cvSeed` is `cv_seed`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def camel(name: str) -> str:
    """Return a snake_case key in camelCase: `cv_seed` is `cvSeed`."""
    return re.sub(r"_([a-z0-9])", lambda match: match.group(1).upper(), name)


def core(settings: Settings) -> Settings:
    """Return the core parameters of a task as details and recipes spell them."""
    kept = ("taskType", "backendType", "weight", "time", "calibration", "partitionedModel", "diagnosticsSettings")
    return {
        "prediction_type": settings["predictionType"],
        "target_variable": settings["targetVariable"],
        **{key: copy.deepcopy(settings[key]) for key in kept if key in settings},
        "executionParams": {"envSelection": settings.get("envSelection", {"envMode": "INHERIT"})},
    }


def single_algorithm(algorithm: Algorithm, settings: Settings, grid_length: int) -> Settings:
    """Return `modeling` of one algorithm in the spelling of details and recipes: its grid as it was searched."""
    modeling = settings["modeling"]
    block = {name: entry for name, entry in modeling[algorithm.key].items() if name != "enabled"}
    return {
        "algorithm": algorithm.name,
        algorithm.grid: copy.deepcopy(block),
        "grid_search_params": {snake(name): value for name, value in modeling["gridSearchParams"].items()},
        "gridLength": grid_length,
        "metrics": copy.deepcopy(modeling["metrics"]),
        "skipExpensiveReports": modeling.get("skipExpensiveReports", True),
    }


def recipe_payload(
    settings: Settings, details: Settings, *, redo_optimization: bool, generating_model_id: str, switches: Switches
) -> Settings:
    """Return the payload (a dict; the recipe holds it as a JSON string) that deploying a model writes.

    Without `redo_optimization` the grid holds the winning values alone and `gridLength` is 1, unless the switch
    `redeploy_without_search` is "full_grid". `settings` are the task's as of the training.
    """
    modeling = copy.deepcopy(details["modeling"])
    if not redo_optimization and switches.redeploy_without_search == "single_values":
        algorithm = named(modeling["algorithm"])
        modeling[algorithm.grid] = algorithm.single(
            modeling[algorithm.grid], algorithm.winning(details["actualParams"]["resolved"])
        )
        modeling["gridLength"] = 1
    modeling.update(autoOptimizeThreshold=True, forcedClassifierThreshold=0.0, computeLearningCurves=False)
    session = re.search(r"-(s\d+)-", generating_model_id)
    prefix = details["userMeta"]["name"].split(" (")[0]
    taken = [name for name, feature in details["preprocessing"]["per_feature"].items() if feature["role"] != "REJECT"]
    return {
        "core": copy.deepcopy(details["coreParams"]),
        "modeling": modeling,
        "preprocessing": copy.deepcopy(details["preprocessing"]),
        "splitParams": copy.deepcopy(settings["splitParams"]),
        "script": {"steps": []},
        "expectedPreparationOutputSchema": {"columns": [{"name": name} for name in taken]},
        "operationMode": "TRAIN_SPLITTED_ONLY",
        "generatingModelId": generating_model_id,
        "modelVersionNamePrefix": f"{prefix} ({session.group(1)})" if session else prefix,
        "assertionsParams": copy.deepcopy(settings.get("assertionsParams", {"assertions": []})),
        "partSource": "ACTIVE_VERSION",
        "envSelection": copy.deepcopy(settings.get("envSelection", {"envMode": "INHERIT"})),
        "backendType": settings.get("backendType", "PY_MEMORY"),
    }


def task_settings(payload: Settings) -> Settings:
    """Return the task settings that a payload stands for, its one algorithm enabled."""
    modeling, of_core = payload["modeling"], payload["core"]
    algorithm = named(modeling["algorithm"])
    flat = ("metrics", "autoOptimizeThreshold", "forcedClassifierThreshold", "skipExpensiveReports")
    return {
        **{key: of_core[key] for key in ("weight", "time", "calibration", "partitionedModel") if key in of_core},
        "predictionType": of_core["prediction_type"],
        "targetVariable": of_core["target_variable"],
        "preprocessing": payload["preprocessing"],
        "splitParams": payload["splitParams"],
        "modeling": {
            algorithm.key: {**modeling[algorithm.grid], "enabled": True},
            "gridSearchParams": {camel(name): value for name, value in modeling["grid_search_params"].items()},
            **{key: modeling[key] for key in flat if key in modeling},
        },
    }
