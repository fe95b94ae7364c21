"""Workbooks of scores of many kinds."""

from __future__ import annotations

from typing import Any

import pandas as pd

from champion_challenger.core.report.workbook import TABLES, WorkbookRows, workbook_rows
from champion_challenger.core.tables.frames import table
from champion_challenger.report.tableau_workbook import packed_workbook
from champion_challenger.settings.performance_report import ReportOptions
from champion_challenger.settings.tableau_workbook import WorkbookSettings
from tests.tableau.book import Book
from tests.unit.lives import Life, one_activation, two_activations
from tests.unit.report.samples import RULE, activation, decisions, gains, row, two_cohorts

Frames = dict[str, pd.DataFrame]
NAMES = ("<b>&\"quoted\" 'name'", "Résiliation d’été", "x" * 80, "a\\b", "=1+1", "[bracket] ${x} {y}", "日本 🙂")


def frames(rows: list[dict[str, Any]], **others: list[dict[str, Any]]) -> Frames:
    """Datasets of the current version of the plugin."""
    given = {"performance_summary": rows, **others}
    return {name: table(records, TABLES[name]) for name, records in given.items()}


def full() -> Frames:
    """Two cohorts of a score, with all that goes with them."""
    curves = [*gains("initial"), *gains("19980331"), *gains("initial", "1998-04")]
    return frames(two_cohorts(), gains_curves=curves, decision_rules=decisions(), activation_log=[activation()])


def of_life(life: Life) -> Frames:
    """Summary, decision rules and log of a life of a score."""
    host = life.summary()
    log = table(life.log().to_dict("records"), TABLES["activation_log"])
    return {**{name: host.written[name] for name in ("performance_summary", "decision_rules")}, "activation_log": log}


def dated() -> Frames:
    """Versions named by the end of their training data, and a score column; the oldest one is in production."""
    days = {"initial": "1997-12-31", "b": "1998-03-31", "c": "1998-02-28"}
    rows = [
        row(version, cohort, 4.0 + place, version_label=day.replace("-", ""), trained_until=day, targeting_rate=rate)
        for place, (version, day) in enumerate(days.items())
        for cohort in ("1998-04", "1998-05")
        for rate in (0.01, 0.05, 0.1)
    ]
    return frames([*rows, row("column:rule_score", "1998-05", 5.5, **RULE)])


def strange() -> Frames:
    """Names of versions and scores that XML, formulas and text files have to survive."""
    rows = [row("initial", "1998-05", 5.0)]
    rows += [row(f"v{place}", "1998-05", 4.0 + place, version_label=name) for place, name in enumerate(NAMES)]
    rows += [
        row("initial", "1998-05", 3.0, score_id=name, model_id=f"m{place}") for place, name in enumerate(NAMES[:3])
    ]
    return frames(rows)


def hundred() -> Frames:
    """A hundred versions over twelve cohorts."""
    rows = [
        row(f"v{version:03}" if version else "initial", f"2001-{month:02}", 2.0 + version / 50 + month / 100)
        for version in range(100)
        for month in range(1, 13)
    ]
    return frames(rows)


def nulls() -> Frames:
    """Versions without figures, without bounds, without model; rates that differ; a version with two names in time."""
    nothing = {"lift": None, "auc": None, "precision": None, "sensitivity": None, "accuracy": None}
    rows = [
        *two_cohorts(),
        row("late", "1998-04", 4.0, version_label="before"),
        row("late", "1998-05", 4.5, version_label="after", targeting_rate=0.01),
        row("failed", "1998-05", None, **{**nothing, "targeting_rate": None, "status": "not_scorable"}),
        row("waiting", "1998-05", None, **{**nothing, "status": "not_enough_data", "cohort_status": "final"}),
        row("twin", "1998-05", 5.1, version_label="19980331"),
        row("initial", "1998-05", 9.0, segment="region=north"),
    ]
    return frames(rows)


def two_scores() -> Frames:
    """Two scores with versions of the same names; one of them has a provisional cohort."""
    other = [{**one, "score_id": "Churn", "model_id": "m2", "lift": (one["lift"] or 0) / 2} for one in two_cohorts()]
    late = row("initial", "1998-06", 2.0, score_id="Churn", model_id="m2", cohort_status="provisional")
    return frames([*two_cohorts(), *other, late], gains_curves=gains("initial"))


CASES = {
    "two cohorts": full,
    "one cohort": lambda: frames([row("initial", "1998-05", 5.0)]),
    "dated versions": dated,
    "one activation": lambda: of_life(one_activation()),
    "two activations": lambda: of_life(two_activations()),
    "strange names": strange,
    "a hundred versions": hundred,
    "nulls": nulls,
    "two scores": two_scores,
}


def made(given: Frames, score: str = "", language: str = "en", version: str = "2026.1") -> tuple[Book, WorkbookRows]:
    """A workbook and what it was made from."""
    rows = workbook_rows(given, score)
    options = ReportOptions(language, "churners")
    settings = WorkbookSettings("P.summary", "f", file_name="book", tableau_version=version, options=options)
    return Book(packed_workbook(rows, settings).content), rows
