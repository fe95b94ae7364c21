"""What is asked of each figure, and the table that says whether it holds."""

from __future__ import annotations

import operator
import os
import platform
from collections.abc import Mapping

import numpy as np
import pandas as pd
import sklearn

WORDS = {">=": "at least", "<=": "at most", "<": "under", "==": ""}
HOLDS = {">=": operator.ge, "<=": operator.le, "<": operator.lt, "==": operator.eq}
GOALS = {
    "kernel_vs_sklearn_1e6": (">=", 90),
    "kernel_vs_sklearn_1e7": (">=", 90),
    "kernel_vs_sort_1e6": ("<=", 1.4),
    "kernel_vs_sort_1e7": ("<=", 1.4),
    "kernel_extra_bytes_per_row": ("<=", 16),
    "full_vs_user_code_14x1e6": (">=", 40),
    "full_peak_mb_14x1e6": ("<", 1_000),
    "overhead_share_14x1e6": ("<", 0.10),
    "scoring_wall_vs_serial": ("<=", 0.7),
    "recipe_vs_serial_14x1e6": ("<=", 0.6),
    "growth_n_exponent": ("<=", 1.1),
    "growth_m_exponent": ("<=", 1.05),
    "cohort_reads": ("==", 1),
    "predictors_in_memory": ("==", 1),
    "sql_vs_fetch_14x1e6_rounded": (">=", 5),
    "sql_peak_mb_14x1e7_rounded": ("<", 200),
    "sql_rows_out_per_cohort": ("<", 100),
    "summarise_seconds_100x36": ("<", 20),
    "summarise_peak_mb_100x36": ("<", 500),
    "report_seconds_100x36": ("<", 3),
    "report_kb_100x36": ("<", 500),
    "webapp_view_seconds_100x36": ("<", 1),
    "webapp_ten_at_once_seconds_100x36": ("<", 5),
    "sql_look_vs_count_14x1e6_rounded": ("<=", 1.2),
    "sql_paired_vs_fetch_14x1e6_rounded": (">=", 5),
    "sql_paired_peak_mb_14x1e7_rounded": ("<", 1_000),
    "bench_core_seconds": ("<", 600),
    "bench_database_seconds": ("<", 600),
}
WITHOUT_VECTORS = {"kernel_vs_sort_1e6": ("<=", 1.5)}
"""Goals of the kernel where numpy's sort does not take AVX-512; the other ratios that rest on the sort are reported."""
_BY_THE_SORT = ("kernel_vs", "full_vs", "overhead_share", "bench_core")
_VECTOR_SORT_MILLISECONDS = 8.0


def has_vector_sort(found: Mapping[str, float]) -> bool:
    """Whether numpy sorts a million floats as fast as with AVX-512: on some processors that have it, it is not taken."""
    return found.get("sort_milliseconds_1e6", 0.0) < _VECTOR_SORT_MILLISECONDS


def table(found: Mapping[str, float]) -> str:
    """Figures beside their goals, and the machine that they were measured on."""
    goals = _goals(found)
    rows = [f"| `{name}` | {value:,.4g} | {_judged(value, goals.get(name))} |" for name, value in sorted(found.items())]
    head = ["| figure | measured | goal | |", "|---|---|---|---|"]
    return "\n".join([*head, *rows, "", f"Measured with {_machine()}.", ""])


def merged(older: str, newer: str) -> str:
    """Table with the newer line of each figure, the older one where it was not measured again.

    >>> print(merged("| `b` | 1 |\\n| `a` | 1 |", "| figure |\\n|---|\\n| `b` | 2 |\\n\\nMeasured here.\\n"))
    | figure |
    |---|
    | `a` | 1 |
    | `b` | 2 |
    <BLANKLINE>
    Measured here.
    <BLANKLINE>
    """
    rows = {line.split("`")[1]: line for text in (older, newer) for line in text.splitlines() if line.startswith("| `")}
    lines = newer.splitlines()
    return "\n".join([*lines[:2], *(rows[name] for name in sorted(rows)), "", lines[-1], ""])


def _goals(found: Mapping[str, float]) -> dict[str, tuple[str, float]]:
    if has_vector_sort(found):
        return GOALS
    return {name: goal for name, goal in GOALS.items() if not name.startswith(_BY_THE_SORT)} | WITHOUT_VECTORS


def _judged(value: float, goal: tuple[str, float] | None) -> str:
    if goal is None:
        return "reported | "
    sign, bound = goal
    return f"{WORDS[sign]} {bound:,}".strip() + (" | met" if HOLDS[sign](value, bound) else " | **missed**")


def _machine() -> str:
    programs = f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}"
    return f"{programs}, scikit-learn {sklearn.__version__} on {os.cpu_count()} cores"
