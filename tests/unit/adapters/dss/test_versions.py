"""What an older and a newer DSS are asked for, and which DSS is refused."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from champion_challenger.adapters.dss.versions import (
    SUPPORTED,
    check_dss,
    chosen_columns,
    explained_words,
    redeployment_options,
    takes,
    typed_frames,
)
from champion_challenger.errors import HostError

SCHEMA = [{"name": "id", "type": "string"}, {"name": "visits", "type": "int"}, {"name": "day", "type": "date"}]
ROWS = [["a", 1, "2019-01-31"], ["b", None, "2019-02-28"]]


def client(version: Any) -> Any:
    """A client of a DSS that tells a version; an exception is raised instead."""

    def info() -> Any:
        if isinstance(version, Exception):
            raise version
        return SimpleNamespace(raw={"dssVersion": version})

    return SimpleNamespace(get_instance_info=info)


@pytest.mark.parametrize("version", ["12.5.2", "9.0.1", "12.0.0-rc1"])
def test_a_dss_that_is_too_old_is_refused_by_name(version: str) -> None:
    """The message names what is there and what is needed."""
    with pytest.raises(
        HostError, match=rf"needs DSS 13\.0 to 15 .*, and this is DSS {version}\. Run it on a newer DSS"
    ):
        check_dss(client(version))


@pytest.mark.parametrize("version", ["13.0.0", "13.4.4", "14.7.5", "15.1.0.1"])
def test_a_supported_dss_is_not_remarked(version: str, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is logged."""
    check_dss(client(version))
    assert caplog.messages == []


@pytest.mark.parametrize("version", ["12.6.4", "16.0.0", "development", None, RuntimeError("Action forbidden")])
def test_another_dss_is_tried_and_logged(version: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Best effort, newer than what was tested, or unknown."""
    with caplog.at_level(logging.WARNING):
        check_dss(client(version))
    assert SUPPORTED in caplog.messages[-1]


class NewDataset:
    """Both packages' datasets, as the newest DSS has them."""

    def read_schema(self) -> list[dict[str, str]]:
        """Schema of the columns."""
        return SCHEMA

    def iter_dataframes(
        self,
        chunksize: int,
        infer_with_pandas: bool,
        bool_as_str: bool,
        use_nullable_integers: bool,
        keep_default_na: bool = True,
        na_values: Any = None,
    ) -> Iterator[pd.DataFrame]:
        """Tell what was asked."""
        asked = [chunksize, infer_with_pandas, bool_as_str, use_nullable_integers, keep_default_na, na_values]
        yield pd.DataFrame({"asked": asked}, dtype=object)

    def iter_rows(self, partitions: Any = None, columns: Any = None) -> Iterator[list[Any]]:
        """Rows with these columns, in this order."""
        places = [[column["name"] for column in SCHEMA].index(name) for name in columns]
        yield from ([row[place] for place in places] for row in ROWS)


class OldDataset:
    """Both packages' datasets, as DSS 13.0 has them."""

    asked: Any = None

    def iter_dataframes(self, chunksize: int, infer_with_pandas: bool = True) -> Iterator[pd.DataFrame]:
        """Not to be asked: whole numbers with gaps break it."""
        raise AssertionError

    def read_schema(self) -> list[dict[str, str]]:
        """Columns in the package."""
        return SCHEMA

    def get_schema(self) -> dict[str, Any]:
        """Columns in the client."""
        return {"columns": SCHEMA}

    @staticmethod
    def get_dataframe_schema_st(
        schema: list[dict[str, str]], bool_as_str: bool
    ) -> tuple[list[str], dict[str, str], list[int]]:
        """Names, types and places of dates."""
        return [column["name"] for column in schema], {"id": "str", "visits": "int32"}, [2]

    def iter_dataframes_forced_types(self, *shape: Any, chunksize: int) -> Iterator[pd.DataFrame]:
        """Tell what was asked."""
        yield pd.DataFrame({"asked": [*shape, chunksize]}, dtype=object)

    def iter_rows(self, partitions: Any = None) -> Iterator[list[Any]]:
        """Whole rows."""
        self.asked = partitions
        yield from ROWS


def test_nullable_integers_are_asked_for_where_they_are_known() -> None:
    """Else the types of whole numbers are changed by hand."""
    (new,), (old,) = typed_frames(NewDataset(), 50), typed_frames(OldDataset(), 50)

    assert new["asked"].tolist()[:4] == [50, False, True, True]
    assert old["asked"].tolist() == [["id", "visits", "day"], {"id": "str", "visits": "Int64"}, [2], 50]


def test_columns_of_a_read_are_chosen_by_dss_or_dropped_by_us() -> None:
    """In the order of the schema, whatever the order that they are named in."""

    class Choosing(NewDataset):
        """One that is asked for columns."""

        def iter_dataframes(self, chunksize: int, use_nullable_integers: bool, columns: list[str], **_: Any) -> Any:
            """Tell which."""
            yield pd.DataFrame(columns=columns)

    class Wide(OldDataset):
        """One that delivers whole rows."""

        def iter_dataframes_forced_types(self, *shape: Any, chunksize: int) -> Iterator[pd.DataFrame]:
            """Read all."""
            yield pd.DataFrame({"id": ["a"], "visits": [1], "day": ["2019-01-31"]})

    (old,) = typed_frames(Wide(), 50, columns=["day", "id"])
    (new,) = typed_frames(Choosing(), 50, columns=["day", "id"])

    assert old.columns.tolist() == new.columns.tolist() == ["id", "day"]


def test_only_the_empty_cell_is_no_text() -> None:
    """A customer may be called NULL, a country NA; in a column of numbers both are gaps."""
    (new,) = typed_frames(NewDataset(), 50)
    keeps_default, words = new["asked"].tolist()[4:]

    assert keeps_default is False
    assert words["id"] == [""]
    assert {"", "NA", "NULL", "nan"} <= set(words["visits"])


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        ({"dtype": {"x": "float64"}}, "16,44"),
        ({"dtype": {"x": "Int64"}}, "n.d."),
        ({"dtype": {"x": "Int64"}}, str(2**64)),
    ],
)
def test_a_cell_of_another_type_is_told_with_what_to_do(read: dict[str, Any], cell: str) -> None:
    """In the words of the pandas that reads it."""
    with pytest.raises((ValueError, TypeError, OverflowError), match=".") as raised:
        pd.read_csv(io.StringIO(f"x;y\n1;1\n{cell};1\n"), sep=";", **read)
    error = explained_words(HostError(str(raised.value)))

    assert str(error).startswith(str(raised.value))
    assert "Convert the column in a Prepare recipe, or make it a string" in str(error)
    assert str(explained_words(HostError("no such dataset"))) == "no such dataset"


@pytest.mark.parametrize("dataset", [NewDataset(), OldDataset()])
def test_columns_come_in_the_order_asked_for(dataset: Any) -> None:
    """Chosen by the client, or by us."""
    rows = list(chosen_columns(dataset, ["day", "visits"], ["2019-01"]))
    assert rows == [["2019-01-31", 1], ["2019-02-28", None]]


def test_no_partition_is_all_of_them() -> None:
    """An empty list would be none."""
    dataset = OldDataset()
    list(chosen_columns(dataset, ["id"], []))
    assert dataset.asked is None


def test_a_threshold_is_forced_where_a_redeployment_can() -> None:
    """An older one has neither keyword, and no search again is then DSS's own choice."""

    def new(model: str, redo_optimization: bool = False, **_: Any) -> None: ...
    def old(model: str, activate: bool = True) -> None: ...

    tasks = [SimpleNamespace(redeploy_to_flow=one) for one in (new, old)]
    forced = {"redo_optimization": False, "redo_threshold_optimization": False, "fixed_threshold": 0.3}

    assert [redeployment_options(task, 0.3) for task in tasks] == [forced, {}]
    assert redeployment_options(tasks[0], None) == {"redo_optimization": False}


def test_signatures_tell_keywords() -> None:
    """Those of the function, never those that it might swallow."""
    assert takes(NewDataset().iter_rows, "columns")
    assert not takes(lambda **_: None, "columns")
