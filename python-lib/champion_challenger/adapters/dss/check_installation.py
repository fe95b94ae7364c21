"""The macro Check this instance in DSS: everything is read, nothing is changed."""

from __future__ import annotations

import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import dataiku
import dataikuapi
import pandas as pd

from champion_challenger.adapters.dss.asking import answer_to
from champion_challenger.adapters.dss.datasets import first_rows, stored_table
from champion_challenger.adapters.dss.environment import environment_name, installed_beside, installed_version
from champion_challenger.adapters.dss.job_log import JobLog
from champion_challenger.adapters.dss.metrics import DSSMetrics
from champion_challenger.adapters.dss.models import DSSSavedModel, DSSScorer, environment_of
from champion_challenger.adapters.dss.versions import dss_version
from champion_challenger.core.installation.packages import PACKAGES
from champion_challenger.core.replay.design import resolved_hyperparameters
from champion_challenger.errors import HostError
from champion_challenger.records.datasets import DatasetFacts, StoredTable
from champion_challenger.records.installation import ConnectionFacts, Instance, TrainingEnvironment
from champion_challenger.settings.retrieve_metrics_and_checks import Place
from champion_challenger.version import VERSION


class CheckInstallationHost(JobLog):
    """A run of the macro, with the rights of the user who runs it."""

    def __init__(self) -> None:
        self._client = dataiku.api_client()

    @cached_property
    def instance(self) -> Instance:
        """Versions and packages; what the host does not tell is empty."""
        return Instance(
            dss=dss_version(self._client),
            client=installed_beside(dataikuapi, "dataiku-api-client"),
            plugin=VERSION,
            python=platform.python_version(),
            environment=environment_name(),
            node_type=self._node_type(),
            user=_login(self._who()),
            packages={package: installed_version(package) for package in PACKAGES},
        )

    def model(self, reference: str) -> CheckedModel:
        """Return a handle."""
        return CheckedModel(self._client, reference)

    def dataset(self, name: str) -> StoredTable:
        """Read its settings."""
        return stored_table(name)

    def first_rows(self, name: str, n: int) -> pd.DataFrame:
        """Read so many rows at most."""
        return first_rows(name, n)

    def partitions(self, name: str) -> list[str]:
        """List the partitions."""
        listed = answer_to(
            f"for the partitions of {name}", lambda: dataiku.Dataset(name).list_partitions(raise_if_empty=False)
        )
        return [str(partition) for partition in listed]

    def outputs_with(self, performance: str) -> Mapping[str, DatasetFacts]:
        """Look for a recipe of the dataset's project that writes it, and read the settings of what it writes."""
        project_key = performance.partition(".")[0]
        project = self._client.get_project(project_key)
        listed = answer_to(f"for the recipes of project {project_key}", project.list_recipes)
        for recipe in listed:
            items = {
                role: (role_items.get("items") or [{}])[0] for role, role_items in (recipe.get("outputs") or {}).items()
            }
            # Roles without a dataset stay in the definition of a recipe.
            outputs = {role: item for role, item in items.items() if item.get("ref")}
            names = {role: _full(item["ref"], project_key) for role, item in outputs.items()}
            if names.get("performance") == performance:
                return {
                    role: replace(stored_table(name).facts, is_appending=bool(outputs[role].get("appendMode")))
                    for role, name in names.items()
                }
        return {}

    def dataset_names(self, project_key: str) -> list[str]:
        """List the datasets."""
        project = self._client.get_project(project_key)
        listed = answer_to(f"for the datasets of project {project_key}", project.list_datasets)
        return [str(item["name"]) for item in listed]

    def may_write(self, project_key: str) -> bool | None:
        """Look into the permissions of the project, which its administrators may read."""
        project = self._client.get_project(project_key)
        try:
            permissions = answer_to(f"for the permissions of project {project_key}", project.get_permissions)
        # Only administrators of a project may read its permissions: not knowing is no finding.
        except HostError:
            return None
        return writes(permissions, self._who())

    def connection_names(self) -> list[str]:
        """List the connections that the user may use."""
        listed = answer_to("for the names of the connections", lambda: self._client.list_connections_names("all"))
        return [str(name) for name in listed]

    def connection(self, name: str) -> ConnectionFacts:
        """Read what DSS tells of a connection to its users."""
        properties: Mapping[str, Any] = answer_to(
            f"for connection {name}", lambda: self._client.get_connection(name).get_info()
        )
        return ConnectionFacts(name, properties.get("allowWrite"), properties.get("allowManagedDatasets"))

    def channels(self) -> list[str]:
        """List the messaging channels."""
        listed = answer_to("for the messaging channels", self._client.list_messaging_channels)
        return [str(channel.id) for channel in listed]

    def analysis_names(self, project_key: str) -> Sequence[str | None]:
        """Read the list alone."""
        project = self._client.get_project(project_key)
        listed = answer_to(f"for the analyses of project {project_key}", project.list_analyses)
        return [item.get("analysisName") for item in listed]

    def metric_ids(self, dataset: str, partition: str) -> list[str]:
        """List the metrics."""
        project_key, _, name = dataset.partition(".")
        return DSSMetrics(self._client).ids(Place(project_key, name, partition), "metric")

    def _node_type(self) -> str:
        try:
            information = answer_to("for the type of this node", self._client.get_instance_info)
            return str(information.raw.get("nodeType") or "")
        except HostError as error:
            self.tell(str(error))
            return ""

    def _who(self) -> Mapping[str, Any]:
        who: Mapping[str, Any] = answer_to("who runs this macro", self._client.get_auth_info)
        return who


class CheckedModel(DSSSavedModel):
    """A saved model that is looked into more closely."""

    def __init__(self, client: Any, reference: str) -> None:
        super().__init__(client, reference)
        self._client = client
        self._scikit_learn: dict[str, str] = {}
        self._environments: dict[str, TrainingEnvironment] = {}

    def load(self, version_id: str) -> DSSScorer:
        """Load a version, and remember what that told of its training."""
        scorer = super().load(version_id)
        self._scikit_learn[version_id] = scorer.training.scikit_learn
        return scorer

    def other_scikit_learn(self, version_id: str) -> str:
        """Return what loading the version told."""
        return self._scikit_learn.get(version_id, "")

    def training_environment(self, version_id: str) -> TrainingEnvironment:
        """Read the environment's name in the version's details, and its packages where the user may see them."""
        name = environment_of(self.details(version_id))
        if name and name not in self._environments:
            self._environments[name] = self._environment(name)
        return self._environments.get(name, TrainingEnvironment())

    def tells_kept_columns(self, version_id: str) -> bool:
        """Look for the list."""
        return "keptVariables" in (self.details(version_id).get("iperf") or {})

    def tells_hyperparameters(self, version_id: str) -> bool:
        """Look for the values."""
        return bool(resolved_hyperparameters(self.details(version_id)))

    def users(self) -> list[str]:
        """Return the names of what has the model as an input."""
        usages = answer_to(f"what uses saved model {self.facts.name}", self.handle.get_usages) or []
        return [str(usage["objectId"]) for usage in usages if usage.get("type") != "RECIPE_OUTPUT"]

    def _environment(self, name: str) -> TrainingEnvironment:
        try:
            definition = answer_to(
                f"for the packages of code environment {name}",
                lambda: self._client.get_code_env("PYTHON", name).get_definition(),
            )
        except HostError as error:
            return TrainingEnvironment(name, refusal=str(error))
        interpreter = (definition.get("desc") or {}).get("pythonInterpreter") or ""
        return TrainingEnvironment(name, python_of(interpreter), packages_of(definition.get("actualPackageList") or ""))


def writes(permissions: Mapping[str, Any], who: Mapping[str, Any]) -> bool | None:
    """Whether a user may write the content of a project, by its permissions; None where they do not name the user.

    Examples
    --------
    >>> told = {"owner": "ann", "permissions": [{"group": "analysts", "writeProjectContent": True}]}
    >>> writes(told, {"authIdentifier": "ann"}), writes(told, {"authIdentifier": "bob", "groups": ["analysts"]})
    (True, True)
    >>> writes(told, {"authIdentifier": "eve", "groups": []}) is None
    True
    """
    login, groups = _login(who), who.get("groups") or ()
    if permissions.get("owner") == login:
        return True
    # A user has the rights of all groups together.
    own = [p for p in permissions.get("permissions") or () if p.get("user") == login or p.get("group") in groups]
    return any(p.get("admin") or p.get("writeProjectContent") for p in own) if own else None


def python_of(interpreter: str) -> str:
    """Version of an interpreter as DSS names it.

    >>> python_of("PYTHON39"), python_of("PYTHON311"), python_of("CUSTOM")
    ('3.9', '3.11', '')
    """
    match = re.fullmatch(r"PYTHON(\d)(\d+)", interpreter)
    return f"{match[1]}.{match[2]}" if match else ""


def packages_of(listing: str) -> dict[str, str]:
    """Versions of packages in a list with a line ``name==version`` each.

    >>> packages_of("scikit-learn==1.3.2\\n-e something\\npandas==1.5.3\\n")
    {'scikit-learn': '1.3.2', 'pandas': '1.5.3'}
    """
    pairs = (line.strip().partition("==") for line in listing.splitlines())
    return {name.lower(): version for name, mark, version in pairs if mark}


def _full(reference: str, project_key: str) -> str:
    return reference if "." in reference else f"{project_key}.{reference}"


def _login(who: Mapping[str, Any]) -> str:
    return str(who.get("associatedDSSUser") or who.get("authIdentifier") or "")
