"""The projects around the scenarios: the cockpit that delivers, and the score with what it needs to be applied."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping

import dataikuapi
import pandas as pd
from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.savedmodel import DSSSavedModel

from examples.demo.features import OUTCOME, TYPES, cohorts, months
from examples.demo.project import new_project, outputs, uploaded
from examples.demo.purchases import purchases_file, read_purchases
from examples.scenarios.application import COCKPIT, CUSTOMERS, DELIVERIES, SCORES
from examples.scenarios.timing import LONGEST

DAY = "application_date"
MONTHS = months("1997-03", "1997-05")
APPLICATIONS = {"1997-06-04": 1.0, "1997-06-05": 2 / 3}
"""Days of application, and the share of the customers that the data preparation delivered."""

VARIABLES = {LONGEST: 10, "days_late_allowed": 2, "procedure_time_limit": "20 minutes"}
_PROBES = [
    {"type": "records", "enabled": True, "computeOnBuildMode": "NO", "configuration": {}},
    {
        "type": "col_stats",
        "enabled": True,
        "computeOnBuildMode": "NO",
        "configuration": {"aggregates": [{"column": "recency_days", "aggregated": "COUNT_NULL"}]},
    },
]


def cockpit(client: dataikuapi.DSSClient, days_late: int = 1) -> DSSProject:
    """The project that tells what upstream systems delivered, and how late."""
    project = client.create_project(COCKPIT, "Cockpit", client.get_auth_info()["authIdentifier"])
    deliveries = pd.DataFrame({"source": ["orders", "returns", "calls"], "days_late": [0, 0, days_late]})
    folder = project.create_managed_folder("cockpit_files")
    folder.put_file("deliveries.csv", io.BytesIO(deliveries.to_csv(index=False).encode()))
    settings = folder.create_dataset_from_files(DELIVERIES).get_settings()
    settings.set_csv_format()
    settings.add_raw_schema_column({"name": "source", "type": "string"})
    settings.add_raw_schema_column({"name": "days_late", "type": "bigint"})
    settings.save()
    return project


def score_project(client: dataikuapi.DSSClient) -> DSSProject:
    """The demo's project with three months of real customers, and the customers of two days of application."""
    project = new_project(client)
    by_month = dict(cohorts(read_purchases(purchases_file()), MONTHS))
    uploaded(project, by_month.items())
    outputs(project, "filesystem_managed")
    _applications(project, by_month[MONTHS[-1]])
    project.set_variables({"standard": VARIABLES, "local": {}})
    return project


def summarised(project: DSSProject) -> None:
    """The recipe that brings all cohorts together."""
    project.new_managed_dataset("performance_summary").with_store_into("filesystem_managed").create()
    deps = [{"out": "", "func": "all_available", "params": {}}]
    prototype = {
        "type": "CustomCode_champion-challenger-summarise-performance",
        "name": "summarise_performance",
        "projectKey": project.project_key,
        "inputs": {"performance": {"items": [{"ref": "performance", "deps": deps}]}},
        "outputs": {"performance_summary": {"items": [{"ref": "performance_summary", "appendMode": False}]}},
        "params": {"customConfig": {"horizon": "1 month"}},
    }
    project.create_recipe(prototype, {"rawCreation": True})


def scored(project: DSSProject, model: DSSSavedModel) -> None:
    """DSS's own scoring recipe, which writes the scores of a day of application."""
    project.new_managed_dataset(SCORES).with_store_into("filesystem_managed").create()
    _daily(project, SCORES, {})
    builder = project.new_recipe("prediction_scoring", "score_customers")
    builder.with_input_model(model.sm_id)
    builder.with_input(CUSTOMERS).with_output(SCORES).build()


def _applications(project: DSSProject, cohort: pd.DataFrame) -> None:
    folder = project.create_managed_folder("customers_by_day")
    for day, share in APPLICATIONS.items():
        known = cohort.drop(columns=[OUTCOME]).head(round(share * len(cohort)))
        packed = gzip.compress(known.to_csv(index=False).encode("utf-8"), compresslevel=3)
        folder.put_file(f"{day}/{CUSTOMERS}.csv.gz", io.BytesIO(packed))
    folder.create_dataset_from_files(CUSTOMERS)
    _daily(project, CUSTOMERS, {name: kind for name, kind in TYPES.items() if name != OUTCOME})


def _daily(project: DSSProject, name: str, types: Mapping[str, str]) -> None:
    """Partition a dataset by day; one with types is over CSV files."""
    settings = project.get_dataset(name).get_settings()
    if types:
        settings.set_csv_format()
        settings.get_raw()["metrics"]["probes"] = _PROBES
    for column, kind in types.items():
        settings.add_raw_schema_column({"name": column, "type": kind})
    settings.add_time_partitioning_dimension(DAY, "DAY")
    settings.set_partitioning_file_pattern("/%Y-%M-%D/.*")
    settings.save()
