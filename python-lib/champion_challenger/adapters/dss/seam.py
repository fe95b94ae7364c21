"""Where the host's errors become ours: its words are kept, and its exception stays the cause."""

from __future__ import annotations

from types import TracebackType

from champion_challenger.errors import ChampionChallengerError, HostError


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
            raise HostError(msg) from error
