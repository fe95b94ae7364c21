"""One answer a question: asked, kept without names of the instance, and never stopping the others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from probe.errors import NotTried, Unanswered
from probe.registry import Found, Question, Value
from probe.stage import Stage

ANSWERED, UNFORESEEN, NOT_TRIED, UNANSWERED = "answered", "unforeseen", "not tried", "could not be answered"
_CLASS = re.compile(r"[\w$]+(?:\.[\w$]+)*(?:Exception|Error)\b")
_LONGEST = 60


@dataclass(frozen=True)
class Answer:
    """What came of a question.

    Attributes
    ----------
    status
        ``answered``; ``unforeseen``, with an answer that nobody foresaw; ``not tried``; ``could not be answered``.
    why
        Why there is no answer: our words, and at most the class of an error.
    seen
        What the answer rests on.
    details
        Words of the instance, for the terminal alone: they may hold its names.
    """

    question: Question
    status: str
    answer: Value | None = None
    why: str = ""
    seen: str = ""
    details: str = ""

    @property
    def is_as_assumed(self) -> bool:
        """Whether the answer is the one that the stand-in gives by default."""
        return self.status == ANSWERED and self.answer == self.question.assumed

    @property
    def is_otherwise(self) -> bool:
        """Whether another answer was assumed."""
        return self.answer is not None and self.question.assumed != "" and not self.is_as_assumed


def answer(question: Question, stage: Stage) -> Answer:
    """Ask one question; whatever fails is its answer."""
    try:
        finding = question.ask(stage)
    except NotTried as reason:
        return Answer(question, NOT_TRIED, why=str(reason))
    except Unanswered as reason:
        return Answer(question, UNANSWERED, why=str(reason), details=reason.details)
    except Exception as error:  # noqa: BLE001 -- the client raises plain Exception; no question stops another
        why = f"{error_class(error)} at {stage.place_of(error)}"
        return Answer(question, UNANSWERED, why=why, details=f"{type(error).__name__}: {error}")
    if not isinstance(finding, Found):
        finding = Found(finding)
    foreseen = not question.accepted or finding.answer in question.accepted
    return Answer(question, ANSWERED if foreseen else UNFORESEEN, finding.answer, seen=finding.seen)


def error_class(error: BaseException) -> str:
    """Return the class that DSS names in an error, else that of the exception; never its message.

    >>> error_class(Exception("com.dataiku.dip.exceptions.UnauthorizedException: ann may not read CRM"))
    'UnauthorizedException'
    >>> error_class(ValueError("no month 2024-01"))
    'ValueError'
    """
    named = _CLASS.match(str(error))
    name = named.group().rpartition(".")[2] if named else type(error).__name__
    return name[:_LONGEST]
