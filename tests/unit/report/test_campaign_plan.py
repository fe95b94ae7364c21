"""Deciles, lift by share contacted, and profit in the report."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.settings.form import Form
from champion_challenger.settings.performance_report import ReportOptions, report_options
from tests.unit.report.samples import gains, report_of, two_cohorts
from tests.unit.report.samples import plain_page as page

CURVES = pd.DataFrame(gains("initial") + gains("19980331"))


def text_of(**options: float | str) -> str:
    """Page with gains curves of the champion and the best challenger."""
    return page(report_of(two_cohorts(), gains=CURVES), ReportOptions(event="buyers", **options))


def test_deciles_of_production_and_best_stand_side_by_side() -> None:
    """Half of the positives are in the first tenth: a lift of 5."""
    text = text_of()
    table = text[text.index("Deciles of cohort") :]
    first = re.findall(r"<td[^>]*>([^<]*)</td>", table)[:8]

    assert first == ["1", "2\u202f360", "754", "50.0 %", "5.00", "754", "50.0 %", "5.00"]


def test_profit_appears_with_value_and_cost_alone() -> None:
    """At a value of 60 and a cost of 8 a tenth is best: 60 x 753.5 less 8 x 2,360."""
    text = text_of(positive_value=60.0, contact_cost=8.0)

    assert "initial would bring the most with 10 % contacted (2\u202f360 customers): 26\u202f330" in text
    assert "Expected profit" in text
    assert "Expected profit" not in text_of()


def test_half_a_curve_has_no_deciles_and_no_lift() -> None:
    """Without its end nothing is known of all customers."""
    half = CURVES[CURVES["percent"] <= 50]

    assert "Lift by share contacted" in text_of()
    assert "Lift by share contacted" not in page(report_of(two_cohorts(), gains=half))


def test_no_contact_pays() -> None:
    """Where each costs more than a positive brings."""
    assert "With initial, no contact would bring more than it costs." in text_of(positive_value=1.0, contact_cost=8.0)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"positive_value": "60"}, "Cost of a contact: it is empty, and profits need both"),
        ({"contact_cost": "8"}, "Value of a positive customer: it is empty, and profits need both"),
        (
            {"positive_value": "60", "contact_cost": "-1"},
            "Cost of a contact: expected a number of at least 0, found -1",
        ),
    ],
)
def test_value_and_cost_belong_together(form: dict[str, str], told: str) -> None:
    """What is missing or below zero is named."""
    wrong = Form(form)
    report_options(wrong)

    with pytest.raises(SettingsError, match=told):
        wrong.check()
