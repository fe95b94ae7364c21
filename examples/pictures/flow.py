"""The flow of a score project, drawn from its recipes: DSS draws the same parts in its own look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from dataikuapi.dss.project import DSSProject

_COLUMN, _ROW, _SIZE = 190, 96, 44
_FILLS = {"dataset": "#2f7fc1", "recipe": "#e0912f", "model": "#3d9a50"}


@dataclass(frozen=True)
class Recipe:
    """A recipe with the names of what it reads and writes."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


def svg(width: int, height: int, font: int, parts: Iterable[str]) -> str:
    """A drawing of so many pixels."""
    size = f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="{font}" role="img"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>' + "\n".join(parts) + "</svg>\n"


def recipes_of(project: DSSProject) -> list[Recipe]:
    """Recipes of a project in the order of their names; a model is named by the score, not by its id."""
    models = {model["id"]: model["name"] for model in project.list_saved_models()}
    found = []
    for one in project.list_recipes():
        inputs, outputs = one["inputs"], one["outputs"]
        found.append(Recipe(one["name"], _refs(inputs, models), _refs(outputs, models)))
    return sorted(found, key=lambda recipe: recipe.name)


def flow_svg(recipes: Sequence[Recipe], models: Iterable[str]) -> str:
    """The flow from left to right: squares are datasets, circles recipes, the diamond is the model."""
    kinds = dict.fromkeys(models, "model")
    edges = [(name, recipe.name) for recipe in recipes for name in recipe.inputs]
    edges += [(recipe.name, name) for recipe in recipes for name in recipe.outputs]
    kinds.update({recipe.name: "recipe" for recipe in recipes})
    nodes = list(dict.fromkeys(name for edge in edges for name in edge))
    places = _places(nodes, edges)
    width = 40 + _COLUMN * (1 + max(x for x, _ in places.values()))
    height = 30 + _ROW * (1 + max(y for _, y in places.values()))
    parts = [
        "<title>Flow of a score project: datasets, recipes and the saved model</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *(_arrow(_centre(places[start]), _centre(places[end])) for start, end in edges),
        *(_node(name, kinds.get(name, "dataset"), _centre(place)) for name, place in places.items()),
    ]
    return svg(width, height, 12, parts)


def _refs(roles: Mapping[str, Mapping[str, list[Mapping[str, str]]]], models: Mapping[str, str]) -> tuple[str, ...]:
    items = [item["ref"] for role in roles.values() for item in role["items"]]
    return tuple(models.get(ref, ref.rpartition(".")[2]) for ref in items)


def _places(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """Column and row of each node: it is right of all that leads to it; columns are centred."""
    depth = dict.fromkeys(nodes, 0)
    for _ in nodes:
        for start, end in edges:
            depth[end] = max(depth[end], depth[start] + 1)
    columns: dict[int, list[str]] = {}
    for name in nodes:
        columns.setdefault(depth[name], []).append(name)
    tallest = max(map(len, columns.values()))
    return {
        name: (column, row + (tallest - len(names)) // 2)
        for column, names in columns.items()
        for row, name in enumerate(names)
    }


def _centre(place: tuple[int, int]) -> tuple[int, int]:
    return 100 + _COLUMN * place[0], 40 + _ROW * place[1]


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    (x1, y1), (x2, y2) = start, end
    bend = (x1 + x2) // 2
    return f'<path d="M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}" fill="none" stroke="#b9c1cc" stroke-width="1.5"/>'


def _node(name: str, kind: str, centre: tuple[int, int]) -> str:
    x, y = centre
    half, fill = _SIZE // 2, f'fill="{_FILLS[kind]}"'
    far = half + 3
    shapes = {
        "dataset": f'<rect x="{x - half}" y="{y - half}" width="{_SIZE}" height="{_SIZE}" rx="4" {fill}/>',
        "recipe": f'<circle cx="{x}" cy="{y}" r="{half}" {fill}/>',
        "model": f'<path d="M{x} {y - far}L{x + far} {y}L{x} {y + far}L{x - far} {y}Z" {fill}/>',
    }
    text = f'<text x="{x}" y="{y + half + 17}" text-anchor="middle" fill="#1c2430">{escape(name)}</text>'
    return shapes[kind] + text
