"""What of a champion's details is frozen, and how a replay is recognised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from champion_challenger.core.replay.design import fingerprint, frozen_design
from champion_challenger.errors import DataError
from champion_challenger.records.datasets import Column, DatasetFacts
from tests.unit.core.replay import designs
from tests.unit.core.replay.designs import TYPES, details


def test_the_fingerprint_tells_design_window_and_data_apart() -> None:
    """And does not depend on the order of anything, nor on what the interface remembers of a feature."""
    frozen = frozen_design(details(), {})
    data = DatasetFacts("T.d", tuple(Column(name, kind) for name, kind in TYPES.items()))
    wider = replace(data, columns=(*data.columns, Column("tenure", "bigint")))
    counts = {"0": 9, "1": 1}
    marks = {
        fingerprint(frozen, data, ["a", "b"], counts),
        fingerprint(frozen, data, ["b", "a"], {"1": 1, "0": 9}),
        fingerprint(frozen, data, ["a"], counts),
        fingerprint(frozen, data, ["a", "b"], {"0": 8, "1": 1}),
        fingerprint(frozen, replace(data, name="T.e"), ["a", "b"], counts),
        fingerprint(frozen, wider, ["a", "b"], counts),
        fingerprint(frozen, data, ["a", "b"], counts, "keep_features"),
        fingerprint(frozen_design(details(coreParams={}), {}), data, ["a", "b"], counts),
    }

    assert len(marks) == 7


def test_a_version_that_was_replayed_has_the_fingerprint_of_its_champion() -> None:
    """Once it is activated, months that are evaluated again find what was trained: the counts of its rows are no design."""
    data = DatasetFacts("T.d", tuple(Column(name, kind) for name, kind in TYPES.items()))
    counts = {"0": 9, "1": 1}

    def mark(frequency: int, mapped: int = 1) -> str:
        remapping = [{"sourceValue": "1", "mappedValue": mapped, "sampleFreq": frequency}]
        given = details()
        given["preprocessing"] = {**given["preprocessing"], "target_remapping": remapping}
        return fingerprint(frozen_design(given, {}), data, ["a"], counts)

    assert mark(2822) == mark(10003) != mark(2822, mapped=0)


@pytest.mark.parametrize(("method", "is_same"), [("NONE", True), ("CORRELATION", False)])
def test_columns_of_categories_that_came_with_the_rows_are_no_design(method: str, is_same: bool) -> None:
    """Unless a reduction chose them."""
    data = DatasetFacts("T.d", tuple(Column(name, kind) for name, kind in TYPES.items()))
    marks = {
        fingerprint(designs.frozen(method, kept), data, ["a"], {}) for kept in (("age",), ("age", "dummy:region:N"))
    }

    assert (len(marks) == 1) is is_same


def test_details_without_an_algorithm_are_refused() -> None:
    """As an imported model's would be."""
    with pytest.raises(DataError, match="do not name its algorithm"):
        frozen_design({}, {})


def test_columns_that_a_training_needs_are_those_whose_missing_cells_drop_the_row() -> None:
    """Inputs alone, and the column that orders the split."""
    features = {"age": {"role": "INPUT", "missing_handling": "DROP_ROW"}, "region": {"role": "INPUT"}}
    features["id"] = {"role": "REJECT", "missing_handling": "DROP_ROW"}
    time = {"time": {"enabled": True, "timeVariable": "seen_on"}}
    frozen = frozen_design(details(preprocessing={"per_feature": features}, coreParams=time), {})

    assert frozen.needed == ("age", "seen_on")
