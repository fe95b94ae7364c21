"""A project that holds nothing but a summary, laid there as a file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import dataikuapi
from dataikuapi.dss.project import DSSProject

from champion_challenger.core.tables.columns import SUMMARY
from champion_challenger.core.tables.frames import table


def summary_project(client: dataikuapi.DSSClient, key: str, rows: Sequence[dict[str, Any]]) -> DSSProject:
    """Project whose dataset `performance_summary` has these rows, under the documented types."""
    project = client.create_project(key, key, owner="admin")
    folder = project.create_managed_folder("files")
    folder.put_file("summary.csv", io.BytesIO(table(rows, SUMMARY).to_csv(index=False).encode()))
    dataset = folder.create_dataset_from_files("performance_summary")
    settings = dataset.get_settings()
    settings.set_csv_format()
    settings.save()
    schema = [{"name": column.name, "type": column.type} for column in SUMMARY]
    dataset.set_schema({"columns": schema, "userModified": True})
    return project
