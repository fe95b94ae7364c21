"""Reading what a person typed: variables replaced, types checked, all problems told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from champion_challenger.errors import SettingsError
from champion_challenger.records.models import Horizon

T = TypeVar("T")

_UNITS = ("day", "week", "month", "quarter", "year")
_VARIABLE = re.compile(r"\$\{([^}]*)\}")


class Form:
    """The values of a form, read field by field; problems are collected until `check`.

    Parameters
    ----------
    values
        What the host hands over: field name to JSON value. Missing fields are normal and take their default.
    variables
        What ``${name}`` stands for.
    project_key
        Project of whoever filled it in: a dataset without a project is one of its own.

    Examples
    --------
    >>> form = Form({"rate": "${share}", "size": "many"}, {"share": 5})
    >>> form.text("rate", "Rate")
    '5'
    >>> form.integer("size", "Size", default=3)
    3
    >>> form.problems
    ["Size: expected a whole number, found 'many'."]
    """

    def __init__(
        self, values: Mapping[str, Any], variables: Mapping[str, Any] | None = None, project_key: str = ""
    ) -> None:
        self.values = values
        self.variables = variables or {}
        self.project_key = project_key
        self.problems: list[str] = []

    def part(self, values: Mapping[str, Any]) -> Form:
        """Form of its own for values inside this one: a row of a list, or a preset."""
        return Form(values, self.variables, self.project_key)

    def rows(self, name: str) -> list[Form]:
        """Rows of a list field, each a form of its own."""
        return [self.part(row) for row in self.values.get(name) or []]

    def text(self, name: str, label: str, default: str = "") -> str:
        """Text of a field, stripped, with its variables replaced."""
        value = self.values.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            return default
        return self._expanded(str(value), label).strip()

    def texts(self, name: str, label: str) -> tuple[str, ...]:
        """Texts of a list field; a single text may hold several, separated by commas."""
        value = self.values.get(name) or []
        items = value.split(",") if isinstance(value, str) else value
        if not isinstance(items, (list, tuple)):
            self.problems.append(f"{label}: expected a list, found {value!r}.")
            return ()
        expanded = (self._expanded(str(item), label).strip() for item in items if item is not None)
        return tuple(dict.fromkeys(item for item in expanded if item))

    def dataset(self, name: str, label: str, default: str = "") -> str:
        """Full name, ``PROJECT.name``, of a dataset or a model; "" for none.

        >>> Form({"cohort": "customers"}, project_key="TELCO").dataset("cohort", "Cohort")
        'TELCO.customers'
        """
        text = self.text(name, label, default)
        return text if not text or "." in text else f"{self.project_key}.{text}"

    def flag(self, name: str, default: bool = False) -> bool:
        """Ticked or not; a text such as ``true`` counts, since variables arrive as text."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        return self._expanded(value, name).lower() in ("true", "yes", "1") if isinstance(value, str) else bool(value)

    def integer(self, name: str, label: str, default: int, minimum: int = 1) -> int:
        """Whole number of a field; hosts hand over ``3.0`` for 3 at times."""

        def parse(text: str) -> int:
            number = float(text) if re.fullmatch(r"\s*-?\d+(\.0*)?\s*", text) else None
            if number is None:
                msg = f"expected a whole number, found {text!r}"
                raise ValueError(msg)
            if number < minimum:
                msg = f"expected at least {minimum}, found {text}"
                raise ValueError(msg)
            return int(number)

        return self.parsed(name, label, str(default), parse, default)

    def choice(self, name: str, label: str, choices: Iterable[str]) -> str:
        """One of the choices; the first is the default."""
        allowed = list(choices)

        def parse(text: str) -> str:
            if text not in allowed:
                msg = f"expected one of {', '.join(allowed)}, found {text!r}"
                raise ValueError(msg)
            return text

        return self.parsed(name, label, allowed[0], parse, allowed[0])

    def parsed(self, name: str, label: str, default: str, parse: Callable[[str], T], fallback: T | None = None) -> T:
        """Value of a field read by ``parse``, whose ValueError becomes a problem under the field's label."""
        try:
            return parse(self.text(name, label, default))
        except ValueError as error:
            self.problems.append(f"{label}: {error}.")
            return parse(default) if fallback is None else fallback

    def check(self) -> None:
        """Raise SettingsError with all problems met so far."""
        if self.problems:
            raise SettingsError(self.problems)

    def _expanded(self, text: str, label: str) -> str:
        unknown = [name for name in _VARIABLE.findall(text) if name not in self.variables]
        if unknown:
            known = ", ".join(sorted(self.variables)) or "none"
            self.problems.append(
                f"{label}: no variable is called {', '.join(unknown)} (in {text!r}); defined are: {known}."
            )
        return _VARIABLE.sub(lambda match: str(self.variables.get(match.group(1), match.group(0))), text)


def read_rates(form: Form) -> tuple[int, ...]:
    """Targeting rates of a form in basis points, ascending, without repeats; 1, 5 and 10 % when it names none.

    >>> read_rates(Form({"targeting_rates": "10, 0.5"})), read_rates(Form({}))
    ((50, 1000), (100, 500, 1000))
    """
    label = "Targeting rates"
    rates = set()
    for text in form.texts("targeting_rates", label) or ("1", "5", "10"):
        try:
            rates.add(parse_rate(text))
        except ValueError as error:
            form.problems.append(f"{label}: {error}.")
    return tuple(sorted(rates))


def read_horizon(form: Form) -> Horizon:
    """Time after the snapshot at which an outcome is final."""
    return form.parsed("horizon", "Outcome known after", "1 month", parse_horizon)


def read_snapshot_day(form: Form) -> str:
    """``last`` or ``first``: the day of the period that is the snapshot, where no date is given."""
    return form.choice("snapshot_day", "Without a date, the snapshot is", ("last", "first"))


def parse_rate(text: str) -> int:
    """Basis points of a share in percent.

    Examples
    --------
    >>> parse_rate("5"), parse_rate("0.25 %"), parse_rate("100")
    (500, 25, 10000)
    """
    stripped = text.strip().rstrip("%").strip()
    if not re.fullmatch(r"[+]?(\d+(\.\d*)?|\.\d+)", stripped):
        msg = f"expected numbers in percent, such as 1, 5, 10, found {text.strip()!r}"
        raise ValueError(msg)
    whole, _, decimals = stripped.lstrip("+").partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) > 2:
        msg = f"expected at most two decimals of a percent, found {text.strip()!r}"
        raise ValueError(msg)
    basis_points = int(whole or 0) * 100 + int(decimals.ljust(2, "0"))
    if not 0 < basis_points <= 10_000:
        msg = f"expected a share above 0 and up to 100 %, found {text.strip()!r}"
        raise ValueError(msg)
    return basis_points


def parse_horizon(text: str) -> Horizon:
    """Read a horizon as people write it.

    Examples
    --------
    >>> parse_horizon("90 days")
    Horizon(count=90, unit='day')
    >>> str(parse_horizon("1 Month"))
    '1 month'
    """
    match = re.fullmatch(r"(\d+)\s*([a-z]+?)s?", text.strip().lower())
    if match is None or match.group(2) not in _UNITS:
        msg = f"expected a number and a unit, such as '1 month' or '90 days', found {text!r}"
        raise ValueError(msg)
    return Horizon(int(match.group(1)), match.group(2))


def parse_date(text: str) -> date | None:
    """Read a day; the time that a host's date picker adds is left out. Nothing gives None."""
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        msg = f"expected a date such as 2019-06-30, found {text!r}"
        raise ValueError(msg) from None
