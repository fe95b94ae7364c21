"""Rows of a dataset as the frames that the visual ML takes, and the extracts that a task keeps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import joblib
import pandas as pd
import pyarrow as pa

from dss_standin.datasets import storage
from dss_standin.datasets.definitions import dataset, split_ref
from dss_standin.datasets.types import arrow_schema
from dss_standin.dss import DSS
from dss_standin.ml.cells import frame_from_arrow
from dss_standin.ml.split import Selection, selection

Frames = tuple[pd.DataFrame, "pd.DataFrame | None"]


def extract(dss: DSS, project_key: str, ref: str, chosen: Selection, scope: list[str] | None = None) -> pd.DataFrame:
    """Return the rows that a selection takes of a dataset; `scope` limits the partitions further."""
    owner, name = split_ref(project_key, ref)
    schema = arrow_schema(dataset(dss, owner, name)["schema"]["columns"])
    partitions = chosen.partitions
    if scope is not None:
        partitions = [partition for partition in scope if partitions is None or partition in partitions]
    batches = storage.read(dss, owner, name, partitions)
    limit = chosen.max_records if chosen.method == "HEAD_SEQUENTIAL" else None
    return chosen.sampled(frame_from_arrow(pa.Table.from_batches(_head(batches, limit), schema)))


def train_and_test(
    dss: DSS, project_key: str, ref: str, settings: dict[str, Any], scope: list[str] | None = None
) -> Frames:
    """Return the extract that settings ask for, and the test extract when they ask for one of its own."""
    chosen, test = selection(settings), selection(settings, "test")
    assert chosen is not None
    frame = extract(dss, project_key, chosen.dataset or ref, chosen, scope)
    return frame, extract(dss, project_key, test.dataset or ref, test) if test else None


def kept_extracts(dss: DSS, project_key: str, ref: str, settings: dict[str, Any], folder: Path) -> Frames:
    """Return the extracts of an earlier training with the same split settings, as DSS does, else fresh ones.

    New rows of the dataset are therefore not seen before `splitParams.instanceIdRefresher` changes.
    """
    name = hashlib.sha256(json.dumps(settings["splitParams"], sort_keys=True).encode()).hexdigest()[:16]
    file = folder / f"{name}.joblib"
    if file.exists():
        return joblib.load(file)
    extracts = train_and_test(dss, project_key, ref, settings)
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(extracts, file)
    return extracts


def _head(batches: Iterator[pa.RecordBatch], limit: int | None) -> Iterator[pa.RecordBatch]:
    left = limit
    for batch in batches:
        yield batch if left is None else batch.slice(0, left)
        left = None if left is None else left - batch.num_rows
        if left is not None and left <= 0:
            return
