"""Whatever a form contains is read, or refused by an error of ours that fits a screen."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from champion_challenger.core.calendar import after
from champion_challenger.records.models import Horizon
from tests.unit.plugin.test_older_forms import COMPONENTS, outcome, params

ODD = [
    "8000 years", "999999999 months", "99999999999 days", "9" * 310, "-1", "1,5", "2,5; 5", "1.000,5", "1e400", "nan", "inf",
    "${x}", "${list}", "${map}", "${none}", "${huge}", "${absent}", "${" * 2000, "[1, 5]", "[[1]]", "[" * 2000, "{}",
    "2019-02-30", "0001-01-01", "9999-12-31", "2019-06-30 25:00", "1 mois", "30\u00a0jours", "\u202f", "\ufeff", "\0",
    "<script>", "'; DROP TABLE t; --", "../x", "a.b.c", ".", "é" * 300, "true", "ERROR", "\ud800",
]  # fmt: skip
VARIABLES = {"x": "1", "list": [1, "2,5"], "map": {"a": [1]}, "none": None, "huge": 10**400}
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from([100_000, 10**310, -(10**310)]), st.floats(),
    st.text(max_size=8), st.sampled_from(ODD),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


def field_values(field: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of a field: its own choices and rows, and any other."""
    choices = [choice["value"] for choice in field.get("selectChoices", [])]
    rows = st.lists(forms(field["subParams"]), max_size=3) if "subParams" in field else st.nothing()
    return st.one_of(st.sampled_from(choices) if choices else st.nothing(), rows, VALUES)


def forms(fields: list[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Forms with any of these fields."""
    return st.fixed_dictionaries({}, optional={field["name"]: field_values(field) for field in fields})


@pytest.mark.parametrize("component", COMPONENTS)
@given(st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_form_is_read_or_refused_with_the_names_of_its_fields(component: str, data: st.DataObject) -> None:
    """No other exception. What is accepted can be used: a horizon has an end, a time limit too."""
    needed = COMPONENTS[component][1] if data.draw(st.booleans()) else {}
    read = outcome(component, {**needed, **data.draw(forms(params(component)))}, VARIABLES)
    if isinstance(read, list):
        assert all(": " in problem and len(problem) < 700 for problem in read)
        return
    horizon, limit = getattr(read, "horizon", Horizon(1, "day")), getattr(read, "time_limit", None)
    assert after(date(2019, 6, 30), horizon) <= date.max
    assert limit is None or datetime(2019, 6, 30, tzinfo=timezone.utc) + limit
