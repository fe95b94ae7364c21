"""The macro that checks an instance: packages, model, datasets, rights. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from champion_challenger.core.installation.findings import UNTRIED, CheckedInstallation, Finding, Section
from champion_challenger.core.installation.packages import package_findings, version_findings
from champion_challenger.errors import HostError
from champion_challenger.operations.installation.assumptions import (
    analysis_names_finding,
    figures_finding,
    reading_finding,
    untried_findings,
)
from champion_challenger.operations.installation.assumptions import model_findings as details_findings
from champion_challenger.operations.installation.datasets import (
    cohort_findings,
    other_kind,
    performance_findings,
    read_sample,
    unread,
)
from champion_challenger.operations.installation.model import Sample, environment_findings, model_findings
from champion_challenger.operations.installation.ports import CheckedModel, CheckHost
from champion_challenger.operations.installation.rights import (
    analysis_finding,
    connection_finding,
    listing_findings,
    project_findings,
    write_finding,
)
from champion_challenger.records.datasets import StoredTable
from champion_challenger.records.models import Version
from champion_challenger.settings.check_installation import CheckSettings

_CHOOSE = "Choose one in the form of this macro, and run it again"


@dataclass(frozen=True)
class _Chosen:
    """What the form names, as far as the host shows it; None for what was not chosen."""

    model: CheckedModel | None
    versions: Sequence[Version] | HostError
    cohort: StoredTable | HostError | None
    sample: Sample | HostError | None
    performance: StoredTable | HostError | None

    @property
    def listed(self) -> Sequence[Version]:
        """Versions that could be read."""
        return () if isinstance(self.versions, HostError) else self.versions

    @property
    def rows(self) -> Sample | None:
        """Rows of the cohort that can be scored."""
        return self.sample if isinstance(self.sample, Sample) and not self.sample.rows.empty else None


def check_installation(settings: CheckSettings, host: CheckHost) -> CheckedInstallation:
    """Look at all that a score needs of DSS; what the host refuses becomes a line, and ends nothing."""
    chosen = _chosen(settings, host)
    algorithms = {version.algorithm for version in chosen.listed}
    sections = [
        Section(
            "DSS, Python and packages", (*version_findings(host.instance), *package_findings(host.instance, algorithms))
        ),
        Section("Saved model", tuple(_model(chosen, host))),
        Section("Labelled cohort", tuple(_cohort(chosen))),
        Section("Performance", tuple(_performance(chosen, host))),
        Section("Rights", tuple(_rights(settings, chosen, host))),
        Section("What is assumed of DSS", tuple(_assumptions(settings, chosen, host))),
    ]
    checked = CheckedInstallation(host.instance, settings.project_key, tuple(sections))
    for section in sections:
        for finding in section.findings:
            subject = f"{finding.level.upper()} {section.title}, {finding.subject}"
            host.tell(f"{subject}: {finding.observation}. {finding.advice}".strip())
    return checked


def _chosen(settings: CheckSettings, host: CheckHost) -> _Chosen:
    model = host.model(settings.model) if settings.model else None
    cohort = _table(settings.cohort, host)
    return _Chosen(
        model=model,
        versions=_versions(model) if model else (),
        cohort=cohort,
        sample=read_sample(cohort.facts, host) if isinstance(cohort, StoredTable) else None,
        performance=_table(settings.performance, host),
    )


def _table(name: str, host: CheckHost) -> StoredTable | HostError | None:
    try:
        return host.dataset(name) if name else None
    except HostError as error:
        return error


def _versions(model: CheckedModel) -> Sequence[Version] | HostError:
    try:
        return model.versions()
    except HostError as error:
        return error


def _model(chosen: _Chosen, host: CheckHost) -> Iterator[Finding]:
    if chosen.model is None:
        yield Finding(UNTRIED, "Versions", "no saved model was chosen", _CHOOSE)
        return
    yield from model_findings(chosen.model, chosen.versions, chosen.rows, host.instance)
    if chosen.listed:
        yield from environment_findings(chosen.model, chosen.listed, host.instance)


def _cohort(chosen: _Chosen) -> Iterator[Finding]:
    if isinstance(chosen.cohort, HostError):
        yield unread("Cohort", chosen.cohort)
    elif chosen.cohort is None or chosen.sample is None:
        yield Finding(UNTRIED, "Cohort", "none was chosen", _CHOOSE)
    else:
        yield from cohort_findings(chosen.cohort.facts, chosen.sample)


def _performance(chosen: _Chosen, host: CheckHost) -> Iterator[Finding]:
    if chosen.performance is None:
        yield Finding(UNTRIED, "Performance", "none was chosen", _CHOOSE)
    elif isinstance(chosen.performance, HostError):
        yield unread("Performance", chosen.performance)
    else:
        cohort = chosen.cohort.facts if isinstance(chosen.cohort, StoredTable) else None
        yield from performance_findings(chosen.performance, cohort, host)


def _rights(settings: CheckSettings, chosen: _Chosen, host: CheckHost) -> Iterator[Finding]:
    model_project = settings.model.partition(".")[0] or settings.project_key
    yield analysis_finding(model_project, host)
    yield write_finding(settings.performance.partition(".")[0] or settings.project_key, host)
    if isinstance(chosen.performance, StoredTable) and chosen.performance.connection:
        yield connection_finding(chosen.performance.connection, host)
    yield from project_findings(settings.other_projects, host)
    yield from listing_findings(host)


def _assumptions(settings: CheckSettings, chosen: _Chosen, host: CheckHost) -> Iterator[Finding]:
    yield reading_finding(chosen.sample)
    yield analysis_names_finding(settings.model.partition(".")[0] or settings.project_key, host)
    champion = next((version for version in chosen.listed if version.is_active), None)
    if chosen.model and champion:
        yield from details_findings(chosen.model, champion)
    performance = chosen.performance.facts if isinstance(chosen.performance, StoredTable) else None
    if performance and performance.dimensions and not other_kind(performance):
        yield figures_finding(settings.performance, host)
    yield from untried_findings()
