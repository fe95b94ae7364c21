"""The packaged workbook and its page, by the standard library alone; what Tableau makes of it is in tests/tableau."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.report.rows import with_active_version
from champion_challenger.core.report.workbook import TABLES, WorkbookRows, workbook_rows
from champion_challenger.core.tables.frames import table
from champion_challenger.errors import DataError
from champion_challenger.report import tableau_workbook
from champion_challenger.report.tableau_workbook import packed_workbook, workbook_page
from champion_challenger.settings.performance_report import ReportOptions
from champion_challenger.settings.tableau_workbook import WorkbookSettings
from tests.unit.report.samples import activation, checked, decisions, gains, row, two_cohorts

STRANGE = '<b> & "quoted" é\'; DROP'


def rows_of(records: list[dict[str, Any]], **others: list[dict[str, Any]]) -> WorkbookRows:
    """Rows of a workbook."""
    given = {"performance_summary": records, **others}
    return workbook_rows({name: table(found, TABLES[name]) for name, found in given.items()})


def settings(language: str = "en", **changes: Any) -> WorkbookSettings:
    """Settings with a name for the event."""
    return WorkbookSettings("P.s", "f", options=ReportOptions(language, "churners"), **changes)


def unpacked(content: bytes) -> tuple[ET.Element, dict[str, str]]:
    """The workbook, and its text files."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        files = {name: packed.read(name).decode("utf-8") for name in packed.namelist()}
    (name,) = [name for name in files if name.endswith(".twb")]
    return ET.fromstring(files.pop(name)), files


def test_every_dataset_has_its_dashboard() -> None:
    """And its text file; without it, it has none."""
    log = {"gains_curves": gains("initial"), "decision_rules": decisions(), "activation_log": [activation()]}
    everything = packed_workbook(rows_of(two_cohorts(), **log), settings())
    summary = packed_workbook(rows_of(two_cohorts()), settings("fr"))

    assert everything.dashboards == (
        "Model against competitors", "Differences", "Gains", "Decision rules", "All scores"
    )  # fmt: skip
    assert list(unpacked(everything.content)[1]) == [f"Data/{name}.csv" for name in TABLES]
    assert summary.dashboards == ("Modèle face à ses concurrents", "Écarts", "Tous les scores")
    assert list(unpacked(summary.content)[1]) == ["Data/performance_summary.csv"]


def test_the_same_rows_make_the_same_bytes() -> None:
    """A file that did not change is no news for whoever keeps it under version control."""
    contents = {packed_workbook(rows_of(two_cohorts()), settings()).content for _ in range(2)}
    assert len(contents) == 1


def test_captions_are_those_that_people_know() -> None:
    """With the event's name, in French."""
    root, _ = unpacked(packed_workbook(rows_of(two_cohorts()), settings("fr")).content)
    texts = [(run.text or "").strip() for run in root.iter("run")]
    assert {"% des ciblés réellement churners", "% de churners bien scorés", "% de clients bien scorés"} <= set(texts)


def test_the_rate_shown_first_is_five_percent_or_the_nearest() -> None:
    """Or the one asked for."""
    records = [row("initial", "1998-05", 2.0, targeting_rate=rate) for rate in (0.01, 0.04, 0.1)]
    for options, expected in ((None, "0.04"), (0.1, "0.1")):
        asked = WorkbookSettings("P.s", "f", options=ReportOptions(rate=options))
        root, _ = unpacked(packed_workbook(rows_of(records), asked).content)
        level = "[none:calc_rate:ok]"
        assert {one.get("member") for one in root.iter("groupfilter") if one.get("level") == level} == {expected}


def test_names_survive() -> None:
    """In the XML, in the text file, in the colours; a line break becomes a space."""
    records = [row("initial", "1998-05", 2.0, version_label=STRANGE, reason="two\r\nlines", score_id=STRANGE)]
    root, files = unpacked(packed_workbook(rows_of(records), settings()).content)
    (line,) = csv.DictReader(io.StringIO(files["Data/performance_summary.csv"]))
    buckets = {bucket.text for bucket in root.iter("bucket")}

    assert (line["version_label"], line["score_id"], line["reason"]) == (STRANGE, STRANGE, "two lines")
    assert '"' + STRANGE.replace('"', '\\"') + ' (in production)"' in buckets


def test_numbers_have_all_their_digits() -> None:
    """Null is empty, a flag is a word."""
    records = [row("initial", "1998-05", 1 / 3, p_value=None)]
    _, files = unpacked(packed_workbook(rows_of(records), settings()).content)
    (line,) = csv.DictReader(io.StringIO(files["Data/performance_summary.csv"]))
    assert (line["lift"], line["p_value"], line["is_champion"], line["n"]) == (repr(1 / 3), "", "true", "23570")


def test_a_version_of_two_scores_has_no_alias() -> None:
    """Its id would have two names."""
    other = row("initial", "1998-05", 2.0, score_id="Churn", version_label="19980101")
    root, _ = unpacked(
        packed_workbook(rows_of([*two_cohorts(), other], gains_curves=gains("initial")), settings()).content
    )
    assert '"initial"' not in {alias.get("key") for alias in root.iter("alias")}


def test_too_large_text_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest one is named, with what to do."""
    monkeypatch.setattr(tableau_workbook, "MOST_BYTES", 1000)
    with pytest.raises(DataError, match=r"largest is Data/performance_summary\.csv.* choose one score"):
        packed_workbook(rows_of(two_cohorts()), settings())


def test_a_hundred_megabytes_are_the_limit() -> None:
    """As promised."""
    assert tableau_workbook.MOST_BYTES == 100_000_000


def test_the_page_says_what_the_file_holds_and_what_was_not_tried() -> None:
    """Names are escaped."""
    rows = rows_of([row("initial", "1998-05", 2.0, score_id=STRANGE)])
    text = workbook_page(packed_workbook(rows, settings()), rows, settings())

    checked(text)
    assert "<b>" not in text
    assert "performance_summary.csv: 1" in text
    assert "was not opened in Tableau" in text


def test_a_large_file_is_in_the_folder_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of hundreds of megabytes would open nowhere."""
    rows = rows_of(two_cohorts())
    made = packed_workbook(rows, settings())
    monkeypatch.setattr(tableau_workbook, "MOST_OFFERED", 10)

    text = workbook_page(made, rows, settings("fr"))
    assert "data:" not in text
    assert "workbook-Repurchase.twbx" in text


def test_a_later_activation_is_told() -> None:
    """The workbook marks the version that was active when the summary was computed."""
    found = rows_of(two_cohorts())
    rows = WorkbookRows(found.tables, (with_active_version(found.scores[0], "19980331"),))
    text = workbook_page(packed_workbook(rows, settings()), rows, settings())
    assert re.search("another version was activated after the summary.* marks initial as the model in production", text)


def test_what_is_no_column_of_the_datasets_is_left_out() -> None:
    """Rows of a later version of the plugin."""
    frame = table(two_cohorts(), TABLES["performance_summary"]).assign(novelty="x")
    _, files = unpacked(
        packed_workbook(workbook_rows({"performance_summary": pd.DataFrame(frame)}), settings()).content
    )
    assert "novelty" not in files["Data/performance_summary.csv"]
