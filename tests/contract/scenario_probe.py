"""A throw-away plugin with a step and a macro, and scenarios made of a few lines, for the tests of scenarios."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import dataikuapi
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.scenario import DSSScenario, DSSScenarioRun

STEP_TYPE = "pystep_probe_probe-step"
MACRO_TYPE = "pyrunnable_probe_probe-macro"
_PARAMS = [{"name": "server", "type": "PRESET", "parameterSetId": "server"}]
_SET = {"meta": {"label": "Server"}, "params": [{"name": "host", "type": "STRING"}]}


def plugin_zip(step: str = "", macro: str = "", result_type: str = "JSON_OBJECT") -> io.BytesIO:
    """Return a plugin zip whose step runs `step` and whose macro's `run` method is `macro`."""
    meta = {"meta": {"label": "Probe"}}
    files = {
        "plugin.json": json.dumps({"id": "probe", "version": "0.0.1", **meta}),
        "python-steps/probe-step/step.json": json.dumps({**meta, "params": _PARAMS}),
        "python-steps/probe-step/step.py": "import json\nimport dataiku\nfrom dataiku.customstep import *\n" + step,
        "python-runnables/probe-macro/runnable.json": json.dumps(
            {**meta, "resultType": result_type, "params": _PARAMS}
        ),
        "python-runnables/probe-macro/runnable.py": macro,
        "parameter-sets/server/parameter-set.json": json.dumps(_SET),
        "python-lib/probe_library.py": "ANSWER = 42\n",
        "resource/words.txt": "resource",
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    content.seek(0)
    return content


def install(client: dataikuapi.DSSClient, **code: str) -> None:
    """Install the plugin."""
    client.install_plugin_from_archive(plugin_zip(**code))


def python(script: str, name: str = "python", **more: Any) -> dict[str, Any]:
    """Return a step that runs a script after the imports that every test needs."""
    head = "import dataiku\nfrom dataiku.scenario import Scenario\nscenario = Scenario()\n"
    return {"type": "custom_python", "name": name, "params": {"script": head + script}, **more}


def scenario_of(project: DSSProject, *steps: dict[str, Any], name: str = "Monthly run", **more: Any) -> DSSScenario:
    """Return a saved scenario with these steps."""
    scenario = project.create_scenario(name, "step_based")
    settings = scenario.get_settings()
    settings.raw_steps.extend(steps)
    settings.get_raw().update(more)
    settings.save()
    return scenario


def ran(project: DSSProject, *steps: dict[str, Any], **more: Any) -> DSSScenarioRun:
    """Return the finished run of a new scenario, whatever its outcome."""
    return scenario_of(project, *steps, **more).run_and_wait(no_fail=True)


def outcomes(run: DSSScenarioRun) -> dict[str, str]:
    """Return the outcome of each step that ran."""
    return {step["step"]["name"]: step.outcome for step in run.get_details().steps}
