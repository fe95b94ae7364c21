"""The notice that a campaign may have decided the verdicts."""

from __future__ import annotations

import pandas as pd
import pytest

from champion_challenger.core.reasons import Reason, reason_codes
from champion_challenger.core.tables.reading import counted_rows
from champion_challenger.core.verdicts.campaign_notice import campaign_notice, population_notice
from tests.unit.performance_rows import champion, months, performance

CODES = reason_codes({"reason": [Reason("campaign_without_control", {"share": 0.9})]})


def rows(*told: str, **changes: str) -> pd.DataFrame:
    """A champion on three months, with the notice on some."""
    return performance([champion(m, reason_codes=CODES if m in told else None, **changes) for m in months(3)])


@pytest.mark.parametrize(("cohort", "is_told"), [("2019-01", False), ("2019-03", True)])
def test_the_notice_is_that_of_the_cohort_judged(cohort: str, is_told: bool) -> None:
    """A campaign of long ago is no longer told."""
    notice = campaign_notice(rows(cohort))

    assert (notice is not None) is is_told


def test_verdicts_on_a_control_group_have_no_notice() -> None:
    """Its rows have none."""
    both = pd.concat(
        [rows("2019-03", verdict_population="control"), rows(segment="control", verdict_population="control")],
        ignore_index=True,
    )

    assert campaign_notice(counted_rows(both)) is None


@pytest.mark.parametrize(("population", "code"), [("control", "rests_on_control"), ("all", None), (None, None)])
def test_verdicts_of_a_part_of_the_customers_say_on_whom_they_rest(population: str | None, code: str | None) -> None:
    """As their rows name it; all customers need no word."""
    rows = pd.DataFrame(
        {
            "cohort": ["2019-06"],
            "cohort_start": ["2019-06-30"],
            "computed_at": ["2019-08-01"],
            "verdict_population": [population],
        }
    )
    found = population_notice(rows)

    assert (found.code if found else None) == code
