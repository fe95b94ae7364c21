"""Where the host's errors become ours: its words are kept, and its exception stays the cause."""

from __future__ import annotations

from types import TracebackType

from champion_challenger.errors import AbsentError, ChampionChallengerError, ForbiddenError, HostError

_ABSENT = ("NotFoundException", "does not exist", "not found")
_FORBIDDEN = ("UnauthorizedException", "NotAuthenticatedException", "forbidden", "not allowed", "permission", "denied")


class asking:  # noqa: N801 -- reads as a phrase: with asking("for the versions of the model")
    """Turn whatever the host raises into a HostError that says what was asked.

    The host and the packages it loads models with raise exceptions of any kind, plain ``Exception`` included, so none
    can be named here. Our own errors and the end of memory pass unchanged.

    Parameters
    ----------
    what
        What was asked of the host, as in "DSS refused ... <what>".
    """

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        """Nothing is opened."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, (ChampionChallengerError, MemoryError)):
            words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            msg = f"DSS was asked {self._what}, and answered: {words}"
            raise _kind(words)(msg) from error


def _kind(words: str) -> type[HostError]:
    """Read the host's words: its exceptions carry no status code, and codes differ by endpoint."""
    said = words.lower()
    if any(mark.lower() in said for mark in _FORBIDDEN):
        return ForbiddenError
    return AbsentError if any(mark.lower() in said for mark in _ABSENT) else HostError
