"""DSS's own scoring recipe: the rows of the input with the prediction of the model's active version."""

from __future__ import annotations

from typing import Any

import joblib
import pyarrow as pa

from dss_standin.dataiku.predictor import Predictor
from dss_standin.datasets import storage
from dss_standin.datasets.definitions import SQL_TYPES, dataset, save_dataset
from dss_standin.datasets.partitions import dimensions
from dss_standin.datasets.types import arrow_schema
from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.flow import models, saved_models
from dss_standin.flow.activity import Step, read_partitions
from dss_standin.flow.graph import Item

RECIPE_TYPE = "prediction_scoring"
Columns = list[dict[str, Any]]


def run(dss: DSS, step: Step) -> int:
    """Score the input partitions and replace the output's; return the number of rows written."""
    source, model, target = _only(step, "DATASET"), _only(step, "SAVED_MODEL"), step.outputs[0]
    predictor = _active_predictor(dss, model)
    table = _table(dss, step, source)
    scores = predictor.predict(table.to_pandas())
    _update_schema(dss, source, target, predictor)
    for name in scores.columns:
        table = table.append_column(name, pa.array(scores[name], from_pandas=True))
    definition = dataset(dss, target.project_key, target.name)
    known = [column["name"] for column in definition["schema"]["columns"]]
    batches = table.select([name for name in table.column_names if name in known]).to_batches()
    partition = step.partition if dimensions(definition) else None
    return storage.write(dss, target.project_key, target.name, partition, batches, target.append_mode)


def _only(step: Step, kind: str) -> Item:
    found = [item for item in step.inputs if item.kind == kind]
    if len(found) != 1:
        raise DSSError(f"Recipe {step.name} needs one input of kind {kind}, found {len(found)}")
    return found[0]


def _active_predictor(dss: DSS, model: Item) -> Predictor:
    version = saved_models.read(dss, model.project_key, model.name).get("activeVersion")
    if not version:
        raise DSSError(f"Saved model {model.ref} has no active version")
    key = saved_models.version_key(dss, model.project_key, model.name, version)
    return Predictor(joblib.load(models.bundle_file(dss, key)))


def _table(dss: DSS, step: Step, source: Item) -> pa.Table:
    schema = arrow_schema(dataset(dss, source.project_key, source.name)["schema"]["columns"])
    batches = storage.read(dss, source.project_key, source.name, read_partitions(dss, step, source))
    return pa.Table.from_batches(list(batches), schema)


def _update_schema(dss: DSS, source: Item, target: Item, predictor: Predictor) -> None:
    """Give the output the input's columns and those of the scores; a SQL table holds its dimensions, files do not."""
    definition = dataset(dss, target.project_key, target.name)
    dims = [{"name": dim["name"], "type": "string"} for dim in dimensions(definition)]
    names = [dim["name"] for dim in dims]
    read = dataset(dss, source.project_key, source.name)["schema"]["columns"]
    probas: Columns = [{"name": name, "type": "double"} for name in predictor.get_proba_columns()]
    prediction = {"name": "prediction", "type": "string" if probas else "double"}
    columns = [one for one in read if one["name"] not in names] + [*probas, prediction]
    columns = [*columns, *dims] if definition["type"] in SQL_TYPES else columns
    if definition["schema"]["columns"] != columns:
        schema = {"columns": columns, "userModified": True}
        save_dataset(dss, target.project_key, target.name, {**definition, "schema": schema})
