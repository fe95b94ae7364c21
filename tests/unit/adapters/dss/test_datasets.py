"""Where a dataset may be made beside another one, and rows that are read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from champion_challenger.adapters.dss.datasets import connection_of, read_again, read_whole
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


@dataclass
class Streamed:
    """A dataset of the package that breaks off after its first frame, so many times."""

    breaks: int
    readings: int = 0

    def read_schema(self, raise_if_empty: bool = True) -> list[dict[str, str]]:
        """One column."""
        return [{"name": "x", "type": "bigint"}]

    def iter_dataframes(self, chunksize: int, use_nullable_integers: bool = True, **_: Any) -> Iterator[pd.DataFrame]:
        """Two frames."""
        self.readings += 1
        yield pd.DataFrame({"x": [1, 2]})
        if self.readings <= self.breaks:
            raise ConnectionResetError("by peer")
        yield pd.DataFrame({"x": [3]})


@pytest.fixture
def streamed(monkeypatch: pytest.MonkeyPatch) -> Streamed:
    """The dataset, and no waiting."""
    dataset = Streamed(breaks=2)
    monkeypatch.setattr("dataiku.Dataset", lambda name: dataset, raising=False)
    monkeypatch.setattr("champion_challenger.adapters.dss.asking.time.sleep", lambda seconds: None)
    return dataset


@pytest.mark.parametrize("read", [read_whole, lambda name: read_again(name, pd.concat)], ids=["whole", "again"])
def test_a_reading_that_broke_off_begins_with_the_first_row(
    streamed: Streamed, read: Callable[[str], pd.DataFrame]
) -> None:
    """No row is lost, none is there twice."""
    assert read("P.rows")["x"].tolist() == [1, 2, 3]
    assert streamed.readings == 3


def test_a_reading_that_goes_on_breaking_off_fails(streamed: Streamed) -> None:
    """After the third time."""
    streamed.breaks = 3
    with pytest.raises(HostError, match="DSS was asked for the rows of P.rows, .*by peer"):
        read_whole("P.rows")
