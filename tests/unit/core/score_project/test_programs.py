"""Programs with the values of a flow, and sentences in its language."""

from __future__ import annotations

import ast

from champion_challenger.core.score_project import programs
from champion_challenger.core.score_project.score_flow import ScoreFlow
from champion_challenger.settings.create_score_project import Production

FLOW = ScoreFlow("DATA.to_score", "DATA.cohort", "customer_scores", language="fr")


def parameters(text: str) -> dict[str, object]:
    """The values that a program was given."""
    (line,) = [line for line in text.splitlines() if line.startswith("PARAMETERS")]
    values: dict[str, object] = ast.literal_eval(line.split(" = ", 1)[1])
    return values


def test_every_program_knows_its_sentences_in_the_language() -> None:
    """The places that only the run can fill are left for it."""
    monthly, earlier = (
        parameters(text) for text in (programs.dates_of_month(FLOW, "f1"), programs.earlier_cohorts(FLOW))
    )
    weekly = parameters(programs.dates_of_application(FLOW, Production()))

    assert str(monthly["missed"]).count("{cohort}") == 3
    assert "DATA.cohort n'a plus ses lignes" in str(monthly["missed"])
    assert "{cause}" in str(earlier["failed"])
    assert "month_ref = {month}" in str(earlier["failed"]).replace("\u00a0", " ")
    assert [str(form[name]).count("{value}") for form, name in ((monthly, "wrong_month"), (weekly, "wrong_day"))] == [
        1,
        1,
    ]


def test_an_application_compares_with_a_cohort_where_a_procedure_prepares_the_customers() -> None:
    """Without one, no number is compared."""
    production = Production(procedure="mkt.prepare", procedure_connection="teradata")

    assert parameters(programs.dates_of_application(FLOW, production))["cohort"] == ("DATA", "cohort")
    assert parameters(programs.dates_of_application(FLOW, Production()))["cohort"] == ()


def test_the_end_is_written_as_the_language_writes_it() -> None:
    """In mails."""
    assert parameters(programs.end_of_run(FLOW))["decimal_mark"] == ","
