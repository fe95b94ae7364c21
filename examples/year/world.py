"""The world around the score: what its data team, its CRM and its upstream systems deliver, and when they fail."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import pandas as pd
from dataikuapi.dss.managedfolder import DSSManagedFolder
from dataikuapi.dss.project import DSSProject

from examples.demo.features import OUTCOME, labelled_cohort
from examples.demo.project import COHORT, packed
from examples.demo.purchases import purchases_file, read_purchases
from examples.scenarios.database import MISSING_FROM, Database
from examples.scenarios.projects import CRM_TYPES

_PILOT = 24
"""One customer of so many is in the pilot."""

_LOST = 3
"""One customer of so many is missing where volumes drop."""


@dataclass
class World:
    """Everything that the score depends on.

    Attributes
    ----------
    known
        Months that are over at the start: that of the pilot, one with its outcomes, one whose customers are scored.
    data
        Project of the customers.
    cockpit
        Project of the upstream systems.
    """

    database: Database
    known: tuple[str, str, str] = ("1997-02", "1997-03", "1997-04")
    data: DSSProject | None = None
    cockpit: DSSProject | None = None
    purchases: pd.DataFrame = field(default_factory=lambda: read_purchases(purchases_file()))
    _cohorts: dict[str, pd.DataFrame] = field(default_factory=dict)

    def customers(self, month: str, *, labelled: bool = True) -> pd.DataFrame:
        """Customers at the end of a month, with the outcomes of the month after or without any."""
        if month not in self._cohorts:
            # The CRM has a month's customers first, a month later they are delivered with their outcomes.
            self._cohorts[month] = labelled_cohort(self.purchases, month)
        cohort = self._cohorts[month]
        return cohort if labelled else cohort.assign(**{OUTCOME: None})

    def pilot(self) -> pd.DataFrame:
        """The customers on which the first champion is trained: a few."""
        cohort = self.customers(self.known[0])
        return cohort[cohort.index % _PILOT == 0]

    def deliver(self, month: str, *, labelled: bool = True, every: int = 0) -> None:
        """Put a month's customers where the score reads them, one in `every` left out."""
        cohort = self.customers(month, labelled=labelled)
        kept = cohort[cohort.index % every != 0] if every else cohort
        self._folder().put_file(_file(month), io.BytesIO(packed(kept)))

    def end_pilot(self) -> None:
        """The first champion is trained: the customers of the pilot are no cohort, and are taken away."""
        self._folder().delete_file(_file(self.known[0]))

    def _folder(self) -> DSSManagedFolder:
        assert self.data is not None
        folder = next(one["id"] for one in self.data.list_managed_folders() if COHORT in one["name"])
        return self.data.get_managed_folder(folder)

    def end_month(self, month: str, *, has_outcomes: bool = True, is_whole: bool = True) -> None:
        """A month is over: the CRM has its customers, and the month before is delivered with its outcomes."""
        before = str(pd.Period(month, freq="M") - 1)
        self.deliver(before, labelled=has_outcomes, every=0 if is_whole else _LOST)
        self.fill_crm(month)

    def fill_crm(self, month: str, *, is_whole: bool = True) -> None:
        """The CRM has the customers of a month's end; where it is not whole, it has lost a part."""
        self.database.refill(crm(self.customers(month), every=0 if is_whole else _LOST), CRM_TYPES)


def _file(month: str) -> str:
    return f"{month}/{COHORT}.csv.gz"


def crm(cohort: pd.DataFrame, every: int = 0) -> pd.DataFrame:
    """Customers as the CRM has them, one in `every` left out."""
    kept = cohort[cohort.index % every != 0] if every else cohort
    return kept.assign(**{MISSING_FROM: None})
