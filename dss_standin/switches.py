"""One switch for each thing that is assumed about DSS, so that the plugin is tested under both answers."""

from __future__ import annotations

import importlib.metadata
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
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
    "analysis_input": ("kept", "shortened", "refused"),
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
    pushed_metric_prefix: str = "external:external:"
    """What stands before the name of a value that a recipe or a step pushes, in the id of its metric."""
    training_environment_told: bool = True
    """Whether a version's details tell the code environment that its ML task was given."""
    connection_rules_told: bool = True
    """Whether the users of a connection are told if it may be written and holds managed datasets."""
    analysis_name_listed: bool = True
    """Whether the list of analyses tells their names."""
    last_build_told: bool = True
    """Whether what is told of a dataset includes its last build."""
    activities_told: bool = True
    """Whether the status of a job tells its activities."""
    analysis_input: str = "kept"
    """An analysis of a dataset of its own project, named with the project's key, is told so, is told by the short
    name, or is refused."""
    analyses_refused: bool = False
    """Whether analyses cannot be made, as on an automation node or without the right to."""
    user_meta_copied_on_redeploy: bool = True
    """Whether a redeploy takes the lab model's user meta along."""
    future_result_fetched_once: bool = False
    """Whether a future's result is gone after it was fetched."""
    training_never_ends: bool = False
    """Fault: a training that never ends."""
    training_fails: bool = False
    """Fault: every training ends FAILED."""
    train_second_model: bool = False
    """Fault: a training makes one more model than asked."""
    expand_plugin_variables: bool = False
    """Whether `${variables}` in a plugin recipe's settings are expanded by the host."""
    traceback_limit_kept: bool = True
    """Whether the traceback of a step or a macro that failed is printed as Python does, within `sys.tracebacklimit`."""
    predictor_takes_features_alone: bool = True
    """Whether a predictor scores rows that lack the columns of its training data which are no features."""
    predictor_scores_in_fork: bool = True
    """Whether a predictor scores in a process that was forked from the one that loaded it."""
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
        if not _VERSION.fullmatch(self.dss_version):
            raise DSSError(f"Switch dss_version is numbers with dots, such as 14.7.5, not {self.dss_version!r}")

    @classmethod
    def parse(cls, settings: Iterable[str], before: Switches | None = None) -> Switches:
        """Read NAME=VALUE texts; NAME is a field or the number of an assumption. Others stay as `before`.

        >>> Switches.parse(["A3=500", "container_mode=true"]).missing_object_status
        500
        """
        types = _types()
        values: dict[str, Any] = {}
        for setting in settings:
            name, _, text = setting.partition("=")
            name = _check_name(ALIASES.get(name.strip(), name.strip()))
            values[name] = _value(name, text.strip(), types[name])
        return replace(before or cls(), **values)

    @classmethod
    def from_probe(cls, file: Path | str) -> Switches:
        """Read the answers of a real DSS from a file that `make probe` wrote; switches without an answer stay.

        Raises
        ------
        DSSError
            The file is none of the probe's, or an answer is none of those that the switch accepts.
        """
        try:
            content = json.loads(Path(file).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DSSError(f"{file} cannot be read as a file of the probe: {error}") from None
        answers = content.get("answers") if isinstance(content, dict) else None
        if not isinstance(answers, dict):
            raise DSSError(f"{file} is no file of the probe: expected an object with 'answers', as `make probe` writes")
        return cls(**dict(_answered_switches(answers, str(file))))


_VERSION = re.compile(r"\d+(\.\d+)*")


def _types() -> dict[str, type]:
    return {field.name: type(field.default) for field in fields(Switches)}


def _check_name(name: str) -> str:
    if name not in _types():
        raise DSSError(f"No switch is called {name!r}; there are {', '.join(sorted(_types()))}")
    return name


def _answered_switches(answers: Mapping[str, Any], file: str) -> Iterable[tuple[str, Any]]:
    """Yield switch and value of each question that was answered and that has a switch."""
    for question, given in answers.items():
        if given.get("switch") and given.get("status") == "answered":
            name, value = _check_name(given["switch"]), given.get("answer")
            choices = CHOICES.get(name, (True, False) if _types()[name] is bool else ())
            accepted = ", ".join(json.dumps(choice) for choice in choices) or f"a {_types()[name].__name__}"
            if type(value) is not _types()[name] or (choices and value not in choices):
                raise DSSError(
                    f"{file}: question {question} was answered with {json.dumps(value)}, and switch {name} accepts "
                    f"{accepted}. Give the stand-in that answer too, or take the question out of the file"
                )
            yield name, value


def _value(name: str, text: str, kind: type) -> Any:
    if kind is bool and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind is int and text.isdigit():
        return int(text)
    if kind is str and (text or not getattr(Switches, name)):
        return text
    raise DSSError(f"Switch {name} takes a {kind.__name__}, not {text!r}")
