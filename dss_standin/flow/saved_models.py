"""Saved models: their settings, their versions and which one is active."""

from __future__ import annotations

import random
from typing import Any

from dss_standin import clock
from dss_standin.datasets.definitions import require_project
from dss_standin.dss import DSS
from dss_standin.errors import DSSError, NotFound
from dss_standin.flow import models
from dss_standin.flow.lab import new_id

Definition = dict[str, Any]


def create(dss: DSS, project_key: str, name: str, given: Definition) -> Definition:
    """Keep a new saved model without versions; return it."""
    require_project(dss, project_key)
    model_id = new_id()
    definition = {
        "id": model_id,
        "projectKey": project_key,
        "name": name,
        "savedModelType": "DSS_MANAGED",
        "publishPolicy": "UNCONDITIONAL",
        "rebuildBehavior": "EXPLICIT",
        "activeVersion": None,
        "inlineVersions": [],
        "conditionalOutputs": [],
        "flowOptions": {"rebuildBehavior": "NORMAL", "crossProjectBuildBehavior": "DEFAULT", "virtualizable": False},
        "partitioning": {"dimensions": []},
        "metrics": {"probes": [], "engineConfig": {}, "displayedState": {}},
        "metricsChecks": {"runOnBuild": True, "checks": [], "displayedState": {"checks": []}},
        "versionTag": {"versionNumber": 0},
        "tags": [],
        **given,
    }
    dss.store.write(_key(project_key, model_id), definition)
    return definition


def read(dss: DSS, project_key: str, model_id: str) -> Definition:
    """Return the settings of a saved model; raise when there is none."""
    require_project(dss, project_key)
    if not dss.store.exists(_key(project_key, model_id)):
        raise NotFound(f"saved model does not exist: {project_key}.{model_id}")
    return dss.store.read(_key(project_key, model_id))


def save(dss: DSS, project_key: str, model_id: str, given: Definition) -> None:
    """Replace the settings; what only DSS sets stays. An unknown `publishPolicy` is refused, as an unknown enum."""
    policies = ("UNCONDITIONAL", dss.switches.publish_policy_manual_value)
    if given.get("publishPolicy") not in policies:
        raise DSSError(f"Cannot parse publishPolicy {given.get('publishPolicy')!r}")
    kept = ("id", "projectKey", "activeVersion", "lastExportedFrom", "savedModelType")
    with dss.store.lock(_key(project_key, model_id)):
        before = read(dss, project_key, model_id)
        update(dss, project_key, model_id, {**given, **{name: before[name] for name in kept if name in before}})


def update(dss: DSS, project_key: str, model_id: str, changes: Definition) -> None:
    """Change some settings and count the change."""
    with dss.store.lock(_key(project_key, model_id)):
        before = read(dss, project_key, model_id)
        number = before["versionTag"]["versionNumber"] + 1
        dss.store.write(_key(project_key, model_id), {**before, **changes, "versionTag": {"versionNumber": number}})


def version_key(dss: DSS, project_key: str, model_id: str, version: str) -> str:
    """Return the key of a version; raise when there is none."""
    key = f"projects/{project_key}/savedmodels/{model_id}/versions/{version}"
    if not models.exists(dss, key):
        read(dss, project_key, model_id)
        raise NotFound(f"version of saved model does not exist: {project_key}.{model_id} {version}")
    return key


def list_versions(dss: DSS, project_key: str, model_id: str) -> list[dict[str, Any]]:
    """Return `{id, active, snippet}` of all versions, in the order that the switch says (A4)."""
    active = read(dss, project_key, model_id)["activeVersion"]
    folder = f"projects/{project_key}/savedmodels/{model_id}/versions"
    names = [name for name in dss.store.names(folder) if models.exists(dss, f"{folder}/{name}")]
    names.sort(key=lambda name: dss.store.read(f"{folder}/{name}/added")["on"], reverse=True)
    if dss.switches.version_order == "oldest_first":
        names.reverse()
    if dss.switches.version_order == "shuffled":
        random.shuffle(names)
    return [
        {"id": name, "active": name == active, "snippet": models.read(dss, f"{folder}/{name}", "snippet")}
        for name in names
    ]


def add_version(
    dss: DSS, project_key: str, model_id: str, version: str | None, parts: tuple[Definition, Definition, Any]
) -> str:
    """Keep a version of (details, snippet, bundle), under its creation time in milliseconds unless named."""
    details, snippet, bundle = parts
    with dss.store.lock(_key(project_key, model_id)):
        folder = f"projects/{project_key}/savedmodels/{model_id}/versions"
        taken = set(dss.store.names(folder))
        added = max([clock.milliseconds(), *(dss.store.read(f"{folder}/{name}/added")["on"] + 1 for name in taken)])
        version = version or str(added)
        if version in taken:
            raise DSSError(f"Version {version} of saved model {project_key}.{model_id} exists already")
        full_id = {"fullModelId": f"S-{project_key}-{model_id}-{version}"}
        dss.store.write(f"{folder}/{version}/added", {"on": added})
        models.keep(dss, f"{folder}/{version}", {**details, **full_id}, {**snippet, **full_id}, bundle)
    return version


def set_active(dss: DSS, project_key: str, model_id: str, version: str) -> None:
    """Make a version the active one."""
    version_key(dss, project_key, model_id, version)
    update(dss, project_key, model_id, {"activeVersion": version})


def delete_versions(dss: DSS, project_key: str, model_id: str, versions: list[str]) -> None:
    """Remove versions; the active one cannot go."""
    active = read(dss, project_key, model_id)["activeVersion"]
    if active in versions:
        raise DSSError(
            f"Version {active} is the active one of saved model {project_key}.{model_id}: it cannot be deleted"
        )
    for key in [version_key(dss, project_key, model_id, version) for version in versions]:
        dss.store.delete(key)


def metric_values(dss: DSS, project_key: str, model_id: str, version: str) -> dict[str, Any]:
    """Return the figures of a version as computed metrics; their ids are assumed."""
    snippet = models.read(dss, version_key(dss, project_key, model_id, version), "snippet")
    return {
        "metrics": [
            {
                "metric": {"id": f"model_perf:{name.upper()}", "type": "model_perf", "dataType": "DOUBLE"},
                "lastValues": [
                    {"partition": "NP", "value": str(value), "dataType": "DOUBLE", "computed": snippet["trainDate"]}
                ],
            }
            for name, value in snippet.items()
            if isinstance(value, float)
        ]
    }


def _key(project_key: str, model_id: str) -> str:
    return f"projects/{project_key}/savedmodels/{model_id}/model"
