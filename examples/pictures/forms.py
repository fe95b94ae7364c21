"""A form as a plain page, drawn from its descriptor: DSS draws the same fields in its own look."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from examples.demo import ROOT

Json = Mapping[str, Any]
DESCRIPTORS = ("recipe.json", "step.json", "runnable.json", "webapp.json", "parameter-set.json")
_TERM = re.compile(r"\s*(!?)\s*model\.(\w+)\s*(?:(==|!=)\s*'([^']*)')?\s*")
_EMPTY = {
    "DATASET": "choose a dataset", "SAVED_MODEL": "choose a model", "MANAGED_FOLDER": "choose a folder",
    "CONNECTION": "choose a connection", "PROJECT": "choose a project", "COLUMN": "choose a column", "SELECT": "choose",
    "COLUMNS": "choose columns", "MULTISELECT": "choose", "PRESET": "choose a preset",
}  # fmt: skip

STYLE = """
body { margin: 0; background: #fff; font: 13.5px/1.4 "DejaVu Sans", Arial, sans-serif; color: #1c2430; }
main { width: 760px; padding: 18px 22px 22px; } h1 { margin: 0 0 3px; font-size: 18px; }
p { margin: 0 0 12px; color: #5a6472; font-size: 12px; }
h2 { margin: 16px 0 2px; padding-top: 10px; border-top: 1px solid #d9dee5; font-size: 13.5px; }
.field { display: grid; grid-template-columns: 225px 1fr; gap: 0 16px; padding: 7px 0; }
.field > b { font-weight: 400; padding-top: 4px; } .field > b i { color: #b3261e; font-style: normal; }
.box { min-height: 19px; padding: 3px 9px; border: 1px solid #b9c1cc; border-radius: 3px; white-space: pre-wrap; }
.box.choice { background: #f4f6f9; } .box.choice::after { content: "▾"; float: right; color: #5a6472; }
.box.empty { color: #98a1ad; } small { grid-column: 2; color: #5a6472; font-size: 11.5px; padding-top: 2px; }
.tick { display: inline-block; width: 15px; height: 15px; margin-top: 4px; border: 1px solid #7b8794;
  border-radius: 2px;
  line-height: 14px; text-align: center; font-size: 13px; } .tick.on { background: #1f5a8c; color: #fff; }
table { border-collapse: collapse; } th, td { border: 1px solid #d9dee5; padding: 3px 6px; font-size: 11.5px;
  text-align: left; } th { background: #f4f6f9; font-weight: 600; }
footer { margin-top: 14px; color: #98a1ad; font-size: 11px; }
"""


def descriptor(component: str) -> Json:
    """Descriptor of a component by its folder, such as ``python-steps/check-volume-stability``."""
    file = next(found for name in DESCRIPTORS if (found := ROOT / component / name).is_file())
    loaded: Json = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def is_visible(field: Json, values: Json) -> bool:
    """Whether a form with these values shows the field: the small part of JavaScript that descriptors use.

    >>> field = {"visibilityCondition": "model.advanced && model.mode != 'all'"}
    >>> is_visible(field, {"advanced": True, "mode": "some"}), is_visible(field, {"advanced": True, "mode": "all"})
    (True, False)
    """
    condition = str(field.get("visibilityCondition") or "")
    return not condition or any(
        all(_holds(term, values) for term in part.split("&&")) for part in condition.split("||")
    )


def shown_fields(form: Json, values: Json) -> list[Json]:
    """Fields that the form shows, in order, separators too."""
    model = {field["name"]: field.get("defaultValue") for field in form.get("params", [])} | dict(values)
    return [field for field in form.get("params", []) if is_visible(field, model)]


def form_page(component: str, values: Json) -> str:
    """The form filled in with these values; where there is none, with its default, or empty."""
    form = descriptor(component)
    meta = form.get("meta") or form
    roles = [
        _roles(title, form.get(kind, []), values)
        for title, kind in (("Inputs", "inputRoles"), ("Outputs", "outputRoles"))
    ]
    fields = [
        _field(field, values.get(field["name"], field.get("defaultValue"))) for field in shown_fields(form, values)
    ]
    text = f"<p>{escape(meta.get('description', ''))}</p>"
    note = "<footer>Drawn from the plugin's descriptor: DSS shows the same fields in its own look.</footer>"
    body = "".join([f"<h1>{escape(meta.get('label', form.get('label', '')))}</h1>", text, *roles, *fields, note])
    return f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><style>{STYLE}</style><main>{body}</main></html>'


def _holds(term: str, values: Json) -> bool:
    found = _TERM.fullmatch(term)
    if not found:
        raise ValueError(f"expected model.field, alone or compared with a text, found {term!r}")
    negated, name, sign, text = found.groups()
    value = values.get(name)
    holds = (str(value) == text) == (sign == "==") if sign else value not in (None, "", [], False)
    return holds != bool(negated)


def _roles(title: str, roles: list[Json], values: Json) -> str:
    """The inputs or outputs of a recipe, which DSS shows in a tab of their own."""
    if not roles:
        return ""
    return f"<h2>{title}</h2>" + "".join(
        _field({**role, "type": "DATASET", "mandatory": role.get("required")}, values.get(role["name"]))
        for role in roles
    )


def _field(field: Json, value: Any) -> str:
    if field["type"] == "SEPARATOR":
        return f"<h2>{escape(field['label'])}</h2>"
    star = " <i>*</i>" if field.get("mandatory") else ""
    note = f"<small>{escape(field['description'])}</small>" if field.get("description") else ""
    return f'<div class="field"><b>{escape(field["label"])}{star}</b>{_widget(field, value)}{note}</div>'


def _widget(field: Json, value: Any) -> str:
    kind = field["type"]
    if kind == "BOOLEAN":
        return '<span><span class="tick on">✓</span></span>' if value else '<span><span class="tick"></span></span>'
    if kind == "OBJECT_LIST":
        return _table(field, value or [{}])
    labels = {choice["value"]: choice["label"] for choice in field.get("selectChoices", [])}
    texts = [
        str(labels.get(one, one)) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")
    ]
    if isinstance(value, Mapping):
        texts = [f"{key} → {one}" for key, one in value.items()]
    choice = " choice" if kind in _EMPTY else ""
    if not texts:
        return f'<div class="box{choice} empty">{_EMPTY.get(kind, "")}</div>'
    if kind == "PASSWORD":
        texts = ["••••••••"]
    return f'<div class="box{choice}">{escape((chr(10) if kind == "STRINGS" else ", ").join(texts))}</div>'


def _table(field: Json, rows: list[Json]) -> str:
    """A list of objects: a column for each part that some row fills in, or the first three."""
    parts = field["subParams"]
    shown = [part for part in parts if any(row.get(part["name"]) not in (None, "") for row in rows)] or parts[:3]
    heads = "".join(f"<th>{escape(part['label'])}</th>" for part in shown)
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(_cell(part, row))}</td>" for part in shown) + "</tr>" for row in rows
    )
    return f"<div><table><tr>{heads}</tr>{lines}</table></div>"


def _cell(part: Json, row: Json) -> str:
    value = row.get(part["name"], part.get("defaultValue"))
    labels = {choice["value"]: choice["label"] for choice in part.get("selectChoices", [])}
    return "" if value is None else str(labels.get(value, value))
