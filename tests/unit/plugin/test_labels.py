"""What Python reads of a form is what the form shows: labels, choices and defaults, and neither more nor fewer fields."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from champion_challenger.languages.english import ENGLISH
from champion_challenger.settings.evaluation_policy import Policy
from champion_challenger.settings.form import Form
from tests.unit.plugin.test_older_forms import COMPONENTS, ROOT, filled, outcome, params

READERS = ("text", "texts", "verbatim", "flag", "integer", "choice", "parse", "fields", "rows", "dataset")
PLACES = {"parameter-sets/evaluation-policy": "Evaluation policy", "parameter-sets/teradata-connection": "Preset"}
"""Where the fields of a preset are read; those of the other components are in no place."""


class Reading(NamedTuple):
    """A field as it was read; the fields of a list's rows are named ``list.field``."""

    field: str
    label: str
    default: str
    choices: list[str] | None


def shown(component: str) -> dict[str, dict[str, Any]]:
    """Fields of a form by name, those of its lists too, without the one that only shows others."""
    fields = {field["name"]: field for field in params(component) if field["type"] != "SEPARATOR"}
    rows = {f"{name}.{sub['name']}": sub for name, field in fields.items() for sub in field.get("subParams", [])}
    return {name: field for name, field in {**fields, **rows}.items() if name != "show_advanced"}


def readings(component: str, monkeypatch: pytest.MonkeyPatch) -> list[Reading]:
    """What is read of a form, whatever is chosen in it."""
    read: list[Reading] = []
    lists = {PLACES.get(component, ""): ""}

    def recorded(reader: Callable[..., Any]) -> Callable[..., Any]:
        def record(form: Form, *given: Any, **named: Any) -> Any:
            call = inspect.signature(reader).bind(form, *given, **named)
            call.apply_defaults()
            name, label, choices = (call.arguments.get(key) for key in ("name", "label", "choices"))
            default = (choices and next(iter(choices))) or call.arguments.get("default", "")
            place = form.place.rstrip("0123456789 ")
            if place in lists:
                read.append(Reading(lists[place] + name, label, str(default).lower(), choices and sorted(choices)))
            if reader.__name__ == "rows":
                lists[call.arguments["place"]] = f"{name}."
            return reader(form, *given, **named)

        return record

    for name in READERS:
        monkeypatch.setattr(Form, name, recorded(getattr(Form, name)))
    for form in filled(component):
        outcome(component, form)
    return read


def differences(reading: Reading, field: dict[str, Any]) -> list[str]:
    """How a reading differs from its field; a default that is not filled in is told in the description."""
    default = str(field.get("defaultValue", "")).lower()
    choices = sorted(choice["value"] for choice in field.get("selectChoices", []))
    is_described = not default and f"otherwise {reading.default}." in field.get("description", "").lower()
    wrong = {
        f"{reading}: the label is {field['label']!r}": reading.label != field["label"],
        f"{reading}: the default is {default!r}": reading.default != default and not is_described,
        f"{reading}: the choices are {choices}": reading.choices is not None and reading.choices != choices,
    }
    return [sentence for sentence, is_wrong in wrong.items() if is_wrong]


@pytest.mark.parametrize("component", COMPONENTS)
def test_labels_choices_and_defaults_are_those_of_the_form(component: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message names a field as the form does."""
    fields = shown(component)
    read = readings(component, monkeypatch)

    assert [
        line for reading in read if reading.field in fields for line in differences(reading, fields[reading.field])
    ] == []


@pytest.mark.parametrize("component", COMPONENTS)
def test_each_field_of_a_form_is_read_and_no_other(component: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A macro and a webapp may share their settings: then a field may belong to either."""
    read = {reading.field for reading in readings(component, monkeypatch)}
    sharing = [other for other, (reader, _) in COMPONENTS.items() if reader == COMPONENTS[component][0]]

    assert set(shown(component)) <= read <= {field for other in sharing for field in shown(other)}


def test_problems_are_noted_under_labels_of_forms() -> None:
    """Also those that no parser finds, such as a field that is empty."""
    labels = {field["label"] for component in COMPONENTS for field in [*params(component), *shown(component).values()]}
    modules = sorted((ROOT / "python-lib" / "champion_challenger" / "settings").glob("*.py"))
    calls = [
        node for module in modules for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Call)
    ]
    noted = [call.args[0] for call in calls if getattr(call.func, "attr", "") in ("problem", "need")]
    names = {label.value for label in noted if isinstance(label, ast.Constant)}

    assert len(names) > 10
    assert names <= labels


@pytest.mark.parametrize(
    ("code", "folder"),
    [
        ("step_retrieve", "retrieve-metrics-and-checks"),
        ("step_volumes", "check-volume-stability"),
        ("step_call", "call-teradata-procedure"),
    ],
)
def test_an_alert_calls_a_step_as_dss_does(code: str, folder: str) -> None:
    """In English, the language of descriptors."""
    descriptor = json.loads((ROOT / "python-steps" / folder / "step.json").read_text(encoding="utf-8"))

    assert ENGLISH.reasons[code] == descriptor["meta"]["label"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            "custom-recipes/champion-challenger-summarise-performance/recipe.json",
            "Empty: {figure} at {rate:g} %, a margin of {margin:g} %, {positives} positive customers, {hits} of them on the "
            "target list, at least {least} cohorts and at most {most}.",
        ),
        (
            "docs/how-to/summarise.md",
            "Without one: {figure} at {rate:g} %, a margin of {margin:g} %, at least {positives} positives and {hits} hits, at "
            "least {least} cohorts and at most {most}.",
        ),
        (
            "docs/how-to/fr/summarise.md",
            "Sans elle : {figure} à {rate:g} %, marge de {margin:g} %, au moins {positives} positifs et {hits} positifs trouvés, "
            "au moins {least} cohortes, au plus {most}.",
        ),
        (
            "custom-recipes/champion-challenger-retrain-and-evaluate/recipe.json",
            "Empty: {figure} at a targeting rate of {rate:g} %.",
        ),
        (
            "custom-recipes/champion-challenger-evaluate-stored-scores/recipe.json",
            "Empty: {figure} at a targeting rate of {rate:g} %.",
        ),
    ],
)
def test_the_default_policy_is_what_forms_and_guides_say(path: str, words: str) -> None:
    """Who leaves the field empty reads there what happens."""
    policy = Policy()
    text = words.format(
        figure=policy.figure,
        rate=policy.rate_bp / 100,
        margin=100 * policy.margin,
        positives=policy.minimum_positives,
        hits=policy.minimum_hits,
        least=policy.minimum_cohorts,
        most=policy.pooled_cohorts,
    )

    assert text in " ".join((ROOT / path).read_text(encoding="utf-8").split())
