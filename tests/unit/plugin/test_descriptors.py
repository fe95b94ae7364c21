"""Descriptors, checked against what a DSS reads of them."""

from __future__ import annotations

import ast
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from champion_challenger.version import VERSION

ROOT = Path(__file__).parents[3]
FILES = {
    "custom-recipes": ("recipe.json", "recipe.py"),
    "python-steps": ("step.json", "step.py"),
    "python-runnables": ("runnable.json", "runnable.py"),
    "parameter-sets": ("parameter-set.json",),
    "webapps": ("webapp.json", "backend.py", "app.js", "body.html", "style.css"),
}
TYPES = set(
    "STRING TEXTAREA PASSWORD STRINGS INT DOUBLE INTS DOUBLES BOOLEAN DATE SELECT MULTISELECT MAP KEY_VALUE_LIST ARRAY "
    "OBJECT_LIST COLUMN COLUMNS DATASET DATASETS DATASET_COLUMN DATASET_COLUMNS MANAGED_FOLDER SAVED_MODEL "
    "VISUAL_ANALYSIS ML_TASK SCENARIO PROJECT PLUGIN CLUSTER CODE_ENV CONNECTION CONNECTIONS PRESET PRESETS "
    "CREDENTIAL_REQUEST SEPARATOR".split()
)
ROLE_KEYS = {
    "name", "label", "description", "arity", "required", "acceptsDataset", "acceptsManagedFolder", "acceptsSavedModel",
}  # fmt: skip
DESCRIPTORS = [
    folder / names[0] for kind, names in FILES.items() for folder in sorted((ROOT / kind).glob("*")) if folder.is_dir()
]
ENTRY_SCRIPTS = sorted(
    path for kind in (*FILES, "resource") for path in (ROOT / kind).rglob("*.py") if "__pycache__" not in path.parts
)
RECIPES = [path for path in DESCRIPTORS if path.name == "recipe.json"]


def read(path: Path) -> dict[str, Any]:
    """Strict JSON."""
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def fields(descriptor: dict[str, Any]) -> list[dict[str, Any]]:
    """Parameters of a form, without the separators."""
    return [param for param in descriptor.get("params", []) if param["type"] != "SEPARATOR"]


def roles(descriptor: dict[str, Any], kind: str = "inputRoles") -> dict[str, dict[str, Any]]:
    """Roles by name."""
    return {role["name"]: role for role in descriptor.get(kind, [])}


def is_visible(param: dict[str, Any], model: dict[str, Any]) -> bool:
    """Evaluate the small part of JavaScript that conditions of ours use."""
    condition = param.get("visibilityCondition", "true")
    python = condition.replace("&&", " and ").replace("||", " or ").replace("true", "True").replace("false", "False")
    python = re.sub(r"!(?!=)", " not ", re.sub(r"model\.(\w+)", r"model.get('\1')", python))
    return bool(eval(python, {"model": model}))


def test_the_version_is_the_same_everywhere() -> None:
    """It is written in plugin.json; `make version` carries it into the library, and the changelog begins with it."""
    assert read(ROOT / "plugin.json")["version"] == VERSION, "run `make version`"
    assert re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1] == VERSION  # type: ignore[index]


@pytest.mark.parametrize("descriptor", DESCRIPTORS, ids=lambda path: path.parent.name)
def test_each_component_has_its_files_and_a_label(descriptor: Path) -> None:
    """Recipe folders carry the plugin's id, since a recipe's type does not."""
    kind = descriptor.parents[1].name

    assert all((descriptor.parent / name).is_file() for name in FILES[kind])
    assert read(descriptor)["meta"]["label"]
    assert kind != "custom-recipes" or descriptor.parent.name.startswith("champion-challenger-")


@pytest.mark.parametrize("descriptor", DESCRIPTORS, ids=lambda path: path.parent.name)
def test_every_field_has_a_documented_type_a_label_and_a_sound_name(descriptor: Path) -> None:
    """Names are identifiers in Python and in JavaScript."""
    names = [param["name"] for param in fields(read(descriptor))]

    assert len(set(names)) == len(names)
    assert all(param["type"] in TYPES and param["label"] for param in fields(read(descriptor)))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)


@pytest.mark.parametrize("descriptor", DESCRIPTORS, ids=lambda path: path.parent.name)
def test_conditions_name_existing_fields_and_defaults_are_among_the_choices(descriptor: Path) -> None:
    """A typing error there hides a field for good."""
    params = read(descriptor).get("params", [])
    names = {param["name"] for param in params}
    named = {found for param in params for found in re.findall(r"model\.(\w+)", param.get("visibilityCondition", ""))}

    assert named <= names
    for param in fields(read(descriptor)):
        choices = [choice["value"] for choice in param.get("selectChoices", [])]
        assert not choices or param.get("defaultValue") in choices
        assert param["type"] not in ("SELECT", "MULTISELECT") or bool(choices) != bool(
            param.get("getChoicesFromPython")
        )


@pytest.mark.parametrize("descriptor", RECIPES, ids=lambda path: path.parent.name)
def test_roles_use_documented_keys_and_are_named_where_they_are_used(descriptor: Path) -> None:
    """selectableFrom… and columnRole name a role, not a boolean."""
    recipe = read(descriptor)
    inputs = roles(recipe)
    selectable = [value for key, value in recipe.items() if key.startswith("selectableFrom")]

    assert all(
        set(role) <= ROLE_KEYS for kind in ("inputRoles", "outputRoles") for role in roles(recipe, kind).values()
    )
    assert set(selectable) <= set(inputs)
    assert {param["columnRole"] for param in fields(recipe) if "columnRole" in param} <= set(inputs)
    assert recipe["kind"] == "PYTHON"
    assert "model" not in inputs or inputs["model"]["acceptsDataset"] is False


@pytest.mark.parametrize("descriptor", RECIPES, ids=lambda path: path.parent.name)
def test_at_most_eight_fields_are_in_view_whatever_is_chosen(descriptor: Path) -> None:
    """The rest stands under Advanced."""
    params = fields(read(descriptor))
    switches = {p["name"]: [c["value"] for c in p["selectChoices"]] for p in params if "selectChoices" in p}
    switches.update(
        {p["name"]: [True, False] for p in params if p["type"] == "BOOLEAN" and p["name"] != "show_advanced"}
    )

    for values in itertools.product(*switches.values()):
        model = {**dict(zip(switches, values)), "show_advanced": False}
        assert sum(is_visible(param, model) for param in params) <= 8


@pytest.mark.parametrize("descriptor", RECIPES, ids=lambda path: path.parent.name)
def test_dynamic_choices_come_from_a_file_with_the_documented_function(descriptor: Path) -> None:
    """``do(payload, config, plugin_config, inputs)`` in ``resource/``."""
    setup = read(descriptor).get("paramsPythonSetup")
    assert bool(setup) == any(param.get("getChoicesFromPython") for param in fields(read(descriptor)))

    if setup:
        tree = ast.parse((ROOT / "resource" / setup).read_text())
        do = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "do")
        assert [argument.arg for argument in do.args.args] == ["payload", "config", "plugin_config", "inputs"]


def test_the_library_folder_is_no_package() -> None:
    """Its modules are imported by bare name, and a package of that name is not valid Python."""
    assert not (ROOT / "python-lib" / "__init__.py").exists()


@pytest.mark.parametrize("script", ENTRY_SCRIPTS, ids=lambda path: "/".join(path.parts[-2:]))
def test_an_entry_script_is_a_sentence(script: Path) -> None:
    """At most 25 lines, blank ones apart; no branch, no loop, nothing caught."""
    text = script.read_text()
    kinds = {type(node).__name__ for node in ast.walk(ast.parse(text))}

    assert len([line for line in text.splitlines() if line.strip()]) <= 25
    assert not kinds & {"If", "For", "While", "Try", "IfExp", "AsyncFor"}


def test_the_webapp_asks_nobody_but_its_backend() -> None:
    """No address from outside, nothing evaluated; app.js is not named in the body, since DSS adds it by itself."""
    folder = ROOT / "webapps" / "score-performance"
    texts = {name: (folder / name).read_text() for name in ("app.js", "body.html", "style.css")}

    assert not any(re.search(r"https?:|//[a-z]|@import|url\(|eval\(", text) for text in texts.values())
    assert "<script" not in texts["body.html"]
    assert read(folder / "webapp.json")["baseType"] == "STANDARD"
