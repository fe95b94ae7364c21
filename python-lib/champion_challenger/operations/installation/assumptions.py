"""What the plugin assumes of DSS because nothing public says so: tried here where trying leaves no trace."""

from __future__ import annotations

from collections.abc import Iterator

from champion_challenger.core.installation.findings import FIX, LOOK, OK, UNTRIED, Finding, try_question
from champion_challenger.core.monitoring.ids import matching_id
from champion_challenger.errors import HostError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.installation.model import Sample
from champion_challenger.operations.installation.ports import CheckedModel, CheckHost
from champion_challenger.records.models import Version

_REPORT = "Report it with the version of DSS (docs/dss-fidelity.md lists it as assumed)"
_LATER = {
    "Redeploy from another ML task": "the first run of Retrain and evaluate with fresh training data tries it",
    "Labels after a redeployment": "the first run of Retrain and evaluate with fresh training data tries it",
    "CALL through a SQL connection": "the step Call Teradata procedure tries it, on a procedure of your own",
    "Mails with an unknown variable": "a scenario of Create score project tries it",
}


def reading_finding(sample: Sample | HostError | None) -> Finding:
    """Whether words for missing cells may differ by column."""
    subject = "Words for missing cells by column"
    if sample is None:
        return Finding(UNTRIED, subject, "not tried: no cohort was chosen", "Choose a cohort in the form")
    if isinstance(sample, HostError):
        level = FIX if "na_values" in str(sample) else UNTRIED
        return Finding(level, subject, "the cohort could not be read so", "See the line Rows of the cohort")
    return Finding(OK, subject, "the cohort was read so")


def analysis_names_finding(project_key: str, host: CheckHost) -> Finding:
    """Whether the list of analyses tells their names."""
    return try_question("Names in the list of analyses", lambda: _analysis_names(project_key, host), _REPORT, LOOK)


def model_findings(model: CheckedModel, champion: Version) -> Iterator[Finding]:
    """What the champion's details tell, which a replay needs, and who uses the model."""
    yield try_question("Hyperparameters of a version", lambda: _hyperparameters(model, champion), _REPORT, LOOK)
    yield try_question(
        "Columns kept by a feature reduction", lambda: _kept_columns_finding(model, champion), _REPORT, LOOK
    )
    yield try_question("Recipes that use the model", lambda: _users(model), _REPORT, LOOK)


def figures_finding(dataset: str, host: CheckHost) -> Finding:
    """Whether pushed figures are found again by the end of their ids."""
    return try_question("Names of pushed figures", lambda: _figures(dataset, host), _REPORT, LOOK)


def untried_findings() -> Iterator[Finding]:
    """What cannot be tried without changing something."""
    for subject, later in _LATER.items():
        advice = f"Nothing to do now: {later}; the probe (docs/how-to/probe.md) asks it in a project of its own"
        yield Finding(UNTRIED, subject, "not tried: it would leave a trace", advice)


def _analysis_names(project_key: str, host: CheckHost) -> Finding:
    names = host.analysis_names(project_key)
    subject = "Names in the list of analyses"
    if not names:
        return Finding(
            UNTRIED, subject, f"project {project_key} has no analysis", "Nothing to do: either answer is handled"
        )
    how = "read one by one" if None in names else "in the list"
    return Finding(OK, subject, f"{count_of(len(names), 'analysis', 'analyses')} with names that are {how}")


def _hyperparameters(model: CheckedModel, champion: Version) -> Finding:
    subject = "Hyperparameters of a version"
    if model.tells_hyperparameters(champion.version_id):
        return Finding(OK, subject, "the champion's details tell them")
    return Finding(LOOK, subject, "the champion's details do not tell them: a replay would search again", _REPORT)


def _kept_columns_finding(model: CheckedModel, champion: Version) -> Finding:
    subject = "Columns kept by a feature reduction"
    if model.tells_kept_columns(champion.version_id):
        return Finding(OK, subject, "the champion's details tell them")
    advice = "Nothing to do unless the champion's design reduces features: then its retraining is refused, and says so"
    return Finding(LOOK, subject, "the champion's details do not tell them", advice)


def _users(model: CheckedModel) -> Finding:
    users = model.users()
    return Finding(OK, "Recipes that use the model", ", ".join(users) or "none")


def _figures(dataset: str, host: CheckHost) -> Finding:
    subject, partitions = "Names of pushed figures", host.partitions(dataset)
    if not partitions:
        advice = "Run Retrain and evaluate once, and this macro again"
        return Finding(UNTRIED, subject, f"{dataset} has no partition yet", advice)
    names = host.metric_ids(dataset, max(partitions))
    if matching_id("versions_failed", names):
        return Finding(OK, subject, f"those of {max(partitions)} are found by their names")
    advice = f"Conditions of scenarios on figures would find nothing. {_REPORT}"
    return Finding(LOOK, subject, f"none of {max(partitions)} is found by its name among {len(names)}", advice)
