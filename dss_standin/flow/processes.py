"""The process of user or plugin code: an empty folder, a bare environment, and the package `dataiku`."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Callable

import dataikuapi

import dss_standin
from dss_standin import clock, presets
from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.flow import plugin_recipes
from dss_standin.flow.activity import Step, project_variables, specification
from dss_standin.flow.children import LAUNCHER
from dss_standin.flow.children import Process as Process  # the hosts of processes name it by this module
from dss_standin.plugins import require_plugin

_PACKAGE = Path(dss_standin.__file__).resolve().parent
_CLIENT = Path(dataikuapi.__file__).resolve().parent
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "OMP_NUM_THREADS")
_GRACE = 3.0
_SHIPPED = ("python-lib", "resource", "custom-recipes", "python-steps", "python-runnables", "webapps", "plugin.json")


class RecipeError(DSSError):
    """A process that ended badly; the message is that of its exception."""


@dataclass(frozen=True)
class Child:
    """What a process runs, for which project, and what it is told."""

    project_key: str
    script: Path
    task: dict[str, Any]
    told_in: str
    """Environment variable that names the file of what it is told."""
    ticket_for: Any
    """What its ticket stands for on the server."""


def run(
    dss: DSS, step: Step, log: Path, started: Callable[[Process], None], variables: Mapping[str, Any] | None = None
) -> None:
    """Run a recipe's code to its end, its output in `log`; raise RecipeError with the message a user needs.

    `variables` are those of a scenario, which redefine the project's.
    """
    with process_folder() as root:
        script, recipe = _prepare(dss, step, root)
        task = specification(dss, step, recipe)
        task["variables"].update(variables or {})
        execute(dss, Child(step.project_key, script, task, "DKU_ACTIVITY_FILE", step.id), root, log, started)


@contextlib.contextmanager
def process_folder() -> Iterator[Path]:
    """Yield a folder laid out for one process: an empty `work`, and `lib` with the packages `dataiku`, `dataikuapi`."""
    with tempfile.TemporaryDirectory(prefix="dss-activity-") as name:
        root = Path(name)
        (root / "work").mkdir()
        (root / "lib").mkdir()
        (root / "lib" / "dataiku").symlink_to(_PACKAGE / "dataiku", target_is_directory=True)
        (root / "lib" / "dataikuapi").symlink_to(_CLIENT, target_is_directory=True)
        yield root


def execute(dss: DSS, child: Child, root: Path, log: Path, started: Callable[[Process], None]) -> None:
    """Run a process to its end in its folder; raise RecipeError when it fails."""
    (root / "told.json").write_text(json.dumps(child.task), encoding="utf-8")
    with _ticket(dss, child) as ticket, log.open("ab") as output:
        process = _spawn(child.script, root, _environment(dss, child, root, ticket), output)
        started(process)
        status = process.wait()
        end(process)
    if status:
        raise _failure(status, root / "error.json", log)


def end(process: Process) -> None:
    """End a process and all its children: asked first, killed after a grace."""
    if process.poll() is None:
        _signal(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
    _signal(process, signal.SIGKILL)


def _signal(process: Process, wanted: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, wanted)


def _prepare(dss: DSS, step: Step, root: Path) -> tuple[Path, dict[str, Any]]:
    """Put the recipe's code into the folder of its process; return the script and what the recipe knows of itself."""
    task = {"name": step.name, "type": step.recipe["type"], "config": {}, "pluginConfig": {}, "resource": ""}
    if not step.recipe["type"].startswith(plugin_recipes.PREFIX):
        script = root / "recipe.py"
        script.write_text(step.payload or "", encoding="utf-8")
        return script, task
    plugin = plugin_recipes.find(dss, step.recipe["type"])
    plugin_recipes.check_roles(plugin, step.inputs, step.outputs)
    lay_out_plugin(dss, plugin.root, root / "plugin")
    task["config"] = _config(dss, step, plugin)
    task["pluginConfig"] = plugin_config(dss, plugin.plugin_id)
    task["resource"] = str(root / "plugin" / "resource")
    return root / "plugin" / plugin.folder / "recipe.py", task


def lay_out_plugin(dss: DSS, source: Path, target: Path) -> None:
    """Show a process what plugin code needs: no update reaches it, and it does not learn the workspace's path."""
    target.symlink_to(_snapshot(dss, source), target_is_directory=True)


def _snapshot(dss: DSS, source: Path) -> Path:
    """Return a copy of a plugin as it is now, kept for the processes that follow while no file comes or goes."""
    state = (
        source,
        *((folder, os.stat(folder).st_mtime_ns, os.stat(folder).st_ino) for folder, _, _ in os.walk(source)),
    )
    with dss.store.lock(f"snapshots/{source.name}"):
        if state not in dss.snapshots:
            copy = tempfile.TemporaryDirectory(prefix="dss-plugin-")
            dss.snapshots[state] = Path(copy.name)
            dss.closers.append(copy.cleanup)
            _copy_plugin(source, Path(copy.name))
        return dss.snapshots[state]


def _copy_plugin(source: Path, target: Path) -> None:
    for name in _SHIPPED:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, copy_function=_link)
        elif (source / name).is_file():
            _link(source / name, target / name)


def _link(source: str | Path, target: str | Path) -> None:
    """Link a file, so that what is changed in the workspace is changed here too; copy it to another file system."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _config(dss: DSS, step: Step, plugin: plugin_recipes.PluginRecipe) -> dict[str, Any]:
    stored = dict((step.recipe.get("params") or {}).get("customConfig") or {})
    config = presets.filled(dss, plugin.plugin_id, step.project_key, plugin.descriptor, stored)
    if not dss.switches.expand_plugin_variables:
        return config
    known = project_variables(dss, step.project_key)
    return {name: _expand(value, known) for name, value in config.items()}


def _expand(value: Any, known: dict[str, Any]) -> Any:
    if not isinstance(value, str):
        return value
    return re.sub(r"\$\{([^}]+)\}", lambda match: str(known.get(match.group(1), match.group(0))), value)


def plugin_config(dss: DSS, plugin_id: str) -> dict[str, Any]:
    """Return the settings of a plugin itself."""
    return dict(require_plugin(dss, plugin_id)["settings"].get("config") or {})


def _environment(dss: DSS, child: Child, root: Path, ticket: str) -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in _KEPT if name in os.environ},
        "PYTHONPATH": os.pathsep.join([str(root / "lib"), str(root / "plugin" / "python-lib")]),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        **clock.environment(),
        "NETRC": os.devnull,
        "DKU_STANDIN_VERSION": dss.switches.dss_version,
        "DKU_STANDIN_NA_VALUES": "by column" if dss.switches.na_values_by_column else "for all",
        "DKU_STANDIN_FEATURES": "alone" if dss.switches.predictor_takes_features_alone else "not alone",
        "DKU_STANDIN_FORK": "scores" if dss.switches.predictor_scores_in_fork else "refused",
        "DKU_STANDIN_TRACEBACK": "limited" if dss.switches.traceback_limit_kept else "whole",
        "DKU_BACKEND_URL": dss.url,
        "DKU_API_TICKET": ticket,
        "DKU_CURRENT_PROJECT_KEY": child.project_key,
        child.told_in: str(root / "told.json"),
    }


def _spawn(script: Path, root: Path, environment: dict[str, str], output: IO[bytes]) -> Process:
    request = {"script": str(script), "error_file": str(root / "error.json"), "folder": str(root / "work")}
    return LAUNCHER.spawn({**request, "environment": environment}, output)


@contextlib.contextmanager
def _ticket(dss: DSS, child: Child) -> Iterator[str]:
    ticket = dss.issue_ticket(child.ticket_for)
    try:
        yield ticket
    finally:
        dss.revoke_ticket(ticket)


def _failure(status: int, error_file: Path, log: Path) -> RecipeError:
    if error_file.exists():
        error = json.loads(error_file.read_text(encoding="utf-8"))
        return RecipeError(f"{error['type']}: {error['message']}")
    if status < 0:
        return RecipeError(f"The process was killed by signal {-status} ({signal.Signals(-status).name})")
    lines = log.read_text(encoding="utf-8", errors="replace").rstrip().splitlines()
    return RecipeError(f"The process ended with status {status}: {lines[-1] if lines else 'no output'}")
