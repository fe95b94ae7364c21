"""Compute metrics of datasets of any project, and wait for each.

A target is a project, a dataset, and the variable that names the partition ("" for a dataset without partitions).
"""

import logging
import time
from typing import Any

import dataiku
from dataiku.scenario import Scenario
from dataikuapi.dss.future import DSSFuture

PARAMETERS: "dict[str, Any]" = {"targets": [("PROJECT", "dataset", "month_ref")], "metrics": ["records:COUNT_RECORDS"]}

logging.basicConfig(level=logging.INFO)
client = dataiku.api_client()
variables = Scenario().get_all_variables()
for project, name, variable in PARAMETERS["targets"]:
    dataset = client.get_project(project).get_dataset(name)
    partition = variables[variable] if variable else ""
    answer = dataset.compute_metrics(partition, metric_ids=PARAMETERS["metrics"])
    if "hasResult" in answer:
        future = DSSFuture.from_resp(client, answer)
        for _ in range(7200):
            if future.has_result():
                break
            time.sleep(0.5)
        else:
            raise RuntimeError("DSS has no result after an hour")
    logging.info("Computed %s of %s.%s", PARAMETERS["metrics"], project, name)
