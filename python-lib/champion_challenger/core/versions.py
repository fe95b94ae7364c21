"""Which versions are compared, and how they are named."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, datetime, timezone

from champion_challenger.errors import SettingsError
from champion_challenger.records.models import Version, VersionLabel
from champion_challenger.settings.retrain_and_evaluate import VersionChoice

_MARK = "champion-challenger: "
_BY_HAND = re.compile(r"trained until (\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_NEVER = datetime.min.replace(tzinfo=timezone.utc)


def newest_first(versions: Sequence[Version]) -> list[Version]:
    """Versions by training date, the newest first; equal dates by id, so that the order never depends on the host's."""
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
    """Day that stands for the version's age: the end of its training outcomes, else the host's training date."""
    if trained_until(version) is not None:
        return trained_until(version)
    return version.trained_at.date() if version.trained_at else None


def version_label(version: Version) -> str:
    """YYYYMMDD of training; the version's id when the host gives no date.

    A version that carries a label is named by the end of its training data, since twelve months replayed in one night
    would otherwise bear one name.
    """
    day = age_reference_day(version)
    return day.strftime("%Y%m%d") if day else version.version_id


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
    """Label in a version's description: the line that a replay wrote, or ``trained until YYYY-MM-DD`` by hand.

    Examples
    --------
    >>> read_label("First model, trained until 2019-05-31, approved").trained_until
    datetime.date(2019, 5, 31)
    >>> read_label("no label here") is None
    True
    """
    for line in description.splitlines():
        if line.startswith(_MARK):
            return _label_from(line[len(_MARK) :])
    by_hand = _BY_HAND.search(description)
    return VersionLabel(date.fromisoformat(by_hand.group(1))) if by_hand else None


def written_label(label: VersionLabel) -> str:
    """The text that `read_label` reads: a line for people, and one for the next run.

    Examples
    --------
    >>> label = VersionLabel(date(2019, 5, 31), "f00d", {"rows": 12})
    >>> read_label(written_label(label)) == label
    True
    """
    until = label.trained_until.isoformat() if label.trained_until else None
    facts = {"fingerprint": label.fingerprint, "trained_until": until, **label.facts}
    people = f"Replay of the champion's design, trained until {until or 'an unknown day'}."
    return f"{people}\n{_MARK}{json.dumps(facts, sort_keys=True)}"


def _label_from(text: str) -> VersionLabel | None:
    try:
        facts = json.loads(text)
        until = facts.pop("trained_until", None)
        return VersionLabel(date.fromisoformat(until) if until else None, facts.pop("fingerprint", ""), facts)
    except (ValueError, AttributeError, TypeError):
        return None
