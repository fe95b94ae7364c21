"""Rights of the user, as far as they can be seen without leaving a trace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from champion_challenger.core.installation.cohort import name_list
from champion_challenger.core.installation.findings import FIX, LOOK, OK, UNTRIED, Finding, try_question
from champion_challenger.errors import HostError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.installation.ports import CheckHost
from champion_challenger.records.installation import ConnectionFacts

_ASK = "Ask the owner of project {} whether you have 'Write project content' (its Security > Permissions)"
_WRITERS = "only administrators of project {} may see its permissions, and trying it would leave a trace"
_CHANNEL = "An administrator adds one in Administration > Settings > Notifications; without it, scenarios send no mail"
_LIST = "Ask an administrator; only the forms that offer a choice of connections need it"
_NODE = "Retrain on the design node and deploy the model, or disconnect the recipe's input Fresh training data"


def analysis_finding(project_key: str, host: CheckHost) -> Finding:
    """Whether an analysis can be made, in which a replay trains; none is made."""
    subject = f"Create an analysis in {project_key}"
    if host.instance.node_type not in ("", "DESIGN"):
        observation = f"this is a node of type {host.instance.node_type}, on which models are not trained"
        return Finding(FIX, subject, observation, _NODE)
    return _writing(subject, project_key, host)


def write_finding(project_key: str, host: CheckHost) -> Finding:
    """Whether datasets of the project can be written; nothing is written."""
    return _writing(f"Write datasets of {project_key}", project_key, host)


def connection_finding(name: str, host: CheckHost) -> Finding:
    """Whether the connection of the outputs takes rows and new datasets."""
    subject = f"Connection {name} of performance"
    try:
        facts = host.connection(name)
    except HostError as error:
        return Finding(
            UNTRIED, subject, str(error), "Ask an administrator whether it allows writing and managed datasets"
        )
    return _right_finding(subject, facts)


def project_findings(project_keys: Sequence[str], host: CheckHost) -> Iterator[Finding]:
    """Whether each of the other projects can be read."""
    for key in project_keys:
        subject = f"Read project {key}"
        advice = f"Ask the owner of project {key} for 'Read project content' (its Security > Permissions)"
        yield try_question(subject, lambda key=key: _read(key, host), advice)  # type: ignore[misc]


def listing_findings(host: CheckHost) -> Iterator[Finding]:
    """Whether connections and messaging channels can be listed."""
    yield try_question("List connections", lambda: _connections(host), _LIST, LOOK)
    yield try_question("List messaging channels", lambda: _channels(host), _CHANNEL, LOOK)


def _writing(subject: str, project_key: str, host: CheckHost) -> Finding:
    advice = _ASK.format(project_key)
    try:
        may_write = host.may_write(project_key)
    except HostError as error:
        return Finding(UNTRIED, subject, str(error), advice)
    if may_write is None:
        return Finding(UNTRIED, subject, f"not tried: {_WRITERS.format(project_key)}", advice)
    if may_write:
        return Finding(OK, subject, f"{host.instance.user} may write the content of the project (not tried)")
    return Finding(FIX, subject, f"{host.instance.user} may not write the content of the project", advice)


def _right_finding(subject: str, facts: ConnectionFacts) -> Finding:
    if facts.allows_write is False:
        advice = "Store the outputs in another connection, or ask an administrator to allow writing"
        return Finding(FIX, subject, "it does not allow writing", advice)
    if facts.allows_managed_datasets is False:
        advice = "Make the activation log by hand in another connection, and name another one in Create score project"
        return Finding(LOOK, subject, "it does not allow managed datasets", advice)
    if None in (facts.allows_write, facts.allows_managed_datasets):
        advice = "Ask an administrator whether it allows writing and managed datasets"
        return Finding(UNTRIED, subject, "DSS does not tell what it allows", advice)
    return Finding(OK, subject, "it allows writing and managed datasets")


def _read(project_key: str, host: CheckHost) -> Finding:
    return Finding(OK, f"Read project {project_key}", count_of(len(host.dataset_names(project_key)), "dataset"))


def _connections(host: CheckHost) -> Finding:
    return Finding(OK, "List connections", name_list(host.connection_names()) or "there is none")


def _channels(host: CheckHost) -> Finding:
    channels = host.channels()
    if channels:
        return Finding(OK, "List messaging channels", name_list(channels))
    return Finding(LOOK, "List messaging channels", "there is none", _CHANNEL)
