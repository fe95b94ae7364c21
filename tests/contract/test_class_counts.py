"""Classes of training data that a real PostgreSQL counts: what reading the rows counts, or the rows are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dataikuapi
import numpy as np
import pandas as pd
import pytest
from dataikuapi.utils import DataikuException

from champion_challenger.adapters.dss.lab import Lab
from champion_challenger.adapters.dss.models import DSSSavedModel
from champion_challenger.records.runs import TrainingColumns, TrainingSummary
from dss_standin.running import Running
from tests.contract.flow_probe import MONTHS
from tests.contract.inside import inside
from tests.engines.postgresql import PostgreSQL

TYPES = {
    "churned": "string", "flag": "bigint", "snapshot": "string", "region": "string", "visits": "bigint", "x": "double",
    "is_new": "boolean", "month": "string",
}  # fmt: skip


def history(n: int = 600) -> pd.DataFrame:
    """Training rows, odd in every way we know of."""
    random = np.random.default_rng(4)
    return pd.DataFrame(
        {
            "churned": random.choice(["oui", "Non, merci", "1", "01", "NA", "", " a\tb", 'é "x"', None], n),
            "flag": pd.array(random.choice([0, 1, -7, None], n), dtype="Int64"),
            "snapshot": random.choice(["2024-01-31", "2024-02-01T00:00:00.000Z", "soon", "", None], n),
            "region": random.choice(["north", "", None], n),
            "visits": pd.array(random.choice([0, 3, None], n), dtype="Int64"),
            "x": random.choice([0.5, np.nan], n),
            "is_new": random.random(n) < 0.5,
            "month": random.choice(MONTHS, n),
        }
    )


class ToldLab(Lab):
    """Keeps what it tells."""

    told: list[str]

    def tell(self, message: str) -> None:
        """Keep the words."""
        self.told = [*getattr(self, "told", []), message]


class NoQueries(dataikuapi.DSSClient):
    """A client of somebody who may read the dataset, and not query its connection."""

    def sql_query(self, query: str, **options: Any) -> Any:
        """Refuse, as DSS does."""
        raise DataikuException("You may not read details of this connection")


@pytest.fixture(scope="module")
def warehouse(scored: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A training table in PostgreSQL, partitioned by month, and the same rows without partitions."""
    client = scored.client()
    project = client.get_project("RENEWAL")
    with PostgreSQL(tmp_path_factory.mktemp("postgresql")) as server:
        server.create("training", history())
        client.create_connection("warehouse", "PostgreSQL", server.params)
        for name in ("by_month", "whole"):
            project.create_sql_table_dataset(name, "PostgreSQL", "warehouse", "training", "public")
            dataset = project.get_dataset(name)
            dataset.set_schema({"columns": [{"name": column, "type": kind} for column, kind in TYPES.items()]})
        settings = project.get_dataset("by_month").get_settings()
        settings.add_time_partitioning_dimension("month", "MONTH")
        settings.save()
        yield scored


def lab(served: Running, training: str, *, may_query: bool = True) -> ToldLab:
    """The lab of the deployed model on a training dataset."""
    client = served.client() if may_query else NoQueries(served.url, served.key)
    model_id = client.get_project("RENEWAL").list_saved_models()[0]["id"]
    return ToldLab(client, DSSSavedModel(client, f"RENEWAL.{model_id}"), f"RENEWAL.{training}", "RENEWAL")


def both_ways(
    served: Running, training: str, partitions: list[str], columns: TrainingColumns
) -> tuple[TrainingSummary, TrainingSummary, ToldLab]:
    """Counted by the database, and from the rows."""
    asked, reading = lab(served, training), lab(served, training, may_query=False)
    with inside(served, "RENEWAL"):
        found = asked.summary(partitions, columns), reading.summary(partitions, columns)

    assert ["by its database" in line for line in reading.told] == [True]
    return *found, asked


@pytest.mark.parametrize("target", ["churned", "flag"])
@pytest.mark.parametrize(
    ("training", "partitions"), [("whole", []), ("by_month", ["2024-02"]), ("by_month", ["2024-01", "2024-03"])]
)
def test_the_database_counts_what_the_rows_say(
    warehouse: Running, training: str, partitions: list[str], target: str
) -> None:
    """Classes as they are spelled, rows without a cell that is needed, and the latest day."""
    columns = TrainingColumns(target, "snapshot", ("region", "visits"))
    found, expected, asked = both_ways(warehouse, training, partitions, columns)

    assert found == expected
    assert len(found.counts) >= 4
    assert found.n_incomplete > 0
    assert str(found.latest) == "2024-02-01"
    assert getattr(asked, "told", []) == []


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (TrainingColumns("is_new"), "found boolean in column 'is_new'"),
        (TrainingColumns("flag", needed=("x",)), "found double in column 'x'"),
    ],
)
def test_what_a_query_may_spell_otherwise_is_read(warehouse: Running, columns: TrainingColumns, words: str) -> None:
    """And the log says why, once a dataset."""
    found, expected, asked = both_ways(warehouse, "whole", [], columns)
    with inside(warehouse, "RENEWAL"):
        again = asked.summary([], columns)

    assert found == expected == again
    assert [words in line for line in asked.told] == [True]


def test_a_query_that_the_database_refuses_is_no_error(warehouse: Running) -> None:
    """The schema of the dataset names a column of other values than the table's."""
    columns = TrainingColumns("x")
    project = warehouse.client().get_project("RENEWAL")
    project.create_sql_table_dataset("retyped", "PostgreSQL", "warehouse", "training", "public")
    project.get_dataset("retyped").set_schema({"columns": [{"name": "x", "type": "string"}]})
    found, expected, asked = both_ways(warehouse, "retyped", [], columns)

    assert found == expected
    assert "expected texts and whole numbers in the answer, found double" in asked.told[0]


def test_files_are_read_without_a_word(warehouse: Running) -> None:
    """There is no database to be asked."""
    asked = lab(warehouse, "history")
    with inside(warehouse, "RENEWAL"):
        found = asked.summary(["2024-01"], TrainingColumns("y"))

    assert found.n == 120
    assert getattr(asked, "told", []) == []
