"""Questions that fail, and the file and the table that tell of them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable

import pytest

from probe.__main__ import hidden, main
from probe.answers import Answer, answer
from probe.errors import NotTried, Unanswered
from probe.questions import ALL
from probe.registry import Found, Question
from probe.report import Report

ROOT = Path(__file__).parents[3]
STAGE: Any = SimpleNamespace(place_of=lambda _: "GET /projects/PROBE/datasets/")


def asked(ask: Callable[[], Any], accepted: tuple[Any, ...] = ("yes", "no")) -> Answer:
    """The answer to a question that is asked like this."""
    return answer(Question("is_it", "Is it?", "a line", accepted, "yes", "is_it", lambda _: ask()), STAGE)


def fails(error: Exception) -> Callable[[], Any]:
    """A question that raises."""

    def ask() -> Any:
        raise error

    return ask


def report(*answers: Answer) -> Report:
    """A report of these answers."""
    return Report("14.7.5", "15.2.0", "2026-01-31", answers, is_deleted=True)


def test_an_error_of_dss_is_told_by_class_and_request() -> None:
    """Its message may hold names of the instance: it is for the terminal alone."""
    error = Exception("com.dataiku.dip.exceptions.UnauthorizedException: ann@bank.example may not read CRM")
    told = asked(fails(error))
    written = json.dumps(report(told).as_object()) + report(told).as_markdown()

    assert told.why == "UnauthorizedException at GET /projects/PROBE/datasets/"
    assert "ann@bank.example" in told.details
    assert not [name for name in ("ann", "CRM", "bank") if name in written]


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotTried("no channel"), "not tried"), (Unanswered("no channel"), "could not be answered")],
)
def test_a_question_without_answer_says_why(error: Exception, status: str) -> None:
    """In its own words."""
    told = asked(fails(error))

    assert (told.status, told.why, told.answer) == (status, "no channel", None)
    assert f"| {status} " in report(told).table()


def test_an_answer_that_nobody_foresaw_is_kept_as_such() -> None:
    """The stand-in has to learn it first."""
    told = asked(lambda: Found("perhaps", "a | b"))

    assert (told.status, told.is_otherwise) == ("unforeseen", True)
    assert "| unforeseen: perhaps | no: yes    | a / b" in report(told).table(short=True)


def test_the_counts_of_a_report() -> None:
    """Without an assumption, no answer is another one."""
    version = Question("dss_version", "Which?", "a line", (), "", "dss_version", lambda _: "13.0.0")
    told = report(asked(lambda: "yes"), asked(lambda: "no"), asked(fails(NotTried("no"))), answer(version, STAGE))

    assert told.counts() == "4 questions: 3 answered, 1 not tried; 1 otherwise than assumed"


def test_the_file_holds_each_answer(tmp_path: Path) -> None:
    """Under the names that the stand-in reads; numbers and truth values as such."""
    file, page = report(asked(lambda: True, (True, False))).written(tmp_path)
    content = json.loads(file.read_text(encoding="utf-8"))

    assert (file.name, page.name) == ("probe-14.7.5.json", "probe-14.7.5.md")
    assert content["answers"]["is_it"]["answer"] is True
    assert content["notAsked"]["training_fails"]
    assert page.read_text(encoding="utf-8").startswith("# Probe of DSS 14.7.5, 2026-01-31\n")


def test_without_address_or_key_it_says_how(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is asked."""
    monkeypatch.delenv("DSS_API_KEY", raising=False)

    assert main(["--url", "http://127.0.0.1:9"]) == 1
    assert "export DSS_API_KEY=..., then make probe URL=https://..." in capsys.readouterr().err


def test_the_key_is_hidden_in_texts() -> None:
    """Wherever it stands."""
    assert hidden("no user for dkuaps-1 (dkuaps-1)", "dkuaps-1") == "no user for *** (***)"
    assert hidden("nothing to hide", "") == "nothing to hide"


def test_make_hands_the_key_on_by_the_environment() -> None:
    """No command that it runs has the key or the address as an argument."""
    told = subprocess.run(
        ["make", "--dry-run", "--always-make", "probe", "URL=https://dss.example", "KEY=dkuaps-secret"],
        cwd=ROOT,
        env={**os.environ, "MAKEFLAGS": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "-m probe" in told
    assert not [word for word in ("dkuaps-secret", "dss.example") if word in told]


def test_ids_are_unique() -> None:
    """A file has one answer a question."""
    assert len({question.id for question in ALL}) == len(ALL) > 30
