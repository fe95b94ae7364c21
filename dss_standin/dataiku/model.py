"""Saved models as a recipe sees them, and the predictor of one version."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import joblib

from ._host import check_declared, client, default_project_key, full_name
from .predictor import Predictor


class Model:
    """A saved model by id or name; inside a recipe an input or output of it, unless `ignore_flow`."""

    def __init__(self, lookup: str, project_key: str | None = None, ignore_flow: bool = False) -> None:
        self.project_key, _, name = full_name(lookup, project_key).partition(".")
        self._listed = _find_model(self.project_key, name)
        self.name: str = self._listed["id"]
        if not ignore_flow:
            check_declared("SAVED_MODEL", f"{self.project_key}.{self.name}")
        self._handle = client().get_project(self.project_key).get_saved_model(self.name)

    @staticmethod
    def list_models(project_key: str | None = None) -> list[dict[str, Any]]:
        """Return the saved models of a project."""
        models = client().get_project(project_key or default_project_key()).list_saved_models()
        return [{"id": item["id"], "name": item["name"], "type": item["type"]} for item in models]

    def get_id(self) -> str:
        """Return the opaque id."""
        return self.name

    def get_name(self) -> str:
        """Return the name that people see."""
        return str(self._listed["name"])

    def get_type(self) -> str:
        """Return the kind of task, `PREDICTION` here."""
        return str(self._listed["type"])

    def get_info(self) -> dict[str, Any]:
        """Return id, project, name and type."""
        return {"id": self.name, "projectKey": self.project_key, "name": self.get_name(), "type": self.get_type()}

    def get_definition(self) -> dict[str, Any]:
        """Return the saved model's settings, `activeVersion` among them."""
        return dict(self._handle.get_settings().get_raw())

    def list_versions(self) -> list[dict[str, Any]]:
        """Return the versions; the id is under `versionId`, unlike in the public client."""
        versions = self._handle.list_versions()
        return [{"versionId": item["id"], "active": item["active"], "snippet": item["snippet"]} for item in versions]

    def activate_version(self, version_id: str) -> None:
        """Make a version the active one: this changes production."""
        self._handle.set_active_version(version_id)

    def get_version_metrics(self, version_id: str) -> Any:
        """Return the metrics of a version."""
        return self._handle.get_metric_values(version_id)

    def get_predictor(self, version_id: str | None = None, optimize: str = "BATCH") -> Predictor:
        """Load a version, the active one by default; raises what unpickling raises when this env cannot load it."""
        chosen = version_id or self.get_definition().get("activeVersion")
        if not chosen:
            raise ValueError(f"Saved model {self.get_name()} has no active version")
        path = f"/internal/projects/{self.project_key}/savedmodels/{self.name}/versions/{chosen}/bundle"
        answer = client()._perform_raw("GET", path)
        bundle = joblib.load(io.BytesIO(answer.content))
        return Predictor({**bundle, "threshold": json.loads(answer.headers["X-Threshold"])})


def _find_model(project_key: str, lookup: str) -> Mapping[str, Any]:
    models = client().get_project(project_key).list_saved_models()
    for key in ("id", "name"):
        matching = [item for item in models if item[key] == lookup]
        if matching:
            return dict(matching[0])
    raise ValueError(f"Project {project_key} has no saved model '{lookup}'")
