"""Forms of plugins, by steps of the plugin champion-challenger where it is installed."""

from __future__ import annotations

from typing import Any

from probe.errors import NotTried, Unanswered
from probe.registry import Found, question
from probe.runs import INNER, OUTER, PLUGIN, TWICE, plugin_variables
from probe.stage import Stage


@question("`OBJECT_LIST`, `CONNECTION` and `PRESET`", ("rows", "other"))
def object_list_in_step(stage: Stage) -> str:
    """Do the rows of a list reach the code of a plugin's step?"""
    return "rows" if "probe_list_rows" in _variables(stage) else "other"


@question("`customstep.get_step_config()`", (False, True), switch=True)
def expand_plugin_variables(stage: Stage) -> Found:
    """Are variables in a plugin's form replaced before its code sees them?"""
    known = _variables(stage)
    if known.get(OUTER) != "${" + INNER + "}":
        raise Unanswered("variables inside variables are replaced already where they are read")
    if "probe_list_outcome" not in known:
        raise Unanswered("the plugin's step does not run here")
    return Found(f"{TWICE}_outcome" in known)


def _variables(stage: Stage) -> dict[str, Any]:
    if PLUGIN not in [plugin["id"] for plugin in stage.client.list_plugins()]:
        raise NotTried("plugin not installed")
    return stage.once(plugin_variables)
