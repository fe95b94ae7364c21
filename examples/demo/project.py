"""The project of the score: data by upload, partitioned by month, and the datasets that the recipe writes."""

from __future__ import annotations

import gzip
import io
import itertools
from collections.abc import Iterable, Mapping

import dataikuapi
import pandas as pd
from dataikuapi.dss.managedfolder import DSSManagedFolder
from dataikuapi.dss.project import DSSProject

from examples.demo.features import OUTCOME, TYPES

COHORT, TRAINING_DATA = "customers", "customers_history"
NEWCOMERS = ("newcomers", "newcomers_history")
TO_SCORE, NEWCOMERS_TO_SCORE = "customers_to_score", "newcomers_to_score"
MONTH = "month"


def free_key(client: dataikuapi.DSSClient, wanted: str) -> str:
    """The first key that no project has: PURCHASES, PURCHASES_2, ..."""
    taken = set(client.list_project_keys())
    keys = itertools.chain([wanted], (f"{wanted}_{number}" for number in itertools.count(2)))
    return next(key for key in keys if key not in taken)


def new_project(client: dataikuapi.DSSClient, wanted: str = "REPURCHASE", name: str = "Repurchase score") -> DSSProject:
    """An empty project."""
    return client.create_project(free_key(client, wanted), name, client.get_auth_info()["authIdentifier"])


def uploaded(
    project: DSSProject,
    cohorts: Iterable[tuple[str, pd.DataFrame]],
    names: tuple[str, str] = (COHORT, TRAINING_DATA),
) -> None:
    """Upload a file a month and lay two datasets over the files: the cohort, and the training data."""
    folder = project.create_managed_folder(f"{names[0]}_by_month")
    for month, cohort in cohorts:
        folder.put_file(f"{month}/{names[0]}.csv.gz", io.BytesIO(packed(cohort)))
    for name in names:
        _dataset(folder, name, TYPES)


def waiting(project: DSSProject, name: str) -> None:
    """A dataset of customers who are scored before anybody knows what they do; `delivered` fills it."""
    known = {column: kind for column, kind in TYPES.items() if column != OUTCOME}
    _dataset(project.create_managed_folder(f"{name}_by_month"), name, known)


def delivered(project: DSSProject, name: str, month: str, customers: pd.DataFrame) -> None:
    """Put the customers of a month's end where they are scored."""
    folder = next(one["id"] for one in project.list_managed_folders() if one["name"] == f"{name}_by_month")
    project.get_managed_folder(folder).put_file(f"{month}/{name}.csv.gz", io.BytesIO(packed(customers)))


def packed(cohort: pd.DataFrame) -> bytes:
    """A cohort as the content of a file."""
    return gzip.compress(cohort.to_csv(index=False).encode("utf-8"), compresslevel=3)


def _dataset(folder: DSSManagedFolder, name: str, types: Mapping[str, str]) -> None:
    settings = folder.create_dataset_from_files(name).get_settings()
    settings.set_csv_format()
    for column, kind in types.items():
        settings.add_raw_schema_column({"name": column, "type": kind})
    settings.add_time_partitioning_dimension(MONTH, "MONTH")
    settings.set_partitioning_file_pattern("/%Y-%M/.*")
    settings.save()
