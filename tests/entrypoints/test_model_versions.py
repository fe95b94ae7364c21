"""The choices of the form, as a DSS asks for them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest


class FakeSavedModel:
    """A model of the client, as far as the form asks."""

    def get_settings(self) -> Any:
        """Settings of a two-class model."""
        return SimpleNamespace(
            get_raw=lambda: {"name": "Churn", "miniTask": {"predictionType": "BINARY_CLASSIFICATION"}}
        )

    def list_versions(self) -> list[dict[str, Any]]:
        """Two versions, the older one active."""
        snippet = {"algorithm": "LOGISTIC_REGRESSION", "trainDate": 1546300800000}
        return [
            {"id": "initial", "active": True, "snippet": snippet},
            {"id": "1549", "active": False, "snippet": {**snippet, "trainDate": 1549000000000}},
        ]


@pytest.fixture
def choices(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The file of the form, with a client that knows one model."""
    project = SimpleNamespace(get_saved_model=lambda name: FakeSavedModel())
    client = SimpleNamespace(get_project=lambda key: project)
    monkeypatch.setitem(
        sys.modules, "dataiku", SimpleNamespace(api_client=lambda: client, default_project_key=lambda: "TELCO")
    )
    path = Path(__file__).parents[2] / "resource" / "model_versions.py"
    spec = importlib.util.spec_from_file_location("model_versions", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_versions_come_newest_first_with_the_champion_marked(choices: ModuleType) -> None:
    """Values are ids; labels are for people."""
    inputs = [{"role": "model", "fullName": "TELCO.m1", "type": "SAVED_MODEL"}]
    found = choices.do({"parameterName": "chosen_versions"}, {}, {}, inputs)["choices"]

    assert [choice["value"] for choice in found] == ["1549", "initial"]
    assert found[1]["label"] == "20190101 · logistic regression · initial · champion"


def test_a_macro_names_its_model_in_a_field(choices: ModuleType) -> None:
    """It has no roles; a short id is one of this project."""
    for named in ("m1", "TELCO.m1"):
        assert len(choices.do({"parameterName": "version"}, {"model": named}, {}, [])["choices"]) == 2


def test_without_a_model_there_are_no_choices(choices: ModuleType) -> None:
    """The form opens before the role is filled."""
    assert choices.do({}, {}, {}, []) == {"choices": []}
