"""Texts of a stream to frames, as `get_dataframe` documents it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dss_standin.dataiku.frames import ReadOptions, frames, text_rows, written_schema
from dss_standin.dataiku.predictor import Predictor

COLUMNS = [
    {"name": "id", "type": "string"},
    {"name": "n", "type": "bigint"},
    {"name": "rate", "type": "double"},
    {"name": "flag", "type": "boolean"},
    {"name": "day", "type": "date"},
]
ROWS = '"001"\t1\t0.5\ttrue\t2024-01-05T00:00:00.000Z\n"002"\t2\t\tfalse\t\n'


def read(text: str = ROWS, columns: list[dict[str, Any]] = COLUMNS, **options: Any) -> pd.DataFrame:
    """Return the one frame of a text."""
    return next(iter(frames(io.BytesIO(text.encode()), columns, ReadOptions(**options), 1 << 40)))


def test_inference_turns_identifiers_into_numbers() -> None:
    """The default reads what the text looks like: the classic trap."""
    frame = read()
    assert frame["id"].tolist() == [1, 2]
    assert [frame[name].dtype.kind for name in ("n", "rate", "flag", "day")] == ["i", "f", "b", "M"]


def test_schema_types_keep_identifiers() -> None:
    """Without inference, the schema decides."""
    frame = read(infer_with_pandas=False)
    assert frame["id"].tolist() == ["001", "002"]
    assert (str(frame["n"].dtype), str(frame["flag"].dtype)) == ("int64", "bool")
    assert frame["day"][0] == pd.Timestamp("2024-01-05", tz="UTC")


def test_null_integers_need_an_option() -> None:
    """A null in an integer column fails, unless floats or nullable integers are asked for."""
    columns = COLUMNS[1:3]
    with pytest.raises(ValueError, match="Integer column has NA values"):
        read("1\t0.5\n\t1\n", columns, infer_with_pandas=False)
    assert str(read("1\t1\n\t1\n", columns, infer_with_pandas=False, int_as_float=True)["n"].dtype) == "float64"
    assert str(read("1\t1\n\t1\n", columns, infer_with_pandas=False, use_nullable_integers=True)["n"].dtype) == "Int64"


@pytest.mark.parametrize("options", [{}, {"use_nullable_integers": True}, {"int_as_float": True}])
def test_an_empty_boolean_stops_the_read(options: dict[str, Any]) -> None:
    """Under the schema's types; as a text it is missing."""
    with pytest.raises(ValueError, match="Bool column has NA values in column 1"):
        read('"001"\ttrue\n"002"\t\n', [COLUMNS[0], COLUMNS[3]], infer_with_pandas=False, **options)
    frame = read('"001"\ttrue\n"002"\t\n', [COLUMNS[0], COLUMNS[3]], infer_with_pandas=False, bool_as_str=True)
    assert (frame["flag"][0], frame["flag"].isna().tolist()) == ("true", [False, True])


def test_other_options_of_reading() -> None:
    """Booleans as text, dates as text, categories, own types."""
    assert read(bool_as_str=True)["flag"].tolist() == ["true", "false"]
    assert read(parse_dates=False)["day"][0] == "2024-01-05T00:00:00.000Z"
    assert str(read(categoricals="all_strings")["id"].dtype) == "category"
    assert str(read(override_dtypes={"n": "float32"})["n"].dtype) == "float32"


def test_no_row_is_an_empty_frame() -> None:
    """All columns are there, with the schema's types when those are asked for."""
    frame = read("", infer_with_pandas=False)
    assert (list(frame), len(frame), str(frame["n"].dtype)) == (["id", "n", "rate", "flag", "day"], 0, "int64")


def test_schema_of_a_written_frame() -> None:
    """Each dtype has its DSS type; anything else is text."""
    frame = pd.DataFrame({"a": [1], "b": [0.5], "c": [True], "d": ["x"], "e": pd.to_datetime(["2024-01-05"])})
    frame["f"], frame["g"] = frame["e"].dt.tz_localize("UTC"), pd.array([None], dtype="Int64")
    types = [column["type"] for column in written_schema(frame)]
    assert types == ["bigint", "double", "boolean", "string", "datetimenotz", "date", "bigint"]


def test_rows_are_written_in_schema_order() -> None:
    """Columns are matched by name; dates are ISO; missing cells are empty."""
    frame = pd.DataFrame({"b": ["x", None], "a": [1, 2], "d": pd.to_datetime(["2024-01-05T10:00Z", None], utc=True)})
    lines = text_rows(frame, ["a", "b", "d"], "P.D").splitlines()
    assert lines == ["1,x,2024-01-05T10:00:00.000000+0000", "2,,"]
    with pytest.raises(ValueError, match=r"dataset P.D: missing columns \['c'\], unknown columns \['d'\]"):
        text_rows(frame, ["a", "b", "c"], "P.D")


class HalfAndHalf:
    """A pipeline that gives one half to each class."""

    def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
        """Return equal probabilities."""
        return np.full((len(frame), 2), 0.5)


@pytest.mark.parametrize(("cells", "expected"), [(["true", None], ["true", ""]), ([True, False], ["True", "False"])])
def test_a_boolean_is_no_category_of_a_model(cells: list[Any], expected: list[str]) -> None:
    """Models hold `true` and `false`: a Python boolean matches nothing."""
    predictor = Predictor({"features": ["flag"], "numeric": [], "categories": ["flag"]})
    assert predictor.preformat(pd.DataFrame({"flag": cells}))["flag"].tolist() == expected


def test_predictor_leaves_dropped_rows_without_score() -> None:
    """A row that the model drops keeps its place, with nulls; no row at all is fine."""
    bundle = {"pipeline": HalfAndHalf(), "features": ["x"], "numeric": ["x"], "categories": [], "drop_rows": ["x"]}
    predictor = Predictor({**bundle, "classes": ["no", "yes"], "threshold": 0.4})
    scores = predictor.predict(pd.DataFrame({"x": [1.0, None, 2.0]}, index=[7, 8, 9]))
    assert scores.index.tolist() == [7, 8, 9]
    assert scores["proba_yes"].isna().tolist() == [False, True, False]
    assert scores["prediction"].dropna().tolist() == ["yes", "yes"]
    assert len(predictor.predict(pd.DataFrame({"x": []}))) == 0
