"""What the instance is, and how it says that something is not there."""

from __future__ import annotations

import re

from dataikuapi.utils import DataikuException

from probe.answers import error_class
from probe.errors import Unanswered
from probe.registry import Found, question
from probe.stage import Stage

_ERRORS = "`NotFoundException` is absent"
_HIDDEN = "a project that does not exist may be answered"


@question('`client.get_instance_info().raw["dssVersion"]`', (), "", switch=True)
def dss_version(stage: Stage) -> str:
    """Which version is it?"""
    text = str(stage.client.get_instance_info().raw.get("dssVersion"))
    numbers = re.match(r"\d+(\.\d+)*", text)
    if numbers is None:
        raise Unanswered("the instance does not tell its version as numbers", text)
    return numbers.group()


@question(_ERRORS, (404, 500), switch=True)
def missing_object_status(stage: Stage) -> int:
    """Which HTTP status has a dataset that does not exist?"""
    _refusal(stage, stage.key)
    return stage.last_status


@question(_ERRORS, ("not_found", "other"))
def missing_object_error(stage: Stage) -> Found:
    """Does the error of a dataset that does not exist name the class NotFoundException?"""
    name = error_class(_refusal(stage, stage.key))
    return Found("not_found" if name.endswith("NotFoundException") else "other", name)


@question(_HIDDEN, ("unauthorized", "not_found", "other"), "not_found")
def missing_project_error(stage: Stage) -> Found:
    """Which error has a project that does not exist?"""
    name = error_class(_refusal(stage, f"{stage.key}_NOT_THERE"))
    kinds = {"UnauthorizedException": "unauthorized", "NotFoundException": "not_found"}
    return Found(next((kind for end, kind in kinds.items() if name.endswith(end)), "other"), name)


@question("`client.get_connection(name).get_info()`", (True, False), switch=True)
def connection_rules_told(stage: Stage) -> bool:
    """Are the users of a connection told whether it may be written and holds managed datasets?"""
    info = stage.client.get_connection(stage.options.connection).get_info()
    return {"allowWrite", "allowManagedDatasets"} <= set(info)


def _refusal(stage: Stage, project_key: str) -> DataikuException:
    try:
        stage.client.get_project(project_key).get_dataset("probe_not_there").get_settings()
    except DataikuException as error:
        return error
    raise Unanswered("what does not exist was found")
