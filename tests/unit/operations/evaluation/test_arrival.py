"""Reading the cohort through a host, and what is said of it."""

from __future__ import annotations

from champion_challenger.operations.evaluation.arrival import load_cohort, reload_cohort
from champion_challenger.operations.evaluation.dates import CohortRules
from champion_challenger.records.models import Horizon
from tests.unit.operations.fakes import host

RULES = CohortRules("churned", "customer", Horizon(1, "month"), positive_class="1")
CLASSES = ("0", "1")


def test_the_columns_asked_for_are_read_and_told() -> None:
    """With the dates, and what is known of the outcomes."""
    given = host()
    cohort = load_cohort(RULES, CLASSES, ("customer", "churned"), given)

    assert cohort.rows.columns == ("customer", "churned")
    assert given.said[0] == "TELCO.customers: 2 of its 4 columns are read, those that a version or the form needs."
    assert any(line.startswith("Cohort 2019-06: 200 customers") for line in given.said)


def test_a_cohort_read_again_whole_keeps_what_was_found_of_its_arrival() -> None:
    """Its outcomes are those of the months before: only columns are added."""
    given = host()
    given.earlier = {"2019-05": {"cohort_customers": 200, "cohort_positive": 50, "cohort_unlabelled": 0}}
    given.frame = given.frame.assign(churned=0)
    part = load_cohort(RULES, CLASSES, ("customer", "churned"), given)
    whole = reload_cohort(part, RULES, CLASSES, "x", given)

    assert whole.rows.columns == ("customer", "x", "z", "churned")
    assert (whole.status, whole.late, whole.counts) == (part.status, part.late, part.counts)
    assert whole.status == "provisional"
    assert given.said[-1].startswith("WARN: TELCO.customers: a version scores by x, which its details do not name")
