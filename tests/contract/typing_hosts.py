"""Each host, and the port that its operation asks for: mypy compares them, nothing runs.

Adapters and operations do not know each other, so that no host can name its port.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from champion_challenger.adapters.dss.activate_challenger import ActivateChallengerHost
    from champion_challenger.adapters.dss.activation_log import DSSActivationLog
    from champion_challenger.adapters.dss.call_teradata_procedure import CallTeradataProcedureStep, ConnectionProcedures
    from champion_challenger.adapters.dss.check_installation import CheckedModel as DSSCheckedModel
    from champion_challenger.adapters.dss.check_installation import CheckInstallationHost
    from champion_challenger.adapters.dss.create_score_project import CreateScoreProjectHost
    from champion_challenger.adapters.dss.evaluate_stored_scores import EvaluateStoredScoresHost
    from champion_challenger.adapters.dss.lab import Lab
    from champion_challenger.adapters.dss.lab_queue import LabQueue
    from champion_challenger.adapters.dss.metrics import DSSMetrics
    from champion_challenger.adapters.dss.models import DSSSavedModel, DSSScorer
    from champion_challenger.adapters.dss.performance_report import PerformanceReportHost, ScorePerformanceHost
    from champion_challenger.adapters.dss.retrain_and_evaluate import RetrainAndEvaluateHost
    from champion_challenger.adapters.dss.scenario_step import ScenarioStep
    from champion_challenger.adapters.dss.score_portfolio import ScorePortfolioHost
    from champion_challenger.adapters.dss.summarise_performance import SummarisePerformanceHost
    from champion_challenger.adapters.dss.tableau_workbook import TableauWorkbookHost
    from champion_challenger.adapters.machine import LocalMachine
    from champion_challenger.adapters.teradata import TeradataProcedures
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

    def _host(host: RetrainAndEvaluateHost) -> Host:
        return host

    def _machine(machine: LocalMachine) -> Machine:
        return machine

    def _noticing_host(host: RetrainAndEvaluateHost) -> NoticingHost:
        return host

    def _arrival_host(host: EvaluateStoredScoresHost) -> ArrivalHost:
        return host

    def _stored_host(host: EvaluateStoredScoresHost) -> StoredHost:
        return host

    def _summary_host(host: SummarisePerformanceHost) -> SummaryHost:
        return host

    def _saved_model(host: DSSSavedModel) -> SavedModel:
        return host

    def _scorer(host: DSSScorer) -> Scorer:
        return host

    def _queue(host: LabQueue) -> Queue:
        return host

    def _labels(host: Lab) -> Labels:
        return host

    def _workshop(host: Lab) -> Workshop:
        return host

    def _activation_host(host: ActivateChallengerHost) -> ActivationHost:
        return host

    def _activatable_model(host: DSSSavedModel) -> ActivatableModel:
        return host

    def _activation_log(host: DSSActivationLog) -> ActivationLog:
        return host

    def _score_project_host(host: CreateScoreProjectHost) -> ScoreProjectHost:
        return host

    def _check_host(host: CheckInstallationHost) -> CheckHost:
        return host

    def _checked_model(model: DSSCheckedModel) -> CheckedModel:
        return model

    def _report_host(host: PerformanceReportHost) -> ReportHost:
        return host

    def _workbook_host(host: TableauWorkbookHost) -> ReportHost:
        return host

    def _webapp_host(host: ScorePerformanceHost) -> PortfolioHost:
        return host

    def _portfolio_host(host: ScorePortfolioHost) -> PortfolioHost:
        return host

    def _step_host(host: ScenarioStep) -> StepHost:
        return host

    def _call_host(host: CallTeradataProcedureStep) -> CallHost:
        return host

    def _metric_reader(host: DSSMetrics) -> MetricReader:
        return host

    def _metric_history(host: DSSMetrics) -> MetricHistory:
        return host

    def _connection_procedures(host: ConnectionProcedures) -> Procedures:
        return host

    def _teradata_procedures(host: TeradataProcedures) -> Procedures:
        return host
