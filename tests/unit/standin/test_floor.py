"""Store, switches, types and partitions of the stand-in."""

from __future__ import annotations

import datetime as dt
import json
import threading
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dss_standin.datasets.partitions import expanded, folder_to_write, of_file
from dss_standin.datasets.types import arrow_type, converted, parsed, texts
from dss_standin.errors import DSSError, NotFound
from dss_standin.store import Store
from dss_standin.switches import Switches

MONTH = [{"name": "month", "type": "time", "params": {"period": "MONTH"}}]
DAY = [{"name": "day", "type": "time", "params": {"period": "DAY"}}]
COUNTRY = {"name": "country", "type": "value"}


def test_store_keeps_objects_and_lists_children(tmp_path: Path) -> None:
    """What is written is read back; children are objects and subtrees."""
    store = Store(tmp_path)
    store.write("projects/P/project", {"name": "é"})
    store.write("projects/P/datasets/d.1", {})
    assert store.read("projects/P/project") == {"name": "é"}
    assert store.names("projects/P") == ["datasets", "project"]
    store.delete("projects/P")
    assert not store.exists("projects/P/project")


def test_store_says_what_is_missing(tmp_path: Path) -> None:
    """A missing object is a NotFound that names it."""
    with pytest.raises(NotFound, match="recipes does not exist: r"):
        Store(tmp_path).read("projects/P/recipes/r")


@pytest.mark.parametrize("name", ["..", "a/../b", ".hidden", "a/", "", "a\x00b", " a"])
def test_store_refuses_names_that_leave_it(tmp_path: Path, name: str) -> None:
    """No key leads outside the root."""
    with pytest.raises(DSSError, match="Illegal name"):
        Store(tmp_path).path(f"projects/{name}")


def test_store_never_shows_half_an_object(tmp_path: Path) -> None:
    """Readers see the old or the new object while one writes."""
    store, stop = Store(tmp_path), threading.Event()
    store.write("k", {"n": 0, "fill": "x" * 50_000})

    def rewrite() -> None:
        for n in range(60):
            store.write("k", {"n": n, "fill": "x" * 50_000})
        stop.set()

    writer = threading.Thread(target=rewrite)
    writer.start()
    while not stop.is_set():
        assert len(store.read("k")["fill"]) == 50_000
    writer.join()
    assert [path.name for path in tmp_path.iterdir()] == ["k.json"]


def test_failed_write_leaves_the_former_object(tmp_path: Path) -> None:
    """An object that is not JSON changes nothing and leaves no file behind."""
    store = Store(tmp_path)
    store.write("k", {"a": 1})
    with pytest.raises(TypeError, match="not JSON serializable"):
        store.write("k", {"a": object()})
    assert json.loads((tmp_path / "k.json").read_text()) == {"a": 1}
    assert len(list(tmp_path.iterdir())) == 1


def test_lock_is_reentrant_and_per_key(tmp_path: Path) -> None:
    """The same key gives the same lock, which its holder may take again."""
    store = Store(tmp_path)
    with store.lock("a"), store.lock("a"):
        assert store.lock("b").acquire(blocking=False)


def test_switches_read_names_and_numbers() -> None:
    """A switch is set by field or by number of the assumption."""
    switches = Switches.parse(["A3=500", "version_order=shuffled", "container_mode=TRUE", "max_activities=2"])
    assert switches == Switches(
        missing_object_status=500, version_order="shuffled", container_mode=True, max_activities=2
    )


@pytest.mark.parametrize("setting", ["A3=403", "container_mode=perhaps", "version_order=random", "max_activities=many"])
def test_switches_refuse_what_they_do_not_know(setting: str) -> None:
    """A wrong value names the switch."""
    with pytest.raises(DSSError, match=r"[Ss]witch"):
        Switches.parse([setting])


def probe_file(folder: Path, **answer: object) -> Path:
    """Return a file of the probe with one answer of a switch."""
    given = {"switch": "resolved_names", "status": "answered", "answer": "task", **answer}
    file = folder / "probe-14.7.5.json"
    file.write_text(json.dumps({"answers": {"resolved_names": given}}))
    return file


def test_switches_are_read_from_a_file_of_the_probe(tmp_path: Path) -> None:
    """What was answered replaces the assumption, settings of one's own come on top; the rest stays."""
    answered = Switches.from_probe(probe_file(tmp_path))

    assert answered == Switches(resolved_names="task")
    assert Switches.parse(["A3=500"], answered) == Switches(resolved_names="task", missing_object_status=500)
    assert Switches.from_probe(probe_file(tmp_path, status="not tried", answer=None)) == Switches()


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            {"answer": "both"},
            'resolved_names was answered with "both", and switch resolved_names accepts "short", "task"',
        ),
        ({"switch": "names", "answer": "short"}, "No switch is called 'names'; there are absent_input_partition"),
        ({"switch": "container_mode"}, 'answered with "task", and switch container_mode accepts true, false'),
        ({"switch": "missing_object_status", "answer": True}, "missing_object_status accepts 404, 500"),
        ({"switch": "dss_version", "answer": "14.x"}, "numbers with dots, such as 14.7.5, not '14.x'"),
        ({"switch": "pushed_metric_prefix", "answer": 1}, "pushed_metric_prefix accepts a str"),
    ],
)
def test_unknown_answers_are_refused_by_name(tmp_path: Path, answer: dict[str, object], message: str) -> None:
    """With what is accepted, since the stand-in has to learn them first."""
    with pytest.raises(DSSError, match=message):
        Switches.from_probe(probe_file(tmp_path, **answer))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"answers": []}'])
def test_another_file_is_no_file_of_the_probe(tmp_path: Path, content: str) -> None:
    """The message names the file."""
    file = tmp_path / "other.json"
    file.write_text(content)
    with pytest.raises(DSSError, match="other.json (is no file of the probe|cannot be read as a file)"):
        Switches.from_probe(file)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_doubles_survive_their_text(value: float) -> None:
    """A double read back from its text is the same double."""
    assert parsed(texts(pa.array([value])), pa.float64()).to_pylist() == [value]


@given(st.datetimes(dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31)))
def test_dates_survive_their_text(value: dt.datetime) -> None:
    """A date read back from its text is the same instant, to the millisecond."""
    value = value.replace(microsecond=value.microsecond // 1000 * 1000, tzinfo=dt.timezone.utc)
    array = pa.array([value], pa.timestamp("ms", "UTC"))
    assert parsed(texts(array), array.type).equals(array)


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        ("bigint", ["1", "1.0", "9223372036854775808", "-3", "x", ""], [1, None, None, -3, None, None]),
        ("tinyint", ["127", "128"], [127, None]),
        ("double", ["1e3", ".5", "1,5", "NaN", "-0.0"], [1000.0, 0.5, None, None, -0.0]),
        ("boolean", ["true", "FALSE", "oui", "1"], [True, False, None, True]),
        ("dateonly", ["2024-02-29", "2024-02-30", "29/02/2024"], [dt.date(2024, 2, 29), None, None]),
        ("datetimenotz", ["2024-01-05 10:00", "2024-01-05"], [dt.datetime(2024, 1, 5, 10), dt.datetime(2024, 1, 5)]),
    ],
)
def test_unparsable_cells_become_null(kind: str, cells: list[str], expected: list[object]) -> None:
    """A cell that its type cannot hold is null, its neighbours stay."""
    assert parsed(pa.array(cells), arrow_type(kind)).to_pylist() == expected


def test_zones_are_brought_to_utc() -> None:
    """A date with an offset is written in UTC, one without is taken as UTC."""
    cells = pa.array(["2024-01-05T10:00:00+02:00", "2024-01-05T10:00:00.123456Z", "2024-01-05"])
    written = texts(parsed(cells, arrow_type("date"))).to_pylist()
    assert written == ["2024-01-05T08:00:00.000Z", "2024-01-05T10:00:00.123Z", "2024-01-05T00:00:00.000Z"]


def test_other_arrow_types_are_brought_to_the_schema() -> None:
    """Decimals, categories and numbers fit the schema's types or become null."""
    assert converted(pa.array(["a", "b"]).dictionary_encode(), pa.string()).to_pylist() == ["a", "b"]
    assert converted(pa.array([1.5, 2.0]), pa.int64()).to_pylist() == [None, 2]
    assert converted(pa.array([1, 0]), pa.float64()).to_pylist() == [1.0, 0.0]


@pytest.mark.parametrize(
    ("spec", "dims", "expected"),
    [
        ("2024-01", MONTH, ["2024-01"]),
        ("2024-11/2025-02", MONTH, ["2024-11", "2024-12", "2025-01", "2025-02"]),
        (["2024-01,2024-02", "2024-01"], MONTH, ["2024-01", "2024-02"]),
        ("2024-02-28/2024-03-01", DAY, ["2024-02-28", "2024-02-29", "2024-03-01"]),
        ("2024-01/2024-02|FR", [*MONTH, COUNTRY], ["2024-01|FR", "2024-02|FR"]),
        (None, [], ["NP"]),
    ],
)
def test_specifications_of_partitions(spec: object, dims: list[dict[str, object]], expected: list[str]) -> None:
    """Lists, commas and ranges give identifiers, each once."""
    assert expanded(spec, dims) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("spec", ["2024", "2024-13", "2024-1", "2024-01-01", "2024-01|FR", "../x"])
def test_illegal_identifiers_are_refused(spec: str) -> None:
    """A value that does not fit the dimension is told."""
    with pytest.raises(DSSError, match="Illegal"):
        expanded(spec, MONTH)


@pytest.mark.parametrize(
    ("pattern", "path", "dims", "expected"),
    [
        ("%Y/%M/%D/.*", "2024/01/05/a.csv", DAY, "2024-01-05"),
        ("%Y-%M/.*", "2024-01/deep/a.csv", MONTH, "2024-01"),
        ("year=%Y/month=%M/.*", "year=2024/month=01/a", MONTH, "2024-01"),
        (r"cohort_%Y%M\.csv", "cohort_202401.csv", MONTH, "2024-01"),
        ("%{country}/%Y/%M/.*", "FR/2024/01/a", [*MONTH, COUNTRY], "2024-01|FR"),
        ("%Y/%Y-%M/.*", "2024/2023-01/a", MONTH, None),
        ("%Y-%M/.*", "2024-01.csv", MONTH, None),
    ],
)
def test_files_find_their_partition(
    pattern: str, path: str, dims: list[dict[str, object]], expected: str | None
) -> None:
    """A pattern reads the partition from a path, or leaves the file out."""
    assert of_file(path, pattern, dims) == expected


def test_partition_that_cannot_be_written() -> None:
    """Only folders can be written: the pattern ends in a free file name."""
    with pytest.raises(DSSError, match=r"Cannot write with the file pattern 'cohort_%Y%M\.csv'"):
        folder_to_write("2024-01", "cohort_%Y%M.csv", MONTH)
