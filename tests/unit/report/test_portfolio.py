"""Lines of the portfolio: figures, warnings, next step, order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.report.portfolio import Portfolio
from champion_challenger.report.portfolio import (
    LiftOnCohort,
    PortfolioLine,
    lift_at_activation,
    lift_now,
    portfolio_lines,
)
from champion_challenger.report.shown import report_evidence
from tests.unit.report.portfolios import TODAY, calm, entries_of, leaderless, portfolio_of, promising
from tests.unit.report.samples import activation, report_of, row


def line_of(rows: list[dict[str, Any]], **others: Any) -> PortfolioLine:
    """The line of one score."""
    (line,) = portfolio_lines(portfolio_of(rows, **others))
    return line


def lifts(rows: list[dict[str, Any]], **others: Any) -> tuple[LiftOnCohort, LiftOnCohort]:
    """Lift now and at activation."""
    evidence = report_evidence(report_of(rows, **others))
    return lift_now(evidence), lift_at_activation(evidence)


def test_lift_now_and_at_activation_are_of_final_cohorts() -> None:
    """The newest cohort is provisional, the oldest was led by another version."""
    months = ("1998-02", "1998-03", "1998-04", "1998-05")
    rows = [row("initial", month, 6.0 - 0.1 * place) for place, month in enumerate(months)]
    rows[0] = {**rows[0], "is_champion": False}
    rows += [row("older", "1998-02", 5.0, is_champion=True, is_champion_now=False)]
    rows[3] = {**rows[3], "cohort_status": "provisional"}

    assert lifts(rows) == (LiftOnCohort(5.8, "1998-04"), LiftOnCohort(5.9, "1998-03"))


def test_customers_of_the_training_do_not_count() -> None:
    """A champion's first cohort may be one that it was trained on."""
    rows = [row("initial", "1998-04", 9.0, out_of_time="no"), row("initial", "1998-05", 6.0)]
    only = [{**rows[0]}]

    assert lifts(rows)[1] == LiftOnCohort(6.0, "1998-05")
    assert lifts(only) == (LiftOnCohort(), LiftOnCohort())


def test_the_log_says_since_when_a_model_is_in_production() -> None:
    """It was activated between the two cohorts, although both were evaluated again later."""
    log = pd.DataFrame([activation(activated_at="1998-05-02T09:00:00Z")])

    assert lifts(calm(), activations=log)[1] == LiftOnCohort(3.0, "1998-05")


@pytest.mark.parametrize(
    ("changes", "warning", "action"),
    [
        ({"cohort_status": "provisional"}, "provisional", "none"),
        ({"reason_codes": '{"reason":[{"code":"outcomes_missing"}]}'}, "not_joined", "none"),
        ({"reason_codes": '{"reason":[{"code":"campaign_without_control"}]}'}, "campaign", "none"),
        ({"computed_at": "1998-05-01T00:00:00"}, "old", "refresh"),
        ({"early_warnings": "score_drift"}, "score_drift", "none"),
    ],
)
def test_warnings_are_those_of_the_report(changes: dict[str, str], warning: str, action: str) -> None:
    """A cohort whose outcomes are not there yet asks for nothing; old figures do."""
    line = line_of([{**one, **changes} for one in calm()])

    assert line.warnings == (warning,)
    assert line.action == action


def test_a_score_without_champion_is_to_be_evaluated() -> None:
    """Nothing can be compared."""
    line = line_of(leaderless())

    assert (line.action, line.warnings) == ("evaluate", ("no_champion",))


def test_a_summary_of_before_an_activation_is_outdated() -> None:
    """No recommendation is read from it."""
    log = [activation(activated_at="1998-07-02T00:00:00Z", from_version="initial", to_version="19980331")]
    (line,) = portfolio_lines(Portfolio(tuple(entries_of("P.summary", promising(), activations=log)), TODAY))

    assert "outdated_summary" in line.warnings
    assert line.action == "refresh"
    assert line.advice is None


def test_a_cohort_of_the_time_of_the_training_is_not_to_be_evaluated_again() -> None:
    """Another evaluation would compare nothing with the model of now."""
    late = {"is_champion": False, "is_champion_now": True, "trained_until": "1998-06-30", "out_of_time": "no"}
    led = {"is_champion": True, "is_champion_now": False}
    line = line_of([row("newer", "1998-05", 3.1, **late), row("initial", "1998-05", 3.0, **led)])

    assert "knew_outcomes" in line.warnings
    assert "not_compared" not in line.warnings
    assert line.action == "none"


def test_a_score_column_that_leads_is_nothing_to_activate() -> None:
    """It cannot be activated."""
    rows = [*calm()[:2], row("column:x", "1998-05", 4.0, score_id="Calm", pooled_verdict="challenger_better")]
    assert line_of(rows).action == "none"


def test_figures_grow_old_after_the_usual_time_between_cohorts() -> None:
    """Monthly cohorts: beyond 45 days; with a cohort a quarter, later."""
    quarterly = [{**one, "cohort_start": "1998-02-28"} if one["cohort"] == "1998-04" else one for one in calm()]

    assert line_of(calm(), today=date(1998, 8, 15)).days == 45
    assert line_of(calm(), today=date(1998, 8, 15)).warnings == ()
    assert line_of(calm(), today=date(1998, 9, 1)).warnings == ("old",)
    assert line_of(quarterly, today=date(1998, 9, 1)).warnings == ()


def test_figures_of_an_unknown_time_have_no_age() -> None:
    """Rows that another hand wrote."""
    line = line_of([{**one, "computed_at": None} for one in calm()])
    assert (line.days, line.warnings) == (None, ())


def test_what_needs_action_comes_first() -> None:
    """Unreadable, without champion, to decide, old, calm; among equals the larger gain, then the name."""
    more = [{**one, "expected_gain": 99.0} if "expected_gain" in one else one for one in promising("More")]
    old = [{**one, "computed_at": "1998-05-01T00:00:00"} for one in calm("Old")]
    unscored = [row("initial", "1998-05", None, score_id="Unscored", targeting_rate=None, status="not_scorable")]
    scores = (calm("B"), calm("A"), old, promising(), more, leaderless(), unscored)
    lines = portfolio_lines(portfolio_of(*scores, lost="gone"))

    names = [line.entry.score or line.entry.dataset for line in lines]
    assert names == ["P.lost", "Unscored", "Leaderless", "More", "Promising", "Old", "A", "B"]
    assert "no version could be scored yet" in lines[1].trouble
