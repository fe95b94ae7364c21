"""The texts of a reporter's mail: the slice of FreeMarker that puts a variable into a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dss_standin.errors import DSSError

_PLACE = re.compile(r"\$\{([^}]*)\}")
_VARIABLE = re.compile(r"""(?P<name>[^\W\d]\w*)(?:!(?:"(?P<default>[^"]*)")?)?""")


def printed(template: str, variables: Mapping[str, Any]) -> str:
    """Return a text with each `${name}` replaced; `${name!"text"}` names what stands for a variable that is not set.

    Without such a text, an unknown variable fails the whole mail. Numbers are printed in the format of the server.

    >>> printed('${month}: ${rows} rows, ${verdict!"no verdict"}', {"month": "2024-01", "rows": 1234.5})
    '2024-01: 1,234.5 rows, no verdict'
    """
    return _PLACE.sub(lambda match: _value(match.group(1), variables), template)


def _value(expression: str, variables: Mapping[str, Any]) -> str:
    match = _VARIABLE.fullmatch(expression.strip())
    if match is None:
        raise DSSError(f"${{{expression}}} is outside the stand-in's slice of FreeMarker")
    value = variables.get(match["name"])
    if value is None:
        if "!" not in expression:
            raise DSSError(f"The following has evaluated to null or missing: ==> {match['name']}")
        return match["default"] or ""
    if isinstance(value, bool):
        raise DSSError(f"Can't convert boolean to string automatically: {match['name']}")
    return f"{value:,.3f}".rstrip("0").rstrip(".") if isinstance(value, (int, float)) else str(value)
