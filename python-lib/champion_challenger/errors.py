"""The errors a user can meet, as a tree.

::

    ChampionChallengerError
    ├── SettingsError      a field of the form has to be mended
    ├── DataError          a dataset has to be mended
    ├── HostError          DSS refused or did not answer; its words are kept
    │   ├── AbsentError    what was asked for is not there
    │   ├── ForbiddenError it may be there, and whoever runs this may not see or use it
    │   ├── CallError      a database refused a call; its error codes are kept
    │   └── TimeLimitError a call was ended because its time was over
    ├── IncompleteRunError what could be done was done and written; the rest is told
    └── StepFailedError    a scenario step did its work, and its outcome says: go no further

Every message says what was expected, what was found, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable


class ChampionChallengerError(Exception):
    """Root of all errors of this plugin."""


class SettingsError(ChampionChallengerError):
    """The form or the flow around the recipe is wrong; all that is wrong is told at once.

    Parameters
    ----------
    problems
        One sentence for each thing to be mended.

    Examples
    --------
    >>> print(SettingsError(["Targeting rates: 0 is not above 0 %."]))
    Targeting rates: 0 is not above 0 %.
    >>> print(SettingsError(["One.", "Two."]))
    2 settings have to be mended:
     1. One.
     2. Two.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__(_listed(self.problems, "settings have to be mended"))


class DataError(ChampionChallengerError):
    """A dataset does not hold what was expected."""


class HostError(ChampionChallengerError):
    """DSS said no, or said nothing in time."""


class AbsentError(HostError):
    """What was asked for is not there."""


class ForbiddenError(HostError):
    """Whoever runs this has no right to what was asked for."""


class CallError(HostError):
    """A database, or the way to it, refused a call.

    Parameters
    ----------
    message
        One line, without secrets.
    codes
        The error codes in it, in order.
    while_connecting
        It happened before anything was called.
    """

    def __init__(self, message: str, codes: Iterable[int] = (), *, while_connecting: bool = False) -> None:
        self.codes = tuple(codes)
        self.while_connecting = while_connecting
        super().__init__(message)


class TimeLimitError(HostError):
    """A call took longer than it may."""


class StepFailedError(ChampionChallengerError):
    """The outcome of a scenario step stops the scenario."""


class IncompleteRunError(ChampionChallengerError):
    """The outputs are written; this is what could not be done.

    Parameters
    ----------
    failures
        One sentence for each failure.
    """

    def __init__(self, failures: Iterable[str]) -> None:
        self.failures = list(failures)
        super().__init__("The outputs were written, but " + _listed(self.failures, "things could not be done", one=""))


def _listed(sentences: list[str], many: str, one: str = "") -> str:
    if len(sentences) == 1:
        return one + sentences[0]
    numbered = "".join(f"\n {number}. {sentence}" for number, sentence in enumerate(sentences, start=1))
    return f"{len(sentences)} {many}:{numbered}"
