"""The errors that users can meet, as a tree.

::

    ChampionChallengerError
    ├── SettingsError      a field of the form is wrong
    ├── DataError          the content of a dataset is wrong
    ├── HostError          DSS refused a request or did not answer; the message quotes it
    │   ├── AbsentError    the requested object does not exist
    │   ├── ForbiddenError the user has no right to the requested object, which may exist
    │   ├── UnreachableError nobody answered, or the answer broke off
    │   ├── CallError      a database refused a call; its error codes are kept
    │   └── TimeLimitError a call exceeded its time limit and was ended
    ├── IncompleteRunError the outputs are written, but a part of the work failed
    └── StepFailedError    a scenario step did its work, and its outcome stops the scenario

Every message says what was expected, what was found, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable


class ChampionChallengerError(Exception):
    """Root of all errors of this plugin."""


class SettingsError(ChampionChallengerError):
    """The form, or the flow around the recipe, is wrong; the message lists all problems.

    Parameters
    ----------
    problems
        One sentence for each problem.

    Examples
    --------
    >>> print(SettingsError(["Targeting rates (%): expected more than 0 %, found 0."]))
    Targeting rates (%): expected more than 0 %, found 0.
    >>> print(SettingsError(["Host: it is empty.", "User: it is empty."]))
    Please correct 2 settings:
     1. Host: it is empty.
     2. User: it is empty.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__(_sentences(self.problems, "Please correct {} settings"))


class DataError(ChampionChallengerError):
    """The content of a dataset is not as expected."""


class HostError(ChampionChallengerError):
    """DSS refused a request, or did not answer in time.

    Its message is a text, or a reason of `core.reasons`, which steps say in their language.
    """


class AbsentError(HostError):
    """The requested object does not exist."""


class ForbiddenError(HostError):
    """The user who runs this has no right to the requested object."""


class UnreachableError(HostError):
    """DSS, or what it asked in turn, did not answer."""


class CallError(HostError):
    """A database, or the connection to it, refused a call.

    Parameters
    ----------
    message
        One line, without secrets; a text, or a reason of `core.reasons`.
    codes
        The error codes in it, in order.
    while_connecting
        Whether it happened before the procedure was called.
    """

    def __init__(self, message: object, codes: Iterable[int] = (), *, while_connecting: bool = False) -> None:
        self.codes = tuple(codes)
        self.while_connecting = while_connecting
        super().__init__(message)


class TimeLimitError(HostError):
    """A call exceeded its time limit."""


class StepFailedError(ChampionChallengerError):
    """The outcome of a scenario step stops the scenario."""


class IncompleteRunError(ChampionChallengerError):
    """The outputs are written, but a part of the work failed.

    Parameters
    ----------
    failures
        One sentence for each failure.

    Examples
    --------
    >>> print(IncompleteRunError(["Version v2: DSS could not load it.", "Retraining: out of memory."]))
    The outputs were written, but 2 tasks failed:
     1. Version v2: DSS could not load it.
     2. Retraining: out of memory.
    """

    def __init__(self, failures: Iterable[str]) -> None:
        self.failures = list(failures)
        super().__init__("The outputs were written, but " + _sentences(self.failures, "{} tasks failed"))


def _sentences(sentences: list[str], title: str) -> str:
    """One sentence as it is; several under a title, numbered."""
    if len(sentences) == 1:
        return sentences[0]
    numbered = "".join(f"\n {number}. {sentence}" for number, sentence in enumerate(sentences, start=1))
    return f"{title.format(len(sentences))}:{numbered}"
