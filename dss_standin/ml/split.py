"""Which rows train and which rows test: `splitParams`, `time` and the selection of rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.model_selection import KFold, StratifiedKFold

from dss_standin.errors import DSSError

Settings = dict[str, Any]


@dataclass(frozen=True)
class Selection:
    """The extract of a dataset: how many rows, taken how, of which partitions (None: of all)."""

    method: str
    max_records: int | None
    partitions: list[str] | None
    dataset: str | None = None

    def sampled(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of the (already partition-scoped) `frame` that the sampling takes, in their order."""
        if self.max_records is None or len(frame) <= self.max_records:
            return frame
        if self.method == "HEAD_SEQUENTIAL":
            return frame.iloc[: self.max_records]
        kept = np.random.RandomState(1337).choice(len(frame), self.max_records, replace=False)
        return frame.iloc[np.sort(kept)]


def selection(settings: Settings, part: str = "train") -> Selection | None:
    """Return the rows that a task asks for; `part` "test" is None unless the split names its own test extract.

    Raises DSSError for a sampling method, a filter or a partition choice outside the slice.
    """
    split = settings["splitParams"]
    policy = split.get("ttPolicy", "SPLIT_SINGLE_DATASET")
    if policy == "SPLIT_SINGLE_DATASET":
        return _selection(split.get("ssdSelection", {}), split.get("ssdDatasetSmartName")) if part == "train" else None
    single = policy == "EXPLICIT_FILTERING_SINGLE_DATASET"
    extract = split[("efsd" if single else "eftd") + part.capitalize()]
    if extract.get("filter", {}).get("enabled"):
        raise DSSError("Row filters of an explicit extract are outside the slice; select partitions instead.")
    return _selection(
        extract.get("selection", {}), split.get("efsdDatasetSmartName") if single else extract["datasetSmartName"]
    )


def _selection(raw: Settings, dataset: str | None) -> Selection:
    method = raw.get("samplingMethod", "HEAD_SEQUENTIAL")
    scope = raw.get("partitionSelectionMethod", "ALL")
    if method not in ("FULL", "HEAD_SEQUENTIAL", "RANDOM_FIXED_NB") or scope not in ("ALL", "SELECTED"):
        raise DSSError(
            f"Sampling {method} of partitions {scope} is outside the slice; "
            "use FULL, HEAD_SEQUENTIAL or RANDOM_FIXED_NB, of ALL or SELECTED partitions."
        )
    if raw.get("filter", {}).get("enabled"):
        raise DSSError("Row filters of an extract are outside the slice; filter in a recipe before.")
    limit = None if method == "FULL" else int(raw.get("maxRecords", 100000))
    return Selection(method, limit, list(raw.get("selectedPartitions", [])) if scope == "SELECTED" else None, dataset)


def default_split_params() -> Settings:
    """Return the split of a fresh task: 80 % at random of the first 100,000 rows of all partitions."""
    return {
        "ttPolicy": "SPLIT_SINGLE_DATASET",
        "ssdSplitMode": "RANDOM",
        "ssdTrainingRatio": 0.8,
        "ssdSeed": 1337,
        "ssdSelection": {
            "samplingMethod": "HEAD_SEQUENTIAL",
            "maxRecords": 100000,
            "partitionSelectionMethod": "ALL",
            "filter": {"enabled": False, "distinct": False},
        },
        "kfold": False,
        "nFolds": 5,
        "splitBeforePrepare": True,
        "testOnLargerValues": True,
        "subSamplingSeed": 1337,
        "instanceIdRefresher": 0,
    }


def train_and_test(
    settings: Settings, frame: pd.DataFrame, classes: np.ndarray | None = None
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield (train, test) row positions of `frame`: one pair, or one for each fold of a k-fold test.

    A time-ordered split sorts by the time variable (equal times keep the frame's order) and tests on the latest rows,
    on the earliest when `time.ascending` is false. `classes` stratifies folds; a random split is not stratified [A].
    """
    split = settings["splitParams"]
    if split.get("kfold"):
        folds = (KFold if classes is None else StratifiedKFold)(
            int(split["nFolds"]), shuffle=True, random_state=_seed(split)
        )
        yield from folds.split(np.zeros(len(frame)), classes)
        return
    ordered = ordering(settings) is not None
    order = _order(settings, frame) if ordered else np.random.RandomState(_seed(split)).permutation(len(frame))
    cut = round(len(order) * float(split.get("ssdTrainingRatio", 0.8)))
    yield (order[:cut], order[cut:]) if ordered else (np.sort(order[:cut]), np.sort(order[cut:]))


def _seed(split: Settings) -> int:
    return int(split.get("ssdSeed", 1337))


def ordering(settings: Settings) -> str | None:
    """Return the name of the variable that orders the split, None for a random one."""
    time, split = settings.get("time", {}), settings["splitParams"]
    if time.get("enabled"):
        return str(time["timeVariable"])
    return str(split["ssdColumn"]) if split.get("ssdSplitMode") == "SORTED" else None


def _order(settings: Settings, frame: pd.DataFrame) -> np.ndarray:
    variable = ordering(settings)
    if variable not in frame.columns:
        raise DSSError(f"The split is ordered by {variable!r}, which the dataset lacks. Unset the time ordering.")
    ascending = bool(settings.get("time", {}).get("ascending", True))
    ranks = frame[variable].reset_index(drop=True)
    return ranks.sort_values(ascending=ascending, kind="stable", na_position="first").index.to_numpy()
