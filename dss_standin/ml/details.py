"""Details and snippet of a trained model, in the shape of `…/details` and `…/snippet`.

What the flow adds: `fullModelId`, `smOrigin`, the numbering of `userMeta.name`, `sessionId`.
The columns that a feature reduction kept, or all of them, are `details.iperf.keptVariables` (as `features.column_names`
writes them) [A]; `preprocessing` says how the reduction was asked for, and rejects nothing on its account.
The threshold is `userMeta.activeClassifierThreshold`, present for two classes only [A].
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dss_standin import clock
from dss_standin.ml import performance, recipe_payload, scoring
from dss_standin.ml.algorithms import Algorithm
from dss_standin.ml.search import SearchResult

Settings = dict[str, Any]


@dataclass(frozen=True)
class Fitted:
    """A fitted model with its figures on the test rows; `rows` counts train and test rows."""

    bundle: scoring.Bundle
    best: SearchResult
    columns: list[str]
    figures: dict[str, float]
    perf: Settings
    rows: tuple[int, int]


def averaged(full: Fitted, folds: list[Fitted]) -> Fitted:
    """Return `whole`, the model fitted on all rows, with the folds' mean figures and deviations (`aucstd`, …)."""
    figures = {}
    for name in folds[0].figures:
        values = [fold.figures[name] for fold in folds]
        figures[name], figures[f"{name}std"] = float(np.mean(values)), float(np.std(values))
    return replace(full, figures=figures, rows=(full.rows[0], sum(fold.rows[1] for fold in folds)))


def of_success(
    algorithm: Algorithm, settings: Settings, fitted: Fitted, started: int, resolved_names: str
) -> tuple[Settings, Settings]:
    """Return (details, snippet) of a model that is DONE; `started` in epoch milliseconds."""
    importance = performance.importances(fitted.bundle["pipeline"].named_steps["model"], fitted.columns)
    coefficients = performance.coefficients(fitted.bundle["pipeline"].named_steps["model"], fitted.columns)
    modeling = recipe_payload.single_algorithm(algorithm, settings, fitted.best.grid_length)
    resolved = {
        **algorithm.resolved(fitted.best.values, resolved_names),
        "skipExpensiveReports": modeling["skipExpensiveReports"],
    }
    details = {
        **_common(algorithm.label, settings, _train_info(started, "DONE", fitted.rows)),
        "modeling": modeling,
        "actualParams": {"resolved": resolved},
        "perf": fitted.perf,
        "iperf": {
            "keptVariables": fitted.columns,
            **({"gridCells": fitted.best.cells} if fitted.best.cells else {}),
            **({"rawImportance": importance} if importance else {}),
            **({"lmCoefficients": coefficients} if coefficients else {}),
        },
        "splitDesc": {"trainRows": fitted.rows[0], "testRows": fitted.rows[1]},
    }
    if fitted.bundle["threshold"] is not None:
        details["userMeta"]["activeClassifierThreshold"] = fitted.bundle["threshold"]
    return details, {**_snippet(algorithm.name, settings, details), **_summary(fitted, importance)}


def of_failure(name: str, settings: Settings, started: int, message: str) -> tuple[Settings, Settings]:
    """Return (details, snippet) of a model that is FAILED, with the message that a user needs."""
    info = {**_train_info(started, "FAILED", None), "failure": {"message": message}}
    details = {**_common(name.replace("_", " ").capitalize(), settings, info), "modeling": {"algorithm": name}}
    return details, _snippet(name, settings, details)


def _common(label: str, settings: Settings, train_info: Settings) -> Settings:
    return {
        "userMeta": {"name": label, "description": "", "labels": [], "starred": False},
        "trainInfo": train_info,
        "coreParams": recipe_payload.core(settings),
        "preprocessing": copy.deepcopy(settings["preprocessing"]),
        "backendType": settings.get("backendType", "PY_MEMORY"),
        "mlDiagnostics": {},
    }


def _train_info(started: int, state: str, rows: tuple[int, int] | None) -> Settings:
    ended = clock.milliseconds()
    counted = {"trainRows": rows[0], "testRows": rows[1]} if rows else {}
    times = {"startTime": started, "endTime": ended, "preprocessingTime": 0, "trainingTime": ended - started}
    return {**times, **counted, "state": state}


def _snippet(name: str, settings: Settings, details: Settings) -> Settings:
    return {
        "algorithm": name,
        "predictionType": settings["predictionType"],
        "backendType": details["backendType"],
        "trainDate": details["trainInfo"]["endTime"],
        "sessionDate": details["trainInfo"]["startTime"],
        "trainInfo": copy.deepcopy(details["trainInfo"]),
        "userMeta": copy.deepcopy(details["userMeta"]),
    }


def _summary(fitted: Fitted, importance: Settings | None) -> Settings:
    pairs = zip(importance["variables"][:3], importance["importances"][:3]) if importance else ()
    top = [{"variable": name, "importance": weight} for name, weight in pairs]
    return {**fitted.figures, "gridLength": fitted.best.grid_length, "topImportance": top}
