"""Columns and first rows of a cohort, judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from champion_challenger.core.installation.findings import FIX, LOOK, OK, Finding
from champion_challenger.core.tables.storage_types import kind_of
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.records.datasets import DatasetFacts

NO_VALUES = ("NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None")
"""Words that pandas reads as missing, and the plugin as texts."""
_INFER = "Open the dataset's settings in DSS > Schema > Infer types from data (or type the columns in a Prepare recipe)"
_MOST_NAMES = 8
_KINDS = {"string": "texts", "boolean": "booleans"}


def type_findings(facts: DatasetFacts) -> Iterator[Finding]:
    """Storage types of the columns: a CSV whose columns are all texts, and booleans."""
    kinds = Counter(kind_of(column.type) for column in facts.columns)
    kind_counts = ", ".join(f"{n} of {_KINDS.get(kind, kind)}" for kind, n in kinds.items())
    if not facts.columns:
        yield Finding(
            FIX, "Types", f"{facts.name} has no columns", "Build the dataset, or detect its format and columns"
        )
    elif set(kinds) == {"string"} and len(facts.columns) > 1:
        observation = f"all {len(facts.columns)} columns are texts, as after an upload of a CSV file"
        advice = f"{_INFER}. Digits in texts are scored as numbers all the same; words among them are scored as empty"
        yield Finding(LOOK, "Types", observation, advice)
    else:
        yield Finding(OK, "Types", f"columns: {kind_counts}")
    flags = [column.name for column in facts.columns if column.type == "boolean"]
    if flags:
        yield Finding(
            OK, "Booleans", f"{name_list(flags)}: read as the texts true and false, which is how models know them"
        )


def word_finding(facts: DatasetFacts, rows: pd.DataFrame) -> Finding:
    """Texts such as NA among the first rows."""
    texts = [column.name for column in facts.columns if column.type == "string" and column.name in rows]
    counts = {name: int(rows[name].isin(NO_VALUES).sum()) for name in texts}
    columns = [f"{name} ({n:,} of {count_of(len(rows), 'row')})" for name, n in counts.items() if n]
    if not columns:
        return Finding(OK, "Words such as NA", f"none in the texts of the first {count_of(len(rows), 'row')}")
    advice = (
        "They are texts for this plugin: an id, a name or a category. If they mean that a value is missing, empty "
        "these cells in a Prepare recipe, in the training data too"
    )
    return Finding(LOOK, "Words such as NA", name_list(columns), advice)


def name_list(names: list[str]) -> str:
    """Names of a list that may be long.

    >>> name_list(["a", "b"]), name_list([str(n) for n in range(10)])
    ('a, b', '0, 1, 2, 3, 4, 5, 6, 7 and 2 more')
    """
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
