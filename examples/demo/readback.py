"""The performance dataset, read back through the client."""

from __future__ import annotations

import pandas as pd
from dataikuapi.dss.project import DSSProject

from champion_challenger.core.tables.columns import COLUMNS

SHOWN_RATE = 0.05
_ORDER = ["cohort", "targeting_rate", "is_champion", "version_label"]


def performance_of(project: DSSProject, cohort: str | None = None) -> pd.DataFrame:
    """Rows of one cohort, or of all of them; columns that an older version did not write are null."""
    dataset = project.get_dataset("performance")
    # All columns: before DSS 15 the client cannot choose among them.
    names = [column["name"] for column in dataset.get_schema()["columns"]]
    rows = pd.DataFrame(list(dataset.iter_rows(partitions=cohort)), columns=names)
    return rows.reindex(columns=[column.name for column in COLUMNS]).sort_values(_ORDER, ignore_index=True)


def shown(performance: pd.DataFrame) -> pd.DataFrame:
    """Rows of all customers, no segment, at the rate that the demo prints."""
    rows: pd.DataFrame = performance[(performance["targeting_rate"] == SHOWN_RATE) & (performance["segment"] == "all")]
    return rows
