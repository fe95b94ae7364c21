"""What tells the webapp that a dataset changed, asked through the official client, under both answers of DSS."""

from __future__ import annotations

import dataiku
import pytest

from champion_challenger.adapters.dss.kept_datasets import NOT_TOLD, last_build
from dss_standin.datasets.metrics import record_build
from dss_standin.running import running
from dss_standin.switches import Switches


@pytest.mark.parametrize("is_told", [True, False])
def test_each_build_has_a_mark_of_its_own_where_builds_are_told(
    tmp_path: str, monkeypatch: pytest.MonkeyPatch, is_told: bool
) -> None:
    """A dataset without build has none, and one that is not there is an error of its kind."""
    with running(tmp_path, Switches(last_build_told=is_told)) as served:
        monkeypatch.setattr(dataiku, "api_client", served.client)
        project = served.client().create_project("P", "P", owner="admin")
        project.create_upload_dataset("summary")
        marks = [last_build("P.summary")]
        for start in (1_000.0, 2_000.0):
            record_build(served.dss, "P", "summary", "NP", (start, start + 5), success=True)
            marks.append(last_build("P.summary"))
        absent = last_build("P.lost")

    assert marks[0] == NOT_TOLD
    assert len(set(marks)) == (3 if is_told else 1)
    assert absent == "AbsentError"
