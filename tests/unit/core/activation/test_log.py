"""Rows of the activation log: written, read back as texts, and looked for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from champion_challenger.core.activation.log import (
    Activation,
    last_logged_version,
    log_frame,
    log_row,
    log_rows,
    missing,
)
from champion_challenger.core.tables.columns import ACTIVATION_LOG

FIRST = Activation("2019-06-30T12:00:00Z", "ann", "TELCO", "m1", "", "v1", "first one")
SECOND = Activation("2019-07-31T12:00:00Z", "bob", "TELCO", "m1", "v1", "v2", "better", "t-o-k-n")


def test_a_row_has_the_columns_of_the_log_and_comes_back_as_it_was() -> None:
    """Empty texts stay empty, whatever a reader makes of nulls."""
    rows = [log_row(FIRST), log_row(SECOND)]
    frame = log_frame(rows)
    assert list(frame.columns) == [column.name for column in ACTIVATION_LOG]
    assert log_rows(frame.replace("", np.nan)) == rows


def test_columns_of_a_later_version_are_left_out_and_missing_ones_are_empty() -> None:
    """A log outlives versions of the plugin in both directions."""
    frame = pd.DataFrame([{**log_row(FIRST), "mood": "glad"}]).drop(columns=["token", "how"])
    assert log_rows(frame) == [{**log_row(FIRST), "token": "", "how": ""}]


def test_the_last_logged_version_is_the_models_own_and_the_latest() -> None:
    """Rows may stand in any order, and be of several models."""
    other = {**log_row(SECOND), "model_id": "m2", "to_version": "w9", "activated_at": "2020-01-01T00:00:00Z"}
    rows = [log_row(SECOND), other, log_row(FIRST)]
    assert [last_logged_version(rows, "TELCO", name) for name in ("m1", "m2", "m3")] == ["v2", "w9", None]


def test_missing_rows_are_those_that_differ_in_anything() -> None:
    """A row that somebody edited is missing."""
    edited = {**log_row(FIRST), "reason": "edited"}
    assert missing([log_row(FIRST), log_row(SECOND)], [edited, log_row(SECOND)]) == [log_row(FIRST)]
