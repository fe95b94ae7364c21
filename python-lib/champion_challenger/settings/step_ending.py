"""Settings that all scenario steps share: the names of their variables, what makes them fail, alerts, the language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from champion_challenger.languages import LANGUAGES
from champion_challenger.languages.english import ENGLISH
from champion_challenger.languages.language import Language
from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import quote

FAILING = {"error": ("ERROR",), "error_or_empty": ("ERROR", "EMPTY"), "never": ()}
"""Outcomes that make a step fail, by the choice of the form."""

ALERTING = {"error": ("ERROR", "EMPTY"), "warning": ("ERROR", "EMPTY", "WARNING"), "always": None}
"""Outcomes that trigger an alert, by the choice of the form; None is all outcomes."""

SHARED = ("outcome", "start", "end", "minutes")
"""Variables that every step sets, by name after the prefix."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Alert:
    """Who gets an alert, and when.

    Attributes
    ----------
    channel
        Id of a messaging channel of the instance; empty for no alert.
    recipients
        Mail addresses; empty for channels that have their own recipients, such as a chat room.
    when
        ``error`` (or no value to judge), ``warning`` (or worse) or ``always``.
    """

    channel: str = ""
    recipients: tuple[str, ...] = ()
    sender: str = ""
    when: str = "warning"

    def is_due(self, outcome: str) -> bool:
        """Whether the outcome of a step triggers the alert."""
        outcomes = ALERTING[self.when]
        return bool(self.channel) and (outcomes is None or outcome in outcomes)


@dataclass(frozen=True)
class Ending:
    """What follows from the outcome of a step.

    Attributes
    ----------
    prefix
        Beginning of the names of the step's variables.
    fail_on
        ``error``, ``error_or_empty`` or ``never``; the outcome is a variable in any case.
    language
        Of the lines, of the alert and of the log; outcomes and names of variables are the same in all.
    """

    prefix: str
    fail_on: str = "error"
    alert: Alert = Alert()
    language: Language = ENGLISH

    def fails(self, outcome: str) -> bool:
        """Whether the step fails with this outcome."""
        return outcome in FAILING[self.fail_on]


def read_ending(form: Form, prefix: str, fail_on: str = "error") -> Ending:
    """Read the part of the form that all steps share; the arguments are its defaults."""
    choices = (fail_on, *(choice for choice in FAILING if choice != fail_on))
    alert = Alert(
        channel=form.text("alert_channel", "Messaging channel"),
        recipients=form.texts("alert_recipients", "Recipients"),
        sender=form.line("alert_sender", "Sender"),
        when=form.choice("alert_when", "Send an alert", ("warning", "error", "always")),
    )
    return Ending(
        prefix=form.parse("prefix", "Variable prefix", prefix, parse_name),
        fail_on=form.choice("fail_on", "The step fails on", choices),
        alert=alert,
        language=LANGUAGES[form.choice("language", "Language", tuple(LANGUAGES))],
    )


def clashes(names: Iterable[str]) -> list[str]:
    """Names after the prefix that would be set twice, or that every step sets itself.

    Examples
    --------
    >>> clashes(["rows", "age", "rows", "end"])
    ['end', 'rows']
    """
    listed = [*SHARED, *names]
    return sorted({name for name in listed if listed.count(name) > 1})


def value_clashes(names: Sequence[str], endings: Sequence[str]) -> list[str]:
    """Clashes where each value sets several variables; of a name that occurs twice, not the others as well.

    Examples
    --------
    >>> value_clashes(["rows", "rows", "age", "age_text"], ["", "_text"])
    ['rows', 'age_text']
    """
    repeated = clashes(names)
    names_with_endings = (f"{name}{ending}" for name in set(names) for ending in endings)
    return repeated + [name for name in clashes(names_with_endings) if name not in repeated]


def parse_name(text: str) -> str:
    """Read the name of a variable.

    Examples
    --------
    >>> parse_name("cockpit")
    'cockpit'
    """
    if not _NAME.fullmatch(text):
        msg = f"expected letters, digits and underscores, beginning with a letter, found {quote(text)}"
        raise ValueError(msg)
    return text
