"""What the demo leaves behind: a table on the screen, a CSV file, pages, a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from examples.demo.months import Month
from examples.demo.readback import SHOWN_RATE, shown

_FIGURES = ("lift", "auc", "precision", "sensitivity", "accuracy")


def written(performance: pd.DataFrame, pages: Mapping[str, str], folder: Path) -> list[Path]:
    """Write performance.csv, and the reports under their names."""
    table = folder / "performance.csv"
    performance.to_csv(table, index=False)
    return [table, *written_pages(pages, folder)]


def written_pages(pages: Mapping[str, str], folder: Path) -> list[Path]:
    """Write pages under their names."""
    for name, page in pages.items():
        (folder / name).write_text(page, encoding="utf-8")
    return [folder / name for name in pages]


def written_workbook(content: bytes, folder: Path) -> Path:
    """Write repurchase.twbx: the report's figures for Tableau."""
    file = folder / "repurchase.twbx"
    file.write_bytes(content)
    return file


def written_check(page: str, folder: Path) -> Path:
    """Write check.html: what DSS shows inside its own page, as a page of its own."""
    file = folder / "check.html"
    head = '<meta charset="utf-8"><title>Check this instance</title>'
    file.write_text(
        f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>{page}</body></html>\n', encoding="utf-8"
    )
    return file


def month_line(month: Month) -> str:
    """Progress of a month, in a line."""
    best = f"{month.challenger:5.2f}" if month.challenger is not None else "    –"
    return f"{month.cohort:9}{month.versions:>9}{month.champion:>15.2f}{best:>18}{month.seconds:>10.1f}"


def month_header() -> str:
    """Names of what `month_line` shows."""
    return f"{'cohort':9}{'versions':>9}{'champion lift':>15}{'best challenger':>18}{'seconds':>10}"


def last_month(performance: pd.DataFrame) -> str:
    """Table of the last month at the shown rate, the champion first and marked."""
    cohort = performance["cohort"].max()
    rows = shown(performance[performance["cohort"] == cohort])
    rows = rows.assign(is_version=~rows["version_id"].str.startswith("column:"))
    rows = rows.sort_values(["is_champion", "is_version", "version_label"], ascending=False)
    lines = [_line(row) for _, row in rows.iterrows()]
    title = f"Cohort {cohort}, {SHOWN_RATE:.0%} of the customers targeted (> marks the model in production)"
    names = "".join(f"{name:>13}" for name in _FIGURES)
    return "\n".join([title, f"  {'version':14}{names}", *lines])


def _line(row: pd.Series) -> str:
    mark = ">" if row["is_champion"] else " "
    figures = "".join(f"{row[name]:>13.3f}" for name in _FIGURES)
    return f"{mark} {row['version_label']:14}{figures}"
