"""Where a dataset may be made beside another one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from champion_challenger.adapters.dss.datasets import connection_of
from champion_challenger.errors import HostError


def dataset(kind: str, **params: str) -> Any:
    """A dataset of the public client."""
    return SimpleNamespace(
        get_settings=lambda: SimpleNamespace(get_raw=lambda: {"type": kind, "params": params}),
    )


def test_a_dataset_of_a_connection_names_it() -> None:
    """Files and tables do."""
    assert connection_of(dataset("Filesystem", connection="data"), "P.cohort", "") == "data"


@pytest.mark.parametrize(
    ("kind", "params"), [("UploadedFiles", {"uploadConnection": "uploads"}), ("FilesInFolder", {"folderSmartId": "f"})]
)
def test_an_upload_or_a_folder_is_refused_with_advice(kind: str, params: dict[str, str]) -> None:
    """Nothing is stored beside it; the message names the field."""
    expected = f"Dataset P.cohort, of type {kind}, names no connection to store into. Name one in the field Connection"
    with pytest.raises(HostError, match=expected):
        connection_of(dataset(kind, **params), "P.cohort", "Name one in the field Connection")
