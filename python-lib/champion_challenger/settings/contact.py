"""The contact setting of the evaluating recipes: who was contacted, and who was held out as a control group."""

from __future__ import annotations

from dataclasses import dataclass

from champion_challenger.settings.evaluation_policy import Policy
from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import quote


@dataclass(frozen=True)
class ContactRules:
    """Which column says who was contacted, and what its values mean.

    Attributes
    ----------
    column
        "" when nothing is known of campaigns.
    contacted, control
        Its values for customers who were contacted, and for those held out at random. Every other value is that of a
        customer who was not contacted. Without `control`, no control group is named.
    """

    column: str = ""
    contacted: tuple[str, ...] = ()
    control: tuple[str, ...] = ()


def read_contact(form: Form) -> ContactRules:
    """Read the three contact fields; values without a column, and a value with two meanings, are problems.

    Examples
    --------
    >>> form = Form({"contact_column": "contact", "contacted_values": ["yes"], "control_values": ["held out"]})
    >>> read_contact(form)
    ContactRules(column='contact', contacted=('yes',), control=('held out',))
    >>> _ = read_contact(form := Form({"contact_column": "contact"}))
    >>> form.problems
    ["Values meaning contacted: expected at least one value of column 'contact', found none."]
    """
    rules = ContactRules(
        column=form.text("contact_column", "Contact column"),
        contacted=form.texts("contacted_values", "Values meaning contacted"),
        control=form.texts("control_values", "Values meaning control"),
    )
    if rules.column and not rules.contacted:
        column = quote(rules.column)
        form.problem("Values meaning contacted", f"expected at least one value of column {column}, found none")
    if not rules.column and (rules.contacted or rules.control):
        form.problem(
            "Contact column", "expected the column that holds the values for contacted and control, found none"
        )
    for value in rules.contacted:
        if value in rules.control:
            form.problem(
                "Values meaning control", f"{quote(value)} means contacted already. Give each value one meaning"
            )
    return rules


def check_population(form: Form, policy: Policy, contact: ContactRules) -> None:
    """Refuse a verdict population that the contact setting cannot give."""
    if policy.population != "all" and not contact.control:
        form.problem(
            "Values meaning control",
            f"the evaluation policy judges on the population {policy.population}, which needs a control group. Name "
            "the contact column and its values, or choose All customers as verdict population",
        )
