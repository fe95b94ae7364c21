"""A version's features in the cohort: which are missing, text or empty, and rows as its predictor takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.core.reasons import Reason
from champion_challenger.core.tables.frames import cell_text
from champion_challenger.core.tables.storage_types import NUMBERS
from champion_challenger.operations.evaluation.chunks import Chunks
from champion_challenger.records.models import VersionDesign

NUMBERS_IN_TEXT = 0.9
"""Share of the cells of a text column from which it is one of numbers: the host's guess may take it for one."""


@dataclass(frozen=True)
class TextCells:
    """Cells of a text column that a version takes as numbers, without the empty ones."""

    n: int
    n_numbers: int

    @property
    def is_text(self) -> bool:
        """Whether it is text for good, and no column of digits such as postal codes; an empty one is neither."""
        # Of an empty column both are 0, which is not less.
        return self.n_numbers < NUMBERS_IN_TEXT * self.n


@dataclass(frozen=True)
class Features:
    """What a version scores by, and the rows that it is to score.

    Attributes
    ----------
    names
        Names of its features.
    types
        Storage types of the cohort's columns.
    gives_all
        Whether a predictor gets all columns, since one asks for more than its features.
    """

    names: tuple[str, ...]
    design: VersionDesign
    rows: Chunks
    types: Mapping[str, str]
    gives_all: bool = False

    @property
    def lost(self) -> list[str]:
        """Those that the cohort lacks."""
        return [name for name in self.names if name not in self.types]

    @property
    def given(self) -> tuple[str, ...]:
        """Columns of the rows that a predictor gets."""
        design = self.design
        # Also what the design names beyond the predictor's own list: which of the two a predictor reads is not
        # documented.
        used = {*self.names, *design.features, *design.numeric_features, *design.category_features}
        return tuple(name for name in self.rows.columns if self.gives_all or name in used)

    def text_cells(self) -> dict[str, TextCells]:
        """Those taken as numbers that the cohort stores as text: the version may have been trained on such."""
        names = [name for name in self.names if name in self.design.numeric_features and self._is_text(name)]
        cells = dict.fromkeys(names, TextCells(0, 0))
        for frame in self.rows if names else ():
            for name in names:
                values = frame[name]
                n = int((values.notna() & (values.astype("object") != "")).sum())
                n_numbers = int(np.isfinite(_numbers(values)).sum())
                cells[name] = TextCells(cells[name].n + n, cells[name].n_numbers + n_numbers)
        return cells

    def empty(self) -> list[str]:
        """Those without a value in any row: decimal commas in a column of numbers are dropped, for example."""
        left = [name for name in self.names if name in self.types]
        for frame in self.rows:
            left = [name for name in left if not _has_value(frame[name])]
            # Nearly always after the first chunk.
            if not left:
                break
        return left

    def frames(self, places: range | None = None) -> Iterator[pd.DataFrame]:
        """Rows as a predictor takes them: numbered from 0, gaps as NaN, categories as texts, the missing empty.

        They have the version's features alone, so that no cell of another column is copied; with ``gives_all`` they
        have all columns. A model knows the categories of a boolean as ``true`` and ``false``; as a number it is 1 or 0.
        Texts that it takes as numbers are numbers, or empty.

        Parameters
        ----------
        places
            Chunks of the rows that are wanted; all of them by default.
        """
        design, given = self.design, self.given
        digits = [name for name in sorted(design.numeric_features) if self._is_text(name)]
        flags = [name for name in sorted(design.numeric_features) if self.types.get(name) == "boolean"]
        for frame in self.rows if places is None else self.rows.part(places):
            # Predictors join their outputs by the index; that of a chunk of the cohort would begin anywhere.
            fitted = frame[list(given)].reset_index(drop=True)
            coded = [name for name in sorted(design.category_features) if _is_number(fitted.get(name))]
            # Categories of a model are texts: 1 and "1" would be two of them.
            codes = {name: _codes(fitted[name]) for name in coded}
            numbers = {name: _codes(fitted[name]).map({"true": 1.0, "false": 0.0}) for name in flags}
            read = {name: _numbers(fitted[name]) for name in digits}
            # scikit-learn does not know pandas' missing whole number, but NaN.
            gaps = {name: fitted[name].astype("float64") for name in fitted.columns if _is_nullable(fitted[name])}
            empty = {name: _empty(name, design) for name in self.lost}
            # The order decides where a column is of several kinds: what is lost is empty, whatever else it may be.
            yield fitted.assign(**{**gaps, **codes, **numbers, **read, **empty})

    def _is_text(self, name: str) -> bool:
        return name in self.types and self.types[name] not in (*NUMBERS, "boolean", "date")


def obstacles(lost: Sequence[str], text: Sequence[str]) -> tuple[Reason, ...]:
    """Why a version cannot be scored as it was trained."""
    features = (("cohort_lacks_features", lost), ("features_are_text", text))
    return tuple(Reason(code, {"n": len(names), "features": list(names)}) for code, names in features if names)


def notes(cells: Mapping[str, TextCells], empty: Sequence[str]) -> tuple[Reason, ...]:
    """Notes on the scores: texts among numbers, and features without a value."""
    strange = {name: counted.n - counted.n_numbers for name, counted in cells.items() if counted.n > counted.n_numbers}
    values = {"n": sum(strange.values()), "features": list(strange)}
    texts = (Reason("cells_are_no_numbers", values),) if strange else ()
    return (*texts, *((Reason("features_are_empty", {"n": len(empty), "features": list(empty)}),) if empty else ()))


def _numbers(values: pd.Series) -> npt.NDArray[np.float64]:
    """Numbers that texts spell; NaN for the rest."""
    numbers = pd.to_numeric(values.astype("object"), errors="coerce").to_numpy(dtype="float64", na_value=np.nan)
    # "inf" is a number for pandas, and for nobody else.
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _has_value(values: pd.Series) -> bool:
    known = values[values.notna()]
    return len(known) > 0 if _is_number(values) else bool((known.astype("object") != "").any())


def _empty(name: str, design: VersionDesign) -> float | None:
    return np.nan if name in design.numeric_features else None


def _is_number(values: pd.Series | None) -> bool:
    return values is not None and pd.api.types.is_numeric_dtype(values)


def _is_nullable(values: pd.Series) -> bool:
    """Whether whole numbers have gaps in a way that scikit-learn does not know."""
    return pd.api.types.is_extension_array_dtype(values.dtype) and pd.api.types.is_integer_dtype(values.dtype)


def _codes(values: pd.Series) -> pd.Series:
    texts: pd.Series = values.astype("object").map(cell_text, na_action="ignore").where(values.notna(), None)
    return texts
