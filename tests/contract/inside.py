"""This process as one that DSS has started: `dataiku` is the stand-in's package and asks the running stand-in.

Imported by conftest.py, so before any test file imports an adapter.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from dataikuapi import DSSClient

import dss_standin
from dss_standin.running import Running

_FOLDER = Path(dss_standin.__file__).parent / "dataiku"


def _load() -> None:
    file = _FOLDER / "__init__.py"
    spec = importlib.util.spec_from_file_location("dataiku", file, submodule_search_locations=[str(_FOLDER)])
    assert spec is not None
    assert spec.loader is not None
    sys.modules["dataiku"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["dataiku"])


if "dataiku" not in sys.modules:
    _load()
_host = importlib.import_module("dataiku._host")


@contextmanager
def inside(standin: Running, project_key: str, activity: Path | None = None) -> Iterator[DSSClient]:
    """Be a process of a project while the block runs; give its own client.

    Without an activity it is one of a macro, a step or a webapp; else of a recipe, which the file describes.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DKU_BACKEND_URL", standin.url)
        patch.setenv("DKU_API_TICKET", standin.dss.issue_ticket())
        patch.setenv("DKU_CURRENT_PROJECT_KEY", project_key)
        if activity is not None:
            patch.setenv("DKU_ACTIVITY_FILE", str(activity))
        _forget()
        yield _host.client()
    _forget()


def _forget() -> None:
    _host.client.cache_clear()
    _host.activity.cache_clear()
