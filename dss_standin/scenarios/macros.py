"""Macros of plugins: listed, run in a process of their own, their results fetched once."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Callable
from uuid import uuid4

from dss_standin.datasets.definitions import require_project
from dss_standin.dss import DSS
from dss_standin.errors import NotFound
from dss_standin.flow import processes
from dss_standin.scenarios import plugin_code
from dss_standin.scenarios.plugin_code import Component

MIME_TYPES = {"HTML": "text/html", "JSON_OBJECT": "application/json", "RESULT_TABLE": "application/json"}
_DRIVER = "from dataiku.runnables import _run_macro\n_run_macro({code!r}, {result!r})\n"


class MacroRun:
    """A run of a macro that the client started."""

    def __init__(self, dss: DSS, project_key: str, component: Component, config: Mapping[str, Any]) -> None:
        self.id, self.result_type = uuid4().hex[:10], result_type(component)
        self._process: processes.Process | None = None
        self._aborted = False
        pool = ThreadPoolExecutor(1)
        self._work = pool.submit(run_macro, dss, project_key, component, config, self._hold)
        pool.shutdown(wait=False)
        dss.closers.append(self.abort)

    def state(self) -> dict[str, Any]:
        """Return whether the run goes on, and what it failed with; but for `running`, the names are assumed."""
        done = self._work.done()
        error = self._work.exception() if done else None
        return {"exists": True, "running": not done, **({"storedError": {"message": str(error)}} if error else {})}

    def result(self) -> bytes:
        """Return the result, waiting for it; raise what the macro failed with."""
        return self._work.result()

    def wait(self) -> None:
        """Return when the run has ended, well or not."""
        self._work.exception()

    def abort(self) -> None:
        """End the process."""
        self._aborted = True
        if self._process is not None and self._process.poll() is None:
            processes.end(self._process)

    def _hold(self, process: processes.Process) -> None:
        self._process = process
        if self._aborted:
            processes.end(process)


def listed(dss: DSS, project_key: str) -> list[dict[str, Any]]:
    """Return the macros of the installed plugins, as the client lists them."""
    require_project(dss, project_key)
    return [description(component) for component in plugin_code.components(dss, plugin_code.MACRO)]


def description(component: Component) -> dict[str, Any]:
    """Return a macro's descriptor with the type by which it is called."""
    return {"runnableType": component.type, "ownerPluginId": component.plugin_id, **component.descriptor}


def start(dss: DSS, project_key: str, macro_type: str, config: Mapping[str, Any]) -> MacroRun:
    """Start a macro."""
    require_project(dss, project_key)
    run = MacroRun(dss, project_key, plugin_code.component(dss, plugin_code.MACRO, macro_type), config)
    dss.macro_runs[run.id] = run
    return run


def running(dss: DSS, run_id: str) -> MacroRun:
    """Return a run whose result was not fetched yet."""
    run = dss.macro_runs.get(run_id)
    if not isinstance(run, MacroRun):
        raise NotFound(f"macro run does not exist: {run_id}")
    return run


def result_type(component: Component) -> str:
    """Return the kind of result that a macro declares."""
    return str(component.descriptor.get("resultType") or "NONE")


def run_macro(
    dss: DSS,
    project_key: str,
    component: Component,
    config: Mapping[str, Any],
    hold: Callable[[processes.Process], None],
    log: Path | None = None,
) -> bytes:
    """Run a macro to its end, what it prints in `log`; return its result."""
    with processes.process_folder() as root:
        script, result = root / "macro.py", root / "result"
        code = plugin_code.laid_out(dss, component, root)
        script.write_text(_DRIVER.format(code=str(code), result=str(result)), encoding="utf-8")
        task = plugin_code.settings(dss, component, project_key, dict(config), root)
        task.update(projectKey=project_key, resultType=result_type(component))
        child = processes.Child(project_key, script, task, "DKU_MACRO_FILE", component.type)
        processes.execute(dss, child, root, log or root / "macro.log", hold)
        return result.read_bytes()
