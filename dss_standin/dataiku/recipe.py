"""What a code recipe asks about its inputs and outputs, by position."""

from __future__ import annotations

from typing import Any

from ._host import activity
from .dataset import Dataset
from .folder import Folder
from .model import Model

_CLASSES: dict[str, Any] = {"DATASET": Dataset, "MANAGED_FOLDER": Folder, "SAVED_MODEL": Model}


def get_inputs() -> list[Any]:
    """Return all inputs as objects."""
    return _objects("inputs")


def get_outputs() -> list[Any]:
    """Return all outputs as objects."""
    return _objects("outputs")


def get_input(index: int = 0, object_type: str | None = None) -> Any:
    """Return one input, among those of a type (`DATASET`, `MANAGED_FOLDER`, `SAVED_MODEL`) if given."""
    return _objects("inputs", object_type)[index]


def get_output(index: int = 0, object_type: str | None = None) -> Any:
    """Return one output, among those of a type if given."""
    return _objects("outputs", object_type)[index]


def get_inputs_as_datasets() -> list[Dataset]:
    """Return the inputs that are datasets."""
    return _objects("inputs", "DATASET")


def get_outputs_as_datasets() -> list[Dataset]:
    """Return the outputs that are datasets."""
    return _objects("outputs", "DATASET")


def _objects(direction: str, object_type: str | None = None) -> list[Any]:
    items = activity().get(direction, [])
    return [_CLASSES[item["type"]](item["ref"]) for item in items if object_type in (None, item["type"])]
