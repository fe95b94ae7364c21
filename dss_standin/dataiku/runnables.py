"""What a macro derives from and returns."""

from __future__ import annotations

import json
import os
import runpy
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Callable


class Runnable:
    """Base of a macro; DSS makes one object and calls its `run`."""

    def __init__(self, project_key: str, config: dict[str, Any], plugin_config: dict[str, Any]) -> None:
        self.project_key = project_key
        self.config = config
        self.plugin_config = plugin_config

    def get_progress_target(self) -> tuple[int, str] | None:
        """Return how much there is to do and in what unit, or None."""
        return None

    def run(self, progress_callback: Callable[[int], None]) -> Any:
        """Do the work; return what the macro's `resultType` says."""
        raise NotImplementedError


class ResultTable:
    """The result of a macro of type RESULT_TABLE."""

    def __init__(self) -> None:
        self.name = ""
        self.columns: list[dict[str, str]] = []
        self.records: list[list[Any]] = []

    def set_name(self, name: str) -> None:
        """Name the table."""
        self.name = name

    def add_column(self, id: str, label: str, type: str = "STRING") -> None:
        """Add a column of type STRING or STRING_LIST."""
        self.columns.append({"name": id, "displayName": label, "type": type})

    def add_record(self, record: Sequence[Any]) -> None:
        """Add a row, one value a column."""
        if len(record) != len(self.columns):
            raise ValueError(f"A record of {len(record)} values in a table of {len(self.columns)} columns")
        self.records.append(list(record))


def _run_macro(code: str, result_file: str) -> None:
    """Make the macro of a file, run it, and leave its result for the host."""
    task = json.loads(Path(os.environ["DKU_MACRO_FILE"]).read_text(encoding="utf-8"))
    macros = [value for value in runpy.run_path(code, run_name="runnable").values() if _is_macro(value)]
    if len(macros) != 1:
        raise TypeError(f"runnable.py must define one class derived from Runnable, found {len(macros)}")
    result = macros[0](task["projectKey"], task["config"], task["pluginConfig"]).run(lambda _: None)
    Path(result_file).write_bytes(_content(result, task["resultType"]))


def _is_macro(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, Runnable) and value.__module__ == "runnable"


def _content(result: Any, result_type: str) -> bytes:
    if result_type == "NONE":
        return b""
    if result_type == "RESULT_TABLE":
        return json.dumps({"name": result.name, "columns": result.columns, "records": result.records}).encode()
    if not isinstance(result, str):
        raise TypeError(f"A macro of result type {result_type} returns a text, not a {type(result).__name__}")
    if result_type == "FILE":
        return Path(result).read_bytes()
    if result_type in ("JSON_OBJECT", "FOLDER_FILE"):
        json.loads(result)
    return result.encode()
