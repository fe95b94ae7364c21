"""The form of evaluate-stored-scores as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timezone, tzinfo

from champion_challenger.records.models import Horizon
from champion_challenger.settings.contact import ContactRules, check_population, read_contact
from champion_challenger.settings.evaluation_policy import Policy, read_policy
from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import parse_whole
from champion_challenger.settings.shared_fields import read_horizon, read_rates, read_snapshot_day, read_time_zone

DIALECT_CHOICES = ("auto", "teradata", "postgresql", "duckdb", "spark", "ansi")
MOST_DECIMALS = 12


@dataclass(frozen=True)
class StoredSettings:
    """Settings of one run of evaluate-stored-scores; by default, columns are named as in the dataset scores.

    Attributes
    ----------
    rates_bp
        Targeting rates in basis points, ascending.
    cohort_column
        Not used if the stored scores are partitioned: then the dimension names the cohort.
    champion_version, champion_column
        Defines the champion; both empty for the active version of the saved model.
    decimals
        Decimals to which scores are rounded; None for no rounding.
    snapshot_column
        Column of the stored scores that dates the cohort; "" for that of the dataset scores, where the table has it.
    zone
        Time zone in which moments are read as days, and in which a day begins.
    contact
        Who was contacted, and who was held out.
    policy
        The criteria for verdicts.
    segment_columns
        Columns each of whose values is evaluated too.
    """

    customer_column: str = "customer_id"
    cohort_column: str = "cohort"
    version_column: str = "version_id"
    score_column: str = "score"
    outcome_column: str = "outcome"
    rates_bp: tuple[int, ...] = (100, 500, 1000)
    horizon: Horizon = field(default_factory=lambda: Horizon(1, "month"))
    champion_version: str = ""
    champion_column: str = ""
    snapshot_day: str = "last"
    decimals: int | None = None
    dialect: str = "auto"
    is_derived: bool = False
    is_locking: bool = False
    score_id: str = ""
    snapshot_column: str = ""
    zone: tzinfo = timezone.utc
    contact: ContactRules = field(default_factory=ContactRules)
    policy: Policy = field(default_factory=Policy)
    segment_columns: tuple[str, ...] = ()

    @classmethod
    def from_form(cls, form: Form) -> StoredSettings:
        """Read the form; raise SettingsError with every wrong field.

        Examples
        --------
        >>> StoredSettings.from_form(Form({"score_decimals": "4", "customer_column": "id"})).decimals
        4
        >>> StoredSettings.from_form(Form({"score_decimals": "many"}))
        Traceback (most recent call last):
            ...
        champion_challenger.errors.SettingsError: Round scores to (decimals): expected a whole number from 0 to 12, \
found 'many'.
        """
        settings = cls(
            customer_column=form.text("customer_column", "Customer id column", cls.customer_column),
            cohort_column=form.text("cohort_column", "Cohort column", cls.cohort_column),
            version_column=form.text("version_column", "Version column", cls.version_column),
            score_column=form.text("score_column", "Score column", cls.score_column),
            outcome_column=form.text("outcome_column", "Outcome column", cls.outcome_column),
            rates_bp=read_rates(form),
            horizon=read_horizon(form),
            champion_version=form.text("champion_version", "Champion version"),
            champion_column=form.text("champion_column", "Champion column"),
            snapshot_day=read_snapshot_day(form),
            decimals=form.parse("score_decimals", "Round scores to (decimals)", "", _decimals),
            dialect=form.choice("dialect", "SQL dialect", DIALECT_CHOICES),
            is_derived=form.choice("query_form", "Query form", ("with", "derived")) == "derived",
            is_locking=form.flag("locking_row_for_access", "Read without waiting for writers"),
            score_id=form.line("score_id", "Name of the score"),
            snapshot_column=form.text("snapshot_column", "Snapshot date column"),
            zone=read_time_zone(form),
            contact=read_contact(form),
            policy=read_policy(form),
            segment_columns=form.texts("segment_columns", "Segment columns"),
        )
        # After all fields: it is about two of them together.
        check_population(form, settings.policy, settings.contact)
        form.check()
        return settings


def _decimals(text: str) -> int | None:
    return parse_whole(text, 0, MOST_DECIMALS) if text else None
