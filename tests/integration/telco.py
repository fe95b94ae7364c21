"""A small telecom score in a DSS, made with nothing but the official client."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dataikuapi
import numpy as np
import pandas as pd
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.utils import DSSDatasetSelectionBuilder

ROOT = Path(__file__).parents[2]
PLUGIN = "champion-challenger"
RECIPE = "CustomCode_champion-challenger-retrain-and-evaluate"
MONTHS = ("2019-01", "2019-02", "2019-03", "2019-04", "2019-05")
TYPES = {
    "customer_id": "string",
    "age": "bigint",
    "region": "string",
    "spend": "double",
    "calls": "bigint",
    "churned": "bigint",
}
CONFIG = {"customer_id_column": "customer_id", "targeting_rates": "1, 5, 10", "horizon": "1 month"}


def customers(month: str, n: int = 1200) -> pd.DataFrame:
    """Customers of a month whose churn depends on spend, calls and region, a little differently each month."""
    random = np.random.default_rng(int(month.replace("-", "")))
    frame = pd.DataFrame(
        {
            "customer_id": [f"{number:06d}" for number in range(n)],
            "age": random.integers(18, 90, n),
            "region": random.choice(["north", "south", "east"], n),
            "spend": random.gamma(2, 15, n).round(2),
            "calls": random.poisson(2, n),
        }
    )
    risk = -3.2 + 0.5 * frame["calls"] - 0.02 * frame["spend"] + (frame["region"] == "south") * 0.8
    return frame.assign(churned=(random.random(n) < 1 / (1 + np.exp(-risk))).astype(int))


@dataclass
class Telco:
    """The project: datasets, a champion, the recipe, and how to look at what they hold."""

    client: dataikuapi.DSSClient
    key: str = "TELCO"
    months: Iterable[str] = MONTHS
    data: Callable[[str], pd.DataFrame] = customers
    config: dict[str, Any] = field(default_factory=lambda: dict(CONFIG))
    champion_month: str = "2019-01"
    types: dict[str, str] = field(default_factory=lambda: dict(TYPES))
    outcome: str = "churned"
    rejected: tuple[str, ...] = ("customer_id",)
    trained_until: str = "2019-02-28"

    def __post_init__(self) -> None:
        """Make everything up to the recipe."""
        self.project = self.client.create_project(self.key, self.key, owner="admin")
        self.folders = {name: self.project.create_managed_folder(name) for name in ("arrivals", "archive")}
        for month in self.months:
            self.put(month, self.data(month), *self.folders)
        self.dataset("customers", "arrivals")
        self.dataset("customers_history", "archive")
        self.outputs = ("performance", "retraining_log", "scores")
        for name in self.outputs:
            self.output(name)
        self.model_id = self.champion()
        self.recipe = self.create_recipe()

    def put(self, month: str, frame: pd.DataFrame, *folders: str) -> None:
        """Put a month's file into folders."""
        for folder in folders:
            self.folders[folder].put_file(f"{month}/customers.csv", io.BytesIO(frame.to_csv(index=False).encode()))

    def dataset(self, name: str, folder: str) -> None:
        """Make a dataset over a folder's files, one partition a month."""
        dataset = self.folders[folder].create_dataset_from_files(name)
        settings = dataset.get_settings()
        settings.set_csv_format()
        settings.add_time_partitioning_dimension("month", "MONTH")
        settings.set_partitioning_file_pattern("%Y-%M/.*")
        settings.save()
        self.type_columns(name, self.types)

    def type_columns(self, name: str, types: dict[str, str]) -> None:
        """Write a dataset's schema by hand."""
        columns = [{"name": column, "type": kind} for column, kind in types.items()]
        self.project.get_dataset(name).set_schema({"columns": columns, "userModified": True})

    def output(self, name: str, connection: str = "filesystem_managed") -> None:
        """Make a managed dataset with one partition a month."""
        dataset = self.project.new_managed_dataset(name).with_store_into(connection).create()
        settings = dataset.get_settings()
        settings.add_time_partitioning_dimension("month", "MONTH")
        if connection == "filesystem_managed":
            settings.set_partitioning_file_pattern("%Y-%M/.*")
        settings.save()

    def champion(self, algorithm: str = "LOGISTIC_REGRESSION") -> str:
        """Train on one month, deploy, and say until when it was trained."""
        task = self.project.create_prediction_ml_task(
            "customers_history", self.outcome, prediction_type="BINARY_CLASSIFICATION"
        )
        settings = task.get_settings()
        settings.disable_all_algorithms()
        settings.set_algorithm_enabled(algorithm, True)
        for name in self.rejected:
            settings.reject_feature(name)
        chosen = DSSDatasetSelectionBuilder().with_all_data_sampling().with_selected_partitions([self.champion_month])
        settings.split_params.set_split_random(0.8, selection=chosen)
        settings.save()
        (model,) = task.train()
        details = task.get_trained_model_details(model)
        details.get_user_meta()["description"] = f"First champion, trained until {self.trained_until}"
        details.save_user_meta()
        return str(task.deploy_to_flow(model, "Churn", "customers_history")["savedModelId"])

    def create_recipe(self, name: str = "evaluate", **changes: Any) -> dataikuapi.dss.recipe.DSSRecipe:
        """Create the plugin's recipe over the datasets; keyword arguments replace a role's reference."""
        refs = {"model": self.model_id, "cohort": "customers", "training_data": "customers_history"}
        refs.update({output: output for output in self.outputs})
        refs.update(changes)
        outputs = {role: ref for role in self.outputs if (ref := refs.pop(role))}
        prototype = {
            "type": RECIPE,
            "name": name,
            "projectKey": self.key,
            "inputs": {role: self._input(role, ref, outputs["performance"]) for role, ref in refs.items() if ref},
            "outputs": {role: {"items": [{"ref": ref, "appendMode": False}]} for role, ref in outputs.items()},
            "params": {"customConfig": self.config},
        }
        return self.project.create_recipe(prototype, {"rawCreation": True})

    def configure(self, **config: Any) -> None:
        """Change fields of the recipe's form."""
        settings = self.recipe.get_settings()
        settings.get_recipe_raw_definition()["params"]["customConfig"].update(config)
        settings.save()

    def connect(self, **refs: str) -> None:
        """Connect other datasets or models to the recipe's inputs."""
        settings = self.recipe.get_settings()
        raw = settings.get_recipe_raw_definition()
        for role, ref in refs.items():
            raw["inputs"][role] = self._input(role, ref, raw["outputs"]["performance"]["items"][0]["ref"])
        settings.save()

    def _input(self, role: str, ref: str, output: str) -> dict[str, Any]:
        function = all_available if role == "training_data" else same_partition
        return {"items": [{"ref": ref, "deps": function(self.project, ref, output)}]}

    def run(self, month: str) -> str:
        """Run the recipe for a month, whatever comes of it, and return the job's log."""
        job = self.recipe.run(partitions=month, wait=True, no_fail=True)
        state = job.get_status()["baseStatus"]["state"]
        return f"{state}\n{job.get_log()}"

    def rows(self, name: str, month: str | None = None) -> pd.DataFrame:
        """Rows of a dataset, typed by the client."""
        dataset = self.project.get_dataset(name)
        columns = [column["name"] for column in dataset.get_schema()["columns"]]
        return pd.DataFrame(list(dataset.iter_rows(partitions=month)), columns=columns)

    def versions(self) -> list[dict[str, Any]]:
        """Versions of the model."""
        listed: list[dict[str, Any]] = self.project.get_saved_model(self.model_id).list_versions()
        return listed

    def active(self) -> str:
        """Id of the active version."""
        return str(self.project.get_saved_model(self.model_id).get_active_version()["id"])


def same_partition(project: DSSProject, source: str, output: str) -> list[dict[str, Any]]:
    """Dependencies *Equals* for the dimensions of a dataset that an output shares, *All available* for the others."""
    shared = _dimensions(project, output)
    return [
        {**dep, "func": "equals", "odim": dep["idim"]} if dep["idim"] in shared else dep
        for dep in all_available(project, source, output)
    ]


def all_available(project: DSSProject, source: str, output: str) -> list[dict[str, Any]]:
    """Dependencies *All available* for the dimensions of a dataset; other objects have none."""
    every = {"out": output, "func": "all_available", "params": {}}
    return [{**every, "idim": name} for name in _dimensions(project, source)]


def _dimensions(project: DSSProject, name: str) -> list[str]:
    owner, _, short = name.rpartition(".")
    project = project.client.get_project(owner) if owner else project
    found = {one["name"]: one["partitioning"]["dimensions"] for one in project.list_datasets()}
    return [dimension["name"] for dimension in found.get(short, [])]


def install(client: dataikuapi.DSSClient) -> None:
    """Install the zip that `make plugin` builds, with its code env."""
    version = (ROOT / "plugin.json").read_text().partition('"version": "')[2].partition('"')[0]
    with (ROOT / "dist" / f"dss-plugin-{PLUGIN}-{version}.zip").open("rb") as archive:
        client.install_plugin_from_archive(archive)
    plugin = client.get_plugin(PLUGIN)
    made = plugin.create_code_env().wait_for_result()
    settings = plugin.get_settings()
    settings.set_code_env(made["envName"])
    settings.save()


def csv_text(frame: pd.DataFrame) -> str:
    """A frame as CSV, quoted throughout."""
    return frame.to_csv(index=False, quoting=csv.QUOTE_ALL)
