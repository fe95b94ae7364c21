"""The mark of a cohort that is being written: a run that dies meanwhile leaves it, and is known by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from champion_challenger.errors import HostError


def mark_unfinished(save_metrics: Callable[[str, Mapping[str, Any]], None], tell: Callable[[str], None]) -> None:
    """Call the cohort provisional until its rows and figures are written: scenarios evaluate it again if they are not.

    A host that does not take the mark has none; the rows are written all the same.
    """
    try:
        save_metrics("performance", {"cohort_status": "provisional"})
    except HostError as error:
        tell(f"If this run is killed while it writes, nothing will say so: {error}")
