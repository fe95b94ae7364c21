"""Training: settings of a task (or of a train recipe) and rows in, one model for each enabled algorithm out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import joblib
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline

from dss_standin import clock
from dss_standin.errors import DSSError
from dss_standin.ml import details as written
from dss_standin.ml import features, performance, reduction, scoring, split, target
from dss_standin.ml.algorithms import ALGORITHMS, Algorithm, by_key, named
from dss_standin.ml.recipe_payload import task_settings
from dss_standin.ml.search import Rows, SearchResult, search
from dss_standin.switches import Switches

Settings = dict[str, Any]
Labelled = tuple[pd.DataFrame, np.ndarray]
Extracts = tuple[pd.DataFrame, "pd.DataFrame | None"]
_AT_ONCE = 4
"""Trees that grow side by side, as DSS's forests have it; the forest is the same to the bit."""
NOT_ALGORITHMS = ("gridSearchParams", "metrics", "custom_python", "custom_mllib", "plugin_python")


@dataclass(frozen=True)
class TrainedModel:
    """One model: what DSS tells of it, and its bundle (`scoring`), which is None when the training FAILED."""

    algorithm: str
    details: Settings
    snippet: Settings
    estimator: scoring.Bundle | None


def train(
    settings: Settings, frame: pd.DataFrame, switches: Switches, test_frame: pd.DataFrame | None = None
) -> list[TrainedModel]:
    """Return one model for each enabled algorithm, in the order of `modeling`; a failed one says why in its details.

    Parameters
    ----------
    settings : dict
        A prediction task's settings; not changed.
    frame : DataFrame of shape (n_rows, n_columns)
        The extract that `split.selection(settings)` describes, from `cells.frame_from_arrow`.
    switches : Switches
        `training_fails`, `train_second_model` and `resolved_names` matter here.
    test_frame : DataFrame, optional
        The extract of `split.selection(settings, "test")`; taken as the test rows instead of splitting `frame`.

    The same settings, rows and order of rows give the same scores to the bit.
    """
    regression = settings["predictionType"] == "REGRESSION"
    chosen = list(_enabled_algorithms(settings["modeling"], regression))
    if switches.train_second_model:
        chosen += [name for name in _of_kind(regression) if name not in chosen][:1]
    return [_attempt(name, settings, (frame, test_frame), switches) for name in chosen]


def train_from_recipe(
    payload: Settings, frame: pd.DataFrame, switches: Switches, test_frame: pd.DataFrame | None = None
) -> TrainedModel:
    """Return the model that a train recipe's payload (parsed) describes; failed or not as in `train`."""
    algorithm = payload["modeling"]["algorithm"]
    return _attempt(algorithm, task_settings(payload), (frame, test_frame), switches)


def _enabled_algorithms(modeling: Settings, regression: bool) -> Iterator[str]:
    """Yield the enabled algorithms; one outside the slice is yielded by its upper-case key, and will fail by name."""
    for key, block in modeling.items():
        if key in NOT_ALGORITHMS or not isinstance(block, dict) or not block.get("enabled"):
            continue
        algorithm = by_key(key, regression)
        if algorithm is not None:
            yield algorithm.name
        elif by_key(key, not regression) is None:
            yield key.upper()


def _of_kind(regression: bool) -> list[str]:
    return [name for name, algorithm in ALGORITHMS.items() if algorithm.regression == regression]


def _attempt(name: str, settings: Settings, frames: Extracts, switches: Switches) -> TrainedModel:
    started = clock.milliseconds()
    try:
        if switches.training_fails:
            raise DSSError("Training failed: the switch training_fails is on")
        fitted = _fit(named(name), settings, frames)
    except (DSSError, ValueError) as error:
        return TrainedModel(name, *written.of_failure(name, settings, started, str(error)), None)
    parts = written.of_success(named(name), settings, fitted, started, switches.resolved_names)
    if switches.kept_variables == "absent":
        del parts[0]["iperf"]["keptVariables"]
    return TrainedModel(name, *parts, fitted.bundle)


def _fit(algorithm: Algorithm, settings: Settings, frames: Extracts) -> written.Fitted:
    _refuse_unsupported(settings)
    kind = settings["predictionType"]
    names = target.classes(settings["preprocessing"]["target_remapping"])
    frame, y = _usable(settings, frames[0], names)
    test = _usable(settings, frames[1], names) if frames[1] is not None else None
    if test is not None:
        return _Fit(algorithm, settings, names).of((frame, y), test)
    folds = list(split.train_and_test(settings, frame, None if kind == "REGRESSION" else y))
    runs = [_Fit(algorithm, settings, names).of(_at(frame, y, rows), _at(frame, y, tested)) for rows, tested in folds]
    if len(runs) == 1:
        return runs[0]
    full = _Fit(algorithm, settings, names).of((frame, y), (frame, y))
    return written.averaged(full, runs)


def _at(frame: pd.DataFrame, y: np.ndarray, rows: np.ndarray) -> Labelled:
    return frame.iloc[rows], y[rows]


def _refuse_unsupported(settings: Settings) -> None:
    calibration = settings.get("calibration", {}).get("calibrationMethod", "NO_CALIBRATION")
    if calibration != "NO_CALIBRATION":
        raise DSSError(f"Calibration {calibration} is outside the slice; use NO_CALIBRATION.")
    if settings.get("partitionedModel", {}).get("enabled"):
        raise DSSError("Partitioned models are outside the slice.")


def _usable(settings: Settings, frame: pd.DataFrame, names: list[str]) -> Labelled:
    """Return the rows that can train, with their codes: target, time variable and row-dropping features are filled."""
    variable, per_feature = settings["targetVariable"], settings["preprocessing"]["per_feature"]
    if variable not in frame.columns:
        raise DSSError(f"The target {variable!r} is no column of the training data.")
    y = target.encoded(frame[variable], settings["predictionType"], names)
    kept = y.notna().to_numpy() & features.filled(frame, per_feature)
    timed = split.ordering(settings)
    if timed in frame.columns:
        kept &= frame[timed].notna().to_numpy()
    return frame[kept], y.to_numpy()[kept]


class _Fit:
    """One fit of one algorithm on given train and test rows."""

    def __init__(self, algorithm: Algorithm, settings: Settings, names: list[str]) -> None:
        self.algorithm, self.settings, self.names = algorithm, settings, names
        self.kind = settings["predictionType"]
        self.per_feature = settings["preprocessing"]["per_feature"]

    def of(self, train_rows: Labelled, test_rows: Labelled) -> written.Fitted:
        """Fit on the train rows and measure on the test rows."""
        self._check(train_rows[1], test_rows[1])
        preprocessor = features.preprocessor(self.per_feature)
        matrix = preprocessor.fit_transform(self._prepare(train_rows[0]))
        columns = features.column_names(preprocessor)
        y, weights = train_rows[1], self._weights(*train_rows)
        params = self.settings["preprocessing"].get("feature_selection_params", {})
        kept = reduction.kept_columns(params, matrix, y, self.kind == "REGRESSION")
        rows = Rows(matrix if kept is None else matrix[:, kept], y, weights, self.kind)
        best = search(self.algorithm, self.settings["modeling"][self.algorithm.key], self.settings["modeling"], rows)
        with joblib.parallel_config("threading", n_jobs=_AT_ONCE):
            estimator = self.algorithm.build(best.values).fit(rows.matrix, y, sample_weight=weights)
        pipeline = Pipeline([("preprocess", preprocessor), ("reduce", _picking(kept, matrix)), ("model", estimator)])
        used = columns if kept is None else [columns[rank] for rank in kept]
        return self._measure(pipeline, best, used, (len(y), *test_rows))

    def _check(self, y: np.ndarray, y_test: np.ndarray) -> None:
        if len(y) < 2 or len(y_test) < 1:
            raise DSSError(f"{len(y)} rows to train on and {len(y_test)} to test on are too few. Take more rows.")
        if self.kind != "REGRESSION":
            target.refuse_single_class(y, self.names, "train")
        if self.kind == "BINARY_CLASSIFICATION":
            target.refuse_single_class(y_test, self.names, "test")

    def _prepare(self, frame: pd.DataFrame) -> pd.DataFrame:
        numeric = features.of_type(self.per_feature, "NUMERIC")
        return features.prepared(frame, numeric, features.of_type(self.per_feature, "CATEGORY", "TEXT"))

    def _weights(self, frame: pd.DataFrame, y: np.ndarray) -> np.ndarray:
        """Return a weight for each row: n / (classes * rows of its class), times the sample weight, as asked."""
        method = self.settings.get("weight", {}).get("weightMethod", "NO_WEIGHTING")
        weights = np.ones(len(y))
        if method in ("CLASS_WEIGHT", "CLASS_AND_SAMPLE_WEIGHT") and self.kind != "REGRESSION":
            counts = np.bincount(y.astype(int), minlength=len(self.names))
            weights = len(y) / (len(self.names) * counts)[y.astype(int)]
        if method in ("SAMPLE_WEIGHT", "CLASS_AND_SAMPLE_WEIGHT"):
            variable = self.settings["weight"]["sampleWeightVariable"]
            weights = weights * features.prepared(frame, [variable], [])[variable].to_numpy()
        if not (np.isfinite(weights) & (weights >= 0)).all():
            raise DSSError("Sample weights must be numbers of at least 0 in every row.")
        return weights

    def _measure(
        self, pipeline: Pipeline, best: SearchResult, columns: list[str], tested: tuple[int, pd.DataFrame, np.ndarray]
    ) -> written.Fitted:
        n_train, frame, y = tested
        prepared, modeling = self._prepare(frame), self.settings["modeling"]
        perf: Settings = {}
        cut: float | None = None
        if self.kind == "REGRESSION":
            figures = performance.regression(y, pipeline.predict(prepared))
        elif self.kind == "MULTICLASS":
            figures = performance.multiclass(y, pipeline.predict_proba(prepared))
        else:
            positive = pipeline.predict_proba(prepared)[:, 1]
            perf = {"perCutData": performance.per_cut(y, positive), "rocVizData": performance.roc(y, positive)}
            cut = performance.threshold(perf["perCutData"], modeling)
            figures = performance.binary(y, positive, cut, float(modeling["metrics"].get("liftPoint", 0.4)))
        bundle = scoring.bundle(pipeline, self.per_feature, self.names, cut, self.kind)
        return written.Fitted(bundle, best, columns, figures, perf, (n_train, len(y)))


def _picking(kept: np.ndarray | None, matrix: np.ndarray) -> Any:
    """Return the fitted pipeline step that passes the kept columns of the matrix (all: None)."""
    if kept is None:
        return "passthrough"
    return ColumnTransformer([("kept", "passthrough", [int(rank) for rank in kept])]).fit(matrix)
