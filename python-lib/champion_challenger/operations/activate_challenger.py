"""A person looks at the evidence, and activates a challenger."""

from __future__ import annotations

from dataclasses import replace

from champion_challenger.core.activation.decision import Change, Decision
from champion_challenger.core.activation.evidence import Evidence, VersionEvidence, evidence, lacking_columns
from champion_challenger.core.activation.log import Activation
from champion_challenger.core.activation.token import DecisionBasis, what_changed
from champion_challenger.errors import DataError, HostError, IncompleteRunError, SettingsError
from champion_challenger.operations.activation.log import log_activation, moment
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
        DSS refused; when it refused the activation, nothing was changed.
    IncompleteRunError
        The version is active, and the log does not say so.
    """
    gathered = _gathered(settings, host)
    chosen = _chosen(settings, gathered)
    decision = Decision(gathered, host.log.name)
    if chosen is None:
        return decision
    decision = replace(decision, change=_change(chosen, gathered, host))
    if not settings.is_activating:
        return replace(decision, evidence=replace(gathered, standings=(chosen,)))
    _check(settings, gathered, chosen)
    return replace(decision, activation=_activated(settings, gathered, host))


def _gathered(settings: ActivationSettings, host: ActivationHost) -> Evidence:
    performance = host.read(settings.performance)
    summary = host.read(settings.performance_summary) if settings.performance_summary else None
    for name, frame in ((settings.performance, performance), (settings.performance_summary, summary)):
        lacking = [] if frame is None or frame.empty else lacking_columns(frame)
        if lacking:
            raise DataError(f"{name} is no performance dataset: it lacks the columns {', '.join(lacking)}.")
    gathered = evidence(performance, summary, host.model.facts, host.model.versions())
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
        known = ", ".join(standing.version.version_id for standing in gathered.standings) or "none"
        msg = f"Version: model {gathered.model.name} has no version {settings.version}; it could be one of: {known}."
        raise SettingsError([msg])
    return chosen


def _change(chosen: VersionEvidence, gathered: Evidence, host: ActivationHost) -> Change:
    users = tuple(host.scoring_recipes())
    if gathered.active is None:
        return Change(users=users)
    after, before = (host.model.design(v.version_id) for v in (chosen.version, gathered.active))
    needs = after.numeric_features | after.category_features
    needed = before.numeric_features | before.category_features
    return Change(tuple(sorted(needs - needed)), tuple(sorted(needed - needs)), users)


def _check(settings: ActivationSettings, gathered: Evidence, chosen: VersionEvidence) -> None:
    changed = what_changed(settings.token, _ground(settings, gathered))
    if changed:
        msg = (
            f"Token: it does not fit the evidence as it is now: {', and '.join(changed)}. Nothing was changed. Run the "
            "macro with the action 'Show evidence' again, look at it, and use its token."
        )
        raise SettingsError([msg])
    if chosen.serious and not settings.in_spite_of_flags:
        advice = "Nothing was changed. Select 'Override red flags' to activate the version anyway, and explain why."
        raise SettingsError([f"Version {chosen.label}: {' '.join(chosen.serious)} {advice}"])


def _ground(settings: ActivationSettings, gathered: Evidence) -> DecisionBasis:
    active = gathered.active.version_id if gathered.active else ""
    reference = f"{gathered.model.project_key}.{gathered.model.model_id}"
    return DecisionBasis(reference, settings.version, active, gathered.last_run)


def _activated(settings: ActivationSettings, gathered: Evidence, host: ActivationHost) -> Activation:
    """The log is opened before, so that what cannot be logged is not activated."""
    ground = _ground(settings, gathered)
    activation = Activation(
        activated_at=moment(host.now()),
        by=host.user(),
        project_key=gathered.model.project_key,
        model_id=gathered.model.model_id,
        from_version=ground.active,
        to_version=settings.version,
        reason=settings.reason,
        token=settings.token.strip(),
    )
    host.log.open()
    host.activate(settings.version)
    active = [version.version_id for version in host.model.versions() if version.is_active]
    if active != [settings.version]:
        names = ", ".join(active) or "none"
        raise HostError(f"DSS was asked to activate {settings.version}, and the active version is {names}. Look at it.")
    host.tell(f"Version {settings.version} of {gathered.model.name} is active (before: {ground.active or 'none'}).")
    try:
        log_activation(activation, host.log)
    except HostError as error:
        failure = f"Version {settings.version} is active, but the activation log {host.log.name} does not say so: "
        raise IncompleteRunError([f"{failure}{error} The next run of Retrain and evaluate notices it."]) from error
    return activation
