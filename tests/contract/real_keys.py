"""Objects of DSS as nodes: which keys an object of a kind has, and of which JSON type each value is.

The table of what real objects have, `real_keys.json`, was made by these functions from published project exports.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dataikuapi.dss.project import DSSProject

Json = dict[str, Any]
Node = tuple[str, Json]
Table = dict[str, dict[str, list[str]]]
TABLE = Path(__file__).with_name("real_keys.json")
ALWAYS = "always"
_WRITTEN = ("dependency", "recipe inputs", "recipe role", "step", "step item", "trigger", "reporter", "messaging")
_BY_FILE = {"id": ["string"], "projectKey": ["string"], "name": ["string"]}
_KINDS = ("classification", "regression")
_FORESTS = ("extra_trees", *(f"random_forest_{kind}" for kind in _KINDS))
_LATER = (
    "tabicl_classification",
    *(f"{name}_{kind}" for name in ("catboost", "deep_neural_network", "tabiclv2") for kind in _KINDS),
)
DOCUMENTED: Table = {
    # An export says it by the name of a file, the public API in the object.
    **dict.fromkeys(("analysis", "dataset", "recipe", "saved model"), _BY_FILE),
    "managed folder": {**_BY_FILE, "partitioning": ["object"]},
    # The public client reads or writes it, in some version.
    **{f"algorithm {name}": {"enabled": ["boolean"]} for name in _LATER},
    **{f"algorithm {name}": {"allow_sparse_matrices": ["boolean"]} for name in _FORESTS},
    "grid search params": {"equalDurationFolds": ["boolean"]},
    "scenario": {"projectKey": ["string"], "markedAsTest": ["boolean"]},
    "dimension": {"params": ["object"]},
    "dimension type": {"time": ["string"]},
    "dimension params of time": {"period": ["string"]},
    "partitioning": {"filePathPattern": ["string"]},
    # The manual: a database with a driver of one's own, and its parameters as those of any other.
    "dataset type": {"JDBC": ["string"], "FilesInFolder": ["string"]},
    "dataset params of JDBC": {"connection": ["string"], "mode": ["string"], "table": ["string"], "schema": ["string"]},
    "selection": {"selectedPartitions": ["list"]},
    "trigger": {"delay": ["number"]},
    "dataset params of FilesInFolder": {"folderSmartId": ["string"]},
    "run condition type": {"RUN_CONDITIONALLY": ["string"], "RUN_ALWAYS": ["string"]},
    # A published plugin or application writes it, or DSS's own pages do.
    "dependency": {"odim": ["string"]},
    "dependency type": {"all_available": ["string"], "latest_available": ["string"]},
    "messaging configuration of mail-scenario": {"message": ["string"]},
    "step type": {"runnable": ["string"]},
    "step params of runnable": {
        **{name: ["object"] for name in ("config", "adminConfig")},
        "runnableType": ["string"],
        "proceedOnFailure": ["boolean"],
    },
}
"""What no export at hand shows, and the public client, the manual or a published plugin does."""


def table() -> Table:
    """Return kind of node to key to JSON types, of exports and of `DOCUMENTED`; kinds that end in ` type` name the values of a `type` instead."""
    found: dict[str, dict[str, str]] = json.loads(TABLE.read_text(encoding="utf-8"))
    split = {kind: {key: types.split("|") for key, types in keys.items()} for kind, keys in found.items()}
    return {kind: {**split.get(kind, {}), **DOCUMENTED.get(kind, {})} for kind in {**split, **DOCUMENTED}}


def json_type(value: Any) -> str:
    """Return the JSON type of a value.

    >>> [json_type(value) for value in (None, True, 1.5, "a", [], {})]
    ['null', 'boolean', 'number', 'string', 'list', 'object']
    """
    names = {type(None): "null", bool: "boolean", int: "number", float: "number", str: "string", list: "list"}
    return names.get(type(value), "object")


def of_project(project: DSSProject) -> Iterator[Node]:
    """Yield the nodes of everything in a project, as the public client reads it."""
    for listed in project.list_datasets():
        yield from of_dataset(project.get_dataset(listed["name"]).get_settings().get_raw())
    for listed in project.list_managed_folders():
        yield from of_folder(project.get_managed_folder(listed["id"]).get_definition())
    for listed in project.list_recipes():
        settings = project.get_recipe(listed["name"]).get_settings()
        yield from of_recipe(settings.get_recipe_raw_definition(), settings.data["payload"])
    for listed in project.list_scenarios():
        yield from of_scenario(project.get_scenario(listed["id"]).get_settings().get_raw())
    for listed in project.list_saved_models():
        yield from of_saved_model(project.get_saved_model(listed["id"]).get_settings().get_raw())
    for listed in project.list_ml_tasks()["mlTasks"]:
        yield from of_task(project.get_ml_task(listed["analysisId"], listed["mlTaskId"]).get_settings().get_raw())
        yield from of_analysis(project.get_analysis(listed["analysisId"]).get_definition().get_raw())


def of_dataset(dataset: Json) -> Iterator[Node]:
    """Yield the nodes of a dataset's definition."""
    yield "dataset", dataset
    yield from _typed("dataset", dataset["type"])
    yield f"dataset params of {dataset['type']}", dataset.get("params") or {}
    yield from _selection_rules(dataset.get("params") or {})
    if dataset.get("formatType"):
        yield from _typed("format", dataset["formatType"])
        yield f"format params of {dataset['formatType']}", dataset.get("formatParams") or {}
    schema = dataset.get("schema") or {}
    yield "schema", schema
    yield from (("column", one) for one in schema.get("columns") or [])
    yield from _partitioning(dataset)
    metrics, checks = dataset.get("metrics") or {}, dataset.get("metricsChecks") or {}
    yield "metrics", metrics
    yield "metrics checks", checks
    for probe in metrics.get("probes") or []:
        yield "probe", probe
        yield from _typed("probe", probe["type"])
    for check in checks.get("checks") or []:
        yield "check", check
        yield from _typed("check", check["type"])
    yield "flow options", dataset.get("flowOptions") or {}


def of_folder(folder: Json) -> Iterator[Node]:
    """Yield the nodes of a managed folder's definition."""
    yield "managed folder", folder
    yield "managed folder params", folder.get("params") or {}
    yield from _partitioning(folder)


def of_recipe(recipe: Json, payload: Any = None) -> Iterator[Node]:
    """Yield the nodes of a recipe, and of the payload of the two that visual ML has."""
    kind = "CustomCode_" if recipe["type"].startswith("CustomCode_") else recipe["type"]
    yield "recipe", recipe
    yield from _typed("recipe", kind)
    yield f"recipe params of {kind}", recipe.get("params") or {}
    for side in ("inputs", "outputs"):
        for role in (recipe.get(side) or {}).values():
            yield "recipe role", role
            for item in role.get("items") or []:
                yield f"recipe {side}", item
                for dep in item.get("deps") or []:
                    yield "dependency", dep
                    yield from _typed("dependency", dep["func"])
    if kind == "prediction_training":
        yield from _train_payload(json.loads(payload) if isinstance(payload, str) else payload)
    elif kind == "prediction_scoring" and payload:
        yield "score payload", json.loads(payload) if isinstance(payload, str) else payload


def of_scenario(scenario: Json) -> Iterator[Node]:
    """Yield the nodes of a scenario: its steps, triggers and reporters."""
    yield "scenario", scenario
    yield from _typed("scenario", scenario["type"])
    yield f"scenario params of {scenario['type']}", scenario.get("params") or {}
    for step in (scenario.get("params") or {}).get("steps") or []:
        yield from _step(step)
    for trigger in scenario.get("triggers") or []:
        yield "trigger", trigger
        yield from _typed("trigger", trigger["type"])
        yield f"trigger params of {trigger['type']}", trigger.get("params") or {}
    for reporter in scenario.get("reporters") or []:
        messaging = reporter.get("messaging") or {}
        yield "reporter", reporter
        yield "messaging", messaging
        yield from _typed("messaging", messaging["type"])
        yield f"messaging configuration of {messaging['type']}", messaging.get("configuration") or {}


def of_task(task: Json) -> Iterator[Node]:
    """Yield the nodes of the settings of a prediction task."""
    yield "ml task", task
    yield from _typed("prediction", task["predictionType"])
    modeling = task["modeling"]
    yield "ml task modeling", {name: value for name, value in modeling.items() if not _is_algorithm(value)}
    for name, block in modeling.items():
        if _is_algorithm(block):
            yield f"algorithm {name}", block
            yield from _hyperparameters(block)
    yield "grid search params", modeling.get("gridSearchParams") or {}
    yield "modeling metrics", modeling.get("metrics") or {}
    yield from _preprocessing(task["preprocessing"])
    yield from _split(task["splitParams"])
    for name in ("weight", "time", "calibration"):
        yield name, task.get(name) or {}


def of_saved_model(model: Json) -> Iterator[Node]:
    """Yield the nodes of a saved model's settings."""
    yield "saved model", model
    yield "mini task", model.get("miniTask") or {}
    yield from _partitioning(model)


def of_analysis(analysis: Json) -> Iterator[Node]:
    """Yield the nodes of an analysis."""
    yield "analysis", analysis
    yield "script", analysis.get("script") or {}


def _step(step: Json) -> Iterator[Node]:
    kind = "pystep_" if step["type"].startswith("pystep_") else step["type"]
    params = step.get("params") or {}
    yield "step", step
    yield from _typed("step", kind)
    yield from _typed("run condition", str(step.get("runConditionType")))
    yield f"step params of {kind}", params
    for part in ("builds", "computes", "checks"):
        yield from (("step item", one) for one in params.get(part) or [])


def _train_payload(payload: Json) -> Iterator[Node]:
    modeling = payload["modeling"]
    grids = {name: block for name, block in modeling.items() if name.endswith("_grid") and isinstance(block, dict)}
    yield "train payload", payload
    yield "train payload core", payload.get("core") or {}
    yield "train payload modeling", {name: value for name, value in modeling.items() if name not in grids}
    for name, block in grids.items():
        yield f"grid {name}", block
        yield from _hyperparameters(block)
    yield from _preprocessing(payload["preprocessing"])
    yield from _split(payload["splitParams"])


def _preprocessing(preprocessing: Json) -> Iterator[Node]:
    yield "preprocessing", preprocessing
    for feature in preprocessing["per_feature"].values():
        yield f"feature {feature['type']}", feature
        yield "feature state", feature.get("state") or {}
        yield from _typed("feature", feature["type"])
        yield from _typed("role", feature["role"])
    yield from (("target remapping", one) for one in preprocessing.get("target_remapping") or [])


def _split(split: Json) -> Iterator[Node]:
    yield "split params", split
    yield "selection", split.get("ssdSelection") or {}


def _hyperparameters(block: Json) -> Iterator[Node]:
    for value in block.values():
        if isinstance(value, dict):
            yield "hyperparameter", value
            yield "hyperparameter range", value.get("range") or {}
            yield "hyperparameter limit", value.get("limit") or {}


def _is_algorithm(value: Any) -> bool:
    return isinstance(value, dict) and "enabled" in value


def _partitioning(owner: Json) -> Iterator[Node]:
    partitioning = owner.get("partitioning") or {}
    yield "partitioning", partitioning
    for dimension in partitioning.get("dimensions") or []:
        yield "dimension", dimension
        yield from _typed("dimension", dimension["type"])
        yield f"dimension params of {dimension['type']}", dimension.get("params") or {}


def _selection_rules(params: Json) -> Iterator[Node]:
    if params.get("filesSelectionRules"):
        yield "files selection rules", params["filesSelectionRules"]


def _typed(what: str, value: str) -> Iterator[Node]:
    yield f"{what} type", {value: ""}


def gathered(nodes: Iterable[Node]) -> Table:
    """Return what nodes have, in the shape of the table; `ALWAYS` is among the types of a key that all of them have."""
    found: dict[str, dict[str, set[str]]] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    for kind, node in nodes:
        counts[(kind,)] += 1
        counts.update((kind, key) for key in node)
        keys = found.setdefault(kind, {})
        for key, value in node.items():
            keys.setdefault(key, set()).add(json_type(value))
    for (kind, *key), count in counts.items():
        if key and count == counts[(kind,)]:
            found[kind][key[0]].add(ALWAYS)
    return {kind: {key: sorted(types) for key, types in sorted(keys.items())} for kind, keys in sorted(found.items())}


def faults(nodes: Iterable[Node], known: Table) -> list[str]:
    """Return what nodes have and no real object has, and what they lack and every real one has; each once, sorted.

    A key that lacks counts where people and programs write the objects, not where DSS completes them.
    """
    listed = list(nodes)
    found = gathered(listed)
    foreign = [
        f"{kind}: {key}" if kind.endswith(" type") else f"{kind}: {key} ({', '.join(extra)})"
        for kind, keys in found.items()
        for key, types in keys.items()
        if (extra := sorted({*types} - {*known.get(kind, {}).get(key, ()), ALWAYS}))
    ]
    lacking = {
        f"{kind}: no {key}"
        for kind, node in listed
        for key, types in known.get(kind, {}).items()
        if kind in _WRITTEN and ALWAYS in types and key not in node
    }
    return [*foreign, *sorted(lacking)]
