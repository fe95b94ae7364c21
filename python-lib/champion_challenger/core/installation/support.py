"""Which DSS the plugin supports."""

from __future__ import annotations

import re

SUPPORTED = "DSS 13.0 to 15 (12.6 as best effort)"
TOO_OLD, BEST_EFFORT, FULL, UNTESTED = "too old", "best effort", "supported", "untested"
_OLDEST, _FIRST, _LAST = (12, 6), (13, 0), 15


def support_of(dss: str) -> str:
    """How far a version of DSS is supported; ``untested`` for a newer one, and for a text that is no version.

    Examples
    --------
    >>> support_of("12.5.2"), support_of("12.6.0"), support_of("15.2.0"), support_of("16.0.0"), support_of("")
    ('too old', 'best effort', 'supported', 'untested', 'untested')
    """
    version = numbers(dss)
    if not version or version[0] > _LAST:
        return UNTESTED
    if version < _OLDEST:
        return TOO_OLD
    return BEST_EFFORT if version < _FIRST else FULL


def numbers(version: str) -> tuple[int, ...]:
    """Major and minor version; nothing where the text does not begin with them.

    >>> numbers("13.4.0"), numbers("14.0.0-beta1"), numbers("development")
    ((13, 4), (14, 0), ())
    """
    match = re.match(r"(\d+)\.(\d+)", version)
    return tuple(int(number) for number in match.groups()) if match else ()
