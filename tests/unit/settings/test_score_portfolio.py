"""The form of the portfolio."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.errors import SettingsError
from champion_challenger.settings.form import Form
from champion_challenger.settings.score_portfolio import PortfolioSettings


def settings(**values: Any) -> PortfolioSettings:
    """Settings of a form in project TELCO."""
    variables = {"all": ["SALES.summary", "churn"], "host": "https://r.example"}
    return PortfolioSettings.from_form(Form({"performance_summaries": ["summary"], **values}, variables, "TELCO"))


def test_a_summary_is_enough() -> None:
    """The rest is optional."""
    assert settings() == PortfolioSettings(("TELCO.summary",))


@pytest.mark.parametrize(
    "listed",
    [["SALES.summary", "churn"], "SALES.summary, churn", "SALES.summary\nchurn", "${all}", ["${all}", "churn"]],
)
def test_a_list_may_be_rows_a_text_or_a_variable(listed: object) -> None:
    """Each dataset once; names without a project are of this one."""
    assert settings(performance_summaries=listed).summaries == ("SALES.summary", "TELCO.churn")


def test_every_field_is_read() -> None:
    """With variables."""
    read = settings(activation_logs="log", language="fr", folder="f", report_url="${host}/{project}/{file}")

    assert (read.activations, read.language, read.folder) == (("TELCO.log",), "fr", "f")
    assert read.address("SALES", "Churn / mobile") == "https://r.example/SALES/report-Churn-mobile.html"


@pytest.mark.parametrize(
    "address", ["{file}", "../{project}/{score}.html", "//host/x", "http://h/?a={score}", "/r#a:b"]
)
def test_addresses_may_be_beside_the_page(address: str) -> None:
    """A file in the same folder, a path, another host."""
    assert settings(report_url=address).report_url == address


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "{score}:x", "https://", "https:x", "http://a b"],
)
def test_an_address_that_could_run_something_is_refused(address: str) -> None:
    """Also one whose beginning comes from the name of a score."""
    with pytest.raises(SettingsError, match="Address of the reports: expected an address that begins with https://"):
        settings(report_url=address)


@pytest.mark.parametrize("address", ["{name}", "{}", "{score", "{score!r}", "{score.x}", "{score:>9}"])
def test_other_placeholders_are_refused(address: str) -> None:
    """Those that exist are named; nothing else of Python's format is read."""
    with pytest.raises(SettingsError, match="Address of the reports: expected "):
        settings(report_url=address)


def test_wrong_fields_are_told_together() -> None:
    """An empty list, and an unknown language."""
    with pytest.raises(
        SettingsError, match=r"(?s)2 settings.*Language: expected one of en, fr.*summaries: it is empty"
    ):
        settings(performance_summaries=[], language="de")
