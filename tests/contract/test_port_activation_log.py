"""What an activation log promises, kept by the fake and by a dataset of the stand-in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from champion_challenger.adapters.dss.activation_log import DSSActivationLog
from champion_challenger.core.activation.log import Activation, log_row
from champion_challenger.errors import HostError
from champion_challenger.operations.activation.ports import ActivationLog
from dss_standin.running import Running
from tests.contract.flow_probe import managed
from tests.contract.inside import inside
from tests.unit.operations.activation.fake_log import FakeLog

NAME = "RENEWAL.activation_log"
FIRST = log_row(Activation("2019-07-01T00:00:00Z", "ann", "RENEWAL", "m1", "", "v1", "because"))
ODD = log_row(Activation("2019-08-01T00:00:00Z", "é", "NA", "007", "null", "v2", 'says "no",\nNone\tor\\n', "00f0"))


class ActivationLogContract:
    """Tests of any log."""

    def test_a_log_that_does_not_exist_has_no_rows(self, log: ActivationLog) -> None:
        """It has a name."""
        assert log.name == NAME
        assert log.rows() == []

    def test_an_opened_log_has_no_rows(self, log: ActivationLog) -> None:
        """It can be opened again."""
        log.open()
        log.open()

        assert log.rows() == []

    def test_rows_come_back_as_they_were_written(self, log: ActivationLog) -> None:
        """In their order, whatever their texts look like."""
        log.open()
        log.replace([FIRST, ODD])

        assert log.rows() == [FIRST, ODD]

    def test_rows_are_replaced(self, log: ActivationLog) -> None:
        """None of the former stays; opening the log changes nothing."""
        log.open()
        log.replace([FIRST])
        log.replace([ODD])
        log.open()

        assert log.rows() == [ODD]

    def test_rows_may_all_go(self, log: ActivationLog) -> None:
        """An empty log is still one."""
        log.open()
        log.replace([FIRST])
        log.replace([])

        assert log.rows() == []

    def test_a_log_has_to_be_opened_first(self, log: ActivationLog) -> None:
        """Nothing is made on the way."""
        with pytest.raises(HostError, match="activation_log"):
            log.replace([FIRST])
        assert log.rows() == []

    def test_what_was_read_is_a_copy(self, log: ActivationLog) -> None:
        """Changing it changes no log."""
        log.open()
        log.replace([FIRST])
        log.rows()[0]["reason"] = "another"
        log.rows().clear()

        assert log.rows() == [FIRST]


class TestFakeLog(ActivationLogContract):
    """The fake of the unit tests."""

    @pytest.fixture
    def log(self) -> FakeLog:
        """A log that does not exist."""
        return FakeLog(NAME)


class TestDSSActivationLog(ActivationLogContract):
    """A dataset of the stand-in, made beside another."""

    @pytest.fixture
    def log(self, standin: Running) -> Iterator[DSSActivationLog]:
        """A log that does not exist, in a project with one dataset."""
        client = standin.client()
        managed(client.create_project("RENEWAL", "Renewal", owner="admin"), "performance")
        with inside(standin, "RENEWAL"):
            yield DSSActivationLog(client, NAME, beside="RENEWAL.performance")

    def test_a_connection_without_managed_datasets_is_refused_with_advice(
        self, log: DSSActivationLog, standin: Running
    ) -> None:
        """The connection is named, and what to do by hand."""
        project = standin.client().get_project("RENEWAL")
        project.create_filesystem_dataset("beside", "filesystem_root", "/tmp")
        other = DSSActivationLog(standin.client(), NAME, beside="RENEWAL.beside")

        with pytest.raises(
            HostError, match=r"in connection filesystem_root.* Make a managed dataset activation_log by hand"
        ):
            other.open()

    @pytest.mark.parametrize("method", ["rows", "open"])
    def test_another_dataset_is_refused_before_it_is_read(
        self, log: DSSActivationLog, standin: Running, method: str
    ) -> None:
        """Its rows may not even be readable as texts."""
        dataset = managed(standin.client().get_project("RENEWAL"), "activation_log")
        dataset.set_schema({"columns": [{"name": "lift", "type": "double"}]})

        with pytest.raises(
            HostError, match=r"is no activation log: it lacks the columns activated_at, .* Name another"
        ):
            getattr(log, method)()
