"""The form of the report, and the choices in the selectors of the webapp."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.errors import SettingsError
from champion_challenger.settings.form import Form
from champion_challenger.settings.performance_report import ReportOptions, ReportSettings, ReportView, report_options


def settings(**values: Any) -> ReportSettings:
    """Settings of a form in project TELCO."""
    return ReportSettings.from_form(Form({"performance_summary": "summary", **values}, {"month": "2019-06"}, "TELCO"))


def test_a_summary_is_enough() -> None:
    """The rest is optional."""
    assert settings() == ReportSettings("TELCO.summary", options=ReportOptions("en", "", None))


def test_every_field_is_read() -> None:
    """With variables and a decimal comma."""
    read = settings(
        gains_curves="UP.gains", decision_rules="rules", activation_log="log", score="churn", folder="f",
        file_name="report-${month}.html", language="fr", event="abonnés", rate="2,5",
    )  # fmt: skip

    assert (read.gains, read.decisions, read.activations) == ("UP.gains", "TELCO.rules", "TELCO.log")
    assert (read.score, read.folder, read.file("x")) == ("churn", "f", "report-2019-06.html")
    assert read.options == ReportOptions("fr", "abonnés", 0.025)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"performance_summary": ""}, r"Performance summary: it is empty\. Choose the dataset that Summarise"),
        ({"language": "de"}, "Language: expected one of en, fr, found 'de'"),
        (
            {"rate": "half"},
            r"Initial targeting rate \(%\): expected numbers in percent, such as 1, 5, 10, found 'half'",
        ),
        ({"file_name": "../x"}, "File name: expected a name within the folder, found '../x'"),
        ({"file_name": "/x"}, "File name: expected a name within the folder, found '/x'"),
    ],
)
def test_a_wrong_field_is_named(values: dict[str, Any], message: str) -> None:
    """One problem each."""
    with pytest.raises(SettingsError, match=f"^{message}"):
        settings(**values)


def test_a_page_is_named_after_its_score() -> None:
    """A score of signs alone too, and one of another script."""
    assert [settings().file(score) for score in ("Résiliation / mobile", "Отток", "???")] == [
        "report-Résiliation-mobile.html",
        "report-Отток.html",
        "report-score.html",
    ]


def test_a_view_is_read_from_the_query_of_an_address() -> None:
    """Nothing gives the first view."""
    query = {"score": ["churn"], "rate": ["5"], "version": ["a", "b"], "first": ["2019-01"], "last": []}

    assert ReportView.from_query(query) == ReportView("churn", 0.05, ("a", "b"), "2019-01")
    assert ReportView.from_query({}) == ReportView()


@pytest.mark.parametrize("rate", ["half", "0", "101", "9" * 310])
def test_a_rate_that_is_none_is_refused(rate: str) -> None:
    """Under the name of the selector."""
    with pytest.raises(SettingsError, match="^Targeting rate: expected"):
        ReportView.from_query({"rate": [rate]})


@given(st.dictionaries(st.sampled_from(["score", "rate", "version", "first", "last"]), st.lists(st.text(), max_size=2)))
def test_any_query_is_read_or_refused(query: dict[str, list[str]]) -> None:
    """Whatever somebody types into the address."""
    try:
        assert ReportView.from_query(query).versions == tuple(query.get("version", ()))
    except SettingsError as error:
        assert all(problem.startswith(("Targeting rate: ", "Score: ", "From: ", "To: ")) for problem in error.problems)  # noqa: PT017


@pytest.mark.parametrize("values", [{"positive_value": "ten", "contact_cost": "1"}, {"positive_value": "-1"}])
def test_a_wrong_amount_is_not_an_empty_one(values: dict[str, str]) -> None:
    """One problem for each field: what cannot be read is not empty as well."""
    form = Form(values)
    report_options(form)

    assert not [problem for problem in form.problems if problem.startswith("Value") and "empty" in problem]
    assert len(form.problems) == len({problem.partition(":")[0] for problem in form.problems})
