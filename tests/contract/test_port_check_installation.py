"""What the host of a check promises, kept by the fake and by the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from champion_challenger.adapters.dss.check_installation import CheckInstallationHost
from champion_challenger.core.installation.packages import NEEDED
from champion_challenger.errors import HostError
from champion_challenger.operations.installation.ports import CheckHost
from dss_standin.running import Running
from tests.contract.flow_probe import managed
from tests.contract.inside import inside
from tests.unit.operations.installation.fakes import FakeInstallation, installation


@dataclass(frozen=True)
class Names:
    """What the host has: a project with a monthly cohort, a performance dataset and a model."""

    project: str
    cohort: str
    performance: str
    model: str


class CheckHostContract:
    """Tests of any host with these."""

    def test_the_instance_tells_its_versions(self, host: CheckHost) -> None:
        """Those of the packages that every run needs among them."""
        instance = host.instance

        assert instance.dss
        assert instance.node_type == "DESIGN"
        assert all(instance.packages[name] for name in NEEDED)

    def test_first_rows_are_few(self, host: CheckHost, names: Names) -> None:
        """As many as asked for, under the columns of the schema."""
        rows = host.first_rows(names.cohort, 7)

        assert len(rows) == 7
        assert set(rows.columns) == set(host.dataset(names.cohort).facts.column_names)

    def test_a_dataset_names_its_connection(self, host: CheckHost, names: Names) -> None:
        """Where the outputs are stored, and what may be done there."""
        facts = host.connection(host.dataset(names.performance).connection)

        assert facts.name in host.connection_names()
        assert (facts.allows_write, facts.allows_managed_datasets) == (True, True)

    def test_a_dataset_that_does_not_exist_is_refused(self, host: CheckHost, names: Names) -> None:
        """By name."""
        with pytest.raises(HostError, match="nothing"):
            host.dataset(f"{names.project}.nothing")

    def test_a_version_tells_of_its_training_once_it_is_loaded(self, host: CheckHost, names: Names) -> None:
        """Here it is our own scikit-learn, and no environment is named."""
        model = host.model(names.model)
        version = model.versions()[0].version_id
        model.load(version)

        assert (model.other_scikit_learn(version), model.training_environment(version).name) == ("", "")
        assert model.tells_kept_columns(version)
        assert model.tells_hyperparameters(version)

    def test_rights_are_told(self, host: CheckHost, names: Names) -> None:
        """Of the owner, here."""
        assert host.may_write(names.project) is True


class TestFakeInstallation(CheckHostContract):
    """The fake of the unit tests."""

    @pytest.fixture
    def host(self) -> FakeInstallation:
        """A sound instance."""
        return installation()

    @pytest.fixture
    def names(self) -> Names:
        """What it has."""
        return Names("TELCO", "TELCO.customers", "TELCO.performance", "TELCO.m1")


class TestCheckInstallationHost(CheckHostContract):
    """The stand-in, by the official client and the package of macros."""

    @pytest.fixture
    def names(self, scored: Running) -> Names:
        """A model of the project, and a managed dataset beside its training data."""
        project = scored.client().get_project("RENEWAL")
        if "performance" not in [item["name"] for item in project.list_datasets()]:
            managed(project, "performance")
        model = project.list_saved_models()[0]["id"]
        return Names("RENEWAL", "RENEWAL.history", "RENEWAL.performance", f"RENEWAL.{model}")

    @pytest.fixture
    def host(self, scored: Running) -> Iterator[CheckInstallationHost]:
        """The host of a macro."""
        with inside(scored, "RENEWAL"):
            yield CheckInstallationHost()
