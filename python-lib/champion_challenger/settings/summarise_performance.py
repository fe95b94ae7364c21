"""The form of summarise-performance as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from champion_challenger.records.models import Horizon
from champion_challenger.settings.evaluation_policy import Policy, read_policy
from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import quote
from champion_challenger.settings.shared_fields import read_horizon
from champion_challenger.settings.times import parse_horizon


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
    label = "Scores with a different horizon"
    horizons = form.part(form.fields("other_horizons", label, "names of scores with a horizon each"), label)
    return {score: horizons.parse(score, quote(score), "1 month", parse_horizon) for score in horizons.values}
