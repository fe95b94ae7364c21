"""Texts of the chart of differences, and of deciles and profit, in English."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "differences.title.lift": "Difference in lift from the model in production",
    "differences.title.auc": "Difference in AUC from the model in production",
    "differences.reading": (
        "right of the line a challenger did better. Ring: what was measured, with 95 % bounds of the pair."
    ),
    "differences.expected": "Dot: what to expect, which allows for the choice of the best among many.",
    "differences.margin": "Grey: smaller differences than the policy calls an advantage.",
    "differences.unjudged": "Pale: no verdict on it yet.",
    "differences.left_out": {
        "one": "{n} more, which did worse, is in the table.",
        "other": "{n} more, which did worse, are in the table.",
    },
    "differences.measured": "{label}: measured {delta}",
    "differences.to_expect": "expected {delta}",
    "plan.lift": "Lift by share contacted",
    "plan.lift.meaning": "how many times better than choosing at random, the more customers are contacted",
    "plan.profit": "Expected profit",
    "plan.profit.meaning": "value of the {event} reached less the cost of the contacts, with 95 % bounds",
    "plan.thousands": "in thousands",
    "plan.millions": "in millions",
    "plan.best_rate": (
        "{label} would bring the most with {rate} contacted ({n} customers): {amount} ({low} to {high})."
    ),
    "plan.no_profit": "With {label}, no contact would bring more than it costs.",
    "decile": "Decile",
    "decile.title": "Deciles of cohort {cohort}",
    "decile.customers": "Customers",
    "decile.hits": "{event}",
    "decile.reached": "reached so far",
    "decile.lift": "lift",
    "decile.note": "Decile 1 has the highest scores. Reached so far: share of all {event} in it and those above.",
}
