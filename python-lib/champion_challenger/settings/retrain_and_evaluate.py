"""The form of retrain-and-evaluate as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timezone, tzinfo

from champion_challenger.records.models import Horizon
from champion_challenger.settings.contact import ContactRules, check_population, read_contact
from champion_challenger.settings.evaluation_policy import Policy, read_policy
from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import parse_whole
from champion_challenger.settings.shared_fields import read_horizon, read_rates, read_snapshot_day, read_time_zone
from champion_challenger.settings.times import parse_date

_LONGEST_WINDOW = 10_000
_MOST_THREADS = 256
_FEWEST_DECIMALS, _MOST_DECIMALS = 1, 12
_SCHEMA_POLICIES = ("adapt", "keep_features", "refuse")


@dataclass(frozen=True)
class VersionChoice:
    """The versions to compare; the champion is always included.

    Attributes
    ----------
    mode
        ``all``; ``last_n`` (the ``last_n`` newest, plus the listed versions); ``chosen`` (the listed versions, plus
        every version trained after the newest of them).
    listed
        Ids of the versions that were chosen, pinned or typed.
    typed
        Those of them that were typed alone: they may never have existed.
    """

    mode: str = "all"
    last_n: int = 12
    listed: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()


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
        ``first`` or ``last`` day of the partition; used if there is no date.
    training_window_end
        ``before_cohort`` or ``with_cohort``.
    schema_policy
        What a replay does if the columns of the training data changed: ``adapt``, ``keep_features`` (no new feature
        is added) or ``refuse``.
    scores_with_missing_features
        Whether a version is scored although some of its features no longer exist or are now text.
    scoring_threads
        Number of chunks of rows that a predictor scores in parallel.
    segment_columns
        Columns whose values are evaluated separately, in addition to all customers.
    policy
        The criteria for verdicts.
    zone
        Time zone in which moments are read as days, and in which a day begins.
    contact
        Who was contacted, and who was held out.
    scoring_processes
        Number of versions that are scored at once, each in a process of its own; 0 leaves it to cores and memory.
    score_decimals
        Decimals of the scores that are written; None leaves them as they are.
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
    scoring_threads: int = 1
    score_id: str = ""
    activation_log: str = ""
    segment_columns: tuple[str, ...] = ()
    policy: Policy = field(default_factory=Policy)
    zone: tzinfo = timezone.utc
    contact: ContactRules = field(default_factory=ContactRules)
    scoring_processes: int = 0
    score_decimals: int | None = None

    @classmethod
    def from_form(cls, form: Form) -> Settings:
        """Read the form; raise SettingsError with every wrong field.

        Examples
        --------
        >>> Settings.from_form(Form({"targeting_rates": "10, ${r}"}, {"r": "0.5"})).rates_bp
        (50, 1000)
        >>> Settings.from_form(Form({"targeting_rates": "0", "horizon": "soon"}))
        Traceback (most recent call last):
            ...
        champion_challenger.errors.SettingsError: Please correct 2 settings:
         1. Targeting rates (%): expected a share above 0 and up to 100 %, found '0'.
         2. Outcome known after: expected a number and a unit, such as '1 month' or '90 days', found 'soon'.
        """
        settings = cls(
            outcome_column=form.text("outcome_column", "Outcome column"),
            positive_class=form.text("positive_class", "Positive class"),
            customer_id_column=form.text("customer_id_column", "Customer id column"),
            rates_bp=read_rates(form),
            horizon=read_horizon(form),
            versions=_version_choice(form),
            score_columns=form.texts("score_columns", "Score columns to compare"),
            snapshot_column=form.text("snapshot_column", "Snapshot date column"),
            snapshot_date=form.parse("snapshot_date", "Snapshot date", "", parse_date),
            snapshot_day=read_snapshot_day(form),
            retrain=form.flag("retrain", "Retrain the champion's algorithm", default=True),
            training_periods=form.integer(
                "training_periods", "Training window (partitions)", 12, maximum=_LONGEST_WINDOW
            ),
            training_window_end=form.choice(
                "training_window_end", "End of the training window", ("before_cohort", "with_cohort")
            ),
            training_deadline_minutes=form.integer(
                "training_deadline_minutes", "Training time limit (minutes)", default=120
            ),
            schema_policy=form.choice("schema_policy", "If columns have changed", _SCHEMA_POLICIES),
            scores_with_missing_features=form.flag(
                "scores_with_missing_features", "Score versions with missing features"
            ),
            scoring_threads=form.integer("scoring_threads", "Scoring threads", default=1, maximum=_MOST_THREADS),
            score_id=form.line("score_id", "Name of the score"),
            activation_log=form.text("activation_log", "Activation log"),
            segment_columns=form.texts("segment_columns", "Segment columns"),
            policy=read_policy(form),
            zone=read_time_zone(form),
            # Fields that came later are last, as in the form.
            contact=read_contact(form),
            scoring_processes=form.parse("scoring_processes", "Scoring processes", "", _processes),
            score_decimals=form.parse("score_decimals", "Decimals of written scores", "", _decimals),
        )
        # After all fields: it is about two of them together.
        check_population(form, settings.policy, settings.contact)
        form.check()
        return settings


def _processes(text: str) -> int:
    return parse_whole(text, 1, _MOST_THREADS) if text else 0


def _decimals(text: str) -> int | None:
    return parse_whole(text, _FEWEST_DECIMALS, _MOST_DECIMALS) if text else None


def _version_choice(form: Form) -> VersionChoice:
    mode = form.choice("versions_to_compare", "Versions to compare", ("all", "last_n", "chosen"))
    if mode == "all":
        return VersionChoice()
    if mode == "chosen":
        listed = form.texts("chosen_versions", "Chosen versions")
    else:
        listed = form.texts("pinned_versions", "Pinned versions")
    typed = form.texts("typed_versions", "Version ids (manual entry)")
    return VersionChoice(
        mode=mode,
        last_n=form.integer("last_n", "Number of latest versions", default=12),
        listed=tuple(dict.fromkeys(listed + typed)),
        typed=tuple(name for name in typed if name not in listed),
    )
