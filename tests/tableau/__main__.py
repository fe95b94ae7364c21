"""`python -m tests.tableau FILE.twbx`: a workbook that is there already, held against schemas, linter, Hyper and report."""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from champion_challenger.core.report.workbook import WorkbookRows, workbook_rows
from champion_challenger.settings.performance_report import ReportOptions
from tests.tableau.book import Book
from tests.tableau.checks import linter_findings, reference_problems, schema_problems
from tests.tableau.drawing import drawing
from tests.tableau.hyper import database, hyper_process
from tests.tableau.proof import Proof


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was compared and what differs; write the drawing where one is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.tableau", description=__doc__)
    parser.add_argument("workbook", type=Path)
    parser.add_argument("--event", default="buyers", help="name for positive customers (default: that of the demo)")
    parser.add_argument("--language", default="en")
    parser.add_argument("--page", type=Path, help="the report of the same rows (default: it is made)")
    parser.add_argument("--drawing", type=Path, help="where the drawing of the first dashboard is written")
    options = parser.parse_args(arguments)
    book = Book(options.workbook.read_bytes())
    problems = [*schema_problems(book), *reference_problems(book), *linter_findings(options.workbook, "error")]
    compared = 0
    rows = rows_of(book)
    page = options.page.read_text(encoding="utf-8") if options.page else ""
    wording = ReportOptions(options.language, options.event)
    with (
        tempfile.TemporaryDirectory() as folder,
        hyper_process() as process,
        database(process, book, Path(folder)) as loaded,
    ):
        for score in rows.names:
            proof = Proof(loaded, rows, score, wording, page)
            problems += [f"{score}: {problem}" for problem in proof.problems()]
            compared += proof.compared
        if options.drawing:
            options.drawing.write_text(drawing(loaded), encoding="utf-8")
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{len(book.sheets)} sheets, {compared:,} numbers compared with the report, {len(problems)} problems")
    return 1 if problems else 0


def rows_of(book: Book) -> WorkbookRows:
    """The rows of a workbook's own text files."""
    frames = {
        source.table: pd.read_csv(io.BytesIO(book.text(source)), dtype=str, keep_default_na=False)
        for source in book.sources.values()
    }
    return workbook_rows(frames)


if __name__ == "__main__":
    sys.exit(main())
