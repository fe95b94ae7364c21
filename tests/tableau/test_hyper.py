"""The text files in real Hyper, and the numbers of each sheet beside those of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tableauhyperapi import HyperProcess

from champion_challenger.settings.performance_report import ReportOptions
from tests.tableau.hyper import database, hyper_process
from tests.tableau.proof import Proof
from tests.tableau.samples import CASES, made


@pytest.fixture(scope="module")
def process() -> Iterator[HyperProcess]:
    """One for all."""
    with hyper_process() as started:
        yield started


@pytest.mark.parametrize("case", CASES)
def test_sheets_show_the_numbers_of_the_report(case: str, process: HyperProcess, tmp_path: Path) -> None:
    """All versions, cohorts and rates of every score, under the types that the workbook declares."""
    book, rows = made(CASES[case]())
    with database(process, book, tmp_path) as loaded:
        proofs = [Proof(loaded, rows, score, ReportOptions("en", "churners")) for score in rows.names]
        problems = [
            f"{rows.names[place]}: {problem}" for place, proof in enumerate(proofs) for problem in proof.problems()
        ]

    assert problems == []
    assert all(proof.compared for proof in proofs)


def test_a_french_workbook_shows_the_numbers_of_the_french_report(process: HyperProcess, tmp_path: Path) -> None:
    """Names of versions, verdicts and rules are formulas of the language."""
    book, rows = made(CASES["two cohorts"](), language="fr")
    with database(process, book, tmp_path) as loaded:
        assert Proof(loaded, rows, *rows.names, ReportOptions("fr", "churners")).problems() == []


@pytest.mark.parametrize("case", ["nulls", "two activations"])
def test_empty_texts_are_as_good_as_none(case: str, process: HyperProcess, tmp_path: Path) -> None:
    """A published data source may hold them."""
    book, rows = made(CASES[case]())
    with database(process, book, tmp_path, has_empty_texts=True) as loaded:
        assert Proof(loaded, rows, *rows.names, ReportOptions("en", "churners")).problems() == []


@pytest.mark.parametrize(
    ("case", "field", "formula", "message"),
    [
        ("nulls", "calc_counts", "TRUE", "lift at 0.05"),
        ("two activations", "calc_led_now", "1", "lift_delta at 0.05"),
        ("dated versions", "calc_order", "1", "order: the sheet has"),
        ("nulls", "calc_label", "[calc_name]", "lift at 0.05 .*before"),
        ("two scores", "calc_used", "{FIXED [project_key] : COUNTD([calc_key])}", "used: the sheet has"),
    ],
)
def test_a_wrong_formula_is_found(
    case: str, field: str, formula: str, message: str, process: HyperProcess, tmp_path: Path
) -> None:
    """The numbers rest on the formulas of the file, and on nothing else."""
    book, rows = made(CASES[case]())
    for calculation in book.root.xpath(f"//column[@name='[{field}]']/calculation"):
        calculation.set("formula", formula)
    with database(process, book, tmp_path) as loaded:
        problems = [
            problem for score in rows.names for problem in Proof(loaded, rows, score, ReportOptions()).problems()
        ]

    assert any(re.search(message, problem) for problem in problems)
