"""Fields that several forms have, read alike."""

from __future__ import annotations

from datetime import tzinfo

from champion_challenger.records.models import Horizon
from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import parse_rate, split_numbers
from champion_challenger.settings.times import parse_horizon, parse_time_zone


def read_rates(form: Form, default: str = "1, 5, 10") -> tuple[int, ...]:
    """Targeting rates of a form in basis points, ascending, without repeats.

    >>> read_rates(Form({"targeting_rates": "10, 0.5"})), read_rates(Form({}))
    ((50, 1000), (100, 500, 1000))
    >>> read_rates(Form({"targeting_rates": "${rates}"}, {"rates": [2, 5]}))
    (200, 500)
    """
    label = "Targeting rates (%)"
    rates = set()
    for text in form.texts("targeting_rates", label, default, split_numbers):
        try:
            rates.add(parse_rate(text))
        except ValueError as error:
            form.problem(label, str(error))
    return tuple(sorted(rates))


def read_horizon(form: Form) -> Horizon:
    """Time after the snapshot at which an outcome is final."""
    return form.parse("horizon", "Outcome known after", "1 month", parse_horizon)


def read_snapshot_day(form: Form) -> str:
    """``last`` or ``first`` day of the partition: the snapshot where no date is given."""
    return form.choice("snapshot_day", "Snapshot day", ("last", "first"))


def read_time_zone(form: Form) -> tzinfo:
    """Time zone in which moments are read as days, and in which a day begins."""
    return form.parse("time_zone", "Time zone of days", "UTC", parse_time_zone)
