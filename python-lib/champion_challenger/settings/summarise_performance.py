"""The form of summarise-performance as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from champion_challenger.records.models import Horizon
from champion_challenger.settings.evaluation_policy import Policy, read_policy
from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import quote, trim
from champion_challenger.settings.shared_fields import read_horizon
from champion_challenger.settings.times import parse_horizon

OTHER_HORIZONS = "Scores with a different horizon"


@dataclass(frozen=True)
class SummarySettings:
    """Settings of one run of summarise-performance.

    Attributes
    ----------
    horizon
        Time after the snapshot at which an outcome is final.
    other_horizons
        Horizons of the scores that have a different one, by the name of the score.
    """

    horizon: Horizon = field(default_factory=lambda: Horizon(1, "month"))
    other_horizons: Mapping[str, Horizon] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)

    @classmethod
    def from_form(cls, form: Form) -> SummarySettings:
        """Read the form; raise SettingsError with every wrong field.

        Examples
        --------
        >>> settings = SummarySettings.from_form(Form({"other_horizons": {"renewal": "3 months"}}))
        >>> str(settings.horizon_of("renewal")), str(settings.horizon_of("churn"))
        ('3 months', '1 month')
        """
        settings = cls(read_horizon(form), _other_horizons(form), read_policy(form))
        form.check()
        return settings

    def horizon_of(self, score_id: str) -> Horizon:
        """Horizon of a score."""
        return self.other_horizons.get(score_id, self.horizon)


def _other_horizons(form: Form) -> dict[str, Horizon]:
    """Horizons by the trimmed name of the score: one that fits no score would be ignored."""
    label = OTHER_HORIZONS
    written = form.part(form.fields("other_horizons", label, "names of scores with a horizon each"), label)
    horizons: dict[str, Horizon] = {}
    for key in written.values:
        score = trim(key)
        if not score:
            form.problem(label, "expected the name of a score for each horizon, found an empty name")
        elif score in horizons:
            form.problem(label, f"{quote(score)} occurs twice")
        else:
            horizons[score] = written.parse(key, quote(score), "", _horizon, Horizon(1, "month"))
    return horizons


def _horizon(text: str) -> Horizon:
    if not text:
        raise ValueError("it is empty. Enter a horizon such as 3 months, or remove the score")
    return parse_horizon(text)
