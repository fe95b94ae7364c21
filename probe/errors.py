"""Why a question has no answer, and what stops the probe as a whole."""

from __future__ import annotations


class ProbeError(Exception):
    """The probe cannot run; the message says why and what to do."""


class NotTried(Exception):  # noqa: N818  an outcome of a question, no error
    """What the question needs is not there or was not named. The message goes to the file: no names of the instance."""


class Unanswered(Exception):  # noqa: N818  an outcome of a question, no error
    """The question was tried without an answer.

    Parameters
    ----------
    why
        Goes to the file: no names of the instance.
    details
        For the terminal alone.
    """

    def __init__(self, why: str, details: str = "") -> None:
        super().__init__(why)
        self.details = details
