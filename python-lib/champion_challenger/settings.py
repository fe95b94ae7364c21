"""The form of retrain-and-evaluate as one frozen value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from champion_challenger.forms import Form
from champion_challenger.records import Horizon

_SCHEMA_POLICIES = ("adapt", "keep_features", "refuse")
_UNITS = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True)
class VersionChoice:
    """Which versions are compared; the champion always is.

    Attributes
    ----------
    mode
        ``all``; ``last_n`` (the ``last_n`` newest, plus the listed ones); ``chosen`` (the listed ones, plus every
        version trained after the newest of them).
    listed
        Version ids that were chosen, pinned or typed.
    """

    mode: str = "all"
    last_n: int = 12
    listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """Settings of one run of retrain-and-evaluate.

    Attributes
    ----------
    rates_bp
        Targeting rates in basis points (1 % is 100), in (0, 10000], ascending, without repeats.
    snapshot_date
        Date of an unpartitioned cohort that has no snapshot column.
    snapshot_day
        ``first`` or ``last`` day of the partition, where no date is given.
    training_window_end
        ``before_cohort`` or ``with_cohort``.
    schema_policy
        What a replay does when the training data's columns changed: ``adapt``, ``keep_features`` (no new feature
        joins) or ``refuse``.
    scores_with_missing_features
        Whether a version whose features vanished or became text is scored with those features missing.
    """

    outcome_column: str = ""
    positive_class: str = ""
    customer_id_column: str = ""
    rates_bp: tuple[int, ...] = (100, 500, 1000)
    horizon: Horizon = field(default_factory=lambda: Horizon(1, "month"))
    versions: VersionChoice = VersionChoice()
    score_columns: tuple[str, ...] = ()
    snapshot_column: str = ""
    snapshot_date: date | None = None
    snapshot_day: str = "last"
    retrain: bool = True
    training_periods: int = 12
    training_window_end: str = "before_cohort"
    training_deadline_minutes: int = 120
    schema_policy: str = "adapt"
    scores_with_missing_features: bool = False
    score_id: str = ""

    @classmethod
    def from_form(cls, values: Mapping[str, Any], variables: Mapping[str, Any]) -> Settings:
        """Read the form; raise SettingsError naming every field that has to be mended.

        Examples
        --------
        >>> Settings.from_form({"targeting_rates": "10, ${r}"}, {"r": "0.5"}).rates_bp
        (50, 1000)
        >>> Settings.from_form({"targeting_rates": "0", "horizon": "soon"}, {})
        Traceback (most recent call last):
            ...
        champion_challenger.errors.SettingsError: 2 settings have to be mended:
         1. Targeting rates: expected a share above 0 and up to 100 %, found '0'.
         2. Outcome known after: expected a number and a unit, such as '1 month' or '90 days', found 'soon'.
        """
        form = Form(values, variables)
        settings = cls(
            outcome_column=form.text("outcome_column", "Outcome column"),
            positive_class=form.text("positive_class", "Positive class"),
            customer_id_column=form.text("customer_id_column", "Customer id column"),
            rates_bp=_rates(form),
            horizon=form.parsed("horizon", "Outcome known after", "1 month", parse_horizon),
            versions=_version_choice(form),
            score_columns=form.texts("score_columns", "Score columns to compare"),
            snapshot_column=form.text("snapshot_column", "Snapshot date column"),
            snapshot_date=form.parsed("snapshot_date", "Snapshot date", "", parse_date),
            snapshot_day=form.choice("snapshot_day", "Without a date, the snapshot is", ("last", "first")),
            retrain=form.flag("retrain", default=True),
            training_periods=form.integer("training_periods", "Training window: number of periods", default=12),
            training_window_end=form.choice(
                "training_window_end", "Training window: ends", ("before_cohort", "with_cohort")
            ),
            training_deadline_minutes=form.integer(
                "training_deadline_minutes", "Give up training after (minutes)", default=120
            ),
            schema_policy=form.choice("schema_policy", "When columns have changed", _SCHEMA_POLICIES),
            scores_with_missing_features=form.flag("scores_with_missing_features"),
            score_id=form.text("score_id", "Name of the score"),
        )
        form.check()
        return settings


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


def _rates(form: Form) -> tuple[int, ...]:
    label = "Targeting rates"
    found = set()
    for text in form.texts("targeting_rates", label) or ("1", "5", "10"):
        try:
            found.add(parse_rate(text))
        except ValueError as error:
            form.problems.append(f"{label}: {error}.")
    return tuple(sorted(found))


def _version_choice(form: Form) -> VersionChoice:
    mode = form.choice("versions_to_compare", "Versions to compare", ("all", "last_n", "chosen"))
    listed = {"last_n": "pinned_versions", "chosen": "chosen_versions"}
    if mode == "all":
        return VersionChoice()
    return VersionChoice(
        mode=mode,
        last_n=form.integer("last_n", "How many of the last versions", default=12),
        listed=tuple(dict.fromkeys(form.texts(listed[mode], "Versions") + form.texts("typed_versions", "Version ids"))),
    )
