"""Managed datasets: the place, format and partitioning that DSS chooses for an output."""

from __future__ import annotations

from typing import Any

from dss_standin.datasets.definitions import create_dataset, dataset, folder, split_ref
from dss_standin.dss import DSS
from dss_standin.errors import DSSError

_CSV = {
    "style": "excel",
    "charset": "utf8",
    "separator": ",",
    "quoteChar": '"',
    "escapeChar": "\\",
    "skipRowsBeforeHeader": 0,
    "parseHeaderRow": False,
    "skipRowsAfterHeader": 0,
}


def create_managed(dss: DSS, project_key: str, name: str, settings: dict[str, Any]) -> dict[str, Any]:
    """Keep a new managed dataset from the creation settings that the client sends."""
    if not settings.get("connectionId"):
        raise DSSError(f"Managed dataset {name}: creationSettings.connectionId is missing; call with_store_into")
    connection = dss.connections.get(settings["connectionId"])
    if not connection.managed:
        raise DSSError(f"Connection '{connection.name}' does not allow managed datasets")
    given: dict[str, Any] = {"name": name, "managed": True, "type": connection.type}
    partitioning = _partitioning(dss, project_key, settings.get("partitioningOptionId"))
    if connection.type == "Filesystem":
        given["params"] = {"connection": connection.name, "path": f"/${{projectKey}}/{name}"}
        given.update(_format((settings.get("specificSettings") or {}).get("formatOptionId")))
    else:
        given["params"] = {"connection": connection.name, "mode": "table", "table": f"${{projectKey}}_{name}"}
        partitioning.pop("filePathPattern", None)
    return create_dataset(dss, project_key, {**given, "partitioning": partitioning})


def _format(option: str | None) -> dict[str, Any]:
    if option and option.upper().startswith("CSV"):
        zipped = "NOGZIP" not in option.upper()
        return {"formatType": "csv", "formatParams": {**_CSV, "compress": "gz" if zipped else ""}}
    if option and not option.upper().startswith("PARQUET"):
        raise DSSError(f"Format option {option!r} is outside the stand-in's slice: CSV_... or PARQUET_HIVE")
    return {"formatType": "parquet", "formatParams": {"parquetCompressionMethod": "SNAPPY"}}


def _partitioning(dss: DSS, project_key: str, option: str | None) -> dict[str, Any]:
    if not option or option == "NP":
        return {"dimensions": []}
    action, _, rest = option.partition(":")
    kind, _, ref = rest.partition(":")
    if action != "copy" or kind not in ("dataset", "folder"):
        raise DSSError(f"partitioningOptionId {option!r}: expected NP, copy:dataset:NAME or copy:folder:ID")
    owner, name = split_ref(project_key, ref)
    source = dataset(dss, owner, name) if kind == "dataset" else folder(dss, owner, name)
    return dict(source.get("partitioning") or {"dimensions": []})
