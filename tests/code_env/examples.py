"""`examples.py PYTHON_LIB NAME`: imports what models need and every module of the plugin, and runs the examples in it."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import sys

import numpy
import pandas
import sklearn

VISUAL_ML = ("sklearn.ensemble", "xgboost", "lightgbm", "statsmodels.api", "jinja2", "cloudpickle", "flask")


def main(python_lib: str, name: str) -> int:
    """Return 0 when every module loads and every example holds."""
    for module in VISUAL_ML:
        importlib.import_module(module)
    sys.path.insert(0, python_lib)
    package = importlib.import_module("champion_challenger")
    modules = [one.name for one in pkgutil.walk_packages(package.__path__, "champion_challenger.")]
    results = [doctest.testmod(importlib.import_module(module)) for module in modules]
    failed, tried = (sum(result[place] for result in results) for place in (0, 1))
    versions = ", ".join(f"{one.__name__} {one.__version__}" for one in (pandas, numpy, sklearn))
    print(
        f"Code environment, {name}: {len(modules)} modules, {tried - failed} examples held, {failed} failed ({versions})"
    )
    return bool(failed or tried < 100)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
