"""The bundle: what is kept of a trained model on disk, loadable with scikit-learn alone.

A bundle is a plain dict saved with joblib:

- `pipeline`: fitted `sklearn.pipeline.Pipeline` of the frame made by `features.prepared`;
- `features`: input columns in the settings' order; `numeric` and `categories` (categories and texts): the same columns
  by how their cells are read (`cells.numbers`, `cells.texts`), in the order in which the pipeline takes them;
- `drop_rows`: features whose missing cell means that the row gets no prediction;
- `classes`: class names as spelled in the training data, in the order of `predict_proba`'s columns ([] for
  a regression);
- `threshold`: probability of `classes[1]` from which it is predicted, None unless there are two classes;
- `prediction_type`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dss_standin.ml import features

Bundle = dict[str, Any]


def bundle(
    pipeline: Any, per_feature: dict[str, Any], classes: list[str], threshold: float | None, kind: str
) -> Bundle:
    """Return the bundle of a fitted pipeline."""
    return {
        "pipeline": pipeline,
        "features": features.inputs(per_feature),
        "columns": [name for name, feature in per_feature.items() if feature.get("role") != "TARGET"],
        "numeric": features.of_type(per_feature, "NUMERIC"),
        "categories": features.of_type(per_feature, "CATEGORY", "TEXT"),
        "drop_rows": features.dropping_rows(per_feature),
        "classes": classes,
        "threshold": threshold,
        "prediction_type": kind,
    }


def probabilities(model: Bundle, frame: pd.DataFrame) -> np.ndarray:
    """Return the class probabilities, shape (n_rows, n_classes), each in [0, 1], columns in the order of `classes`."""
    taken = features.prepared(frame, model["numeric"], model["categories"])
    result: np.ndarray = model["pipeline"].predict_proba(taken)
    return result
