"""One activity of a job: a recipe and a target partition, what it may read, and the process that runs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dss_standin.datasets import storage
from dss_standin.datasets.definitions import dataset
from dss_standin.datasets.partitions import dimensions
from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.flow.dependencies import (
    check_deps,
    default_deps,
    source_partitions,
    source_variables,
    target_variables,
)
from dss_standin.flow.graph import Item, items, read_recipe

Dimensions = list[dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """A recipe with its inputs and outputs, about to run for one target partition."""

    project_key: str
    name: str
    recipe: dict[str, Any]
    payload: Any
    inputs: tuple[Item, ...]
    outputs: tuple[Item, ...]
    partition: str

    @property
    def id(self) -> str:
        """Name of the activity in the job."""
        return f"{self.name}_{self.partition}"


def step(dss: DSS, project_key: str, name: str, partition: str) -> Step:
    """Return a recipe ready to run for a target partition."""
    stored = read_recipe(dss, project_key, name)
    inputs, outputs = (tuple(items(dss, project_key, stored["recipe"], side)) for side in ("inputs", "outputs"))
    return Step(project_key, name, stored["recipe"], stored.get("payload"), inputs, outputs, partition)


def dimensions_of(dss: DSS, item: Item) -> Dimensions:
    """Return the dimensions of an item; models and folders count as not partitioned here."""
    return dimensions(dataset(dss, item.project_key, item.name)) if item.kind == "DATASET" else []


def target_dimensions(dss: DSS, outputs: Sequence[Item]) -> Dimensions:
    """Return the dimensions that all partitioned outputs share; raise when they differ."""
    by_output: dict[str, Dimensions] = {item.ref: dims for item in outputs if (dims := dimensions_of(dss, item))}
    shapes = {ref: [(dim["name"], dim["type"], dim.get("params")) for dim in dims] for ref, dims in by_output.items()}
    if any(shape != next(iter(shapes.values())) for shape in shapes.values()):
        names = "; ".join(f"{ref} by {', '.join(dim['name'] for dim in dims)}" for ref, dims in by_output.items())
        raise DSSError(f"All partitioned outputs of a recipe must have the same partitioning, found {names}")
    return next(iter(by_output.values()), [])


def read_partitions(dss: DSS, running: Step, item: Item) -> list[str] | None:
    """Return the partitions of an input that the activity reads; None when it is not partitioned.

    One that does not exist fails the activity before the recipe starts, or reads as empty: an assumption, a switch.
    """
    wanted = wanted_partitions(dss, running, item)
    if wanted is None or dss.switches.absent_input_partition == "empty":
        return wanted
    available = storage.list_partitions(dss, item.project_key, item.name)
    absent = [partition for partition in wanted if partition not in available]
    if absent:
        raise DSSError(
            f"Input partition {', '.join(absent)} of dataset {item.ref} does not exist; "
            f"it has {', '.join(available[:12]) or 'no partition'}"
        )
    return wanted


def wanted_partitions(dss: DSS, running: Step, item: Item) -> list[str] | None:
    """Return the partitions of an input that the dependencies name, whether they exist or not."""
    dims = dimensions_of(dss, item)
    if not dims:
        return None
    target = target_dimensions(dss, running.outputs)
    values = dict(zip([dim["name"] for dim in target], running.partition.split("|")))
    outputs = [name for output in running.outputs for name in (output.name, output.ref)]
    deps, answer = list(item.deps), dss.switches.input_without_dependency
    if not deps and answer != "refused":
        deps = default_deps(dims, target, outputs[0]) if answer == "equals" else []
    else:
        check_deps(deps, dims, outputs, item.ref)
    available = storage.list_partitions(dss, item.project_key, item.name)
    return source_partitions(deps, values, dims, available)


def specification(dss: DSS, running: Step, recipe: dict[str, Any]) -> dict[str, Any]:
    """Return what the recipe's process is told: items, partitions, variables and `recipe` itself."""
    read = {item.ref: read_partitions(dss, running, item) for item in running.inputs}
    target = target_dimensions(dss, running.outputs)
    sources = [(item.name, dimensions_of(dss, item), read[item.ref] or []) for item in running.inputs]
    flow = {**target_variables(target, running.partition), **source_variables(sources)} if target else {}
    return {
        "projectKey": running.project_key,
        "recipe": recipe,
        "inputs": [{**_item_facts(item), "partitions": read[item.ref]} for item in running.inputs],
        "outputs": [
            {
                **_item_facts(item),
                "partition": running.partition if dimensions_of(dss, item) else None,
                "appendMode": item.append_mode,
            }
            for item in running.outputs
        ],
        "flowVariables": flow,
        "variables": project_variables(dss, running.project_key),
        "containerMode": dss.switches.container_mode,
    }


def project_variables(dss: DSS, project_key: str) -> dict[str, Any]:
    """Return the project's variables, local ones over standard ones, and `projectKey`."""
    key = f"projects/{project_key}/variables"
    stored = dss.store.read(key) if dss.store.exists(key) else {}
    return {**stored.get("standard", {}), **stored.get("local", {}), "projectKey": project_key}


def _item_facts(item: Item) -> dict[str, str]:
    return {"role": item.role, "type": item.kind, "ref": item.ref}
