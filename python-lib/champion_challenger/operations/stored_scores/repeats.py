"""Whether customers appear more than once with a version: asked in one pass, before anything is counted."""

from __future__ import annotations

from collections.abc import Sequence

from champion_challenger.core.sql.repeats import can_be_asked, n_repeats, repeats_query
from champion_challenger.operations.stored_scores.plan import Plan, Query


def may_repeat(plan: Plan, versions: Sequence[str], query: Query) -> bool:
    """Whether a customer may appear more than once with a version: then they are counted, version by version."""
    names = sorted({version for version in versions if version})
    if not names or not can_be_asked(names):
        return bool(names)
    text = repeats_query(plan.scores, names, plan.dialect, plan.form, is_number=plan.has_numbered_versions)
    return n_repeats(query(text)) > 0
