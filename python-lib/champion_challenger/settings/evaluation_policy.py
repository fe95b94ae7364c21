"""What a verdict is judged by: one figure, one targeting rate, a margin that is worth a change, and enough evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from champion_challenger.errors import SettingsError
from champion_challenger.settings.form import Form, parse_rate

FIGURES = ("lift", "auc")


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
        Relative advantage from which a change is worth its trouble, at least 0; 0.05 is 5 %. For the AUC it is
        relative to its distance from 0.5.
    minimum_positives, minimum_hits
        Below either, the evidence is called not enough.
    pooled_cohorts
        How many cohorts a pooled verdict rests on, at most.
    """

    figure: str = "lift"
    rate_bp: int = 500
    margin: float = 0.05
    minimum_positives: int = 30
    minimum_hits: int = 10
    pooled_cohorts: int = 3

    @classmethod
    def from_preset(cls, fields: Any, variables: Mapping[str, Any]) -> Policy:
        """Read the fields of a preset, or of one defined inline; nothing gives the defaults.

        Raises
        ------
        SettingsError
            Naming every field that has to be mended.

        Examples
        --------
        >>> Policy.from_preset({"primary_rate": "10", "margin": "2.5 %"}, {}).margin
        0.025
        >>> Policy.from_preset(None, {}) == Policy()
        True
        """
        if not isinstance(fields, (Mapping, type(None))) or (fields and fields.get("mode", "NONE") != "NONE"):
            raise SettingsError([f"Evaluation policy: expected the fields of a preset, found {fields!r}."])
        form = Form(fields or {}, variables)
        policy = cls(
            figure=form.choice("primary_figure", "Primary figure", FIGURES),
            rate_bp=form.parsed("primary_rate", "Primary targeting rate", "5", parse_rate),
            margin=form.parsed("margin", "Margin", "5", parse_margin),
            minimum_positives=form.integer("minimum_positives", "Fewest positives", default=30, minimum=0),
            minimum_hits=form.integer("minimum_hits", "Fewest hits", default=10, minimum=0),
            pooled_cohorts=form.integer("pooled_cohorts", "Cohorts pooled", default=3),
        )
        form.check()
        return policy


def read_policy(form: Form) -> Policy:
    """Policy of a form's preset; the defaults when its fields have problems, which become the form's."""
    try:
        return Policy.from_preset(form.values.get("evaluation_policy"), form.variables)
    except SettingsError as error:
        form.problems += error.problems
        return Policy()


def parse_margin(text: str) -> float:
    """Share of a margin in percent, at least 0.

    Examples
    --------
    >>> parse_margin("5"), parse_margin("0 %")
    (0.05, 0.0)
    """
    stripped = text.strip().rstrip("%").strip()
    if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", stripped):
        msg = f"expected a percentage of at least 0, such as 5, found {text.strip()!r}"
        raise ValueError(msg)
    return float(stripped) / 100
