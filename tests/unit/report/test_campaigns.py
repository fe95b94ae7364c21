"""What the report says of campaigns."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.reasons import Reason, reason_codes
from champion_challenger.settings.performance_report import ReportOptions
from tests.unit.report.samples import plain_page as page
from tests.unit.report.samples import report_of, two_cohorts

ADDED = {
    "incremental_rate": -0.021,
    "incremental_rate_low": -0.034,
    "incremental_rate_high": -0.004,
    "n_contacted": 900,
    "n_control": 101,
}


def text_of(champion: dict[str, Any], language: str = "en", **every: Any) -> str:
    """Page of two cohorts with other cells, in the champion's rows and in all."""
    rows = [{**one, **every, **(champion if one["is_champion"] else {})} for one in two_cohorts()]
    return page(report_of(rows), ReportOptions(language=language, event="churners"))


def test_what_the_contacts_changed_is_told_for_each_hundred() -> None:
    """With bounds, in all, and against whom."""
    text = text_of(ADDED)

    assert (
        "campaign on cohort 1998-05 changed the number of churners by \u22122.1 (\u22123.4 to \u22120.4): \u221219 for"
        in text
    )
    assert "its 900 contacts. This compares the contacted with the 101 control customers of their list." in text
    assert "le nombre de churners de \u22122,1" in text_of(ADDED, "fr")


@pytest.mark.parametrize(
    ("population", "told"),
    [("control", "those of the control group: "), ("uncontacted", "who were not contacted; each")],
)
def test_figures_of_a_part_of_the_customers_say_so(population: str, told: str) -> None:
    """Above the verdicts; never of all customers."""
    text = text_of({}, segment=population, verdict_population=population, pooled_population=population)

    assert told in text
    assert text.index(told) < text.index("Verdicts</h2>")
    assert told not in text_of({})


def test_a_biased_verdict_comes_with_what_a_control_group_would_find() -> None:
    """With 10 % held out, the smallest advantage found is 3.16 times as large, or 2.35 times."""
    notice = {"reason_codes": reason_codes({"reason": [Reason("campaign_without_control", {"share": 0.9})]})}
    text = text_of(notice, pooled_smallest_found=0.2)

    assert "With a random control group of 10 % of all customers" in text
    assert "an advantage of 0.63 of lift" in text
    assert "uncontacted, one of 0.47 (with all customers: 0.20, but biased)" in text
    assert "random control group" not in text_of({}, pooled_smallest_found=0.2)


def test_the_power_of_the_cohorts_is_told_below_the_verdicts() -> None:
    """In plain words, with the figure judged; nothing where it is not known."""
    text = text_of({}, pooled_smallest_found=0.2)

    assert "3 such cohorts show an advantage of 0.20 of lift or more in three to four cases of five." in text
    assert "four cases of five" not in text_of({})
