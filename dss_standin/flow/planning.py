"""Which recipes a job runs, for which partitions, in which order."""

from __future__ import annotations

from typing import Any

from dss_standin.datasets import storage
from dss_standin.datasets.metrics import last_build
from dss_standin.datasets.partitions import UNPARTITIONED, expanded
from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.flow.activity import Step, dimensions_of, step, target_dimensions, wanted_partitions
from dss_standin.flow.graph import Item, kind_of, producer, required_producer

Wave = list[Step]


def planned(dss: DSS, project_key: str, definition: dict[str, Any]) -> list[Wave]:
    """Return waves of steps; those of one wave run at once, after the wave before.

    A recursive job first builds the input partitions that are missing (all of them when forced) and that a python or
    plugin recipe of the project can build; it does not look at what is out of date.
    """
    if not definition.get("outputs"):
        raise DSSError("A job needs at least one output to build")
    wave = [first for output in definition["outputs"] for first in _steps(dss, project_key, output)]
    waves = [wave]
    kind = str(definition.get("type") or "NON_RECURSIVE_FORCED_BUILD")
    for _ in dss.store.names(f"projects/{project_key}/recipes") if kind.startswith("RECURSIVE") else ():
        waves.insert(0, _upstream(dss, waves[0], forced=kind == "RECURSIVE_FORCED_BUILD"))
    return _each_once(waves)


def _steps(dss: DSS, project_key: str, output: dict[str, Any]) -> Wave:
    owner = output.get("projectKey") or project_key
    if owner != project_key:
        raise DSSError(f"Project {project_key} cannot build {owner}.{output['id']}: start the job in its own project")
    name = str(output["id"]).rpartition(".")[2]
    kind = kind_of(dss, project_key, name)
    if (output.get("type") or kind) != kind:
        raise DSSError(f"{project_key}.{name} is a {kind}, not a {output['type']}")
    recipe = required_producer(dss, project_key, name)
    built = Item("", kind, project_key, name)
    return [
        step(dss, project_key, recipe, partition) for partition in _targets(dss, recipe, built, output.get("partition"))
    ]


def _targets(dss: DSS, recipe: str, built: Item, spec: Any) -> list[str]:
    dims = dimensions_of(dss, built)
    if not dims:
        if spec not in (None, "", UNPARTITIONED, [], [UNPARTITIONED]):
            raise DSSError(f"{built.ref} is not partitioned: partition {spec!r} cannot be built")
        common = target_dimensions(dss, step(dss, built.project_key, recipe, UNPARTITIONED).outputs)
        if common:
            raise DSSError(f"{built.ref} is not partitioned but its recipe has partitioned outputs: build one of those")
        return [UNPARTITIONED]
    targets = expanded(spec, dims)
    if not targets:
        names = ", ".join(dim["name"] for dim in dims)
        raise DSSError(f"{built.ref} is partitioned by {names}: say which partitions to build")
    return targets


def _upstream(dss: DSS, wave: Wave, forced: bool) -> Wave:
    steps: Wave = []
    for reader in wave:
        for item in reader.inputs:
            if item.kind != "DATASET" or item.project_key != reader.project_key:
                continue
            recipe = producer(dss, item.project_key, item.name)
            for partition in _missing(dss, reader, item, forced) if recipe else []:
                steps.append(step(dss, reader.project_key, str(recipe), partition))
    return steps


def _missing(dss: DSS, reader: Step, item: Item, forced: bool) -> list[str]:
    if not dimensions_of(dss, item):
        built = last_build(dss, item.project_key, item.name).get("buildSuccess", False)
        return [] if built and not forced else [UNPARTITIONED]
    available = storage.list_partitions(dss, item.project_key, item.name)
    wanted = wanted_partitions(dss, reader, item) or []
    return [partition for partition in wanted if forced or partition not in available]


def _each_once(waves: list[Wave]) -> list[Wave]:
    seen: set[str] = set()
    kept = []
    for wave in waves:
        fresh = {each.id: each for each in wave if each.id not in seen}
        seen |= set(fresh)
        kept.append(list(fresh.values()))
    return [wave for wave in kept if wave]
