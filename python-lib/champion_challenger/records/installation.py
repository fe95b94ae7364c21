"""An instance of DSS as the plugin finds it: versions, packages, connections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Instance:
    """Where the plugin runs; "" for what the host does not tell.

    Attributes
    ----------
    dss, client, plugin, python
        Versions, such as ``14.7.5`` and ``3.11.4``; the client's is "" where it is the one that the host brings.
    node_type
        ``DESIGN``, ``AUTOMATION``, … as the host names it.
    environment
        Name of the code environment.
    packages
        Version of each package that the plugin or a model may need; "" where it is not installed.
    """

    dss: str
    client: str
    plugin: str
    python: str
    environment: str
    node_type: str = ""
    user: str = ""
    packages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TrainingEnvironment:
    """The code environment in which a version was trained, as far as the host or the version tells.

    Attributes
    ----------
    name
        "" when it is not told.
    python
        First two numbers, such as ``3.9``; "" when they are not told.
    packages
        Versions by the names of packages.
    refusal
        Why the host does not tell more.
    """

    name: str = ""
    python: str = ""
    packages: Mapping[str, str] = field(default_factory=dict)
    refusal: str = ""


@dataclass(frozen=True)
class ConnectionFacts:
    """A connection of the host.

    Attributes
    ----------
    allows_write, allows_managed_datasets
        None when the host does not tell.
    """

    name: str
    allows_write: bool | None = None
    allows_managed_datasets: bool | None = None
