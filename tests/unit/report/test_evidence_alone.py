"""What is no evidence is not shown as figures: outcomes that are not joined yet, or that a version was trained on."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.reasons import Reason, reason_codes
from champion_challenger.report.shown import report_evidence
from champion_challenger.settings.performance_report import ReportOptions
from tests.unit.report.samples import activation, decisions, gains, plain_page, report_of, row, two_cohorts

ABSENT = Reason("outcomes_absent", {"n": 4000})
FEWER = Reason("outcomes_fewer_than_usual", {"share": 0.5, "usual": 0.01})
NOBODY = dict.fromkeys(("n", "n_positive", "n_targeted", "true_positives", "extra_positives"), 0)
WITHOUT = {**dict.fromkeys(("lift", "lift_low", "lift_high", "auc", "precision", "sensitivity", "base_rate")), **NOBODY}
HALF = {"n": 2015, "n_targeted": 101, "lift": 3.21, "extra_positives": -1.0}
COHORTS = [pd.DataFrame(gains(name, cohort)) for name in ("initial", "19980331") for cohort in ("1998-05", "1998-06")]


def waiting(reason: Reason, **changes: Any) -> list[dict[str, Any]]:
    """June, whose outcomes are not joined."""
    codes = {"reason": str(reason), "reason_codes": reason_codes({"reason": [reason]})}
    shared = {**codes, "cohort_status": "provisional", "accuracy": None, **changes}
    return [row(name, "1998-06", None, **shared) for name in ("initial", "19980331", "19980430")]


def page_of(rows: list[dict[str, Any]], language: str = "en") -> str:
    """Page with gains curves of May and June."""
    options = ReportOptions(language, positive_value=60.0, contact_cost=8.0)
    return plain_page(report_of(rows, gains=pd.concat(COHORTS), decisions=pd.DataFrame(decisions())), options)


@pytest.mark.parametrize("june", [waiting(ABSENT, **WITHOUT), waiting(FEWER, **HALF)], ids=["none", "half"])
def test_figures_are_of_the_last_cohort_with_outcomes(june: list[dict[str, Any]]) -> None:
    """June is named as not joined; header, verdicts, table, confusion, gains and deciles are of May."""
    text = page_of([*two_cohorts(), *june])

    for title in ("Last cohort with outcomes, ", "Confusion table, ", "Deciles of cohort ", "in vain, cohort "):
        assert f"{title}1998-05" in text
    assert "outcomes not joined yet, cohort number 3" in text
    assert "Figures of the last cohort are those of 1998-05 until then." in text
    assert "1\u202f179 of 23\u202f570, cohort 1998-05" in text
    assert "On 1998-05, with 5 % of the customers targeted, it reaches 38 more" in text
    assert "three columns are of cohort 1998-05 alone, the last one whose outcomes are joined" in text
    assert "There is no point where outcomes are not joined yet: 1998-06." in text
    assert not re.search(r"3\.21|2.015|On 1998-06|as many positive customers", text)


def test_without_any_outcomes_parts_are_left_out_with_their_reason() -> None:
    """No zeros stand for what nobody knows."""
    text = page_of(waiting(ABSENT, **WITHOUT))

    assert "No cohort shown has outcomes, so there are no figures of a last cohort." in text
    assert "There are no columns of the last cohort" in text
    for part in ("Confusion table", "Deciles", "Gains curve", ">Hits<", "Common targets", "0 of 0"):
        assert part not in text


def test_the_same_in_french() -> None:
    """Month and reason are named there too."""
    text = page_of([*two_cohorts(), *waiting(ABSENT, **WITHOUT)], "fr")

    assert "D'ici là, les chiffres de la dernière cohorte sont ceux de 1998-05." in text.replace("&#x27;", "'")
    assert "Dernière cohorte avec résultats, 1998-05" in text
    assert "résultats pas encore connus, 3e cohorte" in text


def in_sample() -> list[dict[str, Any]]:
    """In May one challenger knew the outcomes, and so did the model in production in April."""
    rows = [{**one, "lift_delta": 0.1} for one in two_cohorts()]
    rows[0]["out_of_time"] = "no"
    return [*rows, row("19980515", "1998-05", 9.87, auc=0.987, out_of_time="no", extra_positives=77.0)]


def test_the_best_of_a_column_did_not_know_the_outcomes() -> None:
    """The row that did says so."""
    text = page_of(in_sample())
    marked = re.findall(r'class="best">([^<]*)<', text)

    assert "6.27" in marked
    assert "9.87" not in marked
    assert "1998-05-15 (trained on these outcomes)" in text
    assert "+77" not in text


def test_points_on_own_training_outcomes_are_not_drawn() -> None:
    """Neither in the charts over the cohorts nor in the gains; a note says so."""
    curves = pd.DataFrame(gains("initial") + gains("19980515"))
    text = plain_page(report_of(in_sample(), gains=curves))
    chart = text[text.index("<title>Lift over the cohorts") :]

    assert "9.87" not in chart[: chart.index("</figure>")]
    assert "Points of a version on a cohort whose outcomes it was trained on are left out" in text
    assert "Left out, since trained on outcomes of cohort 1998-05: 1998-05-15." in text


def test_the_model_in_production_is_listed_where_it_knew_the_outcomes() -> None:
    """As any other version, although it has no reason of its own."""
    text = page_of(in_sample())
    listed = text[text.index("What is missing or has a reservation") :]

    assert re.search(r"1998-04</td><td[^>]*>initial</td><td[^>]*>scored, trained on these outcomes", listed)


def test_legend_and_lines_name_one_model_in_production() -> None:
    """The log says who was in production on a cohort; the evaluation came later, under the next champion."""
    rows = [row("old", "1998-04", 5.0, is_champion=False), row("initial", "1998-04", 6.0)]
    rows += [row("initial", "1998-05", 6.0), row("old", "1998-05", 5.0, is_champion=False)]
    log = activation(from_version="old", to_version="initial", activated_at="1998-05-20T09:00:00Z")
    evidence = report_evidence(report_of(rows, activations=pd.DataFrame([log])))

    assert {version.label: version.led for version in evidence.versions} == {"initial": "", "old": "1998-04"}
    assert evidence.production.by_cohort == {"1998-04": "P.m.old", "1998-05": "P.m.initial"}
