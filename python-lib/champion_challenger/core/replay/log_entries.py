"""What a replay found apart from the schema: other rows, a sampling, and what its deployment changed in the Flow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from champion_challenger.core.outcomes import class_text
from champion_challenger.core.reasons import Reason
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.records.models import ModelFacts, TrainedOn, TrainRecipe
from champion_challenger.records.runs import LogEntry, TrainingSummary

LEFT_OUT, NOT_FINAL = "partition left out", "outcomes not final"
WARNINGS = (LEFT_OUT, NOT_FINAL)
"""Changes that a run tells in its own log, too."""
_MANY = 5


def training_base_rate(counts: Mapping[str, int], positive_class: str) -> float | None:
    """Share of the positive class among the labelled rows, in [0, 1]; None without any.

    Examples
    --------
    >>> training_base_rate({"0": 90, "1.0": 10, "": 5}, "1")
    0.1
    """
    labelled = {value: count for value, count in counts.items() if class_text(value)}
    n = sum(labelled.values())
    positive = sum(count for value, count in labelled.items() if class_text(value) == class_text(positive_class))
    return positive / n if n else None


def sampled_counts(remapping: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Rows for each class, as the host counted them when the champion was designed; empty when it did not."""
    return {str(item["sourceValue"]): int(item["sampleFreq"]) for item in remapping if item.get("sampleFreq")}


def data_changes(
    source: TrainedOn, window: TrainingSummary, rates: tuple[float | None, float | None]
) -> tuple[LogEntry, ...]:
    """Rows that the champion was trained on and that a replay takes, their base rates, and a sampling that hid rows.

    Parameters
    ----------
    rates
        Base rate before and now, in [0, 1]; None where it is not told.

    Examples
    --------
    >>> window = TrainingSummary({"0": 2200, "1": 200, "": 3})
    >>> [(entry.change, entry.before, entry.after) for entry in data_changes(TrainedOn(rows=960), window, (None, 0.08))]
    [('rows', '960', '2,400'), ('base rate', 'not told', '8.00 %')]
    >>> data_changes(TrainedOn(rows=960), window, (None, 0.08))[0].action
    '3 of 2,403 rows have no outcome'
    """
    has = "has" if window.n_unlabelled == 1 else "have"
    lacking = (
        [f"{window.n_unlabelled:,} of {count_of(window.n, 'row')} {has} no outcome"] if window.n_unlabelled else []
    )
    if window.n_incomplete:
        lack = "lacks" if window.n_incomplete == 1 else "lack"
        lacking.append(f"{window.n_incomplete:,} {lack} a cell that the design needs")
    entries = [
        LogEntry(
            "rows",
            before=f"{source.rows:,}" if source.rows else "not told",
            after=f"{window.n_usable:,}",
            action="; ".join(lacking),
        ),
        LogEntry("base rate", before=_percent(rates[0]), after=_percent(rates[1])),
    ]
    # A limit that was above all rows has hidden none.
    if 0 < source.row_limit < window.n:
        sampling = f"at most {source.row_limit:,} rows"
        taken = f"all {window.n:,} rows are taken"
        entries.append(LogEntry("sampling lifted", before=sampling, after="none", action=taken))
    return tuple(entries)


def left_out(window: Mapping[str, Reason]) -> list[LogEntry]:
    """Partitions that a training window leaves out, each with its reason."""
    return [LogEntry(LEFT_OUT, before=name, action=str(reason)) for name, reason in window.items()]


def not_final(latest: date, final_from: date) -> LogEntry:
    """Training data without partitions reach into a time whose outcomes are not final; all of them are taken."""
    action = f"the outcomes of the newest rows are final from {final_from} on, and are taken as they are now"
    return LogEntry(NOT_FINAL, before=f"rows until {latest}", action=action)


def order_change(before: Iterable[str], after: Iterable[str]) -> list[LogEntry]:
    """Warn when the columns come in another order than in the champion's design.

    Examples
    --------
    >>> [entry.change for entry in order_change(["a", "b"], ["b", "new", "a"])]
    ['columns in another order']
    >>> order_change(["a", "lost", "b"], ["a", "b", "new"])
    []
    """
    was, now = list(before), list(after)
    shared = [name for name in was if name in now]
    ordered = [name for name in now if name in was]
    # Columns that came or went have entries of their own: only the order of the common ones matters here.
    if shared == ordered:
        return []
    action = (
        "the same design and rows may give another model: algorithms that choose among columns at random, such as "
        "forests, choose by position"
    )
    return [LogEntry("columns in another order", "", _some_names(shared), _some_names(ordered), action)]


def unused_rows(labelled: int, trained: int) -> list[LogEntry]:
    """Tell when the host trained on another number of rows than the window holds."""
    # 0: the host does not tell.
    if trained in (0, labelled):
        return []
    action = "rows with a missing cell may be dropped by the design; else see the diagnostics of the version"
    return [LogEntry("rows not used", before=f"{labelled:,} labelled", after=f"{trained:,} trained on", action=action)]


def recipe_changes(before: TrainRecipe | None, after: TrainRecipe | None, dataset: str) -> list[LogEntry]:
    """What the deployment changed in the train recipe, and what an ordinary build of the model would do now.

    Parameters
    ----------
    dataset
        The fresh training data, as ``PROJECT.name``.
    """
    if after is None:
        return [LogEntry("train recipe not found", action="what a build of the model would do now is not told")]
    changed = [*_columns(before, after), *_generation(before, after)]
    warnings = [*_entries_of_other_paths(after, dataset), *_search(after)]
    entries = changed or [LogEntry("train recipe unchanged", after=after.name)]
    return entries + warnings


def build_warning(model: ModelFacts) -> list[LogEntry]:
    """Warn when the next ordinary build of the model would activate what it trains."""
    if not model.activates_on_build:
        return []
    action = (
        "a build of the model in the Flow activates what it trains; to leave that to a person, set the model's "
        "activation to manual in its settings"
    )
    return [LogEntry("activation on build", before="UNCONDITIONAL", after="UNCONDITIONAL", action=action)]


def _percent(rate: float | None) -> str:
    return "not told" if rate is None else f"{rate:.2%}".replace("%", " %")


def _columns(before: TrainRecipe | None, after: TrainRecipe) -> list[LogEntry]:
    was, now = _column_names(before), _column_names(after)
    # Without a recipe before the deployment there is nothing that could have changed.
    if before is None or was == now:
        return []
    gone, new = [name for name in was if name not in now], [name for name in now if name not in was]
    changes = [f"{word} {_some_names(names)}" for word, names in (("without", gone), ("with", new)) if names]
    action = f"{', '.join(changes) or 'in another order'}; a build takes these columns"
    return [LogEntry("train recipe: columns", "", str(len(was)), str(len(now)), action)]


def _column_names(recipe: TrainRecipe | None) -> list[str]:
    schema = (recipe.payload.get("expectedPreparationOutputSchema") or {}) if recipe else {}
    return [str(column.get("name")) for column in schema.get("columns") or []]


def _generation(before: TrainRecipe | None, after: TrainRecipe) -> list[LogEntry]:
    was = str(before.payload.get("generatingModelId") or "") if before else ""
    now = str(after.payload.get("generatingModelId") or "")
    action = f"a build of {after.name} repeats the replay's design from now on, not the champion's"
    return [LogEntry("train recipe: design", before=was, after=now, action=action)] if was != now else []


def _entries_of_other_paths(recipe: TrainRecipe, dataset: str) -> list[LogEntry]:
    if dataset in recipe.inputs:
        return []
    read = ", ".join(recipe.inputs) or "nothing"
    action = f"a build of the model would train on {read}, not on the fresh training data"
    return [LogEntry("train recipe: input not re-pointed", "", read, dataset, action)]


def _search(recipe: TrainRecipe) -> list[LogEntry]:
    length = (recipe.payload.get("modeling") or {}).get("gridLength")
    if not isinstance(length, int) or length <= 1:
        return []
    action = f"a build of the model would search over {length} candidates again, unlike the replay"
    return [LogEntry("train recipe: search", before="1", after=str(length), action=action)]


def _some_names(names: list[str]) -> str:
    return ", ".join(names[:_MANY]) + (f" and {len(names) - _MANY} more" if len(names) > _MANY else "")
