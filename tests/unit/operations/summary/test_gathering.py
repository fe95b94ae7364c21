"""The rows that a summary is made from."""

from __future__ import annotations

import pandas as pd
import pytest

from champion_challenger.core.tables.columns import COLUMNS
from champion_challenger.errors import DataError, SettingsError
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.records.models import Horizon
from champion_challenger.settings.summarise_performance import SummarySettings
from tests.unit.operations.test_summarise_performance import FakeSummaryHost, host, run
from tests.unit.performance_rows import against, performance


def test_rows_of_other_plugin_versions_are_read_and_told() -> None:
    """Missing columns null, unknown ones left out, the dimension not mentioned."""
    frame = performance(against("v1", [0.5] * 3)).drop(columns="ks").assign(month="2019-01", profit=1.0)
    given = FakeSummaryHost({"performance": frame})

    assert run(given)["ks"].isna().all()
    assert "TELCO.performance: columns that this version of the plugin does not know: profit." in given.said
    assert any("that it lacks, null here: ks." in line for line in given.said)


def test_partitions_that_were_not_handed_over_are_told() -> None:
    """A dependency of one partition would summarise that alone."""
    given = host(*against("v1", [0.5]), existing=("2019-01", "2019-02"))
    run(given)

    assert any("1 of its partitions were not handed" in line and "All available" in line for line in given.said)


def test_a_flow_that_does_not_fit_is_refused_at_once() -> None:
    """A partitioned output, an appending one, and a summary as input."""
    given = host(*against("v1", [0.5]))
    given.frames["performance"]["pooled_verdict"] = "champion"
    given.outputs = {
        "performance_summary": DatasetFacts("TELCO.summary", (), (("month", "MONTH"),)),
        "decision_rules": DatasetFacts("TELCO.rules", (), is_appending=True),
    }

    with pytest.raises(SettingsError, match=r"(?s)3 settings.*is partitioned.*append mode.*it is a summary"):
        run(given)
    assert given.written == {}


@pytest.mark.parametrize("names", [["customer_id", "cohort"], ["customer_id", "version_id", "score", "cohort"]])
def test_an_input_that_is_no_performance_dataset_is_refused(names: list[str]) -> None:
    """Customers, or the scores of a run, whose rows would be left out or make a score of that name."""
    given = host(*against("v1", [0.5]))
    given.frames["other"] = pd.DataFrame([["x"] * len(names)], columns=names)

    with pytest.raises(SettingsError, match=r"TELCO\.other is no performance dataset: it lacks the columns .*lift"):
        run(given)
    assert given.written == {}


def test_no_column_of_performance_is_lost() -> None:
    """The summary is the unpartitioned twin."""
    assert set(run(host(*against("v1", [0.5])))) >= {column.name for column in COLUMNS}


def test_no_row_at_all_is_refused_before_anything_is_written() -> None:
    """Otherwise a good summary would be replaced by an empty one."""
    given = host(*against("v1", [0.5]))
    given.frames = {"performance": given.frames["performance"].iloc[:0], "other": pd.DataFrame()}

    with pytest.raises(
        DataError, match=r"performance: TELCO\.performance has no row .*; TELCO\.other was never built, so"
    ):
        run(given)
    assert given.written == {}


def test_a_horizon_of_no_score_is_refused_with_the_nearest_name() -> None:
    """Its cohorts would be pooled as if the outcomes of two were apart."""
    given = host(*against("v1", [0.5]))

    with pytest.raises(SettingsError, match=r"different horizon: no score is called 'Churn'; there is churn\."):
        run(given, SummarySettings(other_horizons={"Churn": Horizon(3, "month")}))
    assert given.written == {}


def test_a_horizon_may_be_that_of_an_input_without_rows() -> None:
    """The score begins next month."""
    given = host(*against("v1", [0.5]))
    given.frames["renewal"] = pd.DataFrame()
    run(given, SummarySettings(other_horizons={"renewal": Horizon(3, "month")}))

    assert any(
        "no score is called 'renewal'" in line and "TELCO.renewal was never built" in line for line in given.said
    )
