"""A person looks at the evidence, and activates a challenger."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from champion_challenger.core.activation.decision import Change, Decision
from champion_challenger.core.activation.evidence import Evidence, VersionEvidence, evidence
from champion_challenger.core.activation.log import Activation, last_line
from champion_challenger.core.activation.token import Viewer, list_changes
from champion_challenger.core.tables.frames import lacking_columns, other_dataset
from champion_challenger.core.tables.reading import SCORE_COLUMN
from champion_challenger.errors import DataError, HostError, SettingsError
from champion_challenger.languages.english.phrases import nearest
from champion_challenger.operations.activation.log import Rows, claim_activation, moment, withdraw_activation
from champion_challenger.operations.activation.ports import ActivationHost
from champion_challenger.settings.activate_challenger import ActivationSettings


def activate_challenger(settings: ActivationSettings, host: ActivationHost) -> Decision:
    """Show the evidence; with a token that fits it and a reason, activate the version and log it.

    Raises
    ------
    SettingsError
        The version is none of the model's or is active already, the token is stale, or a flag stands against it.
    DataError
        The datasets hold no performance.
    HostError
        DSS refused, or the log cannot be written: nothing was changed. Or nobody says whether the version is active.
    """
    # Read first: whatever is logged while the evidence is gathered makes the token invalid.
    lines = host.log.rows()
    gathered = _gather_evidence(settings, lines, host)
    chosen = _chosen(settings, gathered)
    decision = Decision(gathered, host.log.name)
    if chosen is None:
        return decision
    decision = replace(decision, change=_change(chosen, gathered, host))
    if not settings.is_activating:
        return replace(decision, evidence=replace(gathered, standings=(chosen,)))
    _check(settings, chosen, lines)
    return replace(decision, activation=_log_and_activate(settings, gathered, lines, host))


def _gather_evidence(settings: ActivationSettings, lines: Rows, host: ActivationHost) -> Evidence:
    performance = host.read(settings.performance)
    summary = host.read(settings.performance_summary) if settings.performance_summary else None
    for name, frame in ((settings.performance, performance), (settings.performance_summary, summary)):
        lacking = [] if frame is None or frame.empty else lacking_columns(frame)
        if lacking:
            advice = "Choose the dataset that Retrain and evaluate or Summarise performance writes"
            raise DataError(f"{name} is no performance dataset: it lacks the columns {', '.join(lacking)}. {advice}.")
    # A dataset that was never built has no columns.
    columns = [] if summary is None or summary.empty else list(summary.columns)
    problem = other_dataset(settings.performance_summary, "performance_summary", columns) if columns else ""
    if problem:
        raise DataError(f"Performance summary: {problem}")
    model = host.model.facts
    viewer = Viewer(host.user(), last_line(lines, model.project_key, model.model_id))
    gathered = evidence(performance, summary, model, host.model.versions(), viewer)
    if not gathered.last_run:
        msg = (
            f"{settings.performance} has no row about model {gathered.model.name} ({settings.model}). Run Retrain and "
            "evaluate on it, or choose the performance dataset of this model."
        )
        raise DataError(msg)
    return gathered


def _chosen(settings: ActivationSettings, gathered: Evidence) -> VersionEvidence | None:
    if not settings.version:
        return None
    if gathered.active and gathered.active.version_id == settings.version:
        raise SettingsError([f"Version: {settings.version} is active already; there is nothing to activate."])
    chosen = gathered.standing(settings.version)
    if chosen is None:
        column = {settings.version, f"{SCORE_COLUMN}{settings.version}"} & set(gathered.score_columns)
        if column or settings.version.startswith(SCORE_COLUMN):
            msg = (
                f"Version: {settings.version} is a score column, not a version of model {gathered.model.name}: it "
                "cannot be activated, also where it leads the verdicts. Choose a version of the model, or train one."
            )
            raise SettingsError([msg])
        known = [standing.version.version_id for standing in gathered.standings]
        choices = nearest(settings.version, known)
        advice = f"Choose one of {choices}" if known else "It has no version that is not active: retrain first"
        msg = f"Version: model {gathered.model.name} has no version {settings.version}; it was deleted, or misspelt."
        raise SettingsError([f"{msg} {advice}."])
    return chosen


def _change(chosen: VersionEvidence, gathered: Evidence, host: ActivationHost) -> Change:
    users = tuple(host.scoring_recipes())
    if gathered.active is None:
        return Change(users=users)
    after, before = (host.model.design(v.version_id) for v in (chosen.version, gathered.active))
    needs = after.numeric_features | after.category_features
    needed = before.numeric_features | before.category_features
    return Change(tuple(sorted(needs - needed)), tuple(sorted(needed - needs)), users)


def _check(settings: ActivationSettings, chosen: VersionEvidence, lines: Rows) -> None:
    changed = list_changes(settings.token, chosen.token)
    # The same ground gives the same token again, after an activation there and back.
    if settings.token.strip() in [row["token"] for row in lines]:
        changed = [*changed, "it was used already"]
    if changed:
        msg = (
            f"Token: it does not fit the evidence as it is now: {', and '.join(changed)}. Nothing was changed. Run the "
            "macro with the action 'Show evidence' again, look at it, and use its token."
        )
        raise SettingsError([msg])
    if chosen.serious and not settings.in_spite_of_flags:
        advice = "Nothing was changed. Select 'Override red flags' to activate the version anyway, and explain why."
        raise SettingsError([f"Version {chosen.label}: {' '.join(chosen.serious)} {advice}"])


def _log_and_activate(
    settings: ActivationSettings, gathered: Evidence, lines: Rows, host: ActivationHost
) -> Activation:
    """The log is written before, so that what cannot be logged is not activated, and one of two at once waits."""
    before = gathered.active.version_id if gathered.active else ""
    activation = Activation(
        activated_at=moment(host.now()),
        by=gathered.viewer.person,
        project_key=gathered.model.project_key,
        model_id=gathered.model.model_id,
        from_version=before,
        to_version=settings.version,
        reason=settings.reason,
        token=settings.token.strip(),
    )
    host.log.open()
    try:
        claim_activation(activation, lines, host.log)
    except HostError:
        # It may have been written all the same, where only the answer was lost.
        with suppress(HostError):
            withdraw_activation(activation, host.log)
        raise
    _activate(activation, host)
    host.tell(f"Version {settings.version} of {gathered.model.name} is active (before: {before or 'none'}).")
    return activation


def _activate(activation: Activation, host: ActivationHost) -> None:
    """Activate, and take the line out of the log only where DSS says that another version is active."""
    version, refusal = activation.to_version, None
    try:
        host.activate(version)
    except HostError as error:
        refusal = error
    # Asked, not assumed: an answer may be lost on its way, and DSS may answer that all is well and activate nothing.
    active = _active_versions(activation, refusal, host)
    if active == [version]:
        if refusal:
            host.tell(f"{_ended(refusal)} DSS says that {version} is active: it was activated.")
        return
    refusal = refusal or HostError(
        f"DSS was asked to activate {version}, and the active version is {', '.join(active) or 'none'}. Look at it."
    )
    _withdraw(activation, refusal, host)
    raise refusal


def _active_versions(activation: Activation, refusal: HostError | None, host: ActivationHost) -> list[str]:
    try:
        return [version.version_id for version in host.model.versions() if version.is_active]
    except HostError as error:
        answers = f"{_ended(refusal)} {_ended(error)}" if refusal else _ended(error)
        msg = (
            f"Version {activation.to_version}: whether it is active is not known. {answers} Its line stays in the "
            f"activation log {host.log.name}. Look at the model in DSS: if another version is active, run the macro "
            "again; the next run of Retrain and evaluate with this log notes which one is."
        )
        raise HostError(msg) from (refusal or error)


def _withdraw(activation: Activation, refusal: HostError, host: ActivationHost) -> None:
    try:
        withdraw_activation(activation, host.log)
    except HostError as error:
        msg = (
            f"{_ended(refusal)} The line of {activation.to_version}, which is not active, could not be taken out of "
            f"the activation log {host.log.name}: {error}"
        )
        raise HostError(msg) from refusal


def _ended(error: HostError) -> str:
    """Words of the host as a sentence, before another one.

    >>> _ended(HostError("it answered: busy")), _ended(HostError("There was no answer."))
    ('it answered: busy.', 'There was no answer.')
    """
    return f"{str(error).rstrip('. ')}."
