"""The form of summarise-performance as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from champion_challenger.records.models import Horizon
from champion_challenger.settings.evaluation_policy import Policy, read_policy
from champion_challenger.settings.form import Form, parse_horizon, read_horizon


@dataclass(frozen=True)
class SummarySettings:
    """Settings of one run of summarise-performance.

    Attributes
    ----------
    horizon
        Time after the snapshot at which an outcome is final.
    other_horizons
        The same for the scores where it differs, by the name of the score.
    """

    horizon: Horizon = field(default_factory=lambda: Horizon(1, "month"))
    other_horizons: Mapping[str, Horizon] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)

    @classmethod
    def from_form(cls, form: Form) -> SummarySettings:
        """Read the form; raise SettingsError naming every field that has to be mended.

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
    label, values = "Scores with another horizon", form.values.get("other_horizons")
    if not isinstance(values, (Mapping, type(None))):
        form.problems.append(f"{label}: expected names of scores with a horizon each, found {values!r}.")
        return {}
    by_score = form.part(values or {})
    horizons = {
        str(score): by_score.parsed(score, f"{label}, {score}", "1 month", parse_horizon) for score in values or {}
    }
    form.problems += by_score.problems
    return horizons
