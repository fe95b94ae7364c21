"""Which versions are compared, and how they are named."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timezone
from typing import Any

from champion_challenger.errors import SettingsError
from champion_challenger.records.models import TrainingFacts, Version, VersionLabel
from champion_challenger.settings.retrain_and_evaluate import VersionChoice

_MARK = "champion-challenger: "
_BY_HAND = re.compile(r"trained until\s+(\d{4}-\d\d?-\d\d?(?!\d)|[^\s,;]*\d[^\s,;]*)", re.IGNORECASE)
_LIKE_A_LABEL = re.compile(
    r"trained\s+until(\s*[:=]\s*[^\s,;]*|\s+\d[^\s,;]*|(\s+[^\W\d]+\.?){1,3}\s+(19|20)\d\d(?!\d))", re.IGNORECASE
)
_TEXTS = ("dataset", "partitions", "champion", "plugin_version", "run_id")
_TYPES = {**dict.fromkeys(_TEXTS, (str,)), "rows": (int,), "base_rate": (int, float)}
_NEVER = datetime.min.replace(tzinfo=timezone.utc)


def newest_first(versions: Sequence[Version]) -> list[Version]:
    """Versions by training date, the newest first; equal dates by id, so that the order never depends on the host's."""
    # The date alone would leave versions of one night in the order of the host, which is not documented.
    return sorted(versions, key=lambda version: (version.trained_at or _NEVER, version.version_id), reverse=True)


def active_version(versions: Sequence[Version], model_name: str) -> Version:
    """Find the champion.

    Raises
    ------
    SettingsError
        When no version is active.
    """
    for version in versions:
        if version.is_active:
            return version
    raise SettingsError(
        [f"Model {model_name}: it has no active version, so there is no champion. Activate one in DSS."]
    )


def select_versions(versions: Sequence[Version], choice: VersionChoice) -> list[Version]:
    """Versions to compare: the champion first, then the others, newest first.

    The list grows by itself: ``last_n`` and ``chosen`` take in what was trained later. Listed versions that no longer
    exist are left to `missing_version_ids`.
    """
    ordered = newest_first(versions)
    if choice.mode == "all":
        wanted = ordered
    elif choice.mode == "last_n":
        wanted = [v for place, v in enumerate(ordered) if place < choice.last_n or v.version_id in choice.listed]
    else:
        # What is newer than the newest one listed was trained since the form was filled in.
        places = [place for place, v in enumerate(ordered) if v.version_id in choice.listed]
        newest_listed = min(places, default=len(ordered))
        wanted = [v for place, v in enumerate(ordered) if place < newest_listed or v.version_id in choice.listed]
    champion = [v for v in ordered if v.is_active]
    return champion + [v for v in wanted if not v.is_active]


def missing_version_ids(versions: Sequence[Version], choice: VersionChoice) -> list[str]:
    """Ids that the form lists and the model no longer has."""
    existing = {version.version_id for version in versions}
    return [] if choice.mode == "all" else [listed for listed in choice.listed if listed not in existing]


def trained_until(version: Version) -> date | None:
    """Day on which the last training outcome was final; None without a label."""
    return version.label.trained_until if version.label else None


def age_reference_day(version: Version) -> date | None:
    """Day from which the version's age counts: the end of its training outcomes, else the host's training date."""
    if trained_until(version) is not None:
        return trained_until(version)
    return version.trained_at.date() if version.trained_at else None


def version_label(version: Version) -> str:
    """YYYYMMDD of training; the version's id when the host gives no date.

    A version that carries a label is named by the end of its training data, since twelve months replayed in one night
    would otherwise have one name.
    """
    day = age_reference_day(version)
    return day.isoformat().replace("-", "") if day else version.version_id


def is_out_of_time(version: Version, cohort_start: date) -> str:
    """Whether a version could have known nothing of a cohort: ``yes``, ``no`` or ``unknown``.

    ``yes`` when the cohort starts on or after the day on which the last training outcome was final. Without a label,
    ``yes`` when the host's training date is not after the start, else ``unknown``: it may have been trained late on
    early data.
    """
    until = trained_until(version)
    if until is not None:
        return "yes" if cohort_start >= until else "no"
    if version.trained_at is not None and version.trained_at.date() <= cohort_start:
        return "yes"
    return "unknown"


def read_label(description: str) -> VersionLabel | None:
    """Label in a version's description: the line that a replay wrote, or ``trained until YYYY-MM-DD`` by a person.

    Examples
    --------
    >>> read_label("First model, trained until 2019-05-31, approved").trained_until
    datetime.date(2019, 5, 31)
    >>> read_label("no label here") is None
    True
    """
    line = _label_line(description)
    if line:
        return _label_from(line[len(_MARK) :])
    sentence = _BY_HAND.search(description)
    day = _day(sentence[1]) if sentence else None
    return VersionLabel(day) if day else None


def unreadable_label(description: str) -> str:
    """Part of a description that looks like a label and cannot be read; "" when there is none.

    Examples
    --------
    >>> unreadable_label("First model, trained until 2019-02-30")
    'trained until 2019-02-30'
    >>> unreadable_label("First model, trained until 2019-02-28")
    ''
    """
    if read_label(description) is not None:
        return ""
    sentence = _BY_HAND.search(description) or _LIKE_A_LABEL.search(description)
    return _label_line(description) or (sentence[0] if sentence else "")


def written_label(label: VersionLabel) -> str:
    """The text that `read_label` reads: a line for people, and one for the next run.

    Examples
    --------
    >>> label = VersionLabel(date(2019, 5, 31), "f00d", TrainingFacts(rows=12))
    >>> print(written_label(label))
    Replay of the champion's design, trained until 2019-05-31.
    champion-challenger: {"fingerprint": "f00d", "rows": 12, "trained_until": "2019-05-31"}
    >>> read_label(written_label(label)) == label
    True
    """
    until = label.trained_until.isoformat() if label.trained_until else None
    defaults = vars(TrainingFacts())
    # Facts that nobody knows are left out, so that a later plugin does not read defaults as facts.
    known = {name: value for name, value in vars(label.facts).items() if name in _TYPES and value != defaults[name]}
    others = {name: json.loads(value) for name, value in label.facts.others}
    line = json.dumps({"fingerprint": label.fingerprint, "trained_until": until, **known, **others}, sort_keys=True)
    people = f"Replay of the champion's design, trained until {until or 'an unknown day'}."
    return f"{people}\n{_MARK}{line}"


def _label_line(description: str) -> str:
    return next((line for line in description.splitlines() if line.startswith(_MARK)), "")


def _label_from(text: str) -> VersionLabel | None:
    try:
        values = json.loads(text)
    except ValueError:
        return None
    if not isinstance(values, dict):
        return None
    until, fingerprint = values.pop("trained_until", None), values.pop("fingerprint", "")
    day = _day(str(until)) if until else None
    return None if until and day is None else VersionLabel(day, str(fingerprint), _facts(values))


def _facts(values: Mapping[str, Any]) -> TrainingFacts:
    """Facts of the expected types; every other value is kept as it is."""
    known: dict[str, Any] = {
        name: value
        for name, value in values.items()
        # True is an int for Python.
        if isinstance(value, _TYPES.get(name, ())) and not isinstance(value, bool)
    }
    # Facts of a later plugin are kept as they are, and written back.
    others = {name: json.dumps(value, sort_keys=True) for name, value in values.items() if name not in known}
    return TrainingFacts(**known, others=tuple(sorted(others.items())))


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        return None
