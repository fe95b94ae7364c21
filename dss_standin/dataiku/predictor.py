"""The predictor of one model version: frames in, `prediction` and `proba_<class>` out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

_UNSUPPORTED = ("with_conditional_outputs", "with_proba_percentile", "with_explanations")


class Predictor:
    """Scores rows with one version; usable as a context manager."""

    def __init__(self, bundle: Mapping[str, Any]) -> None:
        self._bundle = dict(bundle)
        self._process = os.getpid()

    def get_features(self) -> list[str]:
        """Return the names of the columns that the model takes."""
        return list(self._bundle["features"])

    def get_classes(self) -> list[str]:
        """Return the class labels, as texts, in the order of the probability columns."""
        return list(self._bundle["classes"])

    def get_proba_columns(self) -> list[str]:
        """Return the names of the probability columns, one a class."""
        return [f"proba_{label}" for label in self.get_classes()]

    def preformat(self, df: pd.DataFrame) -> pd.DataFrame:
        """Return the model's features only: numbers as float64, the others as text; a missing column is an error."""
        if os.environ.get("DKU_STANDIN_FEATURES") == "not alone":
            absent = [name for name in self._bundle["columns"] if name not in df.columns]
            if absent:
                raise KeyError(f"{absent} not in index")
        missing = [name for name in self.get_features() if name not in df.columns]
        if missing:
            raise ValueError(
                f"Cannot score: the model takes {len(self.get_features())} features and the data lacks {missing}"
            )
        numeric = {name: _numbers(df[name]) for name in self._bundle["numeric"]}
        categories = {name: _texts(df[name]) for name in self._bundle["categories"]}
        return pd.DataFrame({**numeric, **categories}, index=df.index)

    def predict(
        self,
        df: pd.DataFrame,
        with_input_cols: bool = False,
        with_prediction: bool = True,
        with_probas: bool = True,
        **more: Any,
    ) -> pd.DataFrame:
        """Return one row per row of `df`, in its order and under its index.

        Rows that the model drops for a missing cell have null outputs.
        """
        asked = [name for name in more if more[name] and name in _UNSUPPORTED]
        if asked:
            raise NotImplementedError(f"predict({', '.join(asked)}) is outside the stand-in's slice")
        if os.getpid() != self._process and os.environ.get("DKU_STANDIN_FORK") == "refused":
            raise RuntimeError("This predictor belongs to another process")
        ready = self.preformat(df)
        kept = self._rows_to_keep(ready)
        scored = self._score(ready[kept], with_prediction, with_probas).set_axis(np.flatnonzero(kept), axis=0)
        outputs = scored.reindex(np.arange(len(df))).set_axis(df.index, axis=0)
        return pd.concat([df, outputs], axis=1) if with_input_cols else outputs

    def __enter__(self) -> Predictor:
        return self

    def __exit__(self, *_: object) -> None:
        self._bundle = {}

    def _rows_to_keep(self, ready: pd.DataFrame) -> np.ndarray:
        kept = np.ones(len(ready), dtype=bool)
        for name in self._bundle.get("drop_rows", ()):
            cells = ready[name]
            kept &= (cells.notna() & (cells.astype(object) != "")).to_numpy()
        return kept

    def _score(self, ready: pd.DataFrame, with_prediction: bool, with_probas: bool) -> pd.DataFrame:
        outputs: dict[str, Any] = {}
        if not self.get_classes():
            return pd.DataFrame({"prediction": self._bundle["pipeline"].predict(ready) if len(ready) else np.empty(0)})
        count = len(self.get_classes())
        probas = self._bundle["pipeline"].predict_proba(ready) if len(ready) else np.empty((0, count))
        if with_prediction:
            outputs["prediction"] = np.array(self.get_classes(), dtype=object)[self._choose_classes(probas)]
        if with_probas:
            outputs.update(zip(self.get_proba_columns(), probas.T))
        return pd.DataFrame(outputs, index=np.arange(len(ready)))

    def _choose_classes(self, probas: np.ndarray) -> np.ndarray:
        if len(self.get_classes()) == 2:
            return (probas[:, 1] >= self._bundle["threshold"]).astype(int)
        return np.argmax(probas, axis=1)


def _numbers(column: pd.Series) -> np.ndarray:
    """Repeat what training did to a numeric feature."""
    values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(values), values, np.nan)


def _texts(column: pd.Series) -> np.ndarray:
    """Repeat what training did to a category feature, but for booleans: `True` is no category that training saw.

    The models hold the texts `true` and `false`, which a dataset read with `bool_as_str=True` delivers.
    """
    cells = column.astype(object)
    return np.array([_text(cell) for cell in cells.where(column.notna(), None)], dtype=object)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (float, np.floating)) and float(cell).is_integer():
        return str(int(cell))
    return str(cell)
