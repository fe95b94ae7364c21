"""The module that the first lines of DSS's recipe template import; nothing of it is played."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    raise NotImplementedError(f"dataiku.pandasutils.{name} is outside the stand-in's slice")
