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

_MACRO = "pyrunnable_champion-challenger_create-score-project"
_HEADER = b"source\n"


def cockpit(client: dataikuapi.DSSClient) -> DSSProject:
    """The project that tells what upstream systems delivered."""
    project = client.create_project(COCKPIT, "Cockpit", client.get_auth_info()["authIdentifier"])
    folder = project.create_managed_folder("cockpit_files")
    folder.put_file("deliveries.csv", io.BytesIO(_HEADER + b"orders\nreturns\ncalls\n"))
    settings = folder.create_dataset_from_files(DELIVERIES).get_settings()
    settings.set_csv_format()
    settings.add_raw_schema_column({"name": "source", "type": "string"})
    settings.save()
    return project


def nothing_delivered(project: DSSProject) -> None:
    """Empty the cockpit."""
    folder = project.get_managed_folder(project.list_managed_folders()[0]["id"])
    folder.put_file("deliveries.csv", io.BytesIO(_HEADER))


def customers(client: dataikuapi.DSSClient, database: Database) -> DSSProject:
    """The project of the customers: three labelled months, and the table that the procedure fills."""
    project = client.create_project("CUSTOMERS", "Customers", client.get_auth_info()["authIdentifier"])
    by_month = dict(cohorts(read_purchases(purchases_file()), MONTHS))
    uploaded(project, by_month.items())
    known = {name: kind for name, kind in TYPES.items() if name != OUTCOME}
    database.load(_of_the_crm(by_month[MONTHS[-1]]), known)
    client.create_connection(CONNECTION, "PostgreSQL", dict(database.params))
    project.create_sql_table_dataset(PREPARED, "PostgreSQL", CONNECTION, PREPARED, "public")
    settings = project.get_dataset(PREPARED).get_settings()
    for name, kind in {DAY: "string", **known}.items():
        settings.add_raw_schema_column({"name": name, "type": kind})
    settings.add_time_partitioning_dimension(DAY, "DAY")
    settings.save()
    return project


def score_project(client: dataikuapi.DSSClient, source: DSSProject) -> DSSProject:
    """The project that the macro makes, with the first champion, the recipes and both scenarios."""
    source.get_macro(_MACRO).run(params=FORM)
    return client.get_project(SCORE.upper())


def _of_the_crm(cohort: pd.DataFrame) -> pd.DataFrame:
    missing = np.where(np.arange(len(cohort)) % 3 == 0, BAD_DAY, None)
    return cohort.assign(**{MISSING_FROM: missing})
