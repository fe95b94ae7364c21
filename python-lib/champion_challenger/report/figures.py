"""The figures that the report shows, in the order in which it shows them."""

from __future__ import annotations

from dataclasses import dataclass


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
"""Beside the AUC in the table of the last cohort, where it was counted."""
