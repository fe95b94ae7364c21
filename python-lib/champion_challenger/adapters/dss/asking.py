"""Turns the host's errors into ours: its words are kept, and its exception stays the cause."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TypeVar

from champion_challenger.adapters.dss.job_log import logger
from champion_challenger.core.reasons import Reason
from champion_challenger.errors import (
    AbsentError,
    ChampionChallengerError,
    ForbiddenError,
    HostError,
    UnreachableError,
)

_CLASSES: dict[type[HostError], re.Pattern[str]] = {
    UnreachableError: re.compile(
        r"^(\w+: )*((Connection(Reset|Refused|Aborted)?|Timeout|MaxRetry|NewConnection|ChunkedEncoding|SSL|Proxy)Error"
        r"|(Connect|Read)?Timeout|RemoteDisconnected|IncompleteRead|java\.net\.\w+Exception"
        r"|[\w.]*(NoHttpResponse|HttpHostConnect)Exception)\b"
    ),
    # A class is surer than a sentence, which depends on how somebody worded it.
    ForbiddenError: re.compile(r"\b(Unauthorized|NotAuthenticated|Forbidden)Exception\b"),
    # Not of files or Java classes: those are faults of the host, not something that a person named wrongly.
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
_NAME = re.compile(r"""(?<!\w)(["'`]).*?\1(?!\w)|(?<!\w)\w*[._]\w[\w.]*""")


# Long enough for what fails for a moment; what takes longer should be seen.
PATIENCE = (1.0, 4.0)
"""Seconds before a question is asked again, and again."""

T = TypeVar("T")


def answer_to(what: str, question: Callable[[], T]) -> T:
    """Answer to a question that changes nothing; it is asked again, with patience, where the host fails for a moment.

    What does not exist or is forbidden stays so, and is not asked again. Writes are never repeated here.

    Parameters
    ----------
    what
        What is asked of the host, as in "DSS was asked <what>".
    """

    def ask() -> T:
        """Ask once."""
        with asking(what):
            return question()

    return patiently(ask, lambda error: not isinstance(error, (AbsentError, ForbiddenError)))


def may_pass(error: HostError) -> bool:
    """Whether a reading of rows that broke off may go well a moment later: cells that are wrong stay so."""
    # pandas raises these for wrong cells; requests and the client derive some of their errors from the same classes.
    is_about_cells = isinstance(error.__cause__, (ValueError, TypeError, LookupError)) and not _is_of_client(error)
    return not (is_about_cells or isinstance(error, (AbsentError, ForbiddenError)))


def patiently(work: Callable[[], T], may_pass: Callable[[HostError], bool]) -> T:
    """Do again, after a pause, what fails for a reason that may pass; the last error stays."""
    for seconds in PATIENCE:
        try:
            return work()
        except HostError as error:
            # At once: waiting for what stays as it is would only delay the message.
            if not may_pass(error):
                raise
            logger.warning("%s. It is asked again in %.0f s.", error, seconds)
            time.sleep(seconds)
    # The last try is outside of the loop, so that its error is the one that is told.
    return work()


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


def _is_of_client(error: HostError) -> bool:
    return type(error.__cause__).__module__.partition(".")[0] in ("dataikuapi", "requests", "urllib3")


def _raise_host_error(what: str, error: Exception) -> NoReturn:
    # Some exceptions have no text at all, and their class is all there is to say.
    words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    kind = _kind(words)
    code = "dss_was_silent" if kind is UnreachableError else "dss_answered"
    raise kind(Reason(code, {"question": what, "answer": words})) from error


def _kind(words: str) -> type[HostError]:
    """Read the class that the host names first in its words, else phrases outside of names.

    The client's exceptions carry no status code, and codes differ by endpoint.
    """
    # The class that comes first is that of the answer; later ones are quoted causes.
    named = {match.start(): kind for kind, pattern in _CLASSES.items() if (match := pattern.search(words))}
    if named:
        return named[min(named)]
    # Names are blanked first: a dataset called denied_claims is no refusal.
    sentence = _NAME.sub(" ", words)
    return next((kind for kind, pattern in _PHRASES.items() if pattern.search(sentence)), HostError)
