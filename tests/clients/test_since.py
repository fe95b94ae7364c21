"""The column *since* of docs/dss-fidelity.md, held against the oldest client of the range."""

from __future__ import annotations

import re

import pytest

from tests.clients.sieve import calls_of_client
from tests.clients.test_sieve import ROOT, SIEVED, client, needs_clients, sources

TABLE = re.compile(r"^\| (.+) \|$", re.MULTILINE)
OLDEST = ("all", "12.6")


def rows() -> list[tuple[str, str]]:
    """What is called, and since which DSS, of each line about the public client."""
    text = (ROOT / "docs" / "dss-fidelity.md").read_text(encoding="utf-8")
    tables = text[text.index("## Through the public client") : text.index("## What public sources have settled")]
    cells = [match.group(1).split(" | ") for match in TABLE.finditer(tables)]
    return [(one[0], one[-1]) for one in cells if one[-1] != "since"]


def methods(call: str) -> list[str]:
    """Names of the methods in a line, without those of the package ``dataiku`` and of what a recipe defines."""
    code = [
        part
        for part in re.findall(r"`([^`]+)`", call)
        if not re.match(r"dataiku\.|Dataset\(|Scenario|SQL|do\(|custom", part)
    ]
    return [name for part in code for name in re.findall(r"(\w+)\(", part)]


def test_every_line_says_since_when() -> None:
    """All, or a version with what is done before."""
    assert all(re.match(r"all|1\d\.\d", since) for _, since in rows())


@needs_clients
@pytest.mark.parametrize("version", SIEVED[:2])
def test_what_works_everywhere_is_in_the_oldest_clients(version: str) -> None:
    """Each method that the newest client has."""
    old = [name for call, since in rows() if since in OLDEST for name in methods(call)]
    known = [name for name in old if name in client(SIEVED[-1]).by_name]

    assert len(known) > 60
    assert [name for name in known if name not in client(version).by_name] == []


@needs_clients
def test_every_call_of_the_plugin_has_its_line() -> None:
    """Whatever method of the client its code calls is named on the page."""
    page = (ROOT / "docs" / "dss-fidelity.md").read_text(encoding="utf-8")
    code = {path: text for path, text in sources().items() if not path.startswith(("examples", "probe"))}
    called = {call.method for call in calls_of_client(code, client(SIEVED[-1]))}

    assert len(called) > 80
    assert {method for method in called if not re.search(rf"\b{method}\b", page)} == set()
