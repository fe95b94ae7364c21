"""Put before the recipe's own code: the seconds of each part of a run, those inside DSS's package apart, at its end.

It runs in the process of a recipe, on any version of the plugin; time in a part is that outside of parts within it.
"""

from __future__ import annotations

import atexit
import functools
import importlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MARK = "CLOCK "
PARTS = (
    ("dataiku.dataset", "Dataset.iter_dataframes", "host: reading"),
    ("dataiku.writer", "DatasetWriter.write_dataframe", "host: writing"),
    ("dataiku.writer", "DatasetWriter.close", "host: writing"),
    ("dataiku.model", "Model.get_predictor", "host: loading"),
    ("dataiku.predictor", "Predictor.predict", "host: predicting"),
    ("champion_challenger.adapters.dss.retrain_and_evaluate", "RetrainAndEvaluateHost.read_cohort", "checking"),
    ("champion_challenger.operations.retrain_and_evaluate", "score_contestants", "scoring"),
    ("champion_challenger.operations.retrain_and_evaluate", "evaluate", "figures"),
    ("champion_challenger.operations.retrain_and_evaluate", "write", "writing"),
)
_spent: Counter[str] = Counter()
_stack = ["other"]
_last = time.perf_counter()


@contextmanager
def _part(name: str) -> Iterator[None]:
    _turn()
    _stack.append(name)
    try:
        yield
    finally:
        _turn()
        _stack.pop()


def _turn() -> None:
    global _last
    now = time.perf_counter()
    _spent[_stack[-1]] += now - _last
    _last = now


def _timed(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    @functools.wraps(function)
    def timed(*args: Any, **keywords: Any) -> Any:
        with _part(name):
            answer = function(*args, **keywords)
        return _stepped(answer, name) if isinstance(answer, Iterator) else answer

    return timed


def _stepped(steps: Iterator[Any], name: str) -> Iterator[Any]:
    nothing = object()
    while True:
        with _part(name):
            step = next(steps, nothing)
        if step is nothing:
            return
        yield step


def _tell() -> None:
    _turn()
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    peak = int(status["VmHWM"].split()[0]) * 1024 / 1e6
    print(f"{MARK}{json.dumps({**_spent, 'peak_mb': peak})}", flush=True)  # noqa: T201 - into the log of the job


def start() -> None:
    """Begin to measure."""
    for module, path, name in PARTS:
        owner = importlib.import_module(module)
        *outer, last = path.split(".")
        for attribute in outer:
            owner = getattr(owner, attribute)
        setattr(owner, last, _timed(getattr(owner, last), name))
    atexit.register(_tell)
