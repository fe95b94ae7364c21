"""The form of retrieve-metrics-and-checks as one frozen value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import parse_number, quote
from champion_challenger.settings.step_ending import Ending, parse_name, read_ending, value_clashes
from champion_challenger.settings.times import parse_duration

KINDS = ("metric", "check", "data_quality")
ENDINGS = ("", "_text", "_outcome", "_age_hours")
"""Endings of the variables of each value."""


@dataclass(frozen=True)
class Place:
    """A dataset, or one partition of it; "" is the whole dataset."""

    project_key: str
    dataset: str
    partition: str = ""

    def __str__(self) -> str:
        return f"{self.project_key}.{self.dataset}" + (f", partition {self.partition}" if self.partition else "")


@dataclass(frozen=True)
class Condition:
    """Condition that a value must meet; None and "" are no condition.

    Attributes
    ----------
    severity
        Outcome if it is not met: ``ERROR`` or ``WARNING``.
    """

    minimum: float | None = None
    maximum: float | None = None
    equals: str = ""
    not_older_than: timedelta | None = None
    severity: str = "ERROR"


@dataclass(frozen=True)
class Request:
    """One value to retrieve.

    Attributes
    ----------
    kind
        ``metric``, ``check`` or ``data_quality``.
    id
        Id of a metric, name of a check, id or name of a data-quality rule; empty for all rules.
    name
        Name of the variable after the prefix.
    """

    place: Place
    kind: str
    id: str
    name: str
    condition: Condition = Condition()


@dataclass(frozen=True)
class RetrieveSettings:
    """Settings of one run of the step."""

    requests: tuple[Request, ...]
    compute_first: bool
    ending: Ending

    @classmethod
    def from_form(cls, form: Form) -> RetrieveSettings:
        """Read the form; raise SettingsError with every wrong field.

        Examples
        --------
        >>> row = {"dataset": "UP.orders", "id": "records:COUNT_RECORDS", "minimum": "1"}
        >>> settings = RetrieveSettings.from_form(Form({"readings": [row]}, project_key="HERE"))
        >>> settings.requests[0].place, settings.requests[0].name
        (Place(project_key='UP', dataset='orders', partition=''), 'count_records')
        """
        label = "Values to retrieve"
        rows = form.rows("readings", label, "Value")
        home = form.text("project_key", "Project") or form.project_key
        requests = tuple(_request(row, home) for row in rows)
        if not form.values.get("readings"):
            form.problem(label, "expected at least one, found none")
        for name in value_clashes([request.name for request in requests], ENDINGS):
            form.problem(label, f"the variable {quote(name)} would be set twice; give each value its own name")
        compute_first = form.flag("compute_first", "Compute first")
        settings = cls(requests, compute_first, read_ending(form, "retrieved", "error_or_empty"))
        form.check()
        return settings


def _request(row: Form, project_key: str) -> Request:
    kind = row.choice("kind", "Kind", KINDS)
    written = row.text("id", "Id")
    dataset = row.required("dataset", "Dataset")
    if not written and kind != "data_quality":
        example = (
            "one, such as records:COUNT_RECORDS" if kind == "metric" else "the name of a check, such as Enough rows"
        )
        row.problem("Id", f"it is empty. Type {example}")
    derived = variable_name(written or kind)
    return Request(
        place=read_place(dataset, row.text("partition", "Partition"), project_key),
        kind=kind,
        id=written,
        name=row.parse("name", "Variable", "", lambda text: parse_name(text or derived), derived),
        condition=_condition(row),
    )


def _condition(row: Form) -> Condition:
    minimum = row.parse("minimum", "Minimum", "", parse_number)
    maximum = row.parse("maximum", "Maximum", "", parse_number)
    if minimum is not None and maximum is not None and maximum < minimum:
        row.problem("Maximum", f"expected at least the minimum ({minimum:g}), found {maximum:g}")
    return Condition(
        minimum=minimum,
        maximum=maximum,
        equals=row.text("equals", "Equals"),
        not_older_than=row.parse("not_older_than", "Not older than", "", parse_duration),
        severity=row.choice("severity", "If not met", ("ERROR", "WARNING")),
    )


def read_place(dataset: str, partition: str, project_key: str) -> Place:
    """Read the name of a dataset; ``PROJECT.name`` belongs to another project.

    Examples
    --------
    >>> str(read_place("orders", "2019-06", "TELCO"))
    'TELCO.orders, partition 2019-06'
    """
    project, dot, name = dataset.rpartition(".")
    return Place(project if dot else project_key, name, partition)


def variable_name(written: str) -> str:
    """Name of a variable, derived from an id: what follows its last colon, with the name of the column if it has one.

    Examples
    --------
    >>> variable_name("records:COUNT_RECORDS"), variable_name("col_stats:MEAN:churned"), variable_name("Rows > 0")
    ('count_records', 'mean_churned', 'rows_0')
    """
    parts = written.split(":")
    named = parts[1:] if len(parts) > 1 and parts[0] != "external" else parts[-1:]
    name = re.sub(r"[^a-z0-9]+", "_", "_".join(named).lower()).strip("_") or "value"
    return name if name[0].isalpha() else f"v_{name}"
