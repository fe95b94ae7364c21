"""Outcomes as customers realised them, matched with the classes that a model knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.errors import DataError
from champion_challenger.languages.english.phrases import count_of

_MOST_VALUES = 5
_WHOLE = re.compile(r"[+-]?[0-9]{1,300}(\.0*)?")


@dataclass(frozen=True)
class Outcomes:
    """Realised outcomes of a cohort's rows.

    Attributes
    ----------
    y_true
        1 for the positive class, 0 for the other, and 0 where unknown; int8, one per row.
    is_known
        False where the outcome is null; one per row.
    """

    y_true: npt.NDArray[np.int8]
    is_known: npt.NDArray[np.bool_]


def realised_outcomes(values: pd.Series, classes: Sequence[str], positive_class: str, column: str) -> Outcomes:
    """Outcomes of a column as 0 and 1.

    Values are matched with the classes by what they mean, not by how a storage type spells them: ``1``, ``1.0``,
    ``"1"``, ``True`` and ``"true"`` are one class. Nulls and empty texts are unknown.

    Parameters
    ----------
    values
        The outcome column, any dtype.
    classes
        The two classes that the model knows.
    positive_class
        The one to be found.
    column
        Name of the column, for messages.

    Raises
    ------
    DataError
        When a value is neither of the two classes.

    Examples
    --------
    >>> outcomes = realised_outcomes(pd.Series([1.0, 0.0, None]), ["0", "1"], "1", "churned")
    >>> outcomes.y_true.tolist(), outcomes.is_known.tolist()
    ([1, 0, 0], [True, True, False])
    """
    # Spelled once for each distinct value, as a cohort may have millions of rows.
    codes, distinct = pd.factorize(values)
    spelled = [class_text(value) for value in distinct]
    allowed = {_meaning(class_text(name)) for name in classes} | {""}
    strange = dict.fromkeys(name for name in spelled if _meaning(name) not in allowed)
    if strange:
        rows = pd.Series(spelled, dtype="object").reindex(codes).value_counts()
        counts = ", ".join(f"{name!r} ({count_of(rows[name], 'row')})" for name in list(strange)[:_MOST_VALUES])
        others = len(strange) - _MOST_VALUES
        counts += f" and {count_of(others, 'other value')}" if others > 0 else ""
        msg = (
            f"Outcome column {column}: expected the classes {' and '.join(map(repr, classes))}, found {counts}. "
            "Map the values in a Prepare recipe, or choose the right column."
        )
        raise DataError(msg)
    positive = _meaning(class_text(positive_class))
    # The last place is for missing values, which factorize() codes as -1.
    is_positive = np.array([_meaning(name) == positive for name in spelled] + [False])
    is_known = np.array([name != "" for name in spelled] + [False])
    return Outcomes(is_positive[codes].astype(np.int8), is_known[codes])


def _meaning(text: str) -> str:
    """One name for what a boolean and a number say."""
    return {"true": "1", "false": "0"}.get(text, text)


def class_text(value: object) -> str:
    """One spelling for the same class under every storage type; "" for null.

    Examples
    --------
    >>> [class_text(value) for value in (1, 1.0, "1.0", True, "TRUE", " yes", None, 0.5)]
    ['1', '1', '1', 'true', 'true', 'yes', '', '0.5']
    """
    # pd.NA is asked for by identity: comparing it gives NA again, which has no truth.
    if value is None or value is pd.NA or value != value:
        return ""
    text = str(value).strip()
    if text.lower() in ("true", "false"):
        return text.lower()
    # Without a float between, which would lose digits of long codes.
    return str(int(text.partition(".")[0])) if _WHOLE.fullmatch(text) else text
