"""The criteria for verdicts: one figure, one targeting rate, a margin that justifies a change, minimum evidence."""

from __future__ import annotations

from dataclasses import dataclass

from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import parse_percent, parse_rate, quote

FIGURES = ("lift", "auc")
POPULATIONS = ("all", "control", "uncontacted")


@dataclass(frozen=True)
class Policy:
    """The evaluation policy of a team, as one frozen value.

    Attributes
    ----------
    figure
        Primary figure: ``lift`` or ``auc``.
    rate_bp
        Primary targeting rate, in basis points.
    margin
        Relative advantage that justifies a change, at least 0; 0.05 is 5 %. For the AUC it is relative to its distance
        from 0.5.
    minimum_positives, minimum_hits
        With fewer of either, there is not enough evidence.
    pooled_cohorts
        Maximum number of cohorts that a pooled verdict uses.
    minimum_cohorts
        With fewer there is no clear verdict over several cohorts, unless ``pooled_cohorts`` itself is lower.
    event_can_repeat
        Whether the same customer may be positive in several cohorts.
    population
        Customers on whom verdicts rest: ``all``; ``control``, those held out of campaigns at random; ``uncontacted``,
        all who were not contacted, each control customer standing for those of the list.
    """

    figure: str = "lift"
    rate_bp: int = 500
    margin: float = 0.05
    minimum_positives: int = 30
    minimum_hits: int = 10
    pooled_cohorts: int = 12
    minimum_cohorts: int = 2
    event_can_repeat: bool = False
    population: str = "all"


def read_policy(form: Form) -> Policy:
    """Read the preset of a form, or the fields that replace it; without any, the policy has its defaults.

    Examples
    --------
    >>> form = Form({"evaluation_policy": {"primary_rate": "10", "margin": "2.5 %", "minimum_hits": "few"}})
    >>> read_policy(form).margin
    0.025
    >>> form.problems
    ["Evaluation policy, Minimum positive customers on the target list: expected a whole number from 0 to 1,000,000, \
found 'few'."]
    """
    label, expected = "Evaluation policy", "the fields of a preset"
    fields = form.fields("evaluation_policy", label, expected)
    # A preset arrives as the dict of its fields: a mode says that the host has not resolved it.
    if fields.get("mode", "NONE") != "NONE":
        form.problem(label, f"expected {expected}, found {quote(fields)}. Choose the preset again")
        return Policy()
    preset = form.part(fields, label)
    return Policy(
        figure=preset.choice("primary_figure", "Primary figure", FIGURES),
        rate_bp=preset.parse("primary_rate", "Primary targeting rate (%)", "5", parse_rate),
        margin=preset.parse("margin", "Margin (%)", "5", lambda text: parse_percent(text, is_zero_allowed=True)),
        minimum_positives=preset.integer("minimum_positives", "Minimum positive customers", default=30, minimum=0),
        minimum_hits=preset.integer(
            "minimum_hits", "Minimum positive customers on the target list", default=10, minimum=0
        ),
        pooled_cohorts=preset.integer("pooled_cohorts", "Cohorts pooled", default=12),
        minimum_cohorts=preset.integer("minimum_cohorts", "Minimum cohorts", default=2),
        event_can_repeat=preset.flag("event_can_repeat", "The event can repeat", default=False),
        population=preset.choice("verdict_population", "Verdict population", POPULATIONS),
    )
