"""A throw-away plugin, monthly data and a deployed model, for the tests of the flow."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import dataikuapi
import numpy as np
import pandas as pd
from dataikuapi.dss.dataset import DSSDataset
from dataikuapi.dss.ml import DSSMLTask
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.recipe import DSSRecipe

MONTHS = ("2024-01", "2024-02", "2024-03")
ROWS = 120
RECIPE_TYPE = "CustomCode_probe-run"
_ROLES = {
    "inputRoles": [
        {"name": "cohort", "arity": "NARY", "required": True},
        {"name": "model", "arity": "UNARY", "acceptsDataset": False, "acceptsSavedModel": True},
        {"name": "folder", "arity": "UNARY", "acceptsDataset": False, "acceptsManagedFolder": True},
    ],
    "outputRoles": [{"name": "result", "arity": "UNARY", "required": True}, {"name": "more", "arity": "NARY"}],
}


def customers(month: str, rows: int = ROWS) -> pd.DataFrame:
    """Return made-up customers of a month: `x` tells a lot of the outcome `y`."""
    rng = np.random.default_rng(int(month[-2:]))
    x = rng.normal(size=rows)
    return pd.DataFrame(
        {
            "customer": [f"{month}-{rank:04}" for rank in range(rows)],
            "x": x,
            "segment": rng.choice(["a", "b", "c"], rows),
            "visits": rng.integers(0, 9, rows),
            "y": (rng.random(rows) < 1 / (1 + np.exp(-3 * x))).astype(int),
        }
    )


def monthly_dataset(project: DSSProject, name: str, folder: Path, months: tuple[str, ...] = MONTHS) -> DSSDataset:
    """Return a dataset over CSV files, one folder a month."""
    for month in months:
        place = folder / month.replace("-", "/")
        place.mkdir(parents=True, exist_ok=True)
        customers(month).to_csv(place / "part.csv", index=False)
    dataset = project.create_filesystem_dataset(name, "filesystem_root", str(folder))
    settings = dataset.autodetect_settings(infer_storage_types=True)
    settings.add_time_partitioning_dimension("month", "MONTH")
    settings.set_partitioning_file_pattern("%Y/%M/.*")
    settings.save()
    return dataset


def managed(
    project: DSSProject, name: str, like: str | None = None, connection: str = "filesystem_managed"
) -> DSSDataset:
    """Return a managed dataset, partitioned as another one if given."""
    builder = project.new_managed_dataset(name).with_store_into(connection)
    if like:
        builder.with_copy_partitioning_from(like)
    return builder.create()


def task(project: DSSProject, dataset: str = "history", algorithm: str = "LOGISTIC_REGRESSION") -> DSSMLTask:
    """Return an ML task with one algorithm enabled and a single point to try."""
    made = project.create_prediction_ml_task(dataset, "y", prediction_type="BINARY_CLASSIFICATION")
    settings = made.get_settings()
    settings.disable_all_algorithms()
    settings.set_algorithm_enabled(algorithm, True)
    if algorithm == "LOGISTIC_REGRESSION":
        settings.get_raw()["modeling"]["logistic_regression"]["C"]["values"] = [1.0]
    settings.save()
    return made


def deployed(project: DSSProject, dataset: str = "history") -> tuple[DSSMLTask, str, str]:
    """Return a task, its one model and the saved model made of it."""
    made = task(project, dataset)
    model = made.train()[0]
    return made, model, made.deploy_to_flow(model, "Renewal score", dataset)["savedModelId"]


def probe_zip(code: str) -> io.BytesIO:
    """Return a plugin zip whose only recipe runs `code`."""
    files = {
        "plugin.json": json.dumps({"id": "probe", "version": "0.0.1", "meta": {"label": "Probe"}}),
        "custom-recipes/probe-run/recipe.json": json.dumps(
            {"meta": {"label": "Probe"}, "kind": "PYTHON", "params": [], **_ROLES}
        ),
        "custom-recipes/probe-run/recipe.py": "import json\nimport dataiku\n" + code,
        "python-lib/probe_library.py": "ANSWER = 42\n",
        "resource/words.txt": "resource",
        "code-env/python/desc.json": json.dumps({"acceptedPythonInterpreters": [], "corePackagesSet": "AUTO"}),
        "code-env/python/spec/requirements.txt": "",
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    content.seek(0)
    return content


def probe(
    client: dataikuapi.DSSClient, project: DSSProject, code: str, roles: dict[str, list[str]], **config: Any
) -> DSSRecipe:
    """Install (or update) the plugin with `code` and return a recipe of it; `roles` name datasets, models, folders.

    A recipe that builds the first output already is changed: no two recipes build one dataset.
    """
    if "probe" in [plugin["id"] for plugin in client.list_plugins()]:
        client.get_plugin("probe").update_from_zip(probe_zip(code))
    else:
        client.install_plugin_from_archive(probe_zip(code))
    outputs = {name: refs for name, refs in roles.items() if name in ("result", "more")}
    target = next((ref for refs in outputs.values() for ref in refs), "")
    prototype = {
        "type": RECIPE_TYPE,
        "name": f"probe_{len(project.list_recipes())}",
        "inputs": {
            name: {"items": [{"ref": ref, "deps": same_partition(project, ref, target)} for ref in refs]}
            for name, refs in roles.items()
            if name not in outputs
        },
        "outputs": {
            name: {"items": [{"ref": ref, "appendMode": False} for ref in refs]} for name, refs in outputs.items()
        },
        "params": {"customConfig": config},
    }
    known = _builder_of(project, target)
    if known is None:
        return project.create_recipe(prototype, {"rawCreation": True})
    settings = known.get_settings()
    settings.recipe_settings.update({part: prototype[part] for part in ("inputs", "outputs", "params")})
    settings.save()
    return known


def _builder_of(project: DSSProject, output: str) -> DSSRecipe | None:
    recipes = (project.get_recipe(one["name"]) for one in project.list_recipes())
    return next((one for one in recipes if output in one.get_settings().get_flat_output_refs()), None)


def same_partition(project: DSSProject, source: str, target: str) -> list[dict[str, Any]]:
    """Return "equals" for each dimension that a source shares with its target, "all available" for the others."""
    shared, names = _dimensions(project, target), _dimensions(project, source)
    every = {"out": target, "func": "all_available", "params": {}}
    return [{**every, "idim": name, **({"odim": name, "func": "equals"} if name in shared else {})} for name in names]


def _dimensions(project: DSSProject, name: str) -> list[str]:
    if name not in [one["name"] for one in project.list_datasets()]:
        return []
    found = project.get_dataset(name).get_settings().get_raw()["partitioning"]["dimensions"]
    return [one["name"] for one in found]


def told(log: str) -> Any:
    """Return what a recipe printed as JSON after `TOLD`."""
    line = next(line for line in log.splitlines() if line.startswith("TOLD "))
    return json.loads(line[len("TOLD ") :])
