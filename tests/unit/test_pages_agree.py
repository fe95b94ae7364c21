"""Recipe, summary, report, webapp, activation page and mail read one row in one way."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from champion_challenger.core.report.rows import report_rows
from champion_challenger.core.report.view import ViewedRows, rows_in_view
from champion_challenger.operations.activate_challenger import activate_challenger
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate, write
from champion_challenger.report.activation_page import activation_page
from champion_challenger.report.answers import report
from champion_challenger.settings.activate_challenger import ActivationSettings
from champion_challenger.settings.evaluation_policy import Policy
from champion_challenger.settings.performance_report import ReportOptions, ReportView
from champion_challenger.settings.retrain_and_evaluate import Settings
from champion_challenger.settings.summarise_performance import SummarySettings
from tests.unit.operations.activation.fakes import macro_host
from tests.unit.operations.fake_models import FakeScorer
from tests.unit.operations.fakes import FakeHost, host
from tests.unit.operations.test_summarise_performance import FakeSummaryHost
from tests.unit.operations.test_summarise_performance import run as summarise
from tests.unit.report.samples import plain
from tests.unit.report.samples import plain_page as page

TEN_PERCENT = Policy(rate_bp=1000, minimum_cohorts=1)


def crossing_customers() -> pd.DataFrame:
    """Four thousand customers, 400 positive: v1 (feature x) reaches more of the first 5 %, v2 (z) more of the first 10 %."""
    positives = {"x": [90, 20, 290], "z": [70, 130, 200]}
    random = np.random.default_rng(0)
    churned = np.repeat([1, 0], [400, 3600])
    frame = pd.DataFrame({"customer": [f"{number:05d}" for number in range(4000)], "churned": churned})
    for name, counts in positives.items():
        blocks = [np.repeat(range(3), counts), np.repeat(range(3), np.array([200, 200, 3600]) - counts)]
        block = np.concatenate([random.permutation(part) for part in blocks])
        frame[name] = 1 - block + random.uniform(-0.4, 0.4, size=4000)
    return frame


def evaluated(policy: Policy, *rates_bp: int) -> FakeHost:
    """The host after a run of Retrain and evaluate."""
    given = host(crossing_customers(), training_data=None)
    given.model.scorers = {"v1": FakeScorer({"x": 1.0}), "v2": FakeScorer({"z": 1.0})}
    settings = Settings(customer_id_column="customer", rates_bp=rates_bp, policy=policy)
    write(retrain_and_evaluate(settings, given), given)
    return given


def summarised(performance: pd.DataFrame, policy: Policy, active: str = "v1") -> FakeSummaryHost:
    """The host after a run of Summarise performance."""
    given = FakeSummaryHost({"performance": performance}, {"TELCO.m1": active})
    summarise(given, SummarySettings(policy=policy))
    return given


def activation(performance: pd.DataFrame, summary: pd.DataFrame | None = None) -> str:
    """The page of the macro Activate challenger for v2."""
    given = macro_host()
    given.datasets = {"TELCO.performance": performance, "TELCO.summary": pd.DataFrame() if summary is None else summary}
    settings = ActivationSettings(
        "TELCO.m1", "TELCO.performance", "" if summary is None else "TELCO.summary", version="v2"
    )
    return plain(activation_page(activate_challenger(settings, given)))


def test_a_verdict_and_its_difference_are_of_one_rate_without_a_summary() -> None:
    """The policy says 10 %, where v2 is better; at 5 % it is worse."""
    text = page(report_rows(evaluated(TEN_PERCENT, 500, 1000).written["performance"]))

    assert "is better than the model in production. At 10 % targeted, its lift differs by +2.25" in text
    assert '<dt>Customers targeted</dt><dd><span class="at rate-500">5 %</span>' in text
    assert 'id="rate-1000" class="rate" aria-label="Customers targeted 10 %" checked' in text


def test_a_verdict_and_its_difference_are_of_one_rate_on_the_activation_page() -> None:
    """The cohorts are pooled at 10 %: the page shows that rate, with and without a summary."""
    performance = evaluated(TEN_PERCENT, 500, 1000).written["performance"]
    summary = summarised(performance, TEN_PERCENT).written["performance_summary"]

    for text in (activation(performance), activation(performance, summary)):
        assert "<dt>Customers targeted</dt><dd>10 %<small>the rate of all figures here" in text
        assert "in lift at 10 % targeted from the model in production +2.25" in text


def test_where_the_auc_decides_pages_show_the_difference_in_auc() -> None:
    """Never a difference in lift beside a verdict that the lift did not decide."""
    policy = Policy(figure="auc", rate_bp=1000, minimum_cohorts=1)
    performance = evaluated(policy, 500, 1000).written["performance"]
    given = summarised(performance, policy)
    summary = given.written["performance_summary"]
    delta = performance.loc[performance["version_id"] == "v2", "auc_delta"].iloc[0]
    bare = performance.drop(columns="verdict_figure")

    for rows in (performance, summary, bare, summary.drop(columns="pooled_figure")):
        text = page(report_rows(rows))
        assert f"Its AUC differs by {delta:+.4f}".replace("-", "−") in text
        assert "Difference in AUC" in text
        assert "the AUC is compared with that of the model in production" in text
        assert "Difference in lift" not in text
    for text in (activation(performance), activation(performance, summary)):
        assert f"in AUC from the model in production {delta:+.4f} (".replace("-", "−") in text
    assert f"AUC {delta:+.3g}" in str(given.metrics["sentence of Churn"])


def test_pages_show_the_rate_at_which_the_recipe_judged() -> None:
    """Of 1, 4 and 10 %, 4 is nearest to the 5 % of the default policy."""
    given = evaluated(Policy(), 100, 400, 1000)
    performance = given.written["performance"]

    assert "Figures at 4.00% targeted" in given.said[-1]
    assert given.metrics["targeting_rate_percent"] == 4.0
    for text in (page(report_rows(performance)), activation(performance)):
        assert re.search('Customers targeted</dt><dd>4 %|aria-label="Customers targeted 4 %" checked', text)


def test_a_summary_of_another_policy_says_its_rate_everywhere() -> None:
    """The recipe judged at 10 %, the summary at 5 %: log, mail and both pages name the rate of what they say."""
    performance = evaluated(TEN_PERCENT, 500, 1000).written["performance"]
    given = summarised(performance, Policy(minimum_cohorts=1))
    summary = given.written["performance_summary"]

    assert any("were decided at 10 %, those over several cohorts at 5 %" in line for line in given.said)
    assert "lift at 5 % -1" in str(given.metrics["sentence of Churn"])
    assert "At 5 % targeted, its lift differs by −1.00" in page(report_rows(summary))
    text = activation(performance, summary)
    assert "in lift at 5 % targeted from the model in production −1.00" in text
    assert "better than the model in production at 10 % targeted</td>" in text


def test_beside_figures_of_another_rate_a_verdict_says_its_own() -> None:
    """A user of the webapp looks at 5 %, and the verdict was decided at 10 %."""
    rows = report_rows(evaluated(TEN_PERCENT, 500, 1000).written["performance"])
    view = ReportView(rate=0.05)
    text = plain(report(ViewedRows(view, rows, rows_in_view(rows, view), (rows.score,)), ReportOptions()))

    assert "is better than the model in production. At 10 % targeted, its lift differs by +2.25" in text
    assert "with 10 % of the customers targeted, it reaches 90 more" in text
    assert "Filtered view: figures at 5 % targeted, verdicts at 10 %." in text
    assert "20 fewer" not in text


def test_a_verdict_on_the_former_champion_is_not_shown_as_one_on_the_new() -> None:
    """Somebody activated v2 after the cohort: what was compared with v1 says nothing against v2 by itself."""
    performance = evaluated(TEN_PERCENT, 500, 1000).written["performance"]
    summary = summarised(performance, TEN_PERCENT, active="v2").written["performance_summary"]
    text = page(report_rows(summary))

    measured = r"Expect a difference in lift of about −[0-9.]+ \([^)]+\)\. At 10 % targeted, its lift differs by −"
    assert re.search("The best challenger, 2019-01-01, is worse than the model in production. " + measured, text)
    assert "with 10 % of the customers targeted, it reaches 90 fewer" in text
    assert "2019-01-01 (in production" in text


def test_rows_of_an_older_plugin_are_still_read() -> None:
    """Without the column, verdicts count as decided at the rate nearest to 5 %."""
    performance = evaluated(Policy(), 100, 400, 1000).written["performance"].drop(columns="verdict_rate")

    for text in (page(report_rows(performance)), activation(performance)):
        assert re.search('Customers targeted</dt><dd>4 %|aria-label="Customers targeted 4 %" checked', text)
