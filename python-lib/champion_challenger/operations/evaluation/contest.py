"""Scoring every contestant: versions of the model, active versions of other models, existing score columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from champion_challenger.core.reasons import Reason, some_of
from champion_challenger.core.versions import active_version, missing_version_ids, select_versions
from champion_challenger.errors import ForbiddenError, HostError
from champion_challenger.languages.english.phrases import end_sentence
from champion_challenger.languages.names import nearest_names
from champion_challenger.operations.evaluation.cohort import Cohort
from champion_challenger.operations.evaluation.score import (
    Entrant,
    Entry,
    Question,
    Scoring,
    contestant,
    is_outage,
    score_column,
    score_entry,
    without,
)
from champion_challenger.operations.evaluation.workers import processes, side_by_side
from champion_challenger.operations.ports import Host
from champion_challenger.records.models import Version
from champion_challenger.settings.retrain_and_evaluate import VersionChoice


@dataclass(frozen=True)
class ContestRules:
    """Who is compared, and how each is asked for scores.

    Attributes
    ----------
    score_columns
        Columns of the cohort that hold scores already.
    allows_missing
        Whether a version is scored although some of its features are gone or became text.
    threads
        Chunks of rows that a predictor scores at once.
    processes
        Versions that are scored at once, each in a process; 0 leaves it to cores and memory.
    """

    versions: VersionChoice
    score_columns: tuple[str, ...]
    positive_class: str
    allows_missing: bool
    threads: int
    processes: int = 1


def score_contestants(champion: Version, rules: ContestRules, cohort: Cohort, host: Host) -> list[Scoring]:
    """Score the cohort with every contestant; the log says how each fared, in their order.

    Versions are scored in processes, as many at once as cores and memory allow, or here one after the other.

    Raises
    ------
    HostError
        When none of them has scores, or one lacks them where an earlier run of this cohort had no failure.
    UnreadColumnsError
        When a version scores by columns of the cohort that were not read.
    """
    types = host.flow.cohort.types
    question = Question(
        cohort.rows, types, rules.positive_class, rules.allows_missing, rules.threads, cohort.was_read_whole
    )
    # Asked for once: the list of what is gone has to be that of what was scored.
    versions = _versions(champion, host)
    scorings = []
    entries = list(_entries(select_versions(versions, rules.versions), cohort, host))
    n = at_once(len(entries), cohort.n, rules, host)
    if n > 1:
        host.tell(f"Up to {n} versions are scored at once, each in a process of its own, as memory allows.")
    for scoring in _scorings(entries, question, n, host):
        host.tell(_sentence(scoring))
        scorings.append(scoring)
    # Columns come last and cost nothing: they are scored already.
    scorings += [score_column(name, question) for name in rules.score_columns]
    if all(scoring.scores is None for scoring in scorings):
        reasons = "; ".join(f"{scoring.contestant.version_id}: {scoring.reason}" for scoring in scorings)
        msg = f"No version could score the cohort in {host.run.environment}. {reasons}"
        raise HostError(msg)
    # After all have been tried, so that the message names every version that DSS did not give.
    _keep_good_rows(scorings, cohort, host)
    lost = missing_version_ids(versions, rules.versions)
    return scorings + [without(name, _why_lost(name, versions, rules.versions)) for name in lost]


def models_scores(
    champion: Version, rules: ContestRules, question: Question, cohort: Cohort, host: Host
) -> Iterator[Scoring]:
    """Scores of every contestant on other rows than the cohort's; the log says nothing of them."""
    entries = list(_entries(select_versions(_versions(champion, host), rules.versions), cohort, host))
    n = at_once(len(entries), sum(question.rows.sizes), rules, host)
    yield from _scorings(entries, question, n, host)
    yield from (score_column(name, question) for name in rules.score_columns)


def _versions(champion: Version, host: Host) -> list[Version]:
    """Versions of the model, the champion of the run as the active one."""
    # A person may activate another version meanwhile: all rows of a run have one champion.
    return [replace(v, is_active=v.version_id == champion.version_id) for v in host.model.versions()]


def _why_lost(name: str, versions: Sequence[Version], choice: VersionChoice) -> Reason:
    """Why the model has no such version: it was deleted, or, where the id was typed, never was there."""
    if name not in choice.typed:
        return Reason("no_longer_in_model")
    names, others = nearest_names(name, [version.version_id for version in versions])
    return Reason("no_such_version", {"known": some_of(names, others)})


def _keep_good_rows(scorings: Sequence[Scoring], cohort: Cohort, host: Host) -> None:
    """Refuse to replace rows of all versions by rows that lack some because DSS did not answer today."""
    before = host.saved_metrics("performance", cohort.name).get("versions_failed")
    failed = [scoring for scoring in scorings if scoring.is_outage]
    if failed and before is not None and float(before) == 0:
        reasons = "; ".join(f"{scoring.contestant.version_id}: {scoring.reason}" for scoring in failed)
        msg = (
            f"Cohort {cohort.name} was evaluated before without a failure, and DSS does not answer now: {reasons}. "
            "Nothing was written: the good rows are kept. Run it again when DSS answers."
        )
        raise HostError(msg)


def scoring_failures(scorings: Sequence[Scoring]) -> list[str]:
    """Contestants that should have scores and have none, a sentence each; the champion always should."""
    # An older version that lacks a column is no failure (docs/decisions/0003): a job that is red every month is not
    # read.
    failed = [s for s in scorings if s.is_failure or (s.scores is None and s.contestant.is_champion)]
    return [f"Version {scoring.contestant.version_id}: {end_sentence(scoring.reason)}" for scoring in failed]


def at_once(n_versions: int, n_customers: int, rules: ContestRules, host: Host) -> int:
    """How many versions are scored, and later counted, at once."""
    return processes(rules.processes, rules.threads, n_versions, n_customers, host.machine)


def _scorings(entries: Sequence[Entry], question: Question, n: int, host: Host) -> Iterator[Scoring]:
    """Scores of versions in their order, `n` at once."""
    if n == 1:
        yield from (score_entry(entry, question) for entry in entries)
    else:
        yield from side_by_side(entries, question, host.machine, n)


def _entries(versions: Sequence[Version], cohort: Cohort, host: Host) -> Iterator[Entry]:
    for version in versions:
        yield Entrant(version, contestant(version, cohort.start), host.model)
    for model in host.other_models:
        try:
            active = active_version(model.versions(), model.facts.name)
        except HostError as error:
            entrant = without(model.reference, Reason("host_said", {"message": _unread(model.reference, error)}))
            # A model that may not be read has its row with the reason; the others go on.
            yield replace(entrant, is_outage=is_outage(error))
            continue
        yield Entrant(active, contestant(active, cohort.start, is_rival=True), model)


def _unread(reference: str, error: HostError) -> str:
    """Why another model cannot be looked into; sharing it does not give the right to."""
    if not isinstance(error, ForbiddenError):
        return str(error)
    project_key = reference.partition(".")[0]
    return (
        f"{end_sentence(error)} Whoever runs this recipe needs the right to read project {project_key} (its "
        "Security > Permissions; a shared model does not give it), or disconnect the model from the input "
        "Other saved models"
    )


def _sentence(scoring: Scoring) -> str:
    entrant = scoring.contestant
    mark = " (champion)" if entrant.is_champion else ""
    notes = "".join(f"; {note}" for note in scoring.notes)
    scored = f"scored in {scoring.seconds:.1f} s{notes}"
    outcome = f"not scored: {scoring.reason}" if scoring.scores is None else scored
    return f"Version {entrant.version_label}, {entrant.version_id}{mark}: {end_sentence(outcome)}"
