"""The recommendation of a summary as pages, mail and log say it, apart from the verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from champion_challenger.core.figures.uncertainty import Bounds
from champion_challenger.core.tables.frames import number_or_none, text_or_empty, version_keys
from champion_challenger.core.tables.reading import SCORE_COLUMN, champion_now, in_order
from champion_challenger.core.verdicts.estimates import NOTHING, Estimate
from champion_challenger.core.verdicts.recommendation import LEAST_GAIN
from champion_challenger.core.verdicts.version_verdict import leading_challenger, version_labels, version_verdicts
from champion_challenger.languages.language import Language

_BETTER = ("challenger_better", "challenger_slightly_better")
_NOT_JUDGED = ("", "not_comparable", "not_enough_data")


@dataclass(frozen=True)
class Advice:
    """What a summary recommends.

    Attributes
    ----------
    key, version_id, label
        Version recommended.
    current
        Label of the model in production.
    is_change
        Whether it is another one than the model in production.
    is_judged
        Whether enough is known of it for a verdict.
    gain
        Positives beyond the model in production that it is expected to reach on a cohort like the last final one.
    leader
        Label of another version that leads the verdicts, and is better; "" without one.
    is_leader_column
        Whether that is a score column, which cannot be activated.
    rule, best_rule
        Rule that recommends, and the one that would have reached most so far.
    """

    key: str
    version_id: str
    label: str
    current: str
    is_change: bool
    is_judged: bool
    gain: Estimate
    leader: str
    is_leader_column: bool
    rule: str
    rule_gain: Estimate
    best_rule: str
    best_gain: Estimate
    n_cohorts: int


def read_advice(rows: pd.DataFrame) -> Advice | None:
    """Recommendation of a summary; None where it has none, or was written before there were any.

    Parameters
    ----------
    rows
        `counted_rows` of one score, of a summary.
    """
    flags = rows["is_recommended"] if "is_recommended" in rows else pd.Series(dtype="bool")
    # The flag comes from files as True or 1; a summary of an older plugin has none.
    recommended = in_order(rows[[flag is True or flag == 1 for flag in flags]]) if len(flags) else rows.iloc[:0]
    if recommended.empty:
        return None
    row, labels, current = recommended.iloc[-1], version_labels(rows), champion_now(rows).key
    key = str(version_keys(recommended).iloc[-1])
    verdicts = version_verdicts(rows, current)
    leader = leading_challenger(rows, verdicts)
    is_led = bool(leader) and leader != key and verdicts[leader].word in _BETTER
    return Advice(
        key=key,
        version_id=str(row["version_id"]),
        label=labels[key],
        current=labels.get(current, current),
        is_change=key != current,
        is_judged=text_or_empty(row["pooled_verdict"]) not in _NOT_JUDGED,
        gain=_estimate(row, "expected_gain"),
        leader=labels[leader] if is_led else "",
        is_leader_column=is_led and _is_column(rows, leader),
        rule=text_or_empty(row["recommended_by"]),
        rule_gain=_estimate(row, "rule_gain"),
        best_rule=text_or_empty(row["best_rule"]),
        best_gain=_estimate(row, "best_rule_gain"),
        n_cohorts=int(number_or_none(row["rule_cohorts"]) or 0),
    )


def advice_sentences(advice: Advice | None, language: Language, event: str = "") -> list[str]:
    """The recommendation in sentences: what, what to expect, and what its rule would have brought so far.

    Parameters
    ----------
    event
        Whom the score looks for, in the plural; "" for positive customers.
    """
    if advice is None:
        return [language.fill(language.texts["advice.none"], {})]
    event = event or language.fill(language.texts["event"], {})
    event_words = {"event": event, **language.event_forms(event)}
    label, current, leader = map(language.version, (advice.label, advice.current, advice.leader))
    known = replace(advice, label=label, current=current, leader=leader)
    return [_fill(key, values, language, event_words) for key, values in (*_next(known), *_past(known))]


def action_sentence(advice: Advice | None, language: Language, event: str = "") -> str:
    """What a person could do now, in a sentence, with what to expect of it.

    Parameters
    ----------
    event
        As in `advice_sentences`.
    """
    if advice is None:
        return language.fill(language.texts["action.none"], {})
    event = event or language.fill(language.texts["event"], {})
    label, current, leader = map(language.version, (advice.label, advice.current, advice.leader))
    key = "change" if advice.is_change else "column" if advice.is_leader_column else "keep"
    values = {"label": label, "held": current, "leader": leader, "gain": advice.gain}
    return _fill(f"action.{key}", values, language, {"event": event, **language.event_forms(event)})


def _next(advice: Advice) -> Iterator[tuple[str, dict[str, Any]]]:
    names = {"label": advice.label, "held": advice.current, "leader": advice.leader}
    yield ("advice.change" if advice.is_change else "advice.keep"), {**names, "rule": advice.rule}
    if advice.is_leader_column:
        yield "advice.column", names
    if not advice.is_change:
        # Nothing changes: gains and doubts of a change would be about nothing.
        yield "advice.no_other", {"share": LEAST_GAIN}
        return
    if advice.leader and not advice.is_leader_column:
        yield "advice.better_still", names
    yield "advice.gain", {"gain": advice.gain}
    if not advice.is_judged:
        yield "advice.not_judged", names
    if advice.gain.bounds.low is not None and advice.gain.bounds.low <= 0:
        yield "advice.not_proven", {}


def _past(advice: Advice) -> Iterator[tuple[str, dict[str, Any]]]:
    if not advice.n_cohorts or not advice.best_rule:
        return
    own = {"rule": advice.rule, "gain": advice.rule_gain, "n": advice.n_cohorts}
    if advice.best_rule == advice.rule:
        yield "advice.past_best", own
    else:
        yield "advice.past", {**own, "best": advice.best_rule, "best_gain": advice.best_gain}
    yield "advice.short", {}


def _fill(key: str, values: dict[str, Any], language: Language, event_words: dict[str, str]) -> str:
    """A sentence; rules by their names, the share in percent, each gain with its bounds."""
    written = {**event_words, **values}
    for name, value in values.items():
        if name in ("rule", "best"):
            text = language.texts.get(f"rule.{value}", str(value).replace("_", " "))
            written[name] = language.fill(text, {})
        elif name == "share":
            written[name] = language.numbers.rate(value)
        elif isinstance(value, Estimate):
            written[name] = language.numbers.with_sign(value.delta, gain_places(value))
            written[name.replace("gain", "bounds")] = _bounds(value, language)
    return language.fill(language.texts[key], written)


def _bounds(gain: Estimate, language: Language) -> str:
    """Bounds in brackets; "" without any."""
    low, high = gain.bounds
    if low is None or high is None or low == high:
        return ""
    ends = {
        "low": language.numbers.with_sign(low, gain_places(gain)),
        "high": language.numbers.with_sign(high, gain_places(gain)),
    }
    return language.fill(language.texts["advice.bounds"], {"interval": language.fill(language.texts["interval"], ends)})


def gain_places(gain: Estimate) -> int:
    """Decimals of a gain in positives: none from ten on."""
    return 0 if gain.delta is None or abs(gain.delta) >= 10 else 1


def _is_column(rows: pd.DataFrame, key: str) -> bool:
    return str(rows.loc[version_keys(rows) == key, "version_id"].iloc[-1]).startswith(SCORE_COLUMN)


def _estimate(row: pd.Series[Any], name: str) -> Estimate:
    delta, low, high = (number_or_none(row[column]) for column in (name, f"{name}_low", f"{name}_high"))
    return NOTHING if delta is None else Estimate(delta, Bounds(low, high))
