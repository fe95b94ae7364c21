"""A feature reduction as it was decided: the variables kept stay kept, and a replay does not choose again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from champion_challenger.core.replay.design import FrozenDesign
from champion_challenger.errors import DataError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.records.runs import LogEntry

_CHOOSES = ("CORRELATION", "RANDOM_FOREST", "LASSO")


def with_fixed_reduction(frozen: FrozenDesign) -> tuple[FrozenDesign, list[LogEntry]]:
    """Replace a reduction that chooses variables by its choice: features of which no column was kept are rejected.

    A projection (PCA) chooses no variables and stays as it is.

    Returns
    -------
    frozen
        The design without the reduction; the same one when it has none.
    changes
        One entry for the reduction, and one for each category or text of which only some columns had been kept.

    Raises
    ------
    DataError
        When the version does not tell what was kept, or kept columns that belong to none of its features.

    Examples
    --------
    >>> features = {"age": {"role": "INPUT"}, "region": {"role": "INPUT"}}
    >>> reduced = {"per_feature": features, "feature_selection_params": {"method": "CORRELATION"}}
    >>> frozen = FrozenDesign("X", "B", "y", {}, {}, reduced, {}, {}, {}, kept=("age",))
    >>> settled, changes = with_fixed_reduction(frozen)
    >>> {name: feature["role"] for name, feature in settled.features.items()}
    {'age': 'INPUT', 'region': 'REJECT'}
    >>> changes[0].action
    'its choice is kept: region rejected'
    """
    method = (frozen.preprocessing.get("feature_selection_params") or {}).get("method")
    if method not in _CHOOSES:
        return frozen, []
    inputs = [name for name, feature in frozen.features.items() if feature.get("role") == "INPUT"]
    columns = {name: [column for column in frozen.kept if _belongs(column, name)] for name in inputs}
    _check_method(frozen, method, {column for names in columns.values() for column in names})
    dropped = [name for name in inputs if not columns[name]]
    action = f"its choice is kept: {', '.join(dropped)} rejected" if dropped else "its choice is kept: every feature"
    before = f"{method}: {count_of(len(frozen.kept), 'column')} of {count_of(len(inputs) - len(dropped), 'feature')}"
    entries = [LogEntry("feature reduction frozen", before=before, after="NONE", action=action)]
    return _rejecting(frozen, dropped), entries + [_whole(name, columns[name]) for name in _expand(frozen, columns)]


def _check_method(frozen: FrozenDesign, method: str, known: set[str]) -> None:
    if not frozen.kept:
        msg = (
            f"the champion chose its features by {method}, and its details do not tell which ones it kept, so that a "
            "replay would choose again; deploy it with the wanted features and without reduction"
        )
        raise DataError(msg)
    # A column that belongs to no feature would be lost silently.
    strange = [column for column in frozen.kept if column not in known]
    if strange:
        msg = (
            f"the champion's feature reduction ({method}) kept {', '.join(strange[:5])}, which belong to none of its "
            "features, so that its choice cannot be repeated; deploy it without reduction"
        )
        raise DataError(msg)


def _belongs(column: str, feature: str) -> bool:
    """Columns are named ``age``, ``dummy:region:north``, ``hashvect:comment:7``."""
    _, _, rest = column.partition(":")
    # Names may contain colons themselves: they are compared from the front, never split.
    return column == feature or rest == feature or rest.startswith(f"{feature}:")


def _expand(frozen: FrozenDesign, columns: dict[str, list[str]]) -> list[str]:
    return [name for name, names in columns.items() if names and frozen.features[name].get("type") != "NUMERIC"]


def _whole(name: str, columns: list[str]) -> LogEntry:
    listed = ", ".join(columns[:5]) + (", …" if len(columns) > 5 else "")
    return LogEntry("feature kept whole", name, listed, "", "a replay takes all of its columns, at least those")


def _rejecting(frozen: FrozenDesign, dropped: list[str]) -> FrozenDesign:
    features = {
        name: {**feature, "role": "REJECT"} if name in dropped else feature for name, feature in frozen.features.items()
    }
    # Switched off, since the choice is now in the roles; left on, the host would choose among what was chosen.
    selection: dict[str, Any] = {**frozen.preprocessing["feature_selection_params"], "method": "NONE"}
    changed = {**frozen.preprocessing, "per_feature": features, "feature_selection_params": selection}
    return replace(frozen, preprocessing=changed, kept=())
