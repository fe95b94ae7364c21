"""Each fake, and the port that it stands for: mypy compares them, nothing runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from champion_challenger.operations.activation.log import NoticingHost
    from champion_challenger.operations.activation.ports import ActivatableModel, ActivationHost, ActivationLog
    from champion_challenger.operations.evaluate_stored_scores import StoredHost
    from champion_challenger.operations.installation.ports import CheckedModel, CheckHost
    from champion_challenger.operations.performance_report import ReportHost
    from champion_challenger.operations.ports import Host, Machine, SavedModel, Scorer, SummaryHost
    from champion_challenger.operations.replay.ports import Labels, Queue, Workshop
    from champion_challenger.operations.score_portfolio import PortfolioHost
    from champion_challenger.operations.score_project.ports import ScoreProjectHost
    from champion_challenger.operations.steps.ports import CallHost, MetricHistory, MetricReader, Procedures, StepHost
    from champion_challenger.operations.stored_scores.arrival import ArrivalHost
    from tests.benchmarks.recipe import Estimator
    from tests.unit.operations.activation.fake_log import FakeLog
    from tests.unit.operations.activation.fakes import FakeActivationHost
    from tests.unit.operations.fake_lab import FakeQueue, FakeWorkshop
    from tests.unit.operations.fake_models import FakeModel, FakeScorer
    from tests.unit.operations.fake_score_host import FakeScoreHost
    from tests.unit.operations.fakes import FakeHost, FakeMachine
    from tests.unit.operations.installation.fakes import FakeCheckedModel, FakeInstallation
    from tests.unit.operations.steps.fakes import FakeFigures, FakeStep
    from tests.unit.operations.steps.procedures import FakeCallStep, FakeProcedures
    from tests.unit.operations.stored_scores.fakes import FakeStoredHost
    from tests.unit.operations.test_performance_report import FakeDatasets
    from tests.unit.operations.test_score_portfolio import FakePortfolioHost
    from tests.unit.operations.test_summarise_performance import FakeSummaryHost

    def _host(fake: FakeHost) -> Host:
        return fake

    def _machine(fake: FakeMachine) -> Machine:
        return fake

    def _noticing_host(fake: FakeHost) -> NoticingHost:
        return fake

    def _arrival_host(fake: FakeStoredHost) -> ArrivalHost:
        return fake

    def _stored_host(fake: FakeStoredHost) -> StoredHost:
        return fake

    def _summary_host(fake: FakeSummaryHost) -> SummaryHost:
        return fake

    def _saved_model(fake: FakeModel) -> SavedModel:
        return fake

    def _scorer(fake: FakeScorer) -> Scorer:
        return fake

    def _benchmark_scorer(model: Estimator) -> Scorer:
        return model

    def _queue(fake: FakeQueue) -> Queue:
        return fake

    def _labels(host: FakeWorkshop) -> Labels:
        return host

    def _workshop(fake: FakeWorkshop) -> Workshop:
        return fake

    def _activation_host(fake: FakeActivationHost) -> ActivationHost:
        return fake

    def _activatable_model(fake: FakeModel) -> ActivatableModel:
        return fake

    def _activation_log(fake: FakeLog) -> ActivationLog:
        return fake

    def _score_project_host(fake: FakeScoreHost) -> ScoreProjectHost:
        return fake

    def _check_host(fake: FakeInstallation) -> CheckHost:
        return fake

    def _checked_model(fake: FakeCheckedModel) -> CheckedModel:
        return fake

    def _report_host(fake: FakeDatasets) -> ReportHost:
        return fake

    def _portfolio_host(fake: FakePortfolioHost) -> PortfolioHost:
        return fake

    def _step_host(fake: FakeStep) -> StepHost:
        return fake

    def _call_host(fake: FakeCallStep) -> CallHost:
        return fake

    def _metric_reader(fake: FakeFigures) -> MetricReader:
        return fake

    def _metric_history(fake: FakeFigures) -> MetricHistory:
        return fake

    def _procedures(fake: FakeProcedures) -> Procedures:
        return fake
