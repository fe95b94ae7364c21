"""Trained models in the workspace: details, snippet and bundle under one key, and their user meta."""

from __future__ import annotations

import copy
import os
from pathlib import Path
from typing import Any

import joblib

from dss_standin.dss import DSS
from dss_standin.errors import DSSError, NotFound

Model = dict[str, Any]


def keep(dss: DSS, key: str, details: Model, snippet: Model, bundle: Any) -> None:
    """Write a model; its snippet comes last, and only then is the model there."""
    folder = dss.store.path(key)
    folder.mkdir(parents=True, exist_ok=True)
    if bundle is not None:
        joblib.dump(bundle, folder / ".bundle")
        os.replace(folder / ".bundle", bundle_file(dss, key))
    dss.store.write(f"{key}/details", details)
    dss.store.write(f"{key}/snippet", snippet)


def exists(dss: DSS, key: str) -> bool:
    """Tell whether a model is wholly there."""
    return dss.store.exists(f"{key}/snippet")


def read(dss: DSS, key: str, part: str) -> Model:
    """Return `details` or `snippet` of a model; raise when there is none."""
    if not exists(dss, key):
        raise NotFound(f"model does not exist: {key.rsplit('/', 1)[-1]}")
    return dss.store.read(f"{key}/{part}")


def bundle_file(dss: DSS, key: str) -> Path:
    """Return the path of a model's fitted estimator."""
    return dss.store.path(key) / "model.joblib"


def bundle(dss: DSS, key: str) -> dict[str, Any]:
    """Return a model's fitted estimator and what goes with it, under the threshold that its user meta says."""
    content: dict[str, Any] = joblib.load(bundle_file(dss, key))
    return {**content, "threshold": threshold(dss, key)}


def threshold(dss: DSS, key: str) -> float | None:
    """Return the probability from which a model predicts its positive class; None unless it has two classes."""
    value: float | None = read(dss, key, "details")["userMeta"].get("activeClassifierThreshold")
    return value


def save_user_meta(dss: DSS, key: str, meta: Model) -> None:
    """Replace a model's user meta; the shape of its labels is an assumption (A21)."""
    check_labels(dss, meta.get("labels") or [])
    with dss.store.lock(key):
        for part in ("details", "snippet"):
            dss.store.write(f"{key}/{part}", {**read(dss, key, part), "userMeta": copy.deepcopy(meta)})


def check_labels(dss: DSS, labels: list[Any]) -> None:
    """Refuse labels of another shape than the switch says."""
    shape = dss.switches.user_meta_labels
    fits = {
        "strings": all(isinstance(label, str) for label in labels),
        "key_value": all(isinstance(label, dict) and {"key", "value"} <= set(label) for label in labels),
    }
    if not fits[shape]:
        raise DSSError(f"Cannot parse userMeta.labels: expected {shape}, found {labels!r}")
