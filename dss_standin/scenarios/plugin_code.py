"""Steps and macros of installed plugins: where their code is, and the settings that they get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dss_standin import presets
from dss_standin.descriptors import read_descriptor
from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.flow.activity import project_variables
from dss_standin.flow.processes import lay_out_plugin, plugin_config
from dss_standin.plugins import plugin_folder
from dss_standin.scenarios.expressions import expanded


@dataclass(frozen=True)
class Kind:
    """A kind of plugin component that runs outside the flow."""

    prefix: str
    folder: str
    stem: str
    """File name, without suffix, of descriptor and code."""


STEP = Kind("pystep", "python-steps", "step")
MACRO = Kind("pyrunnable", "python-runnables", "runnable")


@dataclass(frozen=True)
class Component:
    """One step or macro of an installed plugin."""

    plugin_id: str
    kind: Kind
    folder: str
    root: Path

    @property
    def type(self) -> str:
        """Name by which scenarios and the client call it: plugin id and folder, verbatim."""
        return f"{self.kind.prefix}_{self.plugin_id}_{self.folder}"

    @property
    def descriptor(self) -> dict[str, Any]:
        """Content of step.json or runnable.json."""
        return dict(read_descriptor(self.root / self.kind.folder / self.folder / f"{self.kind.stem}.json"))


def components(dss: DSS, kind: Kind) -> Iterator[Component]:
    """Yield the components of a kind that the installed plugins have."""
    for plugin_id in dss.store.names("plugins"):
        root = plugin_folder(dss, plugin_id)
        for code in sorted(root.glob(f"{kind.folder}/*/{kind.stem}.py")):
            yield Component(plugin_id, kind, code.parent.name, root)


def component(dss: DSS, kind: Kind, component_type: str) -> Component:
    """Return the component that a type names; raise when no installed plugin has it."""
    known = {candidate.type: candidate for candidate in components(dss, kind)}
    if component_type not in known:
        names = ", ".join(sorted(known)) or "none"
        raise DSSError(f"{component_type} is unknown: the installed plugins have {names}")
    return known[component_type]


def laid_out(dss: DSS, part: Component, root: Path) -> Path:
    """Lay out a component's plugin in the folder of its process; return the path of its code there."""
    lay_out_plugin(dss, part.root, root / "plugin")
    return root / "plugin" / part.kind.folder / part.folder / f"{part.kind.stem}.py"


def settings(dss: DSS, part: Component, project_key: str, config: dict[str, Any], root: Path) -> dict[str, Any]:
    """Return `config`, its presets replaced by their fields, `pluginConfig` and `resource`, as the code gets them."""
    given = presets.filled(dss, part.plugin_id, project_key, part.descriptor, config)
    if dss.switches.expand_plugin_variables:
        given = expanded(given, project_variables(dss, project_key))
    shared = {"pluginConfig": plugin_config(dss, part.plugin_id), "resource": str(root / "plugin" / "resource")}
    return {"config": given, **shared}
