"""Report, summary, webapp, activation page and mail after activations: every sentence against the counts of the rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pandas as pd
import pytest

from champion_challenger.core.report.rows import ReportRows, report_rows, with_active_version
from champion_challenger.core.report.view import ViewedRows, rows_in_view
from champion_challenger.operations.activate_challenger import activate_challenger
from champion_challenger.report.activation_page import activation_page
from champion_challenger.report.answers import report, selectors
from champion_challenger.settings.activate_challenger import ActivationSettings
from champion_challenger.settings.performance_report import ReportOptions, ReportView
from tests.unit.lives import Life, one_activation, two_activations
from tests.unit.operations.activation.fakes import macro_host
from tests.unit.operations.fake_models import version
from tests.unit.report.samples import plain as plain_text
from tests.unit.report.samples import plain_page as page

EVENTS = ReportOptions(event="buyers")


def summary_of(life: Life, active: str = "") -> ReportRows:
    """Rows of the report, over a summary that was built while a version was active."""
    frame = life.summary(active).written["performance_summary"]
    return report_rows(frame, activations=life.log())


def plain(life: Life) -> ReportRows:
    """Rows of the report over performance alone, beside the version that the host says is active."""
    return with_active_version(report_rows(life.performance()), life.active)


def webapp(rows: ReportRows, **choices: object) -> str:
    """What the webapp shows of a view."""
    view = ReportView(**choices)  # type: ignore[arg-type]
    return str(report(ViewedRows(view, rows, rows_in_view(rows, view), (rows.score,)), EVENTS))


def activation(
    life: Life,
    chosen: str,
    active_of_summary: str = "",
    *,
    with_summary: bool = True,
    without: tuple[str, ...] = (),
    language: str = "en",
) -> str:
    """The page of the macro Activate challenger for a version."""
    given = macro_host()
    names = sorted({name for hits in life.hits.values() for name in hits} - set(without))
    given.model.listed = [version(name, place + 1, active=name == life.active) for place, name in enumerate(names)]
    given.model.scorers = dict.fromkeys(names, given.model.scorers["v1"])
    summary = life.summary(active_of_summary).written["performance_summary"]
    given.datasets = {"TELCO.performance": life.performance(), "TELCO.summary": summary}
    settings = ActivationSettings(
        "TELCO.m1", "TELCO.performance", "TELCO.summary" if with_summary else "", version=chosen
    )
    return plain_text(activation_page(activate_challenger(settings, given), language))


def verdict_row(text: str, label: str) -> list[str]:
    """Cells of a version's row in the table of verdicts."""
    table = text[text.index("<h2>Verdicts</h2>") :]
    found = re.search(rf'<tr><td class="text name">{label}</td>(.*?)</tr>', table)
    assert found is not None
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", found.group(1))]


@pytest.mark.parametrize("rows", [summary_of(one_activation()), plain(one_activation())], ids=["summary", "plain"])
def test_extra_positives_are_those_beyond_the_model_of_now(rows: ReportRows) -> None:
    """38 more than the former champion are 1 more than the one in production."""
    text = page(rows, EVENTS)

    assert "v1 (in production)" in text
    assert "On 2019-06, with 5 % of the customers targeted, it reaches 1 more of the buyers" in text
    assert verdict_row(text, "v2")[4] == "+1"
    assert verdict_row(text, "v0")[4:] == ["−37", "80.0 %"]
    assert "38" not in "".join(verdict_row(text, "v2"))


def test_what_goes_through_the_former_champion_is_called_so() -> None:
    """Its bounds are the sum of two, common targets are unknown, and the advice is to evaluate again."""
    text = page(summary_of(one_activation()), EVENTS)

    assert "Cohort 2019-06 was evaluated while v0 was in production. Differences to v1, in production now, go" in text
    assert "Run the evaluation of this cohort again to compare directly" in text
    assert "This goes through v0, which was in production when 2019-06 was evaluated" in text
    assert "80.0 % of the target list" not in text
    assert verdict_row(text, "v2")[1] == "+0.05−0.15 to +0.25"


def test_without_a_summary_a_verdict_against_the_former_champion_is_none() -> None:
    """The difference goes through it; the word does not."""
    text = page(plain(one_activation()), EVENTS)

    assert "The best challenger, v2, has no verdict against the model in production now: cohort 2019-06" in text
    assert "evaluated while v0 was in production: run its evaluation again" in text
    assert "better than the model in production" not in text


def test_a_summary_of_before_the_activation_is_not_believed() -> None:
    """The log tells of the activation; verdicts over several cohorts are against another model."""
    text = page(summary_of(one_activation(), active="v0"), EVENTS)

    assert "The summary was built while v0 was in production. Its verdicts over several cohorts are left out" in text
    assert "v1 (in production)" in text
    assert "better than the model in production" not in text
    assert verdict_row(text, "v2")[4] == "+1"


@pytest.mark.parametrize("show", [page, webapp])
def test_reasons_of_a_summary_of_before_are_left_out_with_its_verdicts(show: Callable[[ReportRows], str]) -> None:
    """Nor does the table of verdicts say how long that one would have taken."""
    life = one_activation()
    life = replace(life, error=0.5, hits={month: {**hits, "v2": 65} for month, hits in life.hits.items()})
    text = plain_text(show(summary_of(life, active="v0")))
    reason = verdict_row(text, "v2")[0]

    assert "evaluated while v0 was in production: run its evaluation again for a verdict" in reason
    assert "chance" not in reason
    assert "settle" not in text


def test_a_summary_says_nothing_of_a_version_that_was_never_evaluated() -> None:
    """It judged against v1, and v9 is in production."""
    text = page(with_active_version(summary_of(one_activation()), "v9"), EVENTS)

    assert "v2, is not distinguishable from the model in production" not in text
    assert "the model in production was not evaluated on 2019-06" in verdict_row(text, "v2")[0]
    assert verdict_row(text, "v2")[1:] == ["–", "2019-06", "–", "–", "–"]


def test_summary_mail_and_pages_say_the_same_difference() -> None:
    """Over four cohorts, through the former champion."""
    life = one_activation()
    given = life.summary()
    mail = str(given.metrics["sentence of Churn"])

    assert given.metrics["best_challenger of Churn"] == "v2"
    assert "the best challenger is v2: " in mail
    assert "lift at 5 % +0.05 (95 % -0.146 to +0.246) over 4 cohorts (2019-03 to 2019-06)" in mail
    assert "+0.05 (−0.15 to +0.25)" in page(summary_of(life), EVENTS)
    assert (
        "measured difference in lift at 5 % targeted from the model in production +0.05 (−0.15 to +0.25)"
        in activation(life, "v2")
    )


@pytest.mark.parametrize(("with_summary", "of_summary"), [(True, "v1"), (True, "v0"), (False, "")])
def test_the_activation_page_compares_with_the_active_version(with_summary: bool, of_summary: str) -> None:
    """On single cohorts too: 1 buyer of 20 by chance is a lift of 0.05, not the 1.90 against the former champion."""
    text = activation(one_activation(), "v2", of_summary, with_summary=with_summary)

    assert "<th>Difference in lift</th>" in text
    assert '+0.05<small class="bounds">−0.34 to +0.44</small>' in text
    assert "1.90" not in text
    assert "challenger better" not in text
    assert "80.0 % of the customers targeted stay the same" not in text


def test_the_activation_page_gives_all_reasons_in_its_language() -> None:
    """Those of the summary's verdict, of which the performance dataset knows nothing."""
    life = one_activation()
    undecided = replace(life, error=0.5, hits={month: {**hits, "v2": 100} for month, hits in life.hits.items()})
    text = unescape(activation(undecided, "v2", language="fr")).replace("\xa0", " ")

    assert "l'écart peut être dû au hasard ; il faudrait environ" in text
    assert re.search("it would take|by chance|at least", text) is None


def test_nothing_is_compared_with_a_version_that_was_never_evaluated() -> None:
    """The host says that v9 is active; all that is known compares with v0."""
    text = page(with_active_version(report_rows(one_activation().performance()), "v9"), EVENTS)

    assert "<dt>Model in production</dt><dd>v9<small>not evaluated on any cohort yet" in text
    assert "Run the evaluation of cohort 2019-06 again, unless that model was trained on its outcomes; v0 was" in text
    assert "it reaches" not in text
    assert verdict_row(text, "v2")[1:] == ["–", "2019-06", "–", "–", "–"]
    assert "the model in production was not evaluated on 2019-06" in verdict_row(text, "v2")[0]


@pytest.mark.parametrize("is_evaluated", [True, False])
def test_no_evaluation_is_advised_that_the_training_makes_useless(is_evaluated: bool) -> None:
    """The model of now was trained until August: on June it would be compared with nobody, and rows would be lost."""
    life = one_activation()
    rows = life.performance()
    is_now = rows["version_id"] == "v1"
    figures = [name for name in rows if name.startswith(("lift_delta", "auc_delta"))] + ["extra_positives", "verdict"]
    rows.loc[is_now, figures] = None
    rows.loc[is_now, ["trained_until", "out_of_time"]] = ["2019-08-31", "no"]
    left = rows[~is_now | (is_evaluated | (rows["cohort"] == "2019-03"))]
    text = page(with_active_version(report_rows(left), "v1"), EVENTS)

    assert "v1, in production now, was trained on outcomes of this time" in text
    assert "trained on outcomes until 2019-08-31, and cohort 2019-06 starts before" in verdict_row(text, "v2")[0]
    assert re.search("valuation[^.;]* again|valuated again", text.replace("each evaluation", "")) is None


def test_a_version_left_behind_is_nowhere_better() -> None:
    """v3 reached 120 until April, and was not evaluated since."""
    life = two_activations()
    said = (
        "not scored on the last cohort, 2019-06, because it was not evaluated there; it was last evaluated on 2019-04"
    )
    text = page(summary_of(life), EVENTS)

    assert verdict_row(text, "v3")[:4] == [f"not comparable{said}", "–", "–", "–"]
    assert verdict_row(page(plain(life), EVENTS), "v3")[0] == f"not comparable{said}"
    assert life.summary().metrics["best_challenger of Churn"] != "v3"
    assert "v3" not in str(life.summary().metrics["sentence of Churn"])
    for with_summary in (True, False):
        assert "not comparable" in activation(life, "v3", with_summary=with_summary)
    assert '<td class="text reason">v3</td><td class="text reason">not evaluated</td>' in text


def test_each_activation_is_marked_on_the_axis_of_cohorts() -> None:
    """v1 between April and May, v2 after the last cohort; the heavy line changes version there."""
    text = page(summary_of(two_activations()), EVENTS)
    chart = text[text.index("Lift over the cohorts") :]
    chart = chart[: chart.index("</svg>")]

    assert re.findall(r"<title>(v\d was activated on [0-9-]+)</title>", chart) == [
        "v1 was activated on 2019-05-10",
        "v2 was activated on 2019-07-20",
    ]
    assert re.findall(r"<title>(v\d) in production here</title>", chart) == ["v1", "v0"]
    assert "v2 (in production)" in text
    assert "v1 (in production on 2019-06)" in text


def advice(text: str) -> str:
    """The paragraphs under the title of the recommendation."""
    part = text[text.index("<h2>Which version next?</h2>") :]
    return re.sub(r"<[^>]+>", "", part[: part.index("</p>") + 4])


@pytest.mark.parametrize(("life", "shown"), [(one_activation(), "v2"), (two_activations(), "v1")], ids=["one", "two"])
def test_the_recommendation_is_one_on_all_pages(life: Life, shown: str) -> None:
    """In report, webapp, activation page, mail and log, word by word; apart from the verdict, and after it."""
    given = life.summary()
    mail, rows = str(given.metrics["recommendation_sentence of Churn"]), summary_of(life)
    report_page, macro_page = page(rows), activation(life, shown)

    assert advice(report_page).removeprefix("Which version next?") == mail
    assert mail in advice(macro_page)
    assert advice(webapp(rows, versions=("TELCO.m1.v0",), last="2019-04")) == advice(webapp(rows))
    assert any(mail in line for line in given.said)
    assert report_page.index("<h2>Verdicts</h2>") < report_page.index("<h2>Which version next?</h2>")


def test_the_headline_does_not_contradict_the_recommendation() -> None:
    """Where every challenger compared is worse, the model in production is kept; where it is open, the gain is given."""
    kept, changed = (page(summary_of(life), EVENTS) for life in (two_activations(), one_activation()))

    assert "The best challenger, v1, is worse than the model in production" in kept
    assert "Recommended: keep v2 in production" in advice(kept)
    assert "The best challenger, v2, is not distinguishable from the model in production" in changed
    assert "Recommended: v2, instead of v1 in production" in advice(changed)
    assert "That is not beyond doubt" in advice(changed)


def test_a_recommendation_of_before_the_activation_is_left_out() -> None:
    """It was made for another model in production."""
    life = one_activation()

    assert "<h2>Which version next?</h2>" not in page(summary_of(life, active="v0"), EVENTS)
    assert "<h2>Which version next?</h2>" not in activation(life, "v2", "v0")
    assert "<h2>Which version next?</h2>" not in page(plain(life), EVENTS)


def test_a_recommended_version_that_is_gone_is_told() -> None:
    """It was deleted after the summary was built."""
    life = one_activation()
    rows = {cohort: {**hits, "v3": 110} for cohort, hits in life.hits.items()}
    text = activation(replace(life, hits=rows), "v2", without=("v3",))

    assert "Recommended: v3, instead of v1 in production" in advice(text)
    assert "v3 is no version of the model any more: build the summary again." in advice(text)
    assert "The version shown on this page is" in advice(text)


def test_decision_rules_name_the_champion_that_is_kept() -> None:
    """Two champions later, "keeping the champion" is that of March."""
    life = two_activations()
    given = life.summary()
    rows = report_rows(given.written["performance_summary"], decisions=given.written["decision_rules"])
    text = page(rows, EVENTS)

    assert "Keep the champion (v0)" in text
    assert "beyond those that keeping v0, the first champion, reaches" in text
    assert any("against keeping the champion v0" in line for line in given.said)


def test_a_filter_changes_the_view_and_no_fact() -> None:
    """Facts and verdicts are those of all rows; a line says what is filtered."""
    rows = summary_of(two_activations())
    whole, part = webapp(rows), webapp(rows, versions=("TELCO.m1.v0",), first="2019-03", last="2019-04")
    facts = [text[: text.index("Over the cohorts</h2>")] for text in (whole, part)]

    assert facts[0] == facts[1]
    assert "Filtered view: 1 of 3 competitors, 2 of 4 cohorts, 2019-03 to 2019-04. Facts and verdicts above" in part
    assert "Filtered view" not in whole
    assert "Last of the cohorts shown, 2019-04" in re.sub("<[^>]+>", "", part)
    assert "There is one version only" not in webapp(rows, versions=("none",))


def test_the_best_challenger_is_that_of_the_list_of_choices() -> None:
    """Whatever is ticked."""
    rows = summary_of(two_activations())
    view = ReportView(versions=("TELCO.m1.v0",))
    viewed = ViewedRows(view, rows, rows_in_view(rows, view), (rows.score,))
    (best,) = [one["label"] for one in selectors(viewed, EVENTS)["version"] if "best challenger" in one["label"]]

    assert f"The best challenger, {best.split()[0]}, is" in str(report(viewed, EVENTS))


def test_a_period_given_backwards_is_told() -> None:
    """It is shown the other way round, in so many words."""
    text = webapp(summary_of(two_activations()), first="2019-05", last="2019-04")

    assert "The period begins at 2019-05 and ends at 2019-04, which is earlier" in text
    assert "2 of 4 cohorts, 2019-04 to 2019-05" in text


def test_after_a_change_of_rates_a_verdict_is_of_a_rate_of_the_last_cohort() -> None:
    """Cohorts until April at 5 %, then at 10 %: a verdict of 5 % would be that of April."""
    life = one_activation()
    rates = {"2019-03": (0.05,), "2019-04": (0.05,), "2019-05": (0.1,), "2019-06": (0.1,)}
    changed = Life(life.hits, life.champions, "v1", rates=rates)
    summary = changed.summary().written["performance_summary"]
    text = page(report_rows(summary), EVENTS)

    assert set(summary["pooled_targeting_rate"]) == {0.1}
    assert "At 10 % targeted, its lift differs by +0.02" in text
    assert "with 10 % of the customers targeted, it reaches 1 more" in text
    assert pd.isna(summary.loc[summary["pooled_cohorts"].eq("2019-03"), "cohort"]).all()
