"""One switch for each thing that is assumed about DSS, so that the plugin is tested under both answers."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from dss_standin.errors import DSSError

ALIASES = {
    "A1": "publish_policy_manual_value",
    "A2": "failing_future",
    "A3": "missing_object_status",
    "A4": "version_order",
    "A5": "metrics_envelope",
    "A7": "redeploy_across_tasks",
    "A8": "resolved_names",
    "A9": "redeploy_without_search",
    "A10": "training_flag_at_once",
    "A11": "failed_model_listed",
    "A15": "quality_status_case",
    "A21": "user_meta_labels",
    "A22": "input_without_dependency",
}

CHOICES: dict[str, tuple[Any, ...]] = {
    "failing_future": ("http_error", "never_done"),
    "missing_object_status": (404, 500),
    "version_order": ("newest_first", "oldest_first", "shuffled"),
    "metrics_envelope": ("inline", "future"),
    "metrics_of_unknown_partition": ("none", "refused"),
    "quality_status_case": ("upper", "capitalised"),
    "resolved_names": ("short", "task"),
    "redeploy_across_tasks": ("accepted", "refused", "activates"),
    "kept_variables": ("iperf", "absent"),
    "redeploy_without_search": ("single_values", "full_grid"),
    "user_meta_labels": ("strings", "key_value"),
    "input_without_dependency": ("refused", "equals", "all"),
    "absent_input_partition": ("fail", "empty"),
    "invalid_cells": ("kept", "null"),
}


@dataclass(frozen=True)
class Switches:
    """The assumptions (numbers of the contract's register) and the faults to play."""

    publish_policy_manual_value: str = "EXPLICIT"
    """A1: the `publishPolicy` of a saved model that waits for a person."""
    failing_future: str = "http_error"
    """A2: a failed future is an HTTP error on the poll, or simply never has a result."""
    missing_object_status: int = 404
    """A3: HTTP status of an unknown dataset, model, recipe."""
    version_order: str = "newest_first"
    """A4: order of a saved model's versions in lists."""
    metrics_envelope: str = "inline"
    """A5: computeMetrics answers its result at once, or as a future to poll."""
    metrics_of_unknown_partition: str = "none"
    """The metrics of a partition that has no value yet are listed without values, or refused."""
    redeploy_across_tasks: str = "accepted"
    """A7: a redeploy from another ML task than the model came from is accepted, refused, or activates although asked
    not to."""
    resolved_names: str = "short"
    """A8: inner names of `actualParams.resolved`: short ones or those of the ML task."""
    redeploy_without_search: str = "single_values"
    """A9: what a redeploy without new search writes into the train recipe."""
    training_flag_at_once: bool = True
    """A10: `status.training` is already true when the POST of a training returns."""
    failed_model_listed: bool = True
    """A11: a failed model stays among the task's models."""
    quality_status_case: str = "upper"
    """A15: a data-quality status is `OK` and `WARNING`, or `Ok` and `Warning`."""
    user_meta_labels: str = "strings"
    """A21: shape of `userMeta.labels`."""
    input_without_dependency: str = "refused"
    """A22: a partitioned input without a partition dependency, as a raw recipe creation leaves it, is refused, read at
    the partition that is written, or read whole."""
    absent_input_partition: str = "fail"
    """An input partition that does not exist fails the activity before the recipe starts, or reads as empty."""
    invalid_cells: str = "kept"
    """A cell of a file that is no value of its column's type is handed over as it is, so that a read under the schema's
    types fails, or as null."""
    na_values_by_column: bool = True
    """Whether a read takes a dict of columns as `na_values`, as pandas does; else a text or texts for all of them."""
    kept_variables: str = "iperf"
    """Whether a version's details tell which columns a feature reduction kept."""
    analysis_name_listed: bool = True
    """Whether the list of analyses tells their names."""
    analyses_refused: bool = False
    """Whether analyses cannot be made, as on an automation node or without the right to."""
    user_meta_copied_on_redeploy: bool = True
    """Whether a redeploy takes the lab model's user meta along."""
    future_result_fetched_once: bool = False
    """Whether a future's result is gone after it was fetched."""
    training_never_ends: bool = False
    """Fault: a training that runs for ever."""
    training_fails: bool = False
    """Fault: every training ends FAILED."""
    train_second_model: bool = False
    """Fault: a training makes one more model than asked."""
    expand_plugin_variables: bool = False
    """Whether `${variables}` in a plugin recipe's settings are expanded by the host."""
    container_mode: bool = False
    """Recipes run without access to the workspace's files, as in a container."""
    forbidden_projects: str = ""
    """Fault: keys, joined by commas, of projects that recipes, steps and macros have no right to."""
    max_activities: int = 5
    """Activities of a job that run at once."""
    dss_version: str = importlib.metadata.version("dataiku-api-client")
    """The DSS that is played: its package `dataiku` and its API know what that version knows. Inside DSS the client is
    that of the DSS, so by default it is the version of the client that is installed."""

    def __post_init__(self) -> None:
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise DSSError(f"Switch {name} is one of {', '.join(map(str, choices))}, not {getattr(self, name)!r}")

    @classmethod
    def parse(cls, settings: Iterable[str]) -> Switches:
        """Read NAME=VALUE texts; NAME is a field or the number of an assumption.

        >>> Switches.parse(["A3=500", "container_mode=true"]).missing_object_status
        500
        """
        types = {field.name: type(field.default) for field in fields(cls)}
        values: dict[str, Any] = {}
        for setting in settings:
            name, _, text = setting.partition("=")
            name = ALIASES.get(name.strip(), name.strip())
            if name not in types:
                raise DSSError(f"No switch is called {name!r}; there are {', '.join(sorted(types))}")
            values[name] = _value(name, text.strip(), types[name])
        return cls(**values)


def _value(name: str, text: str, kind: type) -> Any:
    if kind is bool and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind is int and text.isdigit():
        return int(text)
    if kind is str and (text or not getattr(Switches, name)):
        return text
    raise DSSError(f"Switch {name} takes a {kind.__name__}, not {text!r}")
