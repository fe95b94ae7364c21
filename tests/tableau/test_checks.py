"""Workbooks of many kinds, against the published schemas, a public linter, and their own names."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from champion_challenger.core.report.workbook import workbook_rows
from champion_challenger.report.tableau_workbook import packed_workbook
from champion_challenger.settings.performance_report import ReportOptions
from champion_challenger.settings.tableau_workbook import WorkbookSettings
from tests.tableau.checks import linter_findings, reference_problems, schema_problems
from tests.tableau.samples import CASES, full, made


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("case", CASES)
def test_it_is_valid(case: str, language: str) -> None:
    """By the schemas of 2026.1 and 2026.2; every name leads somewhere, every formula parses with its declared type."""
    book, _ = made(CASES[case](), language=language)
    assert schema_problems(book) == []
    assert reference_problems(book) == []


def test_the_older_form_lacks_only_what_older_versions_refuse() -> None:
    """There is no published schema of theirs: by that of 2026 one element is missing at the end."""
    book, _ = made(full(), version="2021.4")
    missing = "Element 'workbook': Missing child element(s). Expected is one of ( datagraph, thumbnails, external,"

    assert [problem.split(": ", 1)[1].startswith(missing) for problem in schema_problems(book)] == [True, True]
    assert reference_problems(book) == []


def test_the_linter_finds_nothing_severe(tmp_path: Path) -> None:
    """Its warnings are about a button that shows and hides filters, which the dashboards always show."""
    file = tmp_path / "book.twbx"
    settings = WorkbookSettings("P.s", "f", options=ReportOptions("fr", "churners"))
    file.write_bytes(packed_workbook(workbook_rows(full()), settings).content)

    assert linter_findings(file, "error") == []
    assert {finding.split(":")[0] for finding in linter_findings(file, "warning")} <= {
        "dashboard-missing-filter-toggle"
    }


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("[none:calc_version:nk]", "[none:calc_vers:nk]", "the colours of [none:calc_version:nk] lead nowhere"),
        (
            ">[federated.performance_summary].[avg:auc:qk]<",
            ">[federated.performance_summary].[avg:auk:qk]<",
            "leads nowhere",
        ),
        ('datatype="real" name="lift"', 'datatype="string" name="lift"', "string in the file and real as a field"),
        ("THEN 3 ELSE 1 END", "THEN 3.0 ELSE 1 END", "is declared integer and computes real"),
        ('name="Lift"', 'name="Left"', "no sheet Lift"),
    ],
)
def test_the_checks_find_what_is_wrong(before: str, after: str, message: str) -> None:
    """They are no formality."""
    book, _ = made(full())
    text = etree.tostring(book.root, encoding="unicode")
    changed = text.replace(before, after, 1)
    assert changed != text

    book.root = etree.fromstring(changed)
    assert any(message in problem for problem in reference_problems(book))
