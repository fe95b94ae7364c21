"""The report page: complete, self-contained, escaped."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from champion_challenger.core.report.rows import report_rows
from champion_challenger.core.tables.columns import COLUMNS
from champion_challenger.errors import DataError
from champion_challenger.settings.performance_report import ReportOptions
from tests.unit.report.samples import RULE, activation, checked, decisions, gains, report_of, row, two_cohorts
from tests.unit.report.samples import plain_page as page


def full_page(**options: str) -> str:
    """Page with everything that can be given."""
    others = {
        "gains": pd.DataFrame(gains("initial") + gains("19980331")),
        "decisions": pd.DataFrame(decisions()),
        "activations": pd.DataFrame([activation()]),
    }
    return page(report_of(two_cohorts(), **others), ReportOptions(**options))


def test_page_holds_all_charts_and_nothing_that_runs_or_loads() -> None:
    """AUC, four of the rate, three of gains, ROC, two by age, rules, differences; no script, link, image or address."""
    text = full_page()
    seen = checked(text).seen
    assert seen.count("figure") == 13
    assert not {"script", "link", "img", "iframe", "object"} & set(seen)
    assert not re.search(r"http|url\(|@import|javascript| on\w+=", text)


def test_legend_is_the_champion_then_newest_first_then_score_columns() -> None:
    """The order of the legend is that of the tables too."""
    text = full_page()
    legend = text[text.index('class="legend"') :]
    names = ("initial (in production)", "1998-04-30", "1998-03-31 (best challenger)", "rule_score")
    places = [legend.index(name) for name in names]
    assert places == sorted(places)


def test_header_says_model_since_when_rate_cohort_and_number_of_models() -> None:
    """Models are counted apart from score columns; the log says since when."""
    text = full_page()
    assert "<dt>Models used in the last evaluation</dt><dd>3<small>and 1 score column</small>" in text
    assert "<dt>Customers targeted</dt><dd>5 %<small>1\u202f179 of 23\u202f570</small>" in text
    assert "<dd>initial<small>Random forest, active since 1997-05-02</small>" in text
    assert "<dt>Last cohort</dt><dd>1998-05<small>final, 6.4 % positive customers, cohort number 2</small>" in text


def test_verdict_is_told_in_plain_words() -> None:
    """Better by how much, on what it rests, extra positives for as many contacts, and the common part of the lists."""
    text = full_page(event="buyers")
    assert "The best challenger, 1998-03-31, is better than the model in production." in text
    assert "At 5 % targeted, its lift differs by +0.40 (+0.21 to +0.59) on 1998-03, 1998-04, 1998-05." in text
    assert "it reaches 38 more buyers with as many contacts. 81.0 % of the target list stays the same." in text
    assert "about 4 more cohorts like these would settle it" in text


def test_difference_names_the_rate_of_the_policy_whatever_rate_is_shown() -> None:
    """A sentence never joins a verdict of one rate to figures of another."""
    rows = [{**one, "targeting_rate": rate} for one in two_cohorts() for rate in (0.01, 0.05)]
    text = page(report_of(rows), ReportOptions(rate=0.01))
    assert "At 5 % targeted, its lift differs by +0.40" in text
    assert "On 1998-05, with 5 % of the customers targeted, it reaches 38 more" in text
    assert (
        '<dt>Customers targeted</dt><dd><span class="at rate-100">1 %</span><span class="at rate-500">5 %</span>'
        in text
    )


def test_each_rate_has_a_panel_and_a_button_and_one_is_chosen() -> None:
    """The switch is radio buttons before the panels, by CSS alone."""
    rows = [{**one, "targeting_rate": rate} for one in two_cohorts() for rate in (0.01, 0.05, 0.1)]
    text = page(report_of(rows), ReportOptions(rate=0.1))
    assert re.findall(r'id="rate-(\d+)" class="rate"[^>]*?( checked)?(?:="checked")?/>', text) == [
        ("100", ""),
        ("500", ""),
        ("1000", " checked"),
    ]
    assert text.count('class="panel rate-') == 3
    assert "#rate-500:checked ~ * .panel:not(.rate-500)" in text


@pytest.mark.parametrize("column", ["score_id", "version_label", "version_id", "cohort", "reason", "algorithm"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_value_is_escaped(column: str, language: str) -> None:
    """Names that are markup, or hold braces, are shown as they are written."""
    changes = {"version_label": "", column: '<script>"é&{x}'}
    text = page(report_of([row("initial", "1998-05", 5.9, **changes)]), ReportOptions(language))
    assert "<script" not in text
    assert "&lt;script&gt;" in text.lower()
    checked(text)


def test_event_that_is_markup_is_escaped() -> None:
    """The event's name stands in captions, and a brace in it is no placeholder."""
    text = full_page(event="<i>{n}")
    assert "<i>" not in text
    assert "% of &lt;i&gt;{n} who are targeted" in text


def test_version_that_could_not_score_is_named_with_its_reason() -> None:
    """Its line has a gap and the table below says why."""
    lost = {"status": "not_scorable", "reason": "the cohort lacks 1 feature", "auc": None, "precision": None}
    text = page(report_of([*two_cohorts(), row("19980228", "1998-05", None, **lost)]))
    assert '<td class="text reason">not scorable</td><td class="text reason">the cohort lacks 1 feature</td>' in text
    assert "1 could not be scored" in text
    assert "nan" not in text.lower()


@pytest.mark.parametrize(
    ("extra", "said"), [(-6.0, "6 fewer buyers"), (0.4, "as many buyers"), (1_200.0, "1\u202f200 more")]
)
def test_extra_positives_are_told_in_words(extra: float, said: str) -> None:
    """More, fewer, or as many, with as many contacts."""
    rows = [{**one, "extra_positives": extra} for one in two_cohorts()]
    assert f"it reaches {said}" in page(report_of(rows), ReportOptions(event="buyers"))


def test_reason_of_a_scored_version_is_told_too() -> None:
    """A flag, such as an AUC too good to be true, is a reservation."""
    text = page(report_of([row("initial", "1998-05", 5.9, reason="AUC too good to be true")]))
    assert "AUC too good to be true" in text


def test_one_version_on_one_cohort_without_bounds_makes_a_page_that_says_so() -> None:
    """The thinnest evidence is a dot, and three notices."""
    bare = {"lift_low": None, "lift_high": None, "auc_low": None, "auc_high": None}
    text = page(report_of([row("initial", "1998-05", 5.9, **bare)]))
    assert "There is one cohort only" in text
    assert "There is one version only" in text
    assert "The rows have no bounds" in text
    assert checked(text).seen.count("circle") == 5


def test_missing_champion_is_said() -> None:
    """No version is marked: nothing is compared, and everything is still drawn."""
    rows = [{**one, "is_champion": False, "is_champion_now": False} for one in two_cohorts()]
    text = page(report_of(rows))
    assert "No version is marked as the model in production" in text
    assert "none is known" in text
    assert "Verdicts" not in text


def test_champion_never_evaluated_is_said() -> None:
    """Activated after the last cohort: the one of then is called so, and nothing is compared with it."""
    rows = [{**one, "is_champion_now": False, "pooled_verdict": "not_comparable"} for one in two_cohorts()]
    text = page(report_of(rows))
    assert "The model that is in production now was not evaluated on any cohort yet" in text
    assert "initial (in production on 1998-05)" in text
    assert "<dt>Model in production</dt><dd>–<small>not evaluated on any cohort yet" in text
    assert "38 more" not in text


def test_champion_that_changed_is_the_one_of_now() -> None:
    """A person activated a challenger meanwhile: it is drawn as the champion over all its cohorts."""
    rows = [{**one, "is_champion_now": one["version_id"] == "19980331"} for one in two_cohorts()]
    assert "1998-03-31 (in production)" in page(report_of(rows))


def test_plain_performance_rows_make_a_page_too() -> None:
    """Without a summary there are no pooled verdicts; the last cohort's own ones are shown."""
    rows = [{**one, "verdict": "challenger_better", "lift_delta": 0.37} for one in two_cohorts()]
    known = [column.name for column in COLUMNS]
    text = page(report_of([{name: value for name, value in one.items() if name in known} for one in rows]))
    assert (
        "The best challenger, 1998-03-31, is better than the model in production. At 5 % targeted, its lift differs by +0.37"
        in text
    )


def test_rows_as_a_csv_reader_delivers_them_make_the_same_page() -> None:
    """Nulls as empty texts and None, figures as objects, flags as texts."""
    frame = pd.DataFrame(two_cohorts())
    as_read = frame.astype("object").where(frame.notna(), None)
    as_read["is_champion"] = ["true" if flag else "false" for flag in frame["is_champion"]]
    as_read["reason"] = ""
    assert page(report_rows(as_read)) == page(report_rows(frame))


def test_columns_of_a_later_plugin_version_are_left_out() -> None:
    """Unknown columns and unknown words do no harm."""
    rows = [{**one, "brilliance": 3, "verdict": "overwhelming", "pooled_verdict": ""} for one in two_cohorts()]
    assert "is overwhelming." in page(report_of(rows))


def test_page_of_fourteen_versions_over_two_years_stays_small() -> None:
    """Under 500 KB with three rates, bounds, gains and rules, to be attached to a mail."""
    months = [str(month) for month in pd.period_range("1997-01", periods=24, freq="M")]
    versions = ["initial", *(f"199{7 + number // 12}{number % 12 + 1:02d}28" for number in range(13))]
    rows = [
        row(version, month, 5 + place / 10, targeting_rate=rate, model_age_days=30 * place)
        for place, version in enumerate(versions)
        for month in months
        for rate in (0.01, 0.05, 0.1)
    ]
    curves = pd.DataFrame([one for version in versions for one in gains(version, months[-1])])
    size = len(page(report_of(rows, gains=curves, decisions=pd.DataFrame(decisions()))).encode())
    assert 100_000 < size < 500_000


def test_a_hundred_versions_have_a_verdict_each_forty_a_row_and_twenty_a_line() -> None:
    """No eye tells a hundred lines apart; champion, best challenger and rules are always shown."""
    rows = [*two_cohorts(), *(row(f"v{number:03d}", "1998-05", 5.0) for number in range(96))]
    text = page(report_of(rows))
    assert "and 80 more, in the tables only" in text
    assert text.count('<td class="text name">v') == 96 + 40 - 3
    assert "and 60 more in the performance dataset" in text
    assert "rule_score</span>" in text


def test_names_of_eighty_characters_and_accents_are_shown_whole() -> None:
    """Tables wrap them."""
    name = "Résiliation mobile, très long nom de version numéro " + "x" * 28
    text = page(report_of([row("initial", "1998-05", 5.9, version_label=name), row("b", "1998-05", 6.0)]))
    assert text.count(name) >= 3


def test_two_scores_of_one_name_are_refused_where_both_have_a_champion() -> None:
    """Otherwise one chart would mix them."""
    other = {"project_key": "Q", "is_champion": True}
    with pytest.raises(
        DataError, match="cohort 1998-05: expected one champion, found .*Do two scores have the same name"
    ):
        page(report_of([row("initial", "1998-05", 5.9), row("initial", "1998-05", 5.9, **other)]))


def test_no_rows_are_refused() -> None:
    """An empty dataset has nothing to show."""
    with pytest.raises(DataError, match="the dataset has none: run Retrain and evaluate"):
        page(report_of([]))


def test_rows_without_any_figure_are_refused() -> None:
    """Not one version could be scored."""
    lost = row("initial", "1998-05", None, targeting_rate=None, status="not_scorable")
    with pytest.raises(DataError, match="no version could be scored yet"):
        page(report_of([lost]))


def test_two_scores_are_refused_until_one_is_chosen() -> None:
    """A page shows one score."""
    rows = [row("initial", "1998-05", 5.9), row("initial", "1998-05", 5.9, score_id="Churn")]
    assert "<h1>Churn</h1>" in page(report_of(rows, score="Churn"))
    with pytest.raises(DataError, match="holds Churn, Repurchase: choose one"):
        report_of(rows)
    with pytest.raises(DataError, match="No row is about a score named 'Renewal'"):
        report_of(rows, score="Renewal")


def test_rate_that_was_not_computed_is_refused() -> None:
    """The message lists the rates that there are."""
    with pytest.raises(DataError, match=r"the targeting rate 20 %; there are 5"):
        page(report_of(two_cohorts()), replace(ReportOptions(), rate=0.2))


def test_rule_that_leads_is_named_best_challenger() -> None:
    """A score column may be the best there is."""
    assert "rule_score (best challenger)" in page(
        report_of([row("initial", "1998-05", 5.9), row("column:rule_score", "1998-05", 6.9, **RULE)])
    )


def test_average_precision_is_beside_the_auc_where_it_was_counted() -> None:
    """In the table of the last cohort and among the charts, six of them; rows of an older plugin have none."""
    counted = [{**line, "average_precision": 0.217} for line in two_cohorts()]
    without, with_it = (page(report_of(rows), ReportOptions()) for rows in (two_cohorts(), counted))

    assert "Average precision" not in without
    assert with_it.index(">AUC</th>") < with_it.index(">Average precision</th>")
    assert "0.217" in with_it
    assert [text.count(" over the cohorts</title>") for text in (without, with_it)] == [5, 6]
