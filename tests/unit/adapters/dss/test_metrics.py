"""Values of metrics as the host writes them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from champion_challenger.adapters.dss.metrics import DSSMetrics
from champion_challenger.settings.retrieve_metrics_and_checks import Place


def metrics(value: Any, kind: str) -> DSSMetrics:
    """A dataset with one metric."""
    entry = {"partition": "NP", "value": value, "dataType": kind, "computed": 1}
    raw = {"metrics": [{"metric": {"id": "records"}, "lastValues": [entry]}]}
    dataset = SimpleNamespace(
        get_settings=lambda: SimpleNamespace(get_raw=dict),
        get_last_metric_values=lambda partition: SimpleNamespace(get_raw=lambda: raw),
    )
    project = SimpleNamespace(get_dataset=lambda name: dataset)
    return DSSMetrics(SimpleNamespace(get_project=lambda key: project))


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("1200.0", "BIGINT", 1200),
        (1200.0, "BIGINT", 1200),
        ("9007199254740993", "BIGINT", 2**53 + 1),
        ("2.5", "DOUBLE", 2.5),
        ("many", "BIGINT", "many"),
        ("007", "STRING", "007"),
    ],
)
def test_values_have_the_type_that_the_host_names(value: Any, kind: str, expected: Any) -> None:
    """A whole number that comes as 1200.0 is a whole number."""
    point = metrics(value, kind).last(Place("P", "cohort"), "metric", "records")

    assert point is not None
    assert (point.value, type(point.value)) == (expected, type(expected))
