"""What the errors of a call mean, and whether to try again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from champion_challenger.core.reasons import Reason

RETRY_CONNECTING = frozenset({444, 446, 493})
"""No connection, or the host's name was not resolved."""

RETRY_CALL = frozenset({2631, 2639, 2641, 2825, 2828, 2835, 3111, 3120, 3598})
"""Deadlock, restructured table, recovery, time-out, concurrent change: rolled back, and may be sent again."""

NEVER_AGAIN = frozenset({2826, 2827})
"""Completed with its answer lost, and aborted by a person."""

MEANINGS = {
    444: Reason("database_unreachable"),
    493: Reason("host_unresolved"),
    2631: Reason("deadlock"),
    2646: Reason("spool_exhausted"),
    2826: Reason("answer_lost"),
    3523: Reason("no_right"),
    3524: Reason("no_right"),
    3802: Reason("no_database"),
    3807: Reason("no_object"),
    5495: Reason("no_procedure"),
    5510: Reason("other_session_mode"),
    8017: Reason("logon_refused"),
}
"""What codes mean that a person can do something about."""

_CODE = re.compile(r"\[Error (\d+)\]")


def error_codes(text: str) -> tuple[int, ...]:
    """Codes in an error's text, in order; those of the driver and of the JDBC driver are spelled alike.

    Examples
    --------
    >>> error_codes("[Session 7] [Teradata Database] [Error 2631] [SQLState 40001] Transaction ABORTed")
    (2631,)
    """
    return tuple(int(code) for code in _CODE.findall(text))


def first_line(text: str, secrets: Iterable[str] = ()) -> str:
    """First line of an error, what follows being a stack, without any of the secrets.

    Examples
    --------
    >>> first_line("[Error 8017] no logon for pw1\\n at gosqldriver", ["pw1"])
    '[Error 8017] no logon for ***'
    """
    line = next((line.strip() for line in text.splitlines() if line.strip()), "no words")
    for secret in secrets:
        # Replacing an empty text would put stars between all letters.
        line = line.replace(secret, "***") if secret else line
    return line


def may_retry(codes: Sequence[int], while_connecting: bool, is_repeatable: bool) -> bool:
    """Whether to try again: connecting always where that may help, a call only if it was declared repeatable.

    Examples
    --------
    >>> may_retry([2631], while_connecting=False, is_repeatable=True)
    True
    >>> may_retry([2631], while_connecting=False, is_repeatable=False)
    False
    >>> may_retry([2631, 2826], while_connecting=False, is_repeatable=True)
    False
    """
    numbers = set(codes)
    # First of all: a text may hold several codes, and one that forbids outweighs those that allow.
    if numbers & NEVER_AGAIN:
        return False
    if while_connecting:
        return bool(numbers & RETRY_CONNECTING)
    return is_repeatable and bool(numbers & RETRY_CALL)


def pause(attempt: int) -> float:
    """Seconds to wait after an attempt: 2, 4, 8 ... at most 60.

    Examples
    --------
    >>> [pause(attempt) for attempt in (1, 2, 3, 9)]
    [2.0, 4.0, 8.0, 60.0]
    """
    return float(min(2**attempt, 60))
