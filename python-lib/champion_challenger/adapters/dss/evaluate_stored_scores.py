"""The host of evaluate-stored-scores: tables, queries on their connection, and one output."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import dataiku
import pandas as pd
from dataiku import customrecipe

from champion_challenger.adapters.dss.asking import asking
from champion_challenger.adapters.dss.datasets import input_facts, output_facts, write_frames
from champion_challenger.adapters.dss.entry import flow_variables
from champion_challenger.adapters.dss.models import DSSSavedModel
from champion_challenger.records.datasets import Column, StoredTable
from champion_challenger.records.runs import RunFacts, StoredFlow
from champion_challenger.version import VERSION

logger = logging.getLogger("champion_challenger")


class EvaluateStoredScoresHost:
    """A run of the recipe in DSS."""

    def __init__(self) -> None:
        self.flow = _flow(flow_variables())
        self.run = RunFacts(uuid.uuid4().hex[:12], datetime.now(timezone.utc), VERSION, "")
        models = customrecipe.get_input_names_for_role("model")
        self.model = DSSSavedModel(dataiku.api_client(), models[0]) if models else None

    def query(self, text: str) -> list[Mapping[str, Any]]:
        """Run a query on the connection of the stored scores, with the rights and limits of whoever runs."""
        logger.info("Query:\n%s", text)
        with asking(f"to run a query on connection {self.flow.scores.connection}"):
            executor = dataiku.SQLExecutor2(connection=self.flow.scores.connection)
            # Types come from the database: a version named 007 would be inferred to be the number 7.
            frame = executor.query_to_df(text, infer_from_schema=True)
        rows: list[Mapping[str, Any]] = frame.astype("object").to_dict("records")
        return rows

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Replace the run's partition of the output, or all of an output without partitions."""
        facts = self.flow.performance
        if not facts.dimensions:
            # Without partitions a table has no column for them: SQL and files are written alike.
            write_frames(replace(facts, is_sql=False, partitions=("",)), columns, "", frames)
            return
        write_frames(facts, columns, facts.dimensions[0][0], frames)

    def save_metrics(self, role: str, metrics: Mapping[str, Any]) -> None:
        """Save external metric values on what was written."""
        dataset = dataiku.Dataset(self.flow.performance.name)
        with asking(f"to save metrics of {dataset.name}"):
            dataset.save_external_metric_values(dict(metrics), partition=self.flow.partition)

    def tell(self, message: str) -> None:
        """Log a line."""
        logger.info(message)


def _flow(run_variables: Mapping[str, Any]) -> StoredFlow:
    (name,) = customrecipe.get_output_names_for_role("performance")
    performance = output_facts(name, "")
    dimension = performance.dimensions[0][0] if performance.dimensions else ""
    partition = str(run_variables.get(f"DKU_DST_{dimension}", "")) if dimension else ""
    outcomes = customrecipe.get_input_names_for_role("outcomes")
    return StoredFlow(
        partition=partition,
        scores=_table(customrecipe.get_input_names_for_role("scores")[0]),
        outcomes=_table(outcomes[0]) if outcomes else None,
        performance=replace(performance, partitions=(partition,)),
    )


def _table(name: str) -> StoredTable:
    dataset = dataiku.Dataset(name)
    with asking(f"for the connection of {name}"):
        config = dataset.get_config()
    connection = (config.get("params") or {}).get("connection")
    return StoredTable(input_facts(name), str(connection or ""), str(config.get("type") or ""))
