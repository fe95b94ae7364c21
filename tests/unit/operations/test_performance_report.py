"""Datasets of the report, from a host in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
import pytest

from champion_challenger.errors import AbsentError, DataError, HostError, SettingsError
from champion_challenger.operations.performance_report import performance_report, performance_view
from champion_challenger.settings.performance_report import ReportSettings
from tests.unit.report.samples import activation, gains, row, two_cohorts


@dataclass
class FakeDatasets:
    """Datasets by name; what is read and said is remembered."""

    held: dict[str, pd.DataFrame]
    were_read: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    active: dict[str, str] = field(default_factory=dict)

    def active_version(self, project_key: str, model_id: str) -> str:
        """As arranged; a model that is not there is an error."""
        if f"{project_key}.{model_id}" not in self.active:
            raise HostError(f"no model {model_id}")
        return self.active[f"{project_key}.{model_id}"]

    def read(self, dataset: str) -> pd.DataFrame:
        """Return the rows, or say that there is no such dataset."""
        self.were_read.append(dataset)
        if dataset not in self.held:
            raise AbsentError(f"there is no {dataset}")
        return self.held[dataset]

    def tell(self, message: str) -> None:
        """Remember a line."""
        self.said.append(message)


@pytest.fixture
def host() -> FakeDatasets:
    """A summary of two scores, and all that may go with it."""
    rows = [*two_cohorts(), row("initial", "1998-05", 2.0, score_id="Churn")]
    others = {"P.gains": pd.DataFrame(gains("initial")), "P.log": pd.DataFrame([activation()])}
    return FakeDatasets({"P.summary": pd.DataFrame(rows), "P.never_built": pd.DataFrame(), **others})


def test_rows_of_the_chosen_score_are_gathered(host: FakeDatasets) -> None:
    """The log says what the report will be about; datasets that are not given are not asked for."""
    settings = ReportSettings("P.summary", gains="P.gains", activations="P.log", score="Repurchase")
    told = performance_report(settings, host)

    assert (told.score, len(told.performance), len(told.gains), len(told.activations)) == ("Repurchase", 6, 100, 1)
    assert host.were_read == ["P.summary", "P.gains", "P.log"]
    assert host.said[1:] == ["Report of score Repurchase: 2 cohorts, 4 versions, last cohort 1998-05."]


def test_optional_dataset_that_was_never_built_is_no_obstacle(host: FakeDatasets) -> None:
    """A new score has no gains curves yet."""
    told = performance_report(ReportSettings("P.summary", gains="P.never_built", score="Churn"), host)
    assert told.gains.empty


def test_empty_summary_is_refused_with_what_to_do(host: FakeDatasets) -> None:
    """Nothing was run yet."""
    with pytest.raises(DataError, match="run Retrain and evaluate, and then Summarise performance"):
        performance_report(ReportSettings("P.never_built"), host)


def test_dataset_that_is_gone_is_told(host: FakeDatasets) -> None:
    """The host's error passes."""
    with pytest.raises(AbsentError, match=r"there is no P\.lost"):
        performance_report(ReportSettings("P.summary", decisions="P.lost", score="Churn"), host)


@pytest.mark.parametrize(
    ("asked", "named", "expected"),
    [("", "", "Churn"), ("", "Repurchase", "Repurchase"), ("Churn", "Repurchase", "Churn")],
)
def test_view_shows_the_score_asked_for_else_the_one_of_the_form_else_the_first(
    host: FakeDatasets, asked: str, named: str, expected: str
) -> None:
    """All scores are offered, whichever is shown."""
    found = performance_view(ReportSettings("P.summary", score=named), {"score": [asked]}, host)
    assert found.all_rows.score == expected
    assert found.scores == ("Churn", "Repurchase")


def test_query_that_cannot_be_read_is_refused(host: FakeDatasets) -> None:
    """An address that somebody typed."""
    with pytest.raises(SettingsError, match="Targeting rate: expected numbers in percent"):
        performance_view(ReportSettings("P.summary"), {"rate": ["half"]}, host)


def test_a_dataset_that_is_no_performance_dataset_is_named(host: FakeDatasets) -> None:
    """Customers were chosen instead; that nothing was run yet would be another matter."""
    host.held["P.customers"] = pd.DataFrame({"customer_id": [1], "cohort": ["2019-06"]})
    message = r"P\.customers is no performance dataset: it lacks the columns version_id, targeting_rate, lift\. Choose the dataset"

    with pytest.raises(DataError, match=message):
        performance_report(ReportSettings("P.customers"), host)
    with pytest.raises(DataError, match=message):
        performance_view(ReportSettings("P.customers"), {}, host)


@pytest.mark.parametrize(
    ("field", "kind"),
    [("gains", "gains curves"), ("decisions", "decision rules"), ("activations", "activation log")],
)
def test_another_dataset_beside_the_performance_is_named(host: FakeDatasets, field: str, kind: str) -> None:
    """Its rows would be none, and the page would say nothing."""
    host.held["P.customers"] = pd.DataFrame({"customer_id": [1], "cohort": ["2019-06"]})
    settings = ReportSettings("P.summary", score="Repurchase", **{field: "P.customers"})  # type: ignore[arg-type]

    with pytest.raises(DataError, match=f"P.customers is no {kind} dataset: it lacks the columns"):
        performance_report(settings, host)


def test_the_model_in_production_is_what_the_host_says(host: FakeDatasets) -> None:
    """The summary is of before the activation."""
    host.active = {"P.m": "19980331"}
    rows = performance_report(ReportSettings("P.summary", score="Repurchase"), host)

    assert (rows.champion.key, rows.champion.is_now, rows.is_outdated) == ("P.m.19980331", True, True)


def test_without_an_answer_the_rows_say_what_is_in_production(host: FakeDatasets) -> None:
    """Whoever runs may not read the model: that is told."""
    rows = performance_report(ReportSettings("P.summary", score="Repurchase"), host)

    assert (rows.champion.key, rows.is_outdated) == ("P.m.initial", False)
    assert host.said[0].endswith("The model in production is taken from the activation log and the rows.")
