"""What a queue of replays promises, kept by the fake and by analyses of the stand-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from dataikuapi.dss.project import DSSProject

from champion_challenger.adapters.dss.lab_queue import LabQueue
from champion_challenger.adapters.dss.models import DSSSavedModel
from champion_challenger.errors import HostError
from champion_challenger.operations.replay.ports import Queue
from champion_challenger.records.runs import Claim
from dss_standin.running import Running
from tests.unit.operations.fake_lab import FakeQueue

Deploy = Callable[[Claim], None]


class QueueContract:
    """Tests of any queue; `deploy` makes a version from the analysis of a claim."""

    def test_a_claim_is_seen_without_a_place(self, queue: Queue) -> None:
        """By every run; it gives a sign of life at once."""
        before = queue.now() - timedelta(seconds=1)
        claim = queue.claim("f00d", "run1")

        assert queue.claims() == [claim]
        assert (claim.fingerprint, claim.run_id, claim.place) == ("f00d", "run1", 0)
        assert claim.renewed_at is not None
        assert before <= claim.renewed_at <= queue.now()

    def test_claims_have_analyses_of_their_own(self, queue: Queue) -> None:
        """Also those of one run."""
        assert len({queue.claim("f00d", "run1").analysis_id for _ in range(3)}) == 3

    def test_a_place_is_kept(self, queue: Queue) -> None:
        """What is returned is what is seen."""
        claim = queue.claim("f00d", "run1")
        renewed = queue.renew(replace(claim, place=7))

        assert renewed.place == 7
        assert queue.claims() == [renewed]

    def test_a_closed_claim_stays(self, queue: Queue) -> None:
        """Without place or sign of life."""
        claim = queue.renew(replace(queue.claim("f00d", "run1"), place=2))
        queue.close(claim)

        assert queue.claims() == [Claim(claim.analysis_id, "f00d", "run1")]

    def test_a_discarded_claim_is_gone(self, queue: Queue) -> None:
        """To discard it again is no error."""
        claim, other = queue.claim("f00d", "run1"), queue.claim("f00d", "run2")
        queue.discard(claim)
        queue.discard(claim)

        assert queue.claims() == [other]

    def test_a_claim_that_another_run_discarded_is_not_written(self, queue: Queue) -> None:
        """A run that was taken for dead learns of it, and makes no version."""
        claim = queue.claim("f00d", "run1")
        queue.discard(claim)

        with pytest.raises(HostError, match=claim.analysis_id):
            queue.renew(claim)
        with pytest.raises(HostError, match=claim.analysis_id):
            queue.close(claim)
        assert queue.claims() == []

    def test_nothing_names_a_new_analysis(self, queue: Queue) -> None:
        """Nor one that does not exist."""
        assert queue.find_named({queue.claim("f00d", "run1").analysis_id, "none"}) == set()

    def test_a_version_names_its_analysis(self, queue: Queue, deploy: Deploy) -> None:
        """The other analyses are not named."""
        claim, other = queue.claim("f00d", "run1"), queue.claim("beef", "run2")
        deploy(claim)

        assert queue.find_named({claim.analysis_id, other.analysis_id}) == {claim.analysis_id}
        assert queue.find_named({other.analysis_id}) == set()

    def test_the_time_is_utc(self, queue: Queue) -> None:
        """It passes in a pause."""
        before = queue.now()
        queue.pause(0.01)

        assert before.tzinfo == timezone.utc
        assert queue.now() > before


class TestFakeQueue(QueueContract):
    """The fake of the unit tests."""

    @pytest.fixture
    def queue(self) -> FakeQueue:
        """An empty queue."""
        return FakeQueue()

    @pytest.fixture
    def deploy(self, queue: FakeQueue) -> Deploy:
        """Remember the origin of a version."""
        return lambda claim: queue.origins.update(version=claim.analysis_id)


class TestLabQueue(QueueContract):
    """Analyses of the stand-in, by the official client."""

    @pytest.fixture
    def project(self, scored: Running) -> DSSProject:
        """The project of a deployed model, which came from a user's analysis."""
        return scored.client().get_project("RENEWAL")

    @pytest.fixture
    def queue(self, project: DSSProject) -> Iterator[LabQueue]:
        """Without claims."""
        model_id = project.list_saved_models()[0]["id"]
        queue = LabQueue(project, DSSSavedModel(project.client, f"RENEWAL.{model_id}"), "RENEWAL.history")
        yield queue
        for claim in queue.claims():
            queue.discard(claim)

    @pytest.fixture
    def deploy(self, project: DSSProject) -> Deploy:
        """Train in the analysis and deploy as a saved model of its own."""

        def trained(claim: Claim) -> None:
            analysis = project.get_analysis(claim.analysis_id)
            ml_task = analysis.create_prediction_ml_task("y", prediction_type="BINARY_CLASSIFICATION")
            settings = ml_task.get_settings()
            settings.disable_all_algorithms()
            settings.set_algorithm_enabled("DECISION_TREE_CLASSIFICATION", True)
            settings.save()
            ml_task.deploy_to_flow(ml_task.train()[0], "Other", "history")

        return trained

    def test_analyses_of_users_and_other_models_are_no_claims(self, project: DSSProject, queue: LabQueue) -> None:
        """Nor can they be discarded."""
        theirs = project.create_analysis("history").analysis_id
        queue.discard(Claim(theirs, "f00d", "run1"))

        assert queue.claims() == []
        assert theirs in {item["analysisId"] for item in project.list_analyses()}
