"""Scenarios as they are made, saved and listed."""

from __future__ import annotations

import re
import uuid
from typing import Any

from dss_standin import clock
from dss_standin.datasets.definitions import require_project
from dss_standin.dss import DSS
from dss_standin.errors import DSSError, NotFound
from dss_standin.store import checked_name

Scenario = dict[str, Any]
_TYPES = ("step_based", "custom_python")


def scenario_key(project_key: str, scenario_id: str) -> str:
    """Return the key of a scenario in the store."""
    return f"projects/{project_key}/scenarios/{scenario_id}"


def create(dss: DSS, project_key: str, given: Scenario) -> str:
    """Keep a new scenario; return its id, which is not its name."""
    require_project(dss, project_key)
    if given.get("type") not in _TYPES or not given.get("name"):
        raise DSSError(f"A scenario needs a name and a type among {', '.join(_TYPES)}, found {given.get('type')!r}")
    with dss.store.lock(f"projects/{project_key}/scenarios"):
        scenario_id = _free_id(dss, project_key, str(given["name"]))
        fixed = {"id": scenario_id, "projectKey": project_key, "creationTag": _tag(0), "versionTag": _tag(0)}
        dss.store.write(scenario_key(project_key, scenario_id), _with_ids({**_defaults(), **given, **fixed}))
    return scenario_id


def read(dss: DSS, project_key: str, scenario_id: str) -> Scenario:
    """Return a scenario; raise when there is none."""
    require_project(dss, project_key)
    if not dss.store.exists(scenario_key(project_key, scenario_id)):
        raise NotFound(f"scenario does not exist: {project_key}.{scenario_id}")
    return dss.store.read(scenario_key(project_key, scenario_id))


def save(dss: DSS, project_key: str, scenario_id: str, given: Scenario) -> Scenario:
    """Replace a scenario; its id, project and type stay."""
    before = read(dss, project_key, scenario_id)
    if given.get("type") != before["type"]:
        raise DSSError(f"The type of scenario {scenario_id} cannot change from {before['type']}")
    fixed = {name: before[name] for name in ("id", "projectKey", "creationTag")}
    tag = _tag(before["versionTag"]["versionNumber"] + 1)
    saved = _with_ids({**_defaults(), **given, **fixed, "versionTag": tag})
    dss.store.write(scenario_key(project_key, scenario_id), saved)
    return saved


def delete(dss: DSS, project_key: str, scenario_id: str) -> None:
    """Forget a scenario and its runs."""
    read(dss, project_key, scenario_id)
    dss.store.delete(scenario_key(project_key, scenario_id))


def listed(dss: DSS, project_key: str) -> list[Scenario]:
    """Return the scenarios of a project."""
    require_project(dss, project_key)
    names = dss.store.names(f"projects/{project_key}/scenarios")
    return [read(dss, project_key, name) for name in names]


def script(dss: DSS, project_key: str, scenario_id: str) -> str:
    """Return the program of a custom python scenario, empty before it was saved."""
    read(dss, project_key, scenario_id)
    key = f"{scenario_key(project_key, scenario_id)}/payload"
    return str(dss.store.read(key)["script"]) if dss.store.exists(key) else ""


def save_script(dss: DSS, project_key: str, scenario_id: str, text: str) -> None:
    """Replace the program of a custom python scenario."""
    read(dss, project_key, scenario_id)
    dss.store.write(f"{scenario_key(project_key, scenario_id)}/payload", {"script": text})


def _free_id(dss: DSS, project_key: str, name: str) -> str:
    base = checked_name(re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").upper() or "SCENARIO")
    taken = set(dss.store.names(f"projects/{project_key}/scenarios"))
    numbered = (f"{base}_{number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in [base, *numbered] if candidate not in taken)


def _with_ids(scenario: Scenario) -> Scenario:
    """Give each step, trigger and reporter an id, as saving does."""
    params = {"steps": [], **(scenario.get("params") or {})}
    named = [{"name": "", **step, "id": step.get("id") or _new_id()} for step in params["steps"]]
    lists = {part: [_with_id(item) for item in scenario.get(part) or []] for part in ("triggers", "reporters")}
    return {**scenario, "params": {**params, "steps": named}, **lists}


def _with_id(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "id": item.get("id") or _new_id()}


def _new_id() -> str:
    return uuid.uuid4().hex[:8]


def _defaults() -> Scenario:
    delayed = {"delayWhileRunning": True, "squashDelayedTriggers": True, "suppressTriggersWhileRunning": True}
    flags = {"active": False, "automationLocal": False, "markedAsTest": False}
    extras: Scenario = {"tags": [], "customFields": {}, "checklists": {"checklists": []}}
    return {**flags, **extras, "params": {}, "triggers": [], "reporters": [], "delayedTriggersBehavior": delayed}


def _tag(version: int) -> dict[str, Any]:
    return {"versionNumber": version, "lastModifiedBy": {"login": "admin"}, "lastModifiedOn": clock.milliseconds()}
