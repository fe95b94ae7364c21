"""A whole run by a host: `python -m tests.benchmarks.host_run [--customers N] [--against ZIP]`.

Five logistic regressions over twenty of three hundred columns score a cohort, through the stand-in. The plugin's zip is run
with a clock before the recipe's code; with an older zip, both are run alternately on the same cohort.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
import pytest
from dataikuapi.dss.utils import DSSDatasetSelectionBuilder

from dss_standin.running import running
from tests.benchmarks import host_clock
from tests.clients.help import complete, quicken
from tests.integration.telco import PLUGIN, ROOT, Telco

CUSTOMERS, COLUMNS, USED, VERSIONS = 370_050, 300, 20, 5
RECIPE = "custom-recipes/champion-challenger-retrain-and-evaluate/recipe.py"
MONTHS = ("2019-01", "2019-06")
FEATURES = [f"x{number}" for number in range(USED)]
UNUSED = [f"u{number}" for number in range(COLUMNS - USED - 2)]


def wide(n: int) -> pd.DataFrame:
    """Customers with twenty features, one of them a category, and columns that no model takes."""
    rng = np.random.default_rng(n)
    frame = pd.DataFrame(rng.normal(size=(n, USED)).round(4), columns=FEATURES)
    risk = frame[FEATURES[:5]].sum(axis=1) - 4
    frame[FEATURES[-1]] = rng.choice(["north", "south", "east"], n)
    more = pd.DataFrame(rng.integers(0, 1000, size=(n, len(UNUSED))), columns=UNUSED)
    churned = (rng.random(n) < 1 / (1 + np.exp(-risk))).astype("int64")
    ids = pd.Series([f"C{number:09d}" for number in range(n)], name="customer_id")
    return pd.concat([ids, frame, more, pd.Series(churned, name="churned")], axis=1)


def types() -> dict[str, str]:
    """Storage types of the columns."""
    kinds = dict.fromkeys(FEATURES[:-1], "double")
    return {
        "customer_id": "string",
        **kinds,
        FEATURES[-1]: "string",
        **dict.fromkeys(UNUSED, "bigint"),
        "churned": "bigint",
    }


@dataclass
class Wide(Telco):
    """A score over a wide table in Parquet files; five versions of its model."""

    kept: tuple[str, ...] = ("performance", "scores")

    def create_recipe(self, name: str = "evaluate", **changes: Any) -> Any:
        """Connect no training data, and the outputs that are wanted."""
        self.outputs = self.kept
        return super().create_recipe(name, training_data="", **changes)

    def put(self, month: str, frame: pd.DataFrame, *folders: str) -> None:
        """Put a month's file into a folder: the first is for training, the other the cohort."""
        with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
            frame.to_parquet(file.name)
            for folder in folders[1:] if month == MONTHS[0] else folders[:1]:
                file.seek(0)
                self.folders[folder].put_file(f"{month}/customers.parquet", file)

    def dataset(self, name: str, folder: str) -> None:
        """Make a dataset over a folder's files, one partition a month."""
        dataset = self.folders[folder].create_dataset_from_files(name)
        settings = dataset.get_settings()
        settings.get_raw()["formatType"] = "parquet"
        settings.add_time_partitioning_dimension("month", "MONTH")
        settings.set_partitioning_file_pattern("%Y-%M/.*")
        settings.save()
        self.type_columns(name, self.types)

    def champion(self, algorithm: str = "LOGISTIC_REGRESSION") -> str:
        """Train, deploy, and deploy four more."""
        task = self.project.create_prediction_ml_task(
            "customers_history", self.outcome, prediction_type="BINARY_CLASSIFICATION"
        )
        settings = task.get_settings()
        settings.disable_all_algorithms()
        settings.set_algorithm_enabled(algorithm, True)
        for name in ("customer_id", *UNUSED):
            settings.reject_feature(name)
        chosen = DSSDatasetSelectionBuilder().with_all_data_sampling().with_selected_partitions([MONTHS[0]])
        settings.split_params.set_split_random(0.8, selection=chosen)
        settings.save()
        model_id = ""
        for _ in range(VERSIONS):
            (model,) = task.train()
            if model_id:
                task.redeploy_to_flow(model, saved_model_id=model_id, activate=False)
            else:
                model_id = str(task.deploy_to_flow(model, "Churn", "customers_history")["savedModelId"])
        return model_id


def timed_zip(source: Path, folder: Path) -> Path:
    """Copy of a plugin's zip whose recipe has the clock before its code."""
    target = folder / f"timed-{source.parent.name}-{source.name}"
    clock = Path(host_clock.__file__).read_text(encoding="utf-8").replace("from __future__ import annotations\n", "")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == RECIPE:
                code = text.decode().replace("from __future__ import annotations\n", "")
                text = f"from __future__ import annotations\n{clock}\nstart()\n{code}".encode()
            new.writestr(name, text)
    return target


def run_of(score: Wide, archive: Path) -> dict[str, float]:
    """Seconds of a run of the recipe with a zip, in all and by part."""
    with archive.open("rb") as stream:
        score.client.get_plugin(PLUGIN).update_from_zip(stream)
    started = time.perf_counter()
    log = score.run(MONTHS[1])
    wall = time.perf_counter() - started
    if not log.startswith("DONE"):
        raise AssertionError(log[-3000:])
    parts: dict[str, float] = json.loads(log.partition(host_clock.MARK)[2].partition("\n")[0])
    return {"wall": wall, **parts}


def measured(n: int, zips: dict[str, Path], repetitions: int, *, with_scores: bool) -> dict[str, dict[str, float]]:
    """Medians of the parts of a run, for each zip; they are run alternately."""
    outputs = ("performance", "scores") if with_scores else ("performance",)
    found: dict[str, list[dict[str, float]]] = {name: [] for name in zips}
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "workspace") as served,
        pytest.MonkeyPatch.context() as patch,
    ):
        quicken(patch)
        complete(patch)
        timed = {name: timed_zip(path, Path(folder)) for name, path in zips.items()}
        score = _Score(served.client(), outputs, n, next(iter(timed.values())))
        for _ in range(repetitions):
            for name, path in timed.items():
                found[name].append(run_of(score.made, path))
    return {
        name: {part: median(run.get(part, 0.0) for run in runs) for part in _parts(runs)}
        for name, runs in found.items()
    }


class _Score:
    """The score's project, once the plugin is there."""

    def __init__(self, client: Any, outputs: tuple[str, ...], n: int, archive: Path) -> None:
        with archive.open("rb") as stream:
            client.install_plugin_from_archive(stream)
        plugin = client.get_plugin(PLUGIN)
        settings = plugin.get_settings()
        settings.set_code_env(plugin.create_code_env().wait_for_result()["envName"])
        settings.save()
        sizes = {MONTHS[0]: 3000, MONTHS[1]: n}
        config = {"customer_id_column": "customer_id", "targeting_rates": "1, 5, 10", "retrain": False}
        self.made = Wide(
            client, months=MONTHS, data=lambda month: wide(sizes[month]), config=config, types=types(), kept=outputs
        )


def _parts(runs: list[dict[str, float]]) -> list[str]:
    return sorted({part for run in runs for part in run})


def main() -> None:
    """Measure, print each part beside that of the older zip, and add the newest's to build/bench.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--repetitions", type=int, default=1)
    parser.add_argument("--without-scores", action="store_true")
    given = parser.parse_args()
    newest = given.archive or next((ROOT / "dist").glob("dss-plugin-*.zip"))
    zips = {"now": newest, **({"before": given.against} if given.against else {})}
    found = measured(given.customers, zips, given.repetitions, with_scores=not given.without_scores)
    print(json.dumps(found, indent=1))  # noqa: T201 - this is the program's output
    if given.customers == CUSTOMERS and not given.without_scores:
        _keep(found)


def _keep(found: dict[str, dict[str, float]]) -> None:
    """Add to the figures that other benchmarks wrote: the whole run, and its parts."""
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    known = json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}
    parts = {f"host_run_{part.replace(': ', '_')}_5x370050": value for part, value in found["now"].items()}
    figures = {**parts, "host_run_seconds_5x370050": found["now"]["wall"]}
    if "before" in found:
        figures["host_run_vs_before_5x370050"] = found["now"]["wall"] / found["before"]["wall"]
    target.write_text(json.dumps({**known, **figures}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
