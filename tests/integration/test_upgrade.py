"""An update of the plugin over recipes and performance data that an older version left."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd
import pytest

from champion_challenger.core.tables.columns import COLUMNS
from champion_challenger.records.datasets import Column
from champion_challenger.version import VERSION
from dss_standin.running import Running, running
from tests.integration.telco import PLUGIN, ROOT, Telco, all_available

OLD_VERSION, OLD_MONTH, NEW_MONTH = "0.0.9", "2019-02", "2019-03"
ADDED = ("accuracy", "base_rate", "extra_positives")
OLD_COLUMNS = tuple(column for column in COLUMNS if column.name not in ADDED)
STORED = ("in_csv", "in_parquet", "in_sql")
LATER = Column("brilliance", "double", "A column of a version that was installed for a while")
WRITER = """
import io, dataiku, pandas
frame = pandas.read_csv(io.StringIO({rows!r}), dtype={types!r}, keep_default_na=False, na_values=[""])
dataset = dataiku.Dataset({name!r})
dataset.write_schema({schema!r})
frame = frame.assign(month={month!r}) if {is_sql} else frame
with dataset.get_writer() as writer:
    writer.write_dataframe(frame)
"""


def zipped(version: str) -> io.BytesIO:
    """The plugin's zip, which calls itself by another version."""
    built = ROOT / "dist" / f"dss-plugin-{PLUGIN}-{VERSION}.zip"
    stream = io.BytesIO()
    with zipfile.ZipFile(built) as source, zipfile.ZipFile(stream, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename in ("plugin.json", "python-lib/champion_challenger/version.py"):
                content = content.replace(VERSION.encode(), version.encode())
            target.writestr(entry, content)
    stream.seek(0)
    return stream


def wrote_old_rows(telco: Telco, name: str, connection: str, format_option: str | None) -> pd.DataFrame:
    """A dataset with a month of the older version's rows and columns, and those rows."""
    telco.project.new_managed_dataset(name).with_store_into(connection, format_option_id=format_option).create()
    settings = telco.project.get_dataset(name).get_settings()
    settings.add_time_partitioning_dimension("month", "MONTH")
    if format_option:
        settings.set_partitioning_file_pattern("%Y-%M/.*")
    settings.save()
    columns = (*OLD_COLUMNS, LATER)
    rows = telco.rows("performance", OLD_MONTH).assign(brilliance=7.5)[[column.name for column in columns]]
    is_sql = format_option is None
    stored = [*columns, Column("month", "string")] if is_sql else columns
    recipe = telco.project.new_recipe("python", f"write_{name}").with_output(name).with_script(
        WRITER.format(
            rows=rows.to_csv(index=False), name=name, month=OLD_MONTH, is_sql=is_sql,
            types={c.name: "object" for c in columns if c.type == "string"},
            schema=[{"name": c.name, "type": c.type} for c in stored],
        )
    ).build()  # fmt: skip
    recipe.run(partitions=OLD_MONTH)
    recipe.delete()
    return rows


@dataclass
class Upgraded:
    """A host after the update: what the older version left in three kinds of storage, and what the new one said there."""

    served: Running
    telco: Telco
    left: dict[str, pd.DataFrame]
    logs: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    """The older version installed and run, its rows laid down; then the update, and the next month."""
    with running(tmp_path_factory.mktemp("workspace")) as served:
        client = served.client()
        client.install_plugin_from_archive(zipped(OLD_VERSION))
        plugin = client.get_plugin(PLUGIN)
        settings = plugin.get_settings()
        settings.set_code_env(plugin.create_code_env().wait_for_result()["envName"])
        settings.save()
        telco = Telco(client, months=("2019-01", OLD_MONTH, NEW_MONTH))
        assert telco.run(OLD_MONTH).startswith("DONE")
        kinds = {"in_csv": "CSV_EXCEL_GZIP", "in_parquet": "PARQUET_HIVE", "in_sql": None}
        left = {
            name: wrote_old_rows(telco, name, "filesystem_managed" if kind else "duckdb", kind)
            for name, kind in kinds.items()
        }
        plugin.update_from_zip(zipped(VERSION))
        host = Upgraded(served, telco, left)
        host.logs["refused"] = ran(telco, "in_sql")
        add_columns(host, "in_sql")
        host.logs.update({name: ran(telco, name) for name in kinds})
        yield host


def ran(telco: Telco, name: str) -> str:
    """Run a recipe that an older form set up, for the new month, into a dataset; its state and log."""
    recipe = telco.create_recipe(f"evaluate_{name}", performance=name, retraining_log="", scores="")
    job = recipe.run(partitions=NEW_MONTH, wait=True, no_fail=True)
    recipe.delete()
    return f"{job.get_status()['baseStatus']['state']}\n{job.get_log()}"


def add_columns(host: Upgraded, name: str) -> None:
    """Do what the refusal says: the statement in the database, then the schema read again."""
    statement = re.search(r"ALTER TABLE (\S+) (ADD .+)", host.logs["refused"])
    assert statement is not None, host.logs["refused"]
    for addition in statement[2].split(", "):
        host.served.dss.connections.cursor("duckdb").execute(f"ALTER TABLE {statement[1]} {addition}")
    settings = host.telco.project.get_dataset(name).autodetect_settings()
    settings.save()


def test_the_update_is_the_version_of_the_zip(upgraded: Upgraded) -> None:
    """And the recipe of before goes on."""
    telco = upgraded.telco
    versions = {one["id"]: one["version"] for one in telco.client.list_plugins()}

    assert versions[PLUGIN] == VERSION
    assert set(telco.rows("performance", OLD_MONTH)["plugin_version"]) == {OLD_VERSION}
    assert telco.run(NEW_MONTH).startswith("DONE")
    assert set(telco.rows("performance", NEW_MONTH)["plugin_version"]) == {VERSION}


@pytest.mark.parametrize("name", STORED)
def test_columns_are_added_and_none_is_lost(upgraded: Upgraded, name: str) -> None:
    """The old month reads as before and each column keeps its place: files without a header are read by position."""
    telco, left = upgraded.telco, upgraded.left[name]
    assert upgraded.logs[name].startswith("DONE"), upgraded.logs[name]
    schema = [column["name"] for column in telco.project.get_dataset(name).get_schema()["columns"]]
    held, added = telco.rows(name, OLD_MONTH), telco.rows(name, NEW_MONTH)

    assert [column for column in schema if column in left.columns] == list(left.columns) == schema[: len(left.columns)]
    assert {column.name for column in COLUMNS} <= set(schema)
    pd.testing.assert_frame_equal(held[list(left.columns)], left, check_dtype=False)
    assert held[list(ADDED)].isna().all(axis=None)
    assert added["accuracy"].between(0, 1).all()
    assert added["brilliance"].isna().all()


def test_a_table_without_the_columns_is_refused_before_anything_is_written(upgraded: Upgraded) -> None:
    """The message names them; its additions, one after another since DuckDB takes no list, are all that the next run needed."""
    refused = upgraded.logs["refused"]

    assert refused.startswith("FAILED")
    assert all(f'ADD "{name}" DOUBLE PRECISION' in refused for name in ADDED)


@pytest.mark.parametrize("name", STORED)
def test_old_and_new_rows_are_summarised_together(upgraded: Upgraded, name: str) -> None:
    """What the old ones lack is null."""
    telco, summary = upgraded.telco, f"summary_{name}"
    telco.project.new_managed_dataset(summary).with_store_into("filesystem_managed").create()
    every = all_available(telco.project, name, summary)
    prototype = {
        "type": "CustomCode_champion-challenger-summarise-performance",
        "name": f"summarise_{name}",
        "projectKey": telco.key,
        "inputs": {"performance": {"items": [{"ref": name, "deps": every}]}},
        "outputs": {"performance_summary": {"items": [{"ref": summary}]}},
        "params": {"customConfig": {}},
    }
    telco.project.create_recipe(prototype, {"rawCreation": True}).run()
    rows = telco.rows(summary)

    assert rows.groupby("cohort")["accuracy"].apply(lambda found: found.isna().all()).to_dict() == {
        OLD_MONTH: True,
        NEW_MONTH: False,
    }
