"""What a score rests on: the cockpit of the upstream systems, the customers, and the project that the macro makes."""

from __future__ import annotations

import io

import dataikuapi
import numpy as np
import pandas as pd
from dataikuapi.dss.project import DSSProject

from examples.demo.features import CUSTOMER, OUTCOME, TYPES, cohorts, months
from examples.demo.project import COHORT, TRAINING_DATA, uploaded
from examples.demo.purchases import purchases_file, read_purchases
from examples.scenarios.database import DAY, MISSING_FROM, PREPARED, PROCEDURE, Database

COCKPIT, DELIVERIES, SCORES = "COCKPIT", "deliveries", "customer_scores"
MONTHS = months("1997-03", "1997-05")
GOOD_DAY, BAD_DAY = "1997-06-04", "1997-06-05"
"""Days of application; on the second one a third of the customers does not arrive."""

SCORE, CHANNEL, CONNECTION = "repurchase", "score-mails", "warehouse"
TEAM = "score-team@example.com"
FORM = {
    "score_name": SCORE,
    "training_data": TRAINING_DATA,
    "cohort": COHORT,
    "customers_to_score": PREPARED,
    "outcome_column": OUTCOME,
    "customer_id_column": CUSTOMER,
    "snapshot_column": "snapshot_date",
    "first_training_partitions": MONTHS[0],
    "connection": "filesystem_managed",
    "algorithm": "LOGISTIC_REGRESSION",
    "mail_channel": CHANNEL,
    "recipients": [TEAM],
    "cockpit_project": COCKPIT,
    "cockpit_dataset": DELIVERIES,
    "procedure": PROCEDURE,
    "procedure_connection": CONNECTION,
}
"""What a person would type into the macro Create score project."""

CRM_TYPES = {name: kind for name, kind in TYPES.items() if name != OUTCOME}
_MACRO = "pyrunnable_champion-challenger_create-score-project"
_HEADER, _DELIVERED = b"source\n", b"orders\nreturns\ncalls\n"


def cockpit(client: dataikuapi.DSSClient) -> DSSProject:
    """The project that tells what upstream systems delivered."""
    project = client.create_project(COCKPIT, "Cockpit", client.get_auth_info()["authIdentifier"])
    folder = project.create_managed_folder("cockpit_files")
    folder.put_file("deliveries.csv", io.BytesIO(_HEADER + _DELIVERED))
    settings = folder.create_dataset_from_files(DELIVERIES).get_settings()
    settings.set_csv_format()
    settings.add_raw_schema_column({"name": "source", "type": "string"})
    settings.save()
    return project


def nothing_delivered(project: DSSProject) -> None:
    """Empty the cockpit."""
    _deliver(project, b"")


def everything_delivered(project: DSSProject) -> None:
    """Fill the cockpit."""
    _deliver(project, _DELIVERED)


def _deliver(project: DSSProject, lines: bytes) -> None:
    folder = project.get_managed_folder(project.list_managed_folders()[0]["id"])
    folder.put_file("deliveries.csv", io.BytesIO(_HEADER + lines))


def customers(client: dataikuapi.DSSClient, database: Database) -> DSSProject:
    """The project of the customers: three labelled months, and the table that the procedure fills."""
    project = client.create_project("CUSTOMERS", "Customers", client.get_auth_info()["authIdentifier"])
    by_month = dict(cohorts(read_purchases(purchases_file()), MONTHS))
    uploaded(project, by_month.items())
    prepared(project, database, by_month[MONTHS[-1]].pipe(_of_the_crm))
    return project


def prepared(project: DSSProject, database: Database, crm: pd.DataFrame) -> None:
    """The CRM, the connection of its procedure, and the table that the procedure fills, as a dataset of the project."""
    database.load(crm, CRM_TYPES)
    project.client.create_connection(CONNECTION, "PostgreSQL", dict(database.params))
    project.create_sql_table_dataset(PREPARED, "PostgreSQL", CONNECTION, PREPARED, "public")
    settings = project.get_dataset(PREPARED).get_settings()
    for name, kind in {DAY: "string", **CRM_TYPES}.items():
        settings.add_raw_schema_column({"name": name, "type": kind})
    settings.add_time_partitioning_dimension(DAY, "DAY")
    settings.save()


def score_project(client: dataikuapi.DSSClient, source: DSSProject) -> DSSProject:
    """The project that the macro makes, with the first champion, the recipes and both scenarios."""
    source.get_macro(_MACRO).run(params=FORM)
    return client.get_project(SCORE.upper())


def _of_the_crm(cohort: pd.DataFrame) -> pd.DataFrame:
    missing = np.where(np.arange(len(cohort)) % 3 == 0, BAD_DAY, None)
    return cohort.assign(**{MISSING_FROM: missing})
