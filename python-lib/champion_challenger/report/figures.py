"""The figures that the report shows, in the order in which it shows them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class ReportFigure:
    """One figure of the performance dataset; its name and meaning are texts ``<column>.name`` and ``.meaning``.

    Attributes
    ----------
    places
        Decimals; None for shares, which are written in percent.
    is_of_rate
        Whether it depends on the targeting rate.
    """

    column: str
    places: int | None = None
    is_of_rate: bool = True


AUC, LIFT = ReportFigure("auc", 3, is_of_rate=False), ReportFigure("lift", 2)
FIGURES = (AUC, LIFT, ReportFigure("precision"), ReportFigure("sensitivity"), ReportFigure("accuracy"))
AVERAGE_PRECISION = ReportFigure("average_precision", 3, is_of_rate=False)


def shown_figures(rows: pd.DataFrame) -> list[ReportFigure]:
    """The report's figures, and beside the AUC the average precision, which older plugins did not count."""
    figures = list(FIGURES)
    if rows[AVERAGE_PRECISION.column].notna().any():
        figures.insert(figures.index(AUC) + 1, AVERAGE_PRECISION)
    return figures
