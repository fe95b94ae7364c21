"""The figures that the report shows, in the order in which it shows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
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


AUC, LIFT = Figure("auc", 3, is_of_rate=False), Figure("lift", 2)
FIGURES = (AUC, LIFT, Figure("precision"), Figure("sensitivity"), Figure("accuracy"))
