"""Which versions of a score's rows were deleted since: they are judged no more."""

from __future__ import annotations

import pandas as pd

from champion_challenger.core.tables.frames import version_keys
from champion_challenger.errors import HostError
from champion_challenger.operations.ports import SummaryHost


def deleted_versions(score_id: str, rows: pd.DataFrame, host: SummaryHost) -> set[str]:
    """Keys of the versions that their models no longer have; those of a model that cannot be looked up stay.

    Stored scores may name versions in words of their own: where a model has none of the rows' versions, none is taken
    for deleted.
    """
    rows = rows[["project_key", "model_id", "version_id"]].dropna().drop_duplicates()
    deleted: set[str] = set()
    for (project_key, model_id), part in rows.groupby(["project_key", "model_id"]):
        try:
            present = part["version_id"].isin(host.version_ids(str(project_key), str(model_id)))
        except HostError:
            host.tell(f"Score {score_id}: whether the versions of {project_key}.{model_id} still exist is not known.")
            continue
        # Where none is there, the names are of another kind, and say nothing of deletions.
        if present.any() and not present.all():
            deleted |= set(version_keys(part[~present]))
            names = ", ".join(sorted(part.loc[~present, "version_id"]))
            host.tell(f"Score {score_id}: deleted since, and judged no more: {names}.")
    return deleted
