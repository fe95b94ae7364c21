"""Which columns of the cohort a run reads: a table of hundreds is mostly of no use to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from champion_challenger.core.versions import active_version, select_versions
from champion_challenger.errors import HostError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.evaluation.dates import CohortRules
from champion_challenger.operations.ports import Host, SavedModel
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.records.models import Version
from champion_challenger.settings.retrain_and_evaluate import VersionChoice


class UnreadColumnsError(Exception):
    """A version that is loaded scores by columns that its details did not name, and that were not read."""


@dataclass(frozen=True)
class Use:
    """What a run does with the cohort's columns.

    Attributes
    ----------
    versions
        Which versions of the model are compared.
    score_columns
        Columns that hold scores already.
    training
        Columns of the fresh training data that a retraining may take as new features; empty without one, and where
        new columns are rejected.
    """

    versions: VersionChoice
    score_columns: tuple[str, ...] = ()
    training: tuple[str, ...] = ()


def needed_columns(champion: Version, rules: CohortRules, use: Use, host: Host) -> tuple[str, ...] | None:
    """Columns that a compared version or the form needs, in the order of the schema.

    A version that this run trains has the champion's features at most, and columns that the champion never saw.

    Returns
    -------
    tuple of str or None
        None for all columns, where a version does not tell its features.
    """
    features: set[str] = set(use.training)
    if features:
        features -= host.model.design(champion.version_id).known_columns
    for model, version in _compared_versions(champion, use.versions, host):
        named = _features(model, version)
        if not named:
            # One version that does not tell is enough: all columns have to be read for it.
            return None
        features |= named
    wanted = {*named_columns(rules), *use.score_columns, *features}
    return tuple(name for name in host.flow.cohort.column_names if name in wanted)


def named_columns(rules: CohortRules) -> Iterator[str]:
    """Columns that the form names."""
    named = (rules.outcome_column, rules.customer_id_column, rules.snapshot_column, rules.contact.column)
    yield from filter(None, (*named, *rules.segment_columns))


def columns_sentence(columns: Sequence[str] | None, cohort: DatasetFacts) -> str:
    """How many columns are read, for the log; "" where it is all of them."""
    n = len(cohort.columns)
    if columns is None or len(columns) == n:
        return ""
    are = "is" if len(columns) == 1 else "are"
    return (
        f"{cohort.name}: {len(columns)} of its {count_of(n, 'column')} {are} read, those that a version or the "
        "form needs."
    )


def check_read(features: Iterable[str], read: Iterable[str], types: Iterable[str]) -> None:
    """Refuse to score by columns that the cohort has and that were not read.

    Raises
    ------
    UnreadColumnsError
        With their names.
    """
    unread = [name for name in features if name in set(types) - set(read)]
    if unread:
        raise UnreadColumnsError(", ".join(unread))


def check_words(message: str, given: Iterable[str], types: Iterable[str]) -> None:
    """Look in an error of a predictor for columns that the cohort has and that it was not given, in quotes.

    Raises
    ------
    UnreadColumnsError
        With their names.
    """
    # In quotes alone: a short name such as x is part of many a word.
    named = [name for name in types if re.search(f"[\"'`]{re.escape(name)}[\"'`]", message)]
    check_read(named, given, types)


def _compared_versions(champion: Version, choice: VersionChoice, host: Host) -> Iterator[tuple[SavedModel, Version]]:
    """Versions that are asked for scores; a model that may not be looked into has none."""
    for version in select_versions(host.model.versions(), choice):
        yield host.model, version
    # A second time, as the choice of the form may leave it out; a set takes it once.
    yield host.model, champion
    for model in host.other_models:
        try:
            yield model, active_version(model.versions(), model.facts.name)
        except HostError:
            continue


def _features(model: SavedModel, version: Version) -> frozenset[str]:
    try:
        return model.design(version.version_id).features
    except HostError:
        return frozenset()
