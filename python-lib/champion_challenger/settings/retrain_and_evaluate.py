"""The form of retrain-and-evaluate as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from champion_challenger.records.models import Horizon
from champion_challenger.settings.evaluation_policy import Policy, read_policy
from champion_challenger.settings.form import Form, parse_date, read_horizon, read_rates, read_snapshot_day

_SCHEMA_POLICIES = ("adapt", "keep_features", "refuse")


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
    scoring_threads
        Chunks of rows that a predictor scores at once.
    segment_columns
        Columns each value of which is evaluated on its own, beside all customers.
    policy
        What a verdict is judged by.
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

    @property
    def primary_rate_bp(self) -> int:
        """The evaluated rate that verdicts rest on: the policy's, or the nearest to it that is evaluated."""
        return min(self.rates_bp, key=lambda rate: (abs(rate - self.policy.rate_bp), rate))

    @classmethod
    def from_form(cls, form: Form) -> Settings:
        """Read the form; raise SettingsError naming every field that has to be mended.

        Examples
        --------
        >>> Settings.from_form(Form({"targeting_rates": "10, ${r}"}, {"r": "0.5"})).rates_bp
        (50, 1000)
        >>> Settings.from_form(Form({"targeting_rates": "0", "horizon": "soon"}))
        Traceback (most recent call last):
            ...
        champion_challenger.errors.SettingsError: 2 settings have to be mended:
         1. Targeting rates: expected a share above 0 and up to 100 %, found '0'.
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
            snapshot_date=form.parsed("snapshot_date", "Snapshot date", "", parse_date),
            snapshot_day=read_snapshot_day(form),
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
            scoring_threads=form.integer("scoring_threads", "Scoring threads", default=1),
            score_id=form.text("score_id", "Name of the score"),
            activation_log=form.text("activation_log", "Activation log"),
            segment_columns=form.texts("segment_columns", "Segments"),
            policy=read_policy(form),
        )
        form.check()
        return settings


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
