"""The packaged workbook, and the page of the macro that makes it."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from champion_challenger.core.report.rows import ReportRows
from champion_challenger.core.report.workbook import TABLES, WorkbookRows
from champion_challenger.errors import DataError
from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.frame import frame_page
from champion_challenger.report.markup import Markup, element
from champion_challenger.report.style import SHEET
from champion_challenger.report.tableau.datasources import data_sources
from champion_challenger.report.tableau.forms import DOCUMENT_FORMS
from champion_challenger.report.tableau.nodes import to_text
from champion_challenger.report.tableau.sources import FOLDER
from champion_challenger.report.tableau.text_files import text_file
from champion_challenger.report.tableau.workbook import dashboards_of, subject_of, workbook
from champion_challenger.report.wording import Wording
from champion_challenger.settings.tableau_workbook import WorkbookSettings

MOST_BYTES = 100_000_000
"""Bytes of text files that are packed."""

MOST_OFFERED = 20_000_000
"""Bytes of a file that the page offers itself; a larger one is in the folder only."""

_SINCE_1980 = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Package:
    """A packaged workbook.

    Attributes
    ----------
    content
        Bytes of the ``.twbx``; the same rows make the same bytes.
    dashboards
        Names of its dashboards.
    """

    file: str
    content: bytes
    dashboards: tuple[str, ...]


def packed_workbook(rows: WorkbookRows, settings: WorkbookSettings) -> Package:
    """Workbook and text files in one file.

    Raises
    ------
    DataError
        The text files are larger than `MOST_BYTES`, or a targeting rate that the rows do not have.
    """
    files = {f"{FOLDER}/{name}.csv": _bytes(text_file(table, TABLES[name])) for name, table in rows.tables.items()}
    _check_size(files)
    subject = subject_of(rows, settings.options)
    dashboards = dashboards_of(subject, data_sources(subject))
    root = workbook(dashboards, DOCUMENT_FORMS[settings.tableau_version])
    file = settings.file(rows.names)
    book = f'<?xml version="1.0" encoding="utf-8"?>\n{to_text(root)}'
    content = _zip({PurePosixPath(file).with_suffix(".twb").name: _bytes(book), **files})
    return Package(file, content, tuple(dashboard.name for dashboard in dashboards))


def _zip(files: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name, _SINCE_1980), data, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")


def _check_size(files: Mapping[str, bytes]) -> None:
    size = sum(map(len, files.values()))
    if size > MOST_BYTES:
        largest = max(files, key=lambda name: len(files[name]))
        raise DataError(
            f"The text files of the workbook have {size / 1e6:.0f} MB; the largest is {largest} with "
            f"{len(files[largest]) / 1e6:.0f} MB. At most {MOST_BYTES / 1e6:.0f} MB are packed: choose one score, "
            "leave out the gains curves, or publish the datasets with the exporter of DSS (docs/how-to/tableau.md)."
        )


def pack_and_keep(rows: WorkbookRows, settings: WorkbookSettings, keep: Callable[[str, bytes], None]) -> str:
    """Pack the workbook once: hand the file to `keep`, behind its name, and return the page that offers it."""
    package = packed_workbook(rows, settings)
    keep(package.file, package.content)
    return workbook_page(package, rows, settings)


def workbook_page(package: Package, rows: WorkbookRows, settings: WorkbookSettings) -> str:
    """The page as a fragment, which DSS shows inside a page of its own: no script, every value escaped."""
    words = Wording.of(settings.options)
    counts = [f"{name}.csv: {words.count(len(table))}" for name, table in rows.tables.items()]
    parts = [
        element("h1", words.text("workbook.title")),
        element("p", ", ".join(rows.names), class_="subtitle"),
        *_notices(rows, words),
        element("p", words.text("workbook.kept", file=package.file)),
        *_offer(package.file, package.content, words),
        element("h2", words.text("workbook.holds")),
        element("ul", *(element("li", name) for name in package.dashboards)),
        element("p", words.text("workbook.rows", counts=", ".join(counts)), class_="note"),
        element("p", words.text("workbook.untried", version=settings.tableau_version), class_="note"),
    ]
    return frame_page(parts, SHEET, words.language.code)


def _offer(file: str, content: bytes, words: Wording) -> list[Markup]:
    if len(content) > MOST_OFFERED:
        return []
    address = f"data:application/octet-stream;base64,{base64.b64encode(content).decode('ascii')}"
    link = element("a", words.text("workbook.download", size=len(content) / 1000), href=address, download=file)
    return [element("p", link)]


def _notices(rows: WorkbookRows, words: Wording) -> Iterator[Markup]:
    for score in rows.scores:
        if score.is_superseded or score.is_outdated:
            former = _label(score, score.judged_against)
            yield element("p", words.text("workbook.outdated", score=score.score, former=former), class_="notice")


def _label(score: ReportRows, key: str) -> str:
    rows = score.performance
    keys = rows["project_key"] + "." + rows["model_id"] + "." + rows["version_id"]
    labels = rows.loc[keys == key, "version_label"]
    return str(labels.iloc[-1]) if len(labels) else MISSING
