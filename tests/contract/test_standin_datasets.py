"""Datasets of the stand-in over files, uploads and tables, driven by the official client."""

from __future__ import annotations

import datetime as dt
import gzip
import io
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest
from dataikuapi.dss.dataset import DSSDataset
from dataikuapi.dss.future import DSSFuture
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from dss_standin.datasets import metrics
from dss_standin.running import Running, running
from dss_standin.switches import Switches

HARD = 'id;long name;note\n1;"a ""quoted"" one";"two\nlines"\n2;é€;tab\there\n3;;\n'


def by_path(project: DSSProject, name: str, folder: Path) -> DSSDataset:
    """Return a dataset over a folder of this machine."""
    return project.create_filesystem_dataset(name, "filesystem_root", str(folder))


def detected(dataset: DSSDataset, infer: bool = True) -> dict[str, str]:
    """Detect and save settings; return the types by column."""
    settings = dataset.autodetect_settings(infer_storage_types=infer)
    settings.save()
    return {column["name"]: column["type"] for column in dataset.get_schema()["columns"]}


def monthly(project: DSSProject, folder: Path, pattern: str, places: list[str]) -> DSSDataset:
    """Return a dataset partitioned by month over one CSV file a place."""
    for number, place in enumerate(places):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(f"customer,amount\n{number},1.5\n")
    dataset = by_path(project, "monthly", folder)
    detected(dataset)
    settings = dataset.get_settings()
    settings.add_time_partitioning_dimension("month", "MONTH")
    settings.set_partitioning_file_pattern(pattern)
    settings.save()
    return dataset


def test_csv_with_quotes_newlines_and_accents(project: DSSProject, tmp_path: Path) -> None:
    """Hard cells arrive whole, by column name with spaces, empty ones as empty texts."""
    (tmp_path / "hard.csv").write_text(HARD, encoding="utf-8")
    dataset = by_path(project, "hard", tmp_path / "hard.csv")
    assert detected(dataset) == {"id": "bigint", "long name": "string", "note": "string"}
    expected = [[1, 'a "quoted" one', "two\nlines"], [2, "é€", "tab\there"], [3, "", ""]]
    assert list(dataset.iter_rows()) == expected
    assert next(dataset.iter_rows(columns=["note", "id"])) == ["two\nlines", 1]


def test_types_are_strings_unless_inferred(project: DSSProject, tmp_path: Path) -> None:
    """Without inference every CSV column is a string, with it each has its type."""
    cells = "n,x,ok,at,day,code,text\n1,1.5,true,2024-01-05T10:00:00Z,2024-01-05,007,a\n,,,,,,\n"
    (tmp_path / "a.csv").write_text(cells)
    dataset = by_path(project, "a", tmp_path)
    assert set(detected(dataset, infer=False).values()) == {"string"}
    types = detected(dataset)
    assert list(types.values()) == ["bigint", "double", "boolean", "date", "dateonly", "string", "string"]
    first, second = dataset.iter_rows()
    assert first[:3] == [1, 1.5, True]
    assert first[3] == dt.datetime(2024, 1, 5, 10, tzinfo=dt.timezone.utc)
    assert second == [None, None, False, None, None, "", ""]


def test_schema_by_hand_makes_wrong_cells_null(project: DSSProject, tmp_path: Path) -> None:
    """A dataset made with raw parameters and its schema set by hand reads by position."""
    (tmp_path / "a.csv").write_text("a,b\n1,x\nnot a number,y\n")
    params = {"connection": "filesystem_root", "path": str(tmp_path)}
    csv = {"separator": ",", "style": "excel", "parseHeaderRow": True}
    dataset = project.create_dataset("a", "Filesystem", params=params, formatType="csv", formatParams=csv)
    dataset.set_schema({"columns": [{"name": "n", "type": "bigint"}, {"name": "label", "type": "string"}]})
    assert list(dataset.iter_rows()) == [[1, "x"], [None, "y"]]


@pytest.mark.parametrize("separator", ["\t", "\\t", "|", ";"])
def test_csv_format_set_by_hand(project: DSSProject, tmp_path: Path, separator: str) -> None:
    """Separator, skipped rows and missing header are obeyed."""
    sep = "\t" if separator == "\\t" else separator
    (tmp_path / "a.txt").write_text(f"# made by hand\n1{sep}x\n2{sep}y\n")
    dataset = by_path(project, "a", tmp_path)
    settings = dataset.get_settings()
    settings.set_csv_format(separator=separator, skip_rows_before=1, header_row=False)
    settings.add_raw_schema_column({"name": "n", "type": "int"})
    settings.add_raw_schema_column({"name": "t", "type": "string"})
    settings.save()
    assert list(dataset.iter_rows()) == [[1, "x"], [2, "y"]]


def test_ragged_rows_are_filled_and_cut(project: DSSProject, tmp_path: Path) -> None:
    """A short row gets nulls, a long one loses its surplus."""
    (tmp_path / "a.csv").write_text("a,b,c\n1,2,3\n4\n5,6,7,8\n")
    dataset = by_path(project, "a", tmp_path)
    detected(dataset)
    assert list(dataset.iter_rows()) == [[1, 2, 3], [4, None, None], [5, 6, 7]]


def test_frame_written_with_its_index(project: DSSProject, tmp_path: Path) -> None:
    """A header whose first name is missing, CRLF line ends, a byte order mark and Latin-1 bytes do no harm."""
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf,amount,city\r\n0,1.5,Besan\xe7on\r\n")
    dataset = by_path(project, "a", tmp_path)
    assert detected(dataset) == {"col_0": "bigint", "amount": "double", "city": "string"}
    assert list(dataset.iter_rows()) == [[0, 1.5, "Besan\ufffdon"]]


def test_zipped_file_without_header(project: DSSProject, tmp_path: Path) -> None:
    """A .csv.gz is read; without header its columns are numbered."""
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"1,2.5\n3,4.5\n"))
    dataset = by_path(project, "a", tmp_path)
    assert detected(dataset) == {"col_0": "bigint", "col_1": "double"}
    assert list(dataset.iter_rows()) == [[1, 2.5], [3, 4.5]]


def test_parquet_brings_its_types(project: DSSProject, tmp_path: Path) -> None:
    """Parquet columns have types without inference; a file that lacks a column gives nulls."""
    frame = pd.DataFrame({"i": pd.array([1, 2], "int32"), "x": [0.1, 1 / 3], "at": pd.to_datetime(["2024-01-05"] * 2)})
    frame.to_parquet(tmp_path / "a.parquet")
    frame[["i"]].to_parquet(tmp_path / "b.parquet")
    dataset = by_path(project, "a", tmp_path)
    assert detected(dataset, infer=False) == {"i": "int", "x": "double", "at": "datetimenotz"}
    rows = list(dataset.iter_rows())
    assert [row[1] for row in rows] == [0.1, 1 / 3, None, None]
    assert rows[0][2] == dt.datetime(2024, 1, 5)


@pytest.mark.parametrize(
    ("pattern", "places"),
    [
        ("%Y/%M/%D/.*", ["2024/01/31/a.csv", "2024/02/29/a.csv", "2024/02/29/b.csv"]),
        ("/%Y-%M-%D/.*", ["2024-01-31/a.csv", "2024-02-29/a.csv", "2024-02-29/b/c.csv"]),
        (
            r"cohort_%Y-%M-%D_\d+\.csv",
            ["cohort_2024-01-31_0.csv", "cohort_2024-02-29_1.csv", "cohort_2024-02-29_2.csv"],
        ),
    ],
)
def test_daily_partitions_by_file_pattern(project: DSSProject, tmp_path: Path, pattern: str, places: list[str]) -> None:
    """Files outside the pattern belong to no partition."""
    dataset = monthly(project, tmp_path, pattern, [*places, "other.csv"])
    settings = dataset.get_settings()
    settings.remove_partitioning()
    settings.add_time_partitioning_dimension("day", "DAY")
    settings.set_partitioning_file_pattern(pattern)
    settings.save()
    assert dataset.list_partitions() == ["2024-01-31", "2024-02-29"]
    assert list(dataset.iter_rows(partitions="2024-02-29")) == [[1, 1.5], [2, 1.5]]


def test_monthly_partitions_are_read_by_list_and_range(project: DSSProject, tmp_path: Path) -> None:
    """The dimension is in the path alone; partitions are asked as list, text or range."""
    dataset = monthly(project, tmp_path, "%Y-%M/.*", [f"2024-{month:02d}/a.csv" for month in (1, 2, 3)])
    assert dataset.list_partitions() == ["2024-01", "2024-02", "2024-03"]
    assert [column["name"] for column in dataset.get_schema()["columns"]] == ["customer", "amount"]
    assert [row[0] for row in dataset.iter_rows(partitions=["2024-03", "2024-01"])] == [2, 0]
    assert [row[0] for row in dataset.iter_rows(partitions="2024-02/2024-03", columns=["customer"])] == [1, 2]
    assert len(list(dataset.iter_rows())) == 3


def test_illegal_partition_is_refused(project: DSSProject, tmp_path: Path) -> None:
    """A partition that does not fit the dimension is told with the dimension."""
    dataset = monthly(project, tmp_path, "%Y-%M/.*", ["2024-01/a.csv"])
    with pytest.raises(DataikuException, match=r"Illegal time partitioning value '2024' of dimension month"):
        list(dataset.iter_rows(partitions="2024"))


def test_upload_is_detected_and_read(project: DSSProject) -> None:
    """Files of an upload are listed, replaced by name, detected and read."""
    dataset = project.create_upload_dataset("sent")
    dataset.uploaded_add_file(io.BytesIO(b"old"), "a.csv")
    dataset.uploaded_add_file(io.BytesIO(b"n,s\n1,\xc3\xa9\n"), "a.csv")
    dataset.uploaded_add_file(io.BytesIO(b"n,s\n2,b\n"), "b.csv")
    assert detected(dataset) == {"n": "bigint", "s": "string"}
    assert [file["path"] for file in dataset.uploaded_list_files()] == ["a.csv", "b.csv"]
    assert list(dataset.iter_rows()) == [[1, "é"], [2, "b"]]


def test_upload_is_partitioned_by_file_name(project: DSSProject) -> None:
    """An upload may be partitioned by its file names."""
    dataset = project.create_upload_dataset("sent")
    for month in ("1997-03", "1997-04"):
        dataset.uploaded_add_file(io.BytesIO(f"n\n{month[-1]}\n".encode()), f"cohort-{month}.csv")
    detected(dataset)
    settings = dataset.get_settings()
    settings.add_time_partitioning_dimension("month", "MONTH")
    settings.set_partitioning_file_pattern("/cohort-%Y-%M.csv")
    settings.save()
    assert dataset.list_partitions() == ["1997-03", "1997-04"]
    assert list(dataset.iter_rows(partitions="1997-04")) == [[4]]


def test_nothing_to_detect_is_told(project: DSSProject) -> None:
    """Detection without files fails with the dataset's name."""
    with pytest.raises(DataikuException, match=r"No file of dataset RENEWAL\.empty was found"):
        project.create_upload_dataset("empty").autodetect_settings()


def test_two_streams_at_once(project: DSSProject, tmp_path: Path) -> None:
    """Rows of two datasets are read in turns, and a stream may be left early."""
    (tmp_path / "a.csv").write_text("n\n" + "\n".join(map(str, range(200_000))))
    dataset = by_path(project, "a", tmp_path)
    detected(dataset)
    left, right = dataset.iter_rows(), dataset.iter_rows()
    assert [next(left), next(right), next(left), next(right)] == [[0], [0], [1], [1]]
    assert sum(1 for _ in left) == 199_998
    assert list(islice(dataset.iter_rows(), 1)) == [[0]]
    right.close()


def test_wide_file_of_many_rows(project: DSSProject, tmp_path: Path) -> None:
    """A file larger than any buffer arrives whole, in order."""
    row = ",".join(["{}"] * 12)
    lines = [row.format(*(f"{n}.{place}" for place in range(12))) for n in range(70_000)]
    (tmp_path / "wide.csv").write_text("\n".join([row.format(*"abcdefghijkl"), *lines]))
    dataset = by_path(project, "wide", tmp_path)
    assert set(detected(dataset).values()) == {"double"}
    assert [row[1] for row in dataset.iter_rows(columns=["a", "l"])] == [float(f"{n}.11") for n in range(70_000)]


def test_late_failure_is_told_at_the_end_of_the_stream(project: DSSProject, tmp_path: Path) -> None:
    """A file that breaks on the way raises after the good rows, once."""
    (tmp_path / "a.csv").write_text("n\n1\n")
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(b"n\n" + b"2\n" * 9999)[:-10])
    dataset = by_path(project, "a", tmp_path)
    with pytest.raises(DataikuException, match="IOException: Cannot read a file of RENEWAL.a"):
        detected(dataset)
    settings = dataset.get_settings()
    settings.set_csv_format()
    settings.add_raw_schema_column({"name": "n", "type": "bigint"})
    settings.save()
    rows = dataset.iter_rows()
    assert next(rows) == [1]
    with pytest.raises(DataikuException, match=r"IOException: Cannot read b\.csv\.gz of a"):
        list(rows)


def test_missing_dataset_and_root(project: DSSProject, tmp_path: Path) -> None:
    """A missing dataset and a missing root are told by name."""
    with pytest.raises(DataikuException, match=r"NotFoundException: dataset does not exist: RENEWAL\.none"):
        list(project.get_dataset("none").iter_rows())
    dataset = by_path(project, "a", tmp_path / "nowhere")
    dataset.set_schema({"columns": [{"name": "n", "type": "bigint"}]})
    with pytest.raises(DataikuException, match="has format None, not csv or parquet"):
        list(dataset.iter_rows())
    assert not project.get_dataset("none").exists()


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ([{"name": "a", "type": "varchar"}], "Unknown storage type 'varchar'"),
        ([{"name": "a", "type": "int"}, {"name": "a", "type": "int"}], "Columns appear twice in the schema: a"),
        ([{"type": "int"}], "A column of the schema has no name"),
    ],
)
def test_wrong_schema_is_refused(project: DSSProject, columns: list[dict[str, str]], message: str) -> None:
    """A schema that cannot be is refused and nothing is changed."""
    dataset = project.create_upload_dataset("a")
    with pytest.raises(DataikuException, match=message):
        dataset.set_schema({"columns": columns})
    assert dataset.get_schema()["columns"] == []


def test_unknown_connection_is_refused(project: DSSProject) -> None:
    """A dataset on an unknown connection is told with the connections there are."""
    with pytest.raises(DataikuException, match="Connection 'hdfs' does not exist"):
        project.create_filesystem_dataset("a", "hdfs", "/")
    with pytest.raises(DataikuException, match="does not allow managed datasets"):
        project.new_managed_dataset("a").with_store_into("filesystem_root").create()


def test_settings_metadata_and_deletion(project: DSSProject) -> None:
    """Description, tags and custom fields are kept; a deleted dataset is gone."""
    dataset = project.create_upload_dataset("a")
    dataset.set_metadata({**dataset.get_metadata(), "tags": ["score"], "description": "cohorts"})
    assert [item.name for item in project.list_datasets(tags=["score"])] == ["a"]
    assert project.list_datasets(tags=["other"]) == []
    assert dataset.get_settings().description == "cohorts"
    with pytest.raises(DataikuException, match=r"Dataset already exists: RENEWAL\.a"):
        project.create_upload_dataset("a")
    dataset.delete(drop_data=True)
    assert project.list_datasets() == []


@pytest.mark.parametrize("envelope", ["inline", "future"])
def test_metrics_are_computed_and_kept(tmp_path: Path, envelope: str) -> None:
    """Metrics of probes and ids are computed by partition, last values and history are read back."""
    with running(tmp_path / "w", Switches(metrics_envelope=envelope)) as standin:
        client = standin.client()
        dataset = monthly(client.create_project("P", "P", "admin"), tmp_path / "d", "%Y-%M/.*", ["2024-01/a.csv"])
        ids = ["records:COUNT_RECORDS", "col_stats:MEAN:amount", "col_stats:COUNT_NULL:amount"]
        for _ in range(2):
            DSSFuture.from_resp(client, dataset.compute_metrics("2024-01", metric_ids=ids)).wait_for_result()
        DSSFuture.from_resp(client, dataset.compute_metrics("ALL")).wait_for_result()
        last = dataset.get_last_metric_values("2024-01")
        assert last.get_partition_value("col_stats:MEAN:amount", "2024-01") == 1.5
        assert dataset.get_last_metric_values("ALL").get_global_value("records:COUNT_RECORDS") == 1
        assert len(dataset.get_metric_history("records:COUNT_RECORDS", "2024-01")["values"]) == 2


def test_external_metrics_and_builds(standin: Running, project: DSSProject) -> None:
    """What recipes push and when they ended is read by the client."""
    dataset = project.create_upload_dataset("a")
    assert dataset.get_info().last_build_start_time is None
    metrics.record_external(standin.dss, "RENEWAL", "a", "", {"lift": 3.2, "verdict": "champion"})
    metrics.record_build(standin.dss, "RENEWAL", "a", "", (1.7e9, 1.7e9 + 5), success=True)
    values = dataset.get_last_metric_values()
    assert values.get_global_value(f"{standin.dss.switches.pushed_metric_prefix}lift") == 3.2
    assert values.get_global_value(f"{standin.dss.switches.pushed_metric_prefix}verdict") == "champion"
    assert dataset.get_info().is_last_build_successful
