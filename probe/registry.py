"""The questions: one small function each, with its line of docs/dss-fidelity.md and what it may answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Union

from probe.stage import Stage

Value = Union[str, int, bool]


@dataclass(frozen=True)
class Found:
    """An answer, and what was seen; neither holds a name of the instance."""

    answer: Value
    seen: str = ""


Ask = Callable[[Stage], "Found | Value"]


@dataclass(frozen=True)
class Question:
    """One thing that is assumed about DSS.

    Attributes
    ----------
    id
        Name of the function that asks.
    asked
        The question as a sentence.
    line
        First words of the call in its line of docs/dss-fidelity.md.
    accepted
        Answers that are foreseen; empty for any text.
    assumed
        The answer that the stand-in gives by default; "" where any answer is as good as another.
    switch
        The stand-in's switch, with the same answers; "" for none.
    """

    id: str
    asked: str
    line: str
    accepted: tuple[Value, ...]
    assumed: Value
    switch: str
    ask: Ask


@dataclass(frozen=True)
class Unasked:
    """A switch, or a line of docs/dss-fidelity.md, that no question can settle from outside."""

    subject: str
    why: str


QUESTIONS: dict[str, Question] = {}
"""All questions by id, in the order in which they are asked; filled by importing `probe.questions`."""


def question(
    line: str, accepted: tuple[Value, ...], assumed: Value | None = None, *, switch: bool = False
) -> Callable[[Ask], Ask]:
    """Make a function a question; its name is the id and, if so, the name of the switch; its docstring is the sentence.

    `assumed` is the first of the accepted answers unless given.
    """

    def register(ask: Ask) -> Ask:
        """Keep the function as the question of its name."""
        name, first = ask.__name__, accepted[0] if accepted else ""
        asked = " ".join(str(ask.__doc__).split())
        expected = first if assumed is None else assumed
        QUESTIONS[name] = Question(name, asked, line, accepted, expected, name if switch else "", ask)
        return ask

    return register


_FAULT = "a fault that tests play; no answer of a DSS"
UNASKED_SWITCHES = (
    Unasked("training_never_ends", _FAULT),
    Unasked("training_fails", _FAULT),
    Unasked("forbidden_projects", "the rights of one user on other projects; name the projects by hand"),
    Unasked("predictor_scores_in_fork", "the probe's recipe has no model as input"),
    Unasked("predictor_takes_features_alone", "the probe's recipe has no model as input"),
    Unasked("max_activities", "a limit that an administrator sets; set it by hand"),
)
UNASKED_LINES = (
    Unasked("names of dataset types", "`Databricks` needs a connection of that type"),
    Unasked("a query that the database ends raises", "it needs a database that ends queries; a wrong one is tried"),
    Unasked("a model's libraries raise", "it needs a model whose packages are missing"),
    Unasked("a predictor works in a process", "the probe's recipe has no model as input"),
    Unasked("`predict` needs no other columns", "the probe's recipe has no model as input"),
    Unasked("`do(…)` of a dynamic choice", "only the form of the macro calls it"),
    Unasked("the webapp's page may be addressed", "it needs a browser"),
    Unasked("a link with the attribute `download`", "it needs a browser"),
    Unasked("page of a managed folder", "it needs a browser"),
    Unasked("`func: latest_available`", "the probe's recipes have no partitioned input"),
    Unasked('`client.sql_query("CALL …"', "the probe makes no procedure in a database"),
    Unasked("a query on the table of a dataset", "the probe makes no table in a database"),
)
