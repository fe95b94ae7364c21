"""A version's features in the cohort, and rows as its predictor takes them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from champion_challenger.operations.evaluation.chunks import Chunks
from champion_challenger.operations.evaluation.features import Features, TextCells, notes, obstacles
from champion_challenger.records.models import VersionDesign

FRAME = pd.DataFrame(
    {
        "id": ["a", "b", "c"],
        "x": pd.array([1, None, 3], dtype="Int64"),
        "code": ["01", "", "n.d."],
        "flag": ["true", "false", None],
        "region": [1.0, 2.0, np.nan],
        "void": ["", None, ""],
    }
)
TYPES = {"id": "string", "x": "bigint", "code": "string", "flag": "boolean", "region": "double", "void": "string"}
DESIGN = VersionDesign(("0", "1"), frozenset({"x", "code", "flag", "gone"}), frozenset({"region", "void", "lost"}))
FEATURES = Features(
    ("x", "code", "flag", "region", "void", "gone", "lost"), DESIGN, Chunks([FRAME[:2], FRAME[2:]]), TYPES
)


def test_a_predictor_gets_its_features_alone_under_its_types() -> None:
    """Numbers with NaN, categories as texts, what the cohort lacks empty; rows are numbered from 0 in each chunk."""
    first, second = FEATURES.frames()

    assert set(first.columns) == set(FEATURES.names)
    assert second.index.tolist() == [0]
    assert first["code"].tolist()[0] == 1.0
    assert first["flag"].tolist() == [1.0, 0.0]
    assert first["region"].tolist() == ["1", "2"]
    assert first["x"].dtype == "float64"
    assert first["gone"].isna().all()
    assert first["lost"].tolist() == [None, None]


def test_what_is_lost_text_and_empty_is_found() -> None:
    """In all chunks together."""
    assert FEATURES.lost == ["gone", "lost"]
    assert FEATURES.text_cells() == {"code": TextCells(2, 1)}
    assert FEATURES.empty() == ["void"]


def test_obstacles_and_notes_name_their_features() -> None:
    """None without any."""
    assert [reason.code for reason in obstacles(["gone"], ["code"])] == ["cohort_lacks_features", "features_are_text"]
    assert obstacles([], []) == notes({"code": TextCells(2, 2)}, []) == ()
    assert [reason.code for reason in notes({"code": TextCells(2, 1)}, ["void"])] == [
        "cells_are_no_numbers",
        "features_are_empty",
    ]
