"""Descriptors of plugins, as leniently as DSS reads them: with comments, trailing commas and single quotes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from dss_standin.errors import DSSError

_TEXT = r'"(?:[^"\\]|\\.)*"'
_TOKENS = re.compile(rf"{_TEXT}|'(?:[^'\\]|\\.)*'|//[^\n]*|/\*.*?\*/", re.DOTALL)
_TRAILING = re.compile(rf"{_TEXT}|,(?=\s*[}}\]])")


def read_descriptor(file: Path) -> Any:
    """Return what a descriptor says; one that cannot be read, or repeats a key, is refused."""
    try:
        return json.loads(strict(file.read_text(encoding="utf-8")), object_pairs_hook=_unique)
    except (OSError, ValueError) as error:
        raise DSSError(f"{file.name} of the plugin cannot be read: {error}") from None


def strict(text: str) -> str:
    r"""Return lenient JSON as strict JSON.

    >>> strict('{"url": "http://a", /* here */ \'label\': \'it is "so"\', } // end')
    '{"url": "http://a",   "label": "it is \\"so\\"" }  '
    """
    spelled = _TOKENS.sub(lambda match: _json_token(match.group()), text)
    return _TRAILING.sub(lambda match: match.group() if match.group() != "," else "", spelled)


def _json_token(token: str) -> str:
    if token.startswith("'"):
        return '"' + token[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'
    return token if token.startswith('"') else " "


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError(f"a key is repeated among {[name for name, _ in pairs]}")
    return dict(pairs)
