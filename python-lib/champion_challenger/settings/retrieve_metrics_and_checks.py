"""The form of the step that retrieves metrics and checks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from champion_challenger.settings.form import Form
from champion_challenger.settings.step_ending import Ending, clashes, parse_name, read_ending

KINDS = ("metric", "check", "data_quality")
_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}


@dataclass(frozen=True)
class Place:
    """A dataset, or one partition of it; "" is the whole."""

    project_key: str
    dataset: str
    partition: str = ""

    def __str__(self) -> str:
        return f"{self.project_key}.{self.dataset}" + (f", partition {self.partition}" if self.partition else "")


@dataclass(frozen=True)
class Condition:
    """What a value has to be; None and "" ask nothing.

    Attributes
    ----------
    severity
        Outcome when it is not so: ``ERROR`` or ``WARNING``.
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
        Id of a metric, name of a check, id or name of a data-quality rule; empty for all rules together.
    name
        What the variable is called after the prefix.
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
        """Read the form; raise SettingsError naming every field that has to be mended.

        Examples
        --------
        >>> row = {"dataset": "UP.orders", "id": "records:COUNT_RECORDS", "minimum": "1"}
        >>> settings = RetrieveSettings.from_form(Form({"readings": [row]}, project_key="HERE"))
        >>> settings.requests[0].place, settings.requests[0].name
        (Place(project_key='UP', dataset='orders', partition=''), 'count_records')
        """
        rows = form.rows("readings")
        home = form.text("project_key", "Project", form.project_key)
        requests = tuple(_request(form, row, number, home) for number, row in enumerate(rows, start=1))
        if not rows:
            form.problems.append("Values to retrieve: expected at least one, found none.")
        endings = ("", "_outcome", "_age_hours")
        for name in clashes(f"{request.name}{ending}" for request in requests for ending in endings):
            form.problems.append(
                f"Values to retrieve: the variable {name!r} would be set twice; give each its own name."
            )
        settings = cls(requests, form.flag("compute_first"), read_ending(form, "retrieved", "error_or_empty"))
        form.check()
        return settings


def _request(form: Form, row: Form, number: int, project_key: str) -> Request:
    kind = row.choice("kind", "Kind", KINDS)
    written = row.text("id", "Id")
    dataset = row.text("dataset", "Dataset")
    if not dataset:
        row.problems.append("Dataset: it is empty.")
    if not written and kind != "data_quality":
        row.problems.append("Id: it is empty; type one, such as records:COUNT_RECORDS.")
    default_name = variable_name(written or kind)
    request = Request(
        place=read_place(dataset, row.text("partition", "Partition"), project_key),
        kind=kind,
        id=written,
        name=row.parsed("name", "Variable", default_name, parse_name, default_name),
        condition=_condition(row),
    )
    form.problems += [f"Value {number}, {problem}" for problem in row.problems]
    return request


def _condition(row: Form) -> Condition:
    return Condition(
        minimum=row.parsed("minimum", "Minimum", "", parse_number),
        maximum=row.parsed("maximum", "Maximum", "", parse_number),
        equals=row.text("equals", "Equals"),
        not_older_than=row.parsed("not_older_than", "Not older than", "", parse_duration),
        severity=row.choice("severity", "Otherwise", ("ERROR", "WARNING")),
    )


def read_place(dataset: str, partition: str, project_key: str) -> Place:
    """Read a dataset's name; ``PROJECT.name`` is one of another project.

    Examples
    --------
    >>> str(read_place("orders", "2019-06", "TELCO"))
    'TELCO.orders, partition 2019-06'
    """
    project, dot, name = dataset.rpartition(".")
    return Place(project if dot else project_key, name, partition)


def variable_name(written: str) -> str:
    """Make a variable's name of an id: what follows its last colon but one where a column is meant.

    Examples
    --------
    >>> variable_name("records:COUNT_RECORDS"), variable_name("col_stats:MEAN:churned"), variable_name("Rows > 0")
    ('count_records', 'mean_churned', 'rows_0')
    """
    parts = written.split(":")
    kept = parts[1:] if len(parts) > 1 and parts[0] not in ("external",) else parts[-1:]
    name = re.sub(r"[^a-z0-9]+", "_", "_".join(kept).lower()).strip("_") or "value"
    return name if name[0].isalpha() else f"v_{name}"


def parse_number(text: str) -> float | None:
    """Read a number; nothing gives None.

    Examples
    --------
    >>> parse_number(" 1e3 "), parse_number("")
    (1000.0, None)
    """
    if not text.strip():
        return None
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if number != number or number in (float("inf"), float("-inf")):
        msg = f"expected a number, found {text!r}"
        raise ValueError(msg)
    return number


def parse_duration(text: str) -> timedelta | None:
    """Read a duration as people write it; nothing gives None.

    Examples
    --------
    >>> parse_duration("26 hours"), parse_duration("")
    (datetime.timedelta(days=1, seconds=7200), None)
    """
    if not text:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-z]+?)s?", text.strip().lower())
    if match is None or match.group(2) not in _UNITS:
        msg = f"expected a number and a unit, such as '90 minutes', '26 hours' or '2 days', found {text!r}"
        raise ValueError(msg)
    return timedelta(seconds=float(match.group(1)) * _UNITS[match.group(2)])
