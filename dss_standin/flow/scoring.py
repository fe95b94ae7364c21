"""DSS's own scoring recipe: the rows of the input with the prediction of the model's active version."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from dss_standin.dataiku.predictor import Predictor
from dss_standin.datasets import sql, storage
from dss_standin.datasets.definitions import SQL_TYPES, dataset, save_dataset
from dss_standin.datasets.partitions import UNPARTITIONED, dimensions
from dss_standin.datasets.types import arrow_schema
from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.flow import models, saved_models
from dss_standin.flow.activity import Step, read_partitions, step
from dss_standin.flow.graph import Item

RECIPE_TYPE = "prediction_scoring"
Columns = list[dict[str, Any]]


def run(dss: DSS, running: Step) -> int:
    """Score the input partitions and replace the output's; return the number of rows written.

    The schema of the output stays as it is: a job never changes it.
    """
    source, target = _only(running, "DATASET"), running.outputs[0]
    predictor = _active_predictor(dss, _only(running, "SAVED_MODEL"))
    definition = dataset(dss, target.project_key, target.name)
    known = [column["name"] for column in definition["schema"]["columns"]]
    _check_known(target, known, predictor)
    table = _table(dss, running, source)
    scores = predictor.predict(_with_boolean_texts(table).to_pandas())
    for name in scores.columns:
        table = table.append_column(name, pa.array(scores[name], from_pandas=True))
    batches = table.select([name for name in table.column_names if name in known]).to_batches()
    partition = running.partition if dimensions(definition) else None
    return storage.write(dss, target.project_key, target.name, partition, batches, target.append_mode)


def schema_update(dss: DSS, project_key: str, name: str) -> dict[str, Any]:
    """Return the schemas that the outputs of a recipe need, as the client reads them; none when all is well.

    Raises DSSError for a recipe whose code alone knows what it writes.
    """
    running = step(dss, project_key, name, UNPARTITIONED)
    if running.recipe["type"] != RECIPE_TYPE:
        raise DSSError(f"The output schemas of recipe {name} ({running.recipe['type']}) cannot be computed")
    needed = _needed_schemas(dss, running)
    listed = [
        {"type": "DATASET", "datasetName": item.name, "projectKey": item.project_key, "newSchema": schema}
        for item, schema in needed
    ]
    return {"totalIncompatibilities": len(listed), "computables": listed}


def update_schemas(dss: DSS, running: Step) -> None:
    """Give the outputs of a scoring recipe the schemas that they need, as a job does on request."""
    for item, schema in _needed_schemas(dss, running) if running.recipe["type"] == RECIPE_TYPE else []:
        set_schema(dss, item.project_key, item.name, schema, drop=False)


def set_schema(dss: DSS, project_key: str, name: str, schema: dict[str, Any], drop: bool) -> None:
    """Replace the schema of an output; its table is dropped on request, and made again by the next build."""
    definition = dataset(dss, project_key, name)
    if drop and definition["type"] in SQL_TYPES:
        sql.drop(dss, definition)
    save_dataset(dss, project_key, name, {**definition, "schema": schema})


def _needed_schemas(dss: DSS, running: Step) -> list[tuple[Item, dict[str, Any]]]:
    source, target = _only(running, "DATASET"), running.outputs[0]
    predictor = _active_predictor(dss, _only(running, "SAVED_MODEL"))
    definition = dataset(dss, target.project_key, target.name)
    columns = _columns(dss, source, definition, predictor)
    is_right = definition["schema"]["columns"] == columns
    return [] if is_right else [(target, {"columns": columns, "userModified": False})]


def _check_known(target: Item, known: list[str], predictor: Predictor) -> None:
    lacking = [name for name in (*predictor.get_proba_columns(), "prediction") if name not in known]
    if lacking:
        state = f"lacks {', '.join(lacking)}" if known else "is empty"
        raise DSSError(
            f"The schema of output {target.ref} {state}, and a job does not change it: compute the recipe's schema "
            "updates and apply them, or build with autoUpdateSchemaBeforeEachRecipeRun"
        )


def _only(running: Step, kind: str) -> Item:
    items = [item for item in running.inputs if item.kind == kind]
    if len(items) != 1:
        raise DSSError(f"Recipe {running.name} needs one input of kind {kind}, found {len(items)}")
    return items[0]


def _active_predictor(dss: DSS, model: Item) -> Predictor:
    version = saved_models.read(dss, model.project_key, model.name).get("activeVersion")
    if not version:
        raise DSSError(f"Saved model {model.ref} has no active version")
    key = saved_models.version_key(dss, model.project_key, model.name, version)
    return Predictor(models.bundle(dss, key))


def _table(dss: DSS, running: Step, source: Item) -> pa.Table:
    schema = arrow_schema(dataset(dss, source.project_key, source.name)["schema"]["columns"])
    batches = storage.read(dss, source.project_key, source.name, read_partitions(dss, running, source))
    return pa.Table.from_batches(list(batches), schema)


def _with_boolean_texts(table: pa.Table) -> pa.Table:
    """Return the rows with booleans as the texts that models know."""
    kinds = [pa.string() if pa.types.is_boolean(field.type) else field.type for field in table.schema]
    return table.cast(pa.schema(list(zip(table.schema.names, kinds))))


def _columns(dss: DSS, source: Item, target: dict[str, Any], predictor: Predictor) -> Columns:
    """Return the input's columns and those of the scores; a SQL table holds its dimensions, files do not."""
    dims = [{"name": dim["name"], "type": "string"} for dim in dimensions(target)]
    names = [dim["name"] for dim in dims]
    read = dataset(dss, source.project_key, source.name)["schema"]["columns"]
    probas: Columns = [{"name": name, "type": "double"} for name in predictor.get_proba_columns()]
    prediction = {"name": "prediction", "type": "string" if probas else "double"}
    columns = [column for column in read if column["name"] not in names] + [*probas, prediction]
    return [*columns, *dims] if target["type"] in SQL_TYPES else columns
