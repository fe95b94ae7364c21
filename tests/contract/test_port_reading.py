"""What the hosts of report and summary promise to read, kept by the fakes and by datasets of the stand-in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path

import dataiku
import pandas as pd
import pytest
from dataikuapi.dss.project import DSSProject

from champion_challenger.adapters.dss.performance_report import PerformanceReportHost
from champion_challenger.adapters.dss.score_portfolio import ScorePortfolioHost
from champion_challenger.adapters.dss.summarise_performance import SummarisePerformanceHost
from champion_challenger.errors import AbsentError, HostError
from champion_challenger.operations.performance_report import ReportHost
from champion_challenger.operations.ports import SummaryHost
from champion_challenger.records.datasets import Column, DatasetFacts
from champion_challenger.settings.performance_report import ReportSettings
from champion_challenger.settings.score_portfolio import PortfolioSettings
from dss_standin.running import Running
from tests.contract.flow_probe import MONTHS, customers, deployed, managed, monthly_dataset
from tests.contract.inside import inside
from tests.unit.operations.test_performance_report import FakeDatasets
from tests.unit.operations.test_summarise_performance import FakeSummaryHost

ROWS = pd.DataFrame(
    {
        "cohort": ["2019-05", "2019-06"],
        "customers": [1200, 900],
        "lift": [2.5, None],
        "is_champion": [True, False],
        "reason": ['é, "quoted"\nline', None],
    }
)
HANDED = customers(MONTHS[0])
ROLE = "performance_summary"
COLUMNS = (Column("verdict", "string"), Column("lift", "double"))


class ReportHostContract:
    """Tests of a report's host: `P.summary` has rows, `P.never_built` has none."""

    def test_all_rows_are_read(self, host: ReportHost) -> None:
        """Under their types; what is missing is null."""
        frame = host.read("P.summary")

        assert frame.columns.tolist() == ROWS.columns.tolist()
        assert frame["customers"].tolist() == [1200, 900]
        assert frame["lift"].isna().tolist() == [False, True]
        assert [bool(flag) for flag in frame["is_champion"]] == [True, False]
        assert frame["reason"].isna().tolist() == [False, True]
        assert frame.loc[0, ["cohort", "reason"]].tolist() == ROWS.loc[0, ["cohort", "reason"]].tolist()

    def test_a_dataset_that_was_never_built_has_no_rows(self, host: ReportHost) -> None:
        """Nor columns."""
        assert host.read("P.never_built").empty

    def test_a_dataset_that_does_not_exist_is_absent(self, host: ReportHost) -> None:
        """It is named."""
        with pytest.raises(AbsentError, match="lost"):
            host.read("P.lost")


class TestFakeDatasets(ReportHostContract):
    """The fake of the unit tests."""

    @pytest.fixture
    def host(self) -> FakeDatasets:
        """Two datasets."""
        return FakeDatasets({"P.summary": ROWS, "P.never_built": pd.DataFrame()})


class TestPerformanceReportHost(ReportHostContract):
    """Datasets of the stand-in."""

    @pytest.fixture
    def host(self, standin: Running) -> Iterator[PerformanceReportHost]:
        """Two datasets of a project."""
        project = standin.client().create_project("P", "P", owner="admin")
        for name in ("summary", "never_built"):
            managed(project, name)
        with inside(standin, "P"):
            dataiku.Dataset("P.summary", ignore_flow=True).write_with_schema(ROWS)
            yield PerformanceReportHost(ReportSettings("P.summary"))


class TestScorePortfolioHost(ReportHostContract):
    """The same datasets, for the portfolio."""

    @pytest.fixture
    def host(self, standin: Running) -> Iterator[ScorePortfolioHost]:
        """Two datasets of a project."""
        project = standin.client().create_project("P", "P", owner="admin")
        for name in ("summary", "never_built"):
            managed(project, name)
        with inside(standin, "P"):
            dataiku.Dataset("P.summary", ignore_flow=True).write_with_schema(ROWS)
            yield ScorePortfolioHost(PortfolioSettings(("P.summary",)))

    def test_the_day_is_that_of_utc(self, host: ScorePortfolioHost) -> None:
        """Computed figures are dated in UTC too."""
        before = datetime.now(timezone.utc).date()
        assert before <= host.today() <= datetime.now(timezone.utc).date()


class SummaryHostContract:
    """Tests of a summary's host: `performance` has two months, and the run was handed one of them."""

    def test_the_input_is_described(self, host: SummaryHost) -> None:
        """Name, columns, dimension, and what the run was handed."""
        (facts,) = host.performance

        assert facts.name == "TELCO.performance"
        assert facts.column_names == tuple(HANDED)
        assert (facts.dimensions, facts.partitions) == ((("month", "MONTH"),), (MONTHS[0],))

    def test_rows_are_those_that_were_handed(self, host: SummaryHost) -> None:
        """In the order of the dataset."""
        rows = pd.concat(list(host.read(host.performance[0])))

        assert rows["customer"].tolist() == HANDED["customer"].tolist()
        assert rows["visits"].tolist() == HANDED["visits"].tolist()

    def test_a_reader_gets_the_columns_that_it_asks_for(self, host: SummaryHost) -> None:
        """In chunks; without scores there are none."""
        frames = host.read_columns(host.performance[0], ["visits"], list)

        assert host.scores == []
        assert pd.concat(frames)["visits"].tolist() == HANDED["visits"].tolist()
        assert [list(frame) for frame in frames] == [["visits"]] * len(frames)

    def test_all_partitions_are_known(self, host: SummaryHost) -> None:
        """Those that were not handed, too."""
        assert sorted(host.existing_partitions(host.performance[0])) == list(MONTHS[:2])

    def test_the_active_version_is_looked_up(self, host: SummaryHost, champion: tuple[str, str]) -> None:
        """A model that does not exist is named."""
        model_id, version_id = champion

        assert host.active_version("TELCO", model_id) == version_id
        assert version_id in host.version_ids("TELCO", model_id)
        for asked in (host.active_version, host.version_ids):
            with pytest.raises(HostError, match="gone"):
                asked("TELCO", "gone")

    def test_connected_outputs_are_known(self, host: SummaryHost) -> None:
        """A role that is not connected is left out."""
        assert {role: facts.name for role, facts in host.outputs.items()} == {ROLE: f"TELCO.{ROLE}"}

    def test_an_output_is_replaced(self, host: SummaryHost, written: Callable[[], pd.DataFrame]) -> None:
        """By the rows of all frames, under the columns that are asked for."""
        for verdicts in (["old"], ["better", None]):
            frames = [pd.DataFrame({"verdict": [verdict], "lift": [0.5]}) for verdict in verdicts]
            host.write(ROLE, COLUMNS, iter(frames))
            host.save_metrics(ROLE, {"verdicts": len(verdicts)})

        assert written().columns.tolist() == ["verdict", "lift"]
        assert written()["verdict"].fillna("").tolist() == ["better", ""]
        assert written()["lift"].tolist() == [0.5, 0.5]


class TestFakeSummaryHost(SummaryHostContract):
    """The fake of the unit tests."""

    @pytest.fixture
    def host(self) -> FakeSummaryHost:
        """One output, and a model m1."""
        return FakeSummaryHost(
            {"performance": HANDED},
            outputs={ROLE: DatasetFacts(f"TELCO.{ROLE}", ())},
            handed=MONTHS[:1],
            existing=MONTHS[:2],
        )

    @pytest.fixture
    def champion(self) -> tuple[str, str]:
        """As the fake has it."""
        return "m1", "v0"

    @pytest.fixture
    def written(self, host: FakeSummaryHost) -> Callable[[], pd.DataFrame]:
        """What the fake kept."""
        return lambda: host.written[ROLE]


class TestSummarisePerformanceHost(SummaryHostContract):
    """A recipe of the stand-in."""

    @pytest.fixture
    def project(self, standin: Running, tmp_path: Path) -> DSSProject:
        """A dataset by month, a model of it, and an output."""
        project = standin.client().create_project("TELCO", "Telco", owner="admin")
        monthly_dataset(project, "performance", tmp_path / "files", MONTHS[:2])
        managed(project, ROLE)
        deployed(project, "performance")
        return project

    @pytest.fixture
    def host(self, standin: Running, project: DSSProject, tmp_path: Path) -> Iterator[SummarisePerformanceHost]:
        """The recipe at work."""
        read = {"role": "performance", "type": "DATASET", "ref": "TELCO.performance", "partitions": [MONTHS[0]]}
        output = {"role": ROLE, "type": "DATASET", "ref": f"TELCO.{ROLE}", "partition": None, "appendMode": False}
        activity = {"recipe": {"name": "summarise", "config": {}}, "inputs": [read], "outputs": [output]}
        (tmp_path / "activity.json").write_text(json.dumps({**activity, "variables": {}}), encoding="utf-8")
        with inside(standin, "TELCO", tmp_path / "activity.json"):
            yield SummarisePerformanceHost()

    @pytest.fixture
    def champion(self, project: DSSProject) -> tuple[str, str]:
        """The only version of the only model."""
        model = project.get_saved_model(project.list_saved_models()[0]["id"])
        return model.sm_id, model.get_active_version()["id"]

    @pytest.fixture
    def written(self, project: DSSProject) -> Callable[[], pd.DataFrame]:
        """What the client reads."""
        dataset = project.get_dataset(ROLE)
        return lambda: pd.DataFrame(
            list(dataset.iter_rows()), columns=[column["name"] for column in dataset.get_schema()["columns"]]
        )
