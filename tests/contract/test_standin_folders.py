"""Managed folders of the stand-in, driven by the official client."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from dataikuapi.dss.managedfolder import DSSManagedFolder
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from dss_standin import folders
from dss_standin.datasets.definitions import folder as definition_of
from dss_standin.datasets.definitions import inside
from dss_standin.errors import DSSError
from dss_standin.running import Running


@pytest.fixture
def folder(project: DSSProject) -> DSSManagedFolder:
    """An empty managed folder."""
    return project.create_managed_folder("incoming")


@pytest.mark.parametrize("content", ["texte é\n", io.BytesIO("texte é\n".encode()), io.StringIO("texte é\n")])
def test_file_comes_back(folder: DSSManagedFolder, content: object) -> None:
    """Texts, bytes and streams are kept under quoted paths."""
    kept = folder.put_file("/dir/a b%.txt", content)
    assert (kept["path"], kept["size"]) == ("/dir/a b%.txt", 9)
    assert folder.get_file("/dir/a b%.txt").content.decode() == "texte é\n"
    assert [item["path"] for item in folder.list_contents()["items"]] == ["/dir/a b%.txt"]


def test_file_is_replaced_and_deleted(folder: DSSManagedFolder) -> None:
    """A second put replaces, a deletion is final."""
    folder.put_file("a.txt", "one")
    folder.put_file("a.txt", "two")
    assert folder.get_file("a.txt").content == b"two"
    folder.delete_file("a.txt")
    with pytest.raises(DataikuException, match=r"File does not exist in folder \w{8}: a\.txt"):
        folder.get_file("a.txt")


def test_path_stays_inside(tmp_path: Path) -> None:
    """A path never leaves the folder."""
    with pytest.raises(DSSError, match=r"Path 'a/\.\./\.\./x' leaves its root folder"):
        inside(tmp_path, "a/../../x")
    assert inside(tmp_path, "/a/../b") == tmp_path / "b"


def test_whole_folder_is_uploaded(folder: DSSManagedFolder, tmp_path: Path) -> None:
    """A tree of files keeps its shape."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.csv").write_text("n\n1\n")
    folder.upload_folder("in", str(tmp_path))
    assert [item["path"] for item in folder.list_contents()["items"]] == ["/in/deep/a.csv"]


def test_dataset_from_files_of_a_folder(project: DSSProject, folder: DSSManagedFolder) -> None:
    """A folder's CSV files are one dataset, partitioned by their path."""
    for month in ("2024-01", "2024-02"):
        folder.put_file(f"{month}/a.csv", f"n,when\n{month[-1]},{month}\n")
    dataset = folder.create_dataset_from_files("cohorts")
    settings = dataset.autodetect_settings(infer_storage_types=True)
    settings.add_time_partitioning_dimension("month", "MONTH")
    settings.set_partitioning_file_pattern("/%Y-%M/.*")
    settings.save()
    assert dataset.list_partitions() == ["2024-01", "2024-02"]
    assert list(dataset.iter_rows(partitions=["2024-02"])) == [[2, "2024-02"]]


def test_settings_list_and_deletion(project: DSSProject, folder: DSSManagedFolder) -> None:
    """A folder is listed with its id, repartitioned, deleted."""
    settings = folder.get_settings()
    settings.add_time_partitioning_dimension("month", "MONTH")
    settings.set_partitioning_file_pattern("/%Y/%M/.*")
    settings.save()
    assert folder.get_definition()["partitioning"]["filePathPattern"] == "/%Y/%M/.*"
    assert [item["id"] for item in project.list_managed_folders()] == [folder.id]
    folder.delete(drop_data=True)
    assert project.list_managed_folders() == []


def test_partitions_of_a_folder(standin: Running, folder: DSSManagedFolder) -> None:
    """Inside, a folder lists its files by partition."""
    settings = folder.get_settings()
    settings.add_discrete_partitioning_dimension("country")
    settings.set_partitioning_file_pattern("/%{country}/.*")
    settings.save()
    folder.put_file("FR/a", "1")
    folder.put_file("DE/b", "2")
    definition = definition_of(standin.dss, "RENEWAL", folder.id)
    assert folders.list_partitions(standin.dss, definition) == ["DE", "FR"]
    assert [name for name, _ in folders.list_files(standin.dss, definition, "FR")] == ["/FR/a"]


def test_unknown_folder(project: DSSProject) -> None:
    """A missing folder is told by id."""
    with pytest.raises(DataikuException, match=r"managed folder does not exist: RENEWAL\.none"):
        project.get_managed_folder("none").list_contents()
