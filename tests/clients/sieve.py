"""Calls of the official client in sources, held against the syntax tree of a client."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

PACKAGE = {"dataiku", "customrecipe", "customstep", "Scenario", "predictor"}
"""Names by which sources reach the package ``dataiku``; what they give is not the client's, but for ``api_client()``."""
COMMON = {name for kind in (str, bytes, list, dict, set, re.Pattern, re.Match, pd.DataFrame) for name in dir(kind)}
"""Methods of everyday objects; the client has some of the same names."""


@dataclass(frozen=True)
class Call:
    """A call of a method: its name, how many arguments stand without a name, and the names of the others."""

    method: str
    positional: int
    keywords: frozenset[str]
    where: str


@dataclass
class Signatures:
    """The functions of a client, by name, whatever class has them."""

    by_name: dict[str, list[ast.arguments]] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Signatures:
        """Read all sources of a client."""
        found = cls()
        for file in sorted(folder.glob("dataikuapi/**/*.py")):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # docstrings of older clients hold odd escapes
                tree = ast.parse(file.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef):
                    found.by_name.setdefault(node.name, []).append(node.args)
        return found

    def fault(self, call: Call) -> str:
        """Why no function of that name takes the call; "" when one does."""
        known = self.by_name.get(call.method)
        if known is None:
            return f"{call.where}: there is no {call.method}()"
        if any(_takes(arguments, call) for arguments in known):
            return ""
        given = ", ".join([*("…",) * call.positional, *(f"{name}=" for name in sorted(call.keywords))])
        return f"{call.where}: no {call.method}() takes ({given})"


def calls_of_client(sources: Mapping[str, str], newest: Signatures) -> list[Call]:
    """Calls that the newest client takes, without those of the package ``dataiku`` and of everyday objects."""
    calls = (call for path, text in sources.items() for call in _calls(path, ast.parse(text)))
    return [call for call in calls if call.method not in COMMON and not newest.fault(call)]


def _calls(path: str, tree: ast.Module) -> Iterator[Call]:
    chosen = set(_choices(tree))
    attributes = {name for name in _bound(ast.walk(tree), PACKAGE) if name.startswith("self.")}
    for scope in _scopes(tree):
        package = _bound(_own_nodes(scope), PACKAGE | attributes)
        for node in _own_nodes(scope):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if not _is_package(node.func.value, package):
                words = {word.arg for word in node.keywords if word.arg and (node.func.attr, word.arg) not in chosen}
                yield Call(node.func.attr, len(node.args), frozenset(words), f"{path}:{node.lineno}")


def _choices(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Method and keyword of each ``takes(object.method, "keyword")``: asked for where the method has it only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "takes":
            method, keyword = node.args
            if isinstance(method, ast.Attribute) and isinstance(keyword, ast.Constant):
                yield method.attr, str(keyword.value)


def _scopes(tree: ast.Module) -> list[ast.AST]:
    return [tree, *(node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Lambda)))]


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Nodes of a scope, without those of the functions in it."""
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))


def _bound(nodes: Iterator[ast.AST], known: set[str]) -> set[str]:
    """Names, and attributes of ``self`` such as ``self._predictor``, that are bound to something of the package."""
    bound = set(known)
    for node in nodes:
        if isinstance(node, ast.Assign) and _is_package(node.value, bound):
            bound |= {ast.unparse(target) for target in node.targets if isinstance(target, (ast.Name, ast.Attribute))}
    return bound


def _is_package(node: ast.expr, bound: set[str]) -> bool:
    """Whether an expression begins with the package, and does not go on with its client."""
    while ast.unparse(node) not in bound:
        if isinstance(node, ast.Attribute) and node.attr == "api_client":
            return False
        if not isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
            return False
        node = node.func if isinstance(node, ast.Call) else node.value
    return True


def _takes(arguments: ast.arguments, call: Call) -> bool:
    names = [one.arg for one in (*arguments.posonlyargs, *arguments.args)][1:]
    by_name = {*names[call.positional :], *(one.arg for one in arguments.kwonlyargs)}
    needed = set(names[call.positional : len(names) - len(arguments.defaults)])
    fits = call.positional <= len(names) or arguments.vararg is not None
    return fits and (call.keywords <= by_name or arguments.kwarg is not None) and needed <= call.keywords
