"""The page of Check this instance."""

from __future__ import annotations

from champion_challenger.core.installation.findings import CheckedInstallation, Finding, Section
from champion_challenger.report.check_page import check_page
from champion_challenger.report.frame import SCOPE
from tests.unit.operations.installation.fakes import INSTANCE

LINES = (
    Finding("fix", "Version v1", "<b>no</b> module", "Add it"),
    Finding("look", "Words", "NA", "Empty them."),
    Finding("untried", "Redeploy", "not tried", "Nothing to do"),
    Finding("ok", "DSS", "DSS 14.7.5"),
)


def page(*lines: Finding) -> str:
    """Page with these lines in one section."""
    return check_page(CheckedInstallation(INSTANCE, "TELCO", (Section("Saved model", lines),)))


def test_each_line_has_its_level_in_words_and_what_to_do() -> None:
    """Colours alone would not do; values are escaped."""
    text = page(*LINES)

    assert text.startswith(f'<div class="{SCOPE}" lang="en">')
    for word in ("Fix", "Look", "Not tried", "OK"):
        assert f'aria-hidden="true"></span>{word}</td>' in text
    assert "&lt;b&gt;no&lt;/b&gt; module" in text
    assert ">Add it.</td>" in text
    assert ">Empty them.</td>" in text


def test_the_verdict_comes_first() -> None:
    """Red before amber; grey lines prevent nothing."""
    assert "1 line has to be fixed first." in page(*LINES)
    assert "Nothing prevents a score; 1 line is worth a look." in page(*LINES[1:])
    assert "Nothing that was looked at prevents a score." in page(*LINES[2:])


def test_the_page_names_where_it_was_run() -> None:
    """Project, versions, user."""
    assert "Project TELCO · DSS 14.7.5 · plugin 0.1.0 · run by ann" in page(*LINES)
