"""Turns the host's errors into ours: its words are kept, and its exception stays the cause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from champion_challenger.errors import AbsentError, ChampionChallengerError, ForbiddenError, HostError

_CLASSES = {
    ForbiddenError: re.compile(r"\b(Unauthorized|NotAuthenticated|Forbidden)Exception\b"),
    AbsentError: re.compile(r"\b(?!File|Class)\w*NotFoundException\b"),
}
_PHRASES = {
    ForbiddenError: re.compile(
        r"\bforbidden\b|\bnot allowed\b|\b(not |un)authori[sz]ed\b|\b(access|permission) (is |was )?denied\b"
        r"|\b(no|not have|lack|lacks|needs?|missing|insufficient)( \w+)? (permission|privilege|right)s?\b",
        re.IGNORECASE,
    ),
    AbsentError: re.compile(r"\bdoes(n't| not) exist\b|\bnot found\b", re.IGNORECASE),
}
# Quoted texts, and words joined by dots or underscores, such as 'denied', CRM.contact_permission and denied_claims.
_NAME = re.compile(r"""(?<!\w)(["'`]).*?\1(?!\w)|\w*[._]\w[\w.]*""")


@contextmanager
def asking(what: str) -> Iterator[None]:
    """Turn every exception of the host into a HostError that says what was asked.

    Our own errors and the end of memory pass unchanged.

    Parameters
    ----------
    what
        What is asked of the host, as in "DSS was asked <what>".
    """
    try:
        yield
    except (ChampionChallengerError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 -- the client raises plain Exception, the package of a model anything
        _raise_host_error(what, error)


def _raise_host_error(what: str, error: Exception) -> NoReturn:
    words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    raise _kind(words)(f"DSS was asked {what}, and answered: {words}") from error


def _kind(words: str) -> type[HostError]:
    """Read the class that the host names first in its words, else phrases outside of names.

    The client's exceptions carry no status code, and codes differ by endpoint.
    """
    named = {match.start(): kind for kind, pattern in _CLASSES.items() if (match := pattern.search(words))}
    if named:
        return named[min(named)]
    sentence = _NAME.sub(" ", words)
    return next((kind for kind, pattern in _PHRASES.items() if pattern.search(sentence)), HostError)
