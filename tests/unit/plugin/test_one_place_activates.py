"""Activating is a person's decision: one method of one file does it, and one macro calls that method."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROOMS = ("python-lib", "custom-recipes", "python-steps", "python-runnables", "webapps", "resource")
ALLOWED = "python-lib/champion_challenger/adapters/dss/activate_challenger.py"
NEW_MODEL = "python-lib/champion_challenger/adapters/dss/first_champion.py"
ACTIVATING = {"set_active_version", "activate_version", "import_mlflow_version_from_path"}
ACTIVATING |= {"import_mlflow_version_from_managed_folder", "import_mlflow_version_from_databricks", "deploy_to_flow"}
TEXTS = ("setActive", "activeVersion", 'publishPolicy"] =', "/actions/redeploy")


def sources() -> Iterator[tuple[str, str]]:
    """Path and text of each file of code that the plugin ships."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*")):
            if file.suffix in (".py", ".js", ".html") and "__pycache__" not in file.parts:
                yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def activating_names(text: str) -> list[str]:
    """Attributes and names in a source by which a version could become active."""
    nodes = list(ast.walk(ast.parse(text)))
    names = [node.attr for node in nodes if isinstance(node, ast.Attribute)]
    names += [node.id for node in nodes if isinstance(node, ast.Name)]
    names += [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [name for name in names if name in ACTIVATING]


def test_only_the_adapter_of_the_macro_calls_what_activates() -> None:
    """Once, by one method; no other source names such a call, not even as a text for getattr.

    Deploying a new model makes its first version active: no other version stops being it.
    """
    found = {path: activating_names(text) for path, text in sources() if path.endswith(".py")}

    assert {path: names for path, names in found.items() if names} == {
        ALLOWED: ["set_active_version"],
        NEW_MODEL: ["deploy_to_flow"],
    }


def test_nothing_speaks_to_the_routes_that_activate() -> None:
    """Nor changes the policy by which DSS activates on its own."""
    assert [(path, text) for path, content in sources() for text in TEXTS if text in content] == []


def test_redeployments_do_not_activate() -> None:
    """The client's default would."""
    calls = [
        {keyword.arg: getattr(keyword.value, "value", None) for keyword in node.keywords}
        for path, text in sources()
        if path.endswith(".py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "redeploy_to_flow"
    ]

    assert calls
    assert all(call.get("activate") is False for call in calls)


def test_only_the_macro_opens_that_adapter() -> None:
    """No recipe, step or webapp imports it."""
    importing = [path for path, text in sources() if "adapters.dss.activate_challenger " in text]

    assert importing == ["python-runnables/activate-challenger/runnable.py"]


def test_no_job_builds_a_saved_model() -> None:
    """Building one would activate what it trains."""
    assert [path for path, text in sources() if 'SAVED_MODEL"' in text and "start_job" in text] == []
