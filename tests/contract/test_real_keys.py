"""What the stand-in makes is held against the key sets of real objects."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from dataikuapi.dss.project import DSSProject

from tests.contract.flow_probe import deployed, managed, monthly_dataset
from tests.contract.real_keys import ALWAYS, Node, faults, of_dataset, of_project, table


def test_the_stand_in_makes_nothing_foreign(project: DSSProject, tmp_path: Path) -> None:
    """Datasets of each kind, a folder, an analysis, a model, recipes and a scenario: every key is one of a real one."""
    monthly_dataset(project, "history", tmp_path / "files")
    managed(project, "scores", like="history")
    managed(project, "table", connection="duckdb")
    project.create_upload_dataset("sent")
    project.create_managed_folder("documents")
    _, _, model_id = deployed(project)
    builder = project.new_recipe("prediction_scoring", "score")
    builder.with_input_model(model_id)
    builder.with_input("history").with_output("scores").build()
    project.new_recipe("python", "copy").with_input("history").with_output("table").with_script("").create()
    settings = project.create_scenario("monthly", "step_based").get_settings()
    settings.add_monthly_trigger()
    settings.save()
    assert faults(of_project(project), table()) == []


@pytest.mark.parametrize(
    ("nodes", "fault"),
    [
        (
            [("dependency", {"out": "", "func": "all_available", "params": {}})],
            "dependency: no idim",
        ),
        (
            of_dataset({"type": "UploadedFiles", "params": {"path": "/"}}),
            "dataset params of UploadedFiles: path (string)",
        ),
        ([("ml task modeling", {"autoOptimizeThreshold": True})], "ml task modeling: autoOptimizeThreshold (boolean)"),
        ([("step", {"enabled": True})], "step: enabled (boolean)"),
        ([("dependency type", {"whatever": ""})], "dependency type: whatever"),
        ([("column", {"name": 1})], "column: name (number)"),
    ],
)
def test_faults_of_before_would_be_found(nodes: Iterable[Node], fault: str) -> None:
    """A key that is missing or that no real object has, a type that none has."""
    assert fault in faults(nodes, table())


def test_the_table_says_what_the_exports_say() -> None:
    """Keys and types, and no text of anybody's."""
    kinds = {"string", "number", "boolean", "list", "object", "null", ALWAYS}
    assert {one for keys in table().values() for types in keys.values() for one in types} <= kinds
    assert len(table()) > 100
