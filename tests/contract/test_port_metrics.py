"""What metrics over time promise, kept by the fake and by datasets of the stand-in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import dataiku
import pytest

from champion_challenger.adapters.dss.asking import PATIENCE
from champion_challenger.adapters.dss.metrics import DSSMetrics
from champion_challenger.core.monitoring.ids import matching_id
from champion_challenger.core.monitoring.judgement import MetricPoint
from champion_challenger.errors import AbsentError, ForbiddenError, HostError
from champion_challenger.operations.steps.ports import MetricHistory
from champion_challenger.settings.retrieve_metrics_and_checks import Place
from dss_standin.running import Running, running
from dss_standin.switches import Switches
from tests.contract.flow_probe import MONTHS, ROWS, customers, managed, monthly_dataset
from tests.contract.inside import inside
from tests.unit.operations.steps.fakes import NOON, FakeFigures

COUNT = "records:COUNT_RECORDS"
MONTHLY = Place("RENEWAL", "history", "2024-02")
PLAIN = Place("RENEWAL", "plain")
CALLS: list[Callable[[MetricHistory, Place], object]] = [
    lambda figures, place: figures.ids(place, "metric"),
    lambda figures, place: figures.compute(place, "metric", COUNT),
    lambda figures, place: figures.last(place, "metric", COUNT),
    lambda figures, place: figures.series(place, COUNT),
    lambda figures, place: figures.partitions(place),
    lambda figures, place: figures.save(place, {"rows": 1}, {}),
]


class MetricsContract:
    """Tests of any figures: `history` has months, `plain` has none, and neither was ever computed."""

    @pytest.mark.parametrize("place", [MONTHLY, PLAIN])
    def test_what_was_computed_is_found(self, figures: MetricHistory, place: Place) -> None:
        """With its time; before, there is no value."""
        assert figures.last(place, "metric", COUNT) is None
        figures.compute(place, "metric", COUNT)
        point = figures.last(place, "metric", COUNT)

        assert point is not None
        assert (point.value, point.outcome) == (ROWS, "")
        assert point.computed_at is not None
        assert point.computed_at.tzinfo is not None
        assert COUNT in figures.ids(place, "metric")

    def test_another_partition_has_another_value(self, figures: MetricHistory) -> None:
        """What was computed or saved is of one partition."""
        figures.compute(MONTHLY, "metric", COUNT)
        figures.save(MONTHLY, {"alarm": 1}, {})
        alarm = matching_id("alarm", figures.ids(MONTHLY, "metric"))
        january = replace(MONTHLY, partition="2024-01")

        assert figures.last(january, "metric", COUNT) is None
        assert figures.last(january, "metric", alarm) is None

    def test_what_does_not_exist_is_not_computed(self, figures: MetricHistory) -> None:
        """The others are not computed in its place."""
        with pytest.raises(HostError, match="records:NONE"):
            figures.compute(PLAIN, "metric", "records:NONE")
        assert figures.last(PLAIN, "metric", "records:NONE") is None
        assert figures.series(PLAIN, "records:NONE") == []

    def test_values_over_time_come_oldest_first(self, figures: MetricHistory) -> None:
        """The last of them is the last value."""
        for _ in range(3):
            figures.compute(PLAIN, "metric", COUNT)
        points = figures.series(PLAIN, COUNT)

        assert len(points) == 3
        assert [point.computed_at for point in points] == sorted(point.computed_at for point in points)
        assert points[-1] == figures.last(PLAIN, "metric", COUNT)

    def test_partitions_are_those_of_the_dataset(self, figures: MetricHistory) -> None:
        """A dataset without partitions has none."""
        assert sorted(figures.partitions(MONTHLY)) == list(MONTHS)
        assert figures.partitions(PLAIN) == []

    @pytest.mark.parametrize("place", [MONTHLY, PLAIN])
    def test_saved_values_are_found_by_the_end_of_their_ids(self, figures: MetricHistory, place: Place) -> None:
        """Numbers and texts."""
        figures.save(place, {"alarm": 1, "change": -0.25, "word": "calm"}, {})
        ids = figures.ids(place, "metric")
        values = {}
        for name in ("alarm", "change", "word"):
            point = figures.last(place, "metric", matching_id(name, ids))
            values[name] = point.value if point else None

        assert values == {"alarm": 1, "change": -0.25, "word": "calm"}

    def test_saved_outcomes_are_checks(self, figures: MetricHistory) -> None:
        """Metrics and checks are kept apart."""
        figures.save(MONTHLY, {"alarm": 1}, {"volume of rows": "WARNING"})
        check = matching_id("volume of rows", figures.ids(MONTHLY, "check"))
        point = figures.last(MONTHLY, "check", check)

        assert point is not None
        assert (point.value, point.outcome) == ("WARNING", "WARNING")
        assert not matching_id("volume of rows", figures.ids(MONTHLY, "metric"))
        assert not matching_id("alarm", figures.ids(MONTHLY, "check"))

    def test_saved_values_have_a_history(self, figures: MetricHistory) -> None:
        """Each saving adds to it."""
        for value in (1, 0):
            figures.save(PLAIN, {"alarm": value}, {})
        points = figures.series(PLAIN, matching_id("alarm", figures.ids(PLAIN, "metric")))

        assert [point.value for point in points] == [1, 0]

    @pytest.mark.parametrize("call", CALLS)
    def test_an_absent_dataset_is_absent(self, figures: MetricHistory, call: Callable[..., object]) -> None:
        """Whatever is asked of it."""
        with pytest.raises(AbsentError, match="nothing"):
            call(figures, Place("RENEWAL", "nothing"))

    @pytest.mark.parametrize("call", CALLS)
    def test_a_forbidden_project_is_forbidden(self, figures: MetricHistory, call: Callable[..., object]) -> None:
        """Whatever is asked of it."""
        with pytest.raises(ForbiddenError, match="SECRET"):
            call(figures, Place("SECRET", "orders"))


class TestFakeFigures(MetricsContract):
    """The fake of the unit tests."""

    @pytest.fixture
    def figures(self) -> FakeFigures:
        """Nothing was computed, and the rows can be counted."""
        places = [PLAIN, *(replace(MONTHLY, partition=month) for month in MONTHS)]
        return FakeFigures({place: {} for place in places}, {"SECRET"}, {COUNT: MetricPoint(ROWS, NOON)})


class TestDSSMetrics(MetricsContract):
    """Datasets of the stand-in, by the official client and the package of recipes."""

    @pytest.fixture(params=[("inline", "none"), ("future", "refused")], ids="-".join)
    def figures(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DSSMetrics]:
        """Two datasets of this project; another project is out of bounds."""
        envelope, unknown = request.param
        switches = Switches(
            forbidden_projects="SECRET", metrics_envelope=envelope, metrics_of_unknown_partition=unknown
        )
        with running(tmp_path / "workspace", switches) as standin, inside(standin, "RENEWAL") as client:
            standin.client().create_project("SECRET", "Secret", owner="admin")
            project = standin.client().create_project("RENEWAL", "Renewal", owner="admin")
            monthly_dataset(project, "history", tmp_path / "files")
            managed(project, "plain")
            dataiku.Dataset("RENEWAL.plain", ignore_flow=True).write_with_schema(customers("2024-01"))
            yield DSSMetrics(client)


class TestRefusals:
    """A stand-in that refuses the metrics of a partition without values."""

    @pytest.fixture
    def served(self, tmp_path: Path) -> Iterator[Running]:
        """One dataset, one month of which was counted."""
        with running(tmp_path / "workspace", Switches(metrics_of_unknown_partition="refused")) as standin:
            project = standin.client().create_project("RENEWAL", "Renewal", owner="admin")
            monthly_dataset(project, "history", tmp_path / "files").compute_metrics("2024-02", metric_ids=[COUNT])
            yield standin

    def test_a_partition_that_does_not_exist_stays_refused(self, served: Running) -> None:
        """With the words of DSS, and at once; another one has the metrics of the dataset, without values."""
        started, figures = time.monotonic(), DSSMetrics(served.client())
        january = replace(MONTHLY, partition="2024-01")
        with pytest.raises(HostError, match="Partition 2031-01 of dataset RENEWAL.history is not known"):
            figures.ids(replace(MONTHLY, partition="2031-01"), "metric")

        assert (figures.ids(january, "metric"), figures.last(january, "metric", COUNT)) == ([COUNT], None)
        assert time.monotonic() - started < sum(PATIENCE)

    @pytest.mark.parametrize("n_faults", [1, 3])
    def test_a_fault_is_no_refusal(self, served: Running, n_faults: int, monkeypatch: pytest.MonkeyPatch) -> None:
        """A value is found, whether one question broke off or all of a moment."""
        monkeypatch.setattr("time.sleep", lambda seconds: None)
        faults = iter(range(n_faults))
        served.dss.is_broken = lambda method, path: "/metrics/last/" in path and next(faults, None) is not None
        point = DSSMetrics(served.client()).last(MONTHLY, "metric", COUNT)

        assert point is not None
        assert point.value == ROWS
