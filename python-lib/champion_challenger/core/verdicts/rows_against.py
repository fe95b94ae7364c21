"""Rows of performance against the model in production now, where their cohort had another champion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from champion_challenger.core.figures.uncertainty import Z95
from champion_challenger.core.reasons import Reason
from champion_challenger.core.tables.frames import number_or_none, text_or_empty, version_keys
from champion_challenger.core.tables.reading import basis_points, champions
from champion_challenger.core.verdicts.history import SAME, Difference, bounded_difference, through

_FIGURES = ("lift_delta", "auc_delta")
_BOUNDED = tuple(f"{name}{end}" for name in _FIGURES for end in ("", "_low", "_high"))
_OWN_TRAINING = {"no": "version_knew_outcomes_there", "unknown": "version_of_unknown_training_there"}
CHAMPION_KNEW = "champion_knew_outcomes_there"
NOT_TO_REPEAT = (CHAMPION_KNEW, *_OWN_TRAINING.values())
"""Codes of what another evaluation of the cohort does not change: it would compare nothing either."""

COMPARED = (*_BOUNDED, "extra_positives", "target_overlap")
"""Columns that compare a version with a champion."""
_DAY = len("2019-01-31")
_OF_TRAINING = ("cohort_start", "out_of_time")
_GROUP = ("cohort", "segment", "targeting_rate")

Row = Mapping[str, Any]


def rows_against(rows: pd.DataFrame, champion: str, trained_until: str = "") -> pd.DataFrame:
    """Rows whose differences are those to the model in production now.

    Rows of cohorts that this model led stay as they are. On another cohort the comparison goes through the champion of
    that time, with which both were compared: differences are subtracted, and their errors are added, since the rows do
    not tell how they depend on each other. Common targets with a third version cannot be told from these rows. Words
    and p-values of such cohorts are of another comparison, and left out.

    Parameters
    ----------
    rows
        `counted_rows` of one score.
    champion
        Key of the model in production now; "" when none is known, which leaves all rows as they are.
    trained_until
        ISO day on which its last training outcome was final; "" for what its rows say.

    Returns
    -------
    DataFrame
        With two more columns: ``compared_through``, key of the champion of the cohort where it is another one, else
        ""; ``not_compared``, the Reason why nothing compares the row with the model in production, else None.
    """
    leaders, keys = champions(rows), version_keys(rows)
    led_by = pd.Series([leaders.get(cohort, "") for cohort in rows["cohort"]], index=rows.index, dtype="object")
    # Without a known model in production, rows stay as they are: there is nothing to compare with.
    is_other = (led_by != champion) & (champion != "")
    frame: pd.DataFrame = rows.assign(compared_through=led_by.where(is_other, ""), not_compared=None)
    if not is_other.any():
        return frame
    # Rows of segments, which show no reasons, are read without the columns on trainings.
    names = [*_GROUP, *COMPARED, *(name for name in _OF_TRAINING if name in rows)]
    others = rows.loc[is_other, names].assign(key=keys, led_by=led_by)
    records = [{str(name): value for name, value in row.items()} for row in others.to_dict("records")]
    until = trained_until or _trained_until(rows[keys == champion])
    compared = _comparisons(records, champion, until)
    for name in (*COMPARED, "p_value", "p_adjusted", "not_compared"):
        # A Series of Nones alone would be one of objects, on which later arithmetic fails.
        dtype = "object" if name == "not_compared" else "float64"
        frame.loc[is_other, name] = pd.Series([row.get(name) for row in compared], index=others.index, dtype=dtype)
    frame.loc[is_other, "verdict"] = ""
    return frame


def _trained_until(rows: pd.DataFrame) -> str:
    days = rows.get("trained_until", ())
    return max((text_or_empty(day)[:_DAY] for day in days), default="")


def _comparisons(records: Sequence[Row], champion: str, until: str) -> list[dict[str, Any]]:
    """For each row, what compares it with the champion of now."""
    groups: dict[Any, dict[str, Row]] = {}
    places = [_group(row) for row in records]
    for place, row in zip(places, records):
        groups.setdefault(place, {})[row["key"]] = row
    return [_comparison(row, groups[place], champion, until) for place, row in zip(places, records)]


def _group(row: Row) -> tuple[str, str, int | None]:
    """Rows that are compared with each other: one cohort, segment and rate."""
    rate = number_or_none(row["targeting_rate"])
    segment = text_or_empty(row["segment"])
    return str(row["cohort"]), "" if segment == "all" else segment, None if rate is None else basis_points(rate)


def _comparison(row: Row, beside: Mapping[str, Row], champion: str, until: str) -> dict[str, Any]:
    if row["key"] == champion:
        return {}
    cohort, is_former = {"cohort": row["cohort"]}, row["key"] == row["led_by"]
    reference = beside.get(champion)
    if reference is not None and bounded_difference(reference, "lift_delta") is not None:
        own = None if is_former else _own_obstacle(row)
        return {"not_compared": own} if own else _differences(row, reference, is_former=is_former)
    obstacle = _champion_obstacle(row, until) or _own_obstacle(row)
    if obstacle:
        return {"not_compared": obstacle}
    if not row["led_by"]:
        return {"not_compared": Reason("cohort_without_champion", cohort)}
    if reference is not None:
        return {"not_compared": Reason("champion_not_compared_there", cohort)}
    # Where the end of its training is not known, neither is whether another evaluation would help.
    code = "champion_not_evaluated_there" if until else "champion_of_unknown_training_there"
    return {"not_compared": Reason(code, cohort)}


def _champion_obstacle(row: Row, until: str) -> Reason | None:
    """That the model in production was trained on outcomes of the cohort's time; None where it was not, or may be."""
    start = text_or_empty(row.get("cohort_start"))[:_DAY]
    if not until or not start or start >= until:
        return None
    return Reason(CHAMPION_KNEW, {"cohort": row["cohort"], "day": until})


def _own_obstacle(row: Row) -> Reason | None:
    """The same of the version itself, where it was not compared with anybody."""
    code = _OWN_TRAINING.get(text_or_empty(row.get("out_of_time")))
    is_compared = bounded_difference(row, "lift_delta") is not None
    return Reason(code, {"cohort": row["cohort"]}) if code and not is_compared else None


def _differences(row: Row, reference: Row, *, is_former: bool) -> dict[str, Any]:
    """The former champion differs from itself by nothing, so that its comparison is as exact as that of the other."""
    values: dict[str, Any] = {}
    for name in _FIGURES:
        own = SAME if is_former else bounded_difference(row, name)
        values.update(_bounds(name, through(own, bounded_difference(reference, name))))
    extra = 0.0 if is_former else number_or_none(row["extra_positives"])
    others = number_or_none(reference["extra_positives"])
    values["extra_positives"] = None if extra is None or others is None else extra - others
    # The overlap of two versions does not follow from their overlaps with a third one.
    values["target_overlap"] = number_or_none(reference["target_overlap"]) if is_former else None
    return values


def _bounds(name: str, difference: Difference | None) -> dict[str, float]:
    if difference is None:
        return {}
    ends = (("", 0.0), ("_low", -Z95), ("_high", Z95))
    return {f"{name}{end}": difference.value + reach * difference.error for end, reach in ends}
