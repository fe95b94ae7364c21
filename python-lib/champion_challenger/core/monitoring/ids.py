"""Finding what a person typed among the ids that exist."""

from __future__ import annotations

from collections.abc import Sequence


def matching_id(written: str, known: Sequence[str]) -> str:
    """Id that was meant: exactly this one, or the only one that ends with it after a colon; "" without.

    Hosts put words before the names of values that recipes and scripts push, such as ``external:``.

    Examples
    --------
    >>> matching_id("champion_lift", ["external:external:champion_lift", "records:COUNT_RECORDS"])
    'external:external:champion_lift'
    >>> matching_id("age", ["col_stats:MIN:age", "col_stats:MAX:age"])
    ''
    """
    if written in known:
        return written
    ending = [name for name in known if written and name.endswith(f":{written}")]
    return ending[0] if len(ending) == 1 else ""
