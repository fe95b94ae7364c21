"""The host's errors as ours."""

from __future__ import annotations

import ast
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from champion_challenger.adapters.dss import asking as asking_module
from champion_challenger.adapters.dss.asking import PATIENCE, answer_to, asking, may_pass
from champion_challenger.errors import AbsentError, DataError, ForbiddenError, HostError, UnreachableError

NOT_FOUND = "com.dataiku.dip.server.controllers.NotFoundException"
UNAUTHORIZED = "com.dataiku.dip.exceptions.UnauthorizedException"


def kind_of(words: str) -> type[Exception]:
    """The class of our error for these words of the host."""
    with pytest.raises(HostError) as raised, asking("for the metrics of a dataset"):
        raise RuntimeError(words)
    return raised.type


def test_the_words_and_the_cause_are_kept() -> None:
    """The message says what was asked."""
    answer = "^DSS was asked for a model, and answered: KeyError: 'id'$"
    with pytest.raises(HostError, match=answer) as raised, asking("for a model"):
        raise KeyError("id")

    assert isinstance(raised.value.__cause__, KeyError)


@pytest.mark.parametrize("words", ["a" * 200_000, "a." * 100_000, "_" * 200_000, "'a" * 100_000])
def test_long_words_take_no_time(words: str) -> None:
    """A quadratic reading of 20,000 letters took 25 seconds; a second is a hundred times what it takes."""
    begin = time.process_time()

    assert kind_of(words) is HostError
    assert time.process_time() - begin < 1


def test_an_error_without_words_is_named() -> None:
    """By its class."""
    with pytest.raises(HostError, match="and there was no answer: TimeoutError$"), asking("for a model"):
        raise TimeoutError


@pytest.mark.parametrize("error", [DataError("no rows"), MemoryError(), KeyboardInterrupt(), SystemExit(1)])
def test_what_is_not_the_hosts_passes(error: BaseException) -> None:
    """Our own errors, the end of memory, and requests to end."""
    with pytest.raises(type(error)) as raised, asking("for a model"):
        raise error

    assert raised.value is error


@pytest.mark.parametrize(
    "words",
    [
        f"{NOT_FOUND}: dataset does not exist: CRM.marketing_permissions",
        f"{NOT_FOUND}: dataset does not exist: CRM.denied_claims",
        f"{NOT_FOUND}: dataset does not exist: CRM.forbidden",
        "java.lang.IllegalArgumentException: Connection 'permission denied' does not exist",
        "com.dataiku.dip.exceptions.CodedIOException: PYTHON env no_rights doesn't exist",
        "None: b'dataset does not exist: CRM.not_allowed'",
    ],
)
def test_absent(words: str) -> None:
    """Whatever the absent thing is called."""
    assert kind_of(words) is AbsentError


@pytest.mark.parametrize(
    "words",
    [
        f"{UNAUTHORIZED}: Action forbidden, you are not admin",
        f"{UNAUTHORIZED}: Failed to read project permissions",
        f"{UNAUTHORIZED}: dataset CRM.orders does not exist, or you may not read it",
        "com.dataiku.dip.exceptions.NotAuthenticatedException: Unknown API Key",
        "Action forbidden: you are not authorized to read project SECRET",
        "ERROR: permission denied for procedure hidden",
        "You do not have the right to write project CRM",
        "[Error 3523] The user needs the privilege on SALES.orders",
    ],
)
def test_forbidden(words: str) -> None:
    """By the class, or without one by the sentence."""
    assert kind_of(words) is ForbiddenError


@pytest.mark.parametrize(
    "words",
    [
        "java.lang.IllegalArgumentException: Column allowed_calls of CRM.contact_permission holds text",
        "java.lang.IllegalArgumentException: Column permission of CRM.forbidden holds text",
        "java.io.FileNotFoundException: /data/CRM.orders/part-0",
        "No module named 'not_found'",
        'Metric "access denied" of CRM.orders failed',
    ],
)
def test_neither(words: str) -> None:
    """Names say nothing of what went wrong."""
    assert kind_of(words) is HostError


@pytest.mark.parametrize(
    "words",
    [
        "java.net.ConnectException: Connection refused",
        "org.apache.http.NoHttpResponseException: dss:11200 failed to respond",
        "ReadTimeout: HTTPConnectionPool(host='dss', port=11200): Read timed out.",
        "ConnectionError: HTTPConnectionPool(host='permission_denied', port=1): Max retries exceeded",
    ],
)
def test_unreachable(words: str) -> None:
    """Nobody answered; names of hosts say nothing."""
    assert kind_of(words) is UnreachableError
    assert kind_of(f"java.lang.Exception: metric {words.split(':')[0]} of CRM.Timeout failed") is HostError


@dataclass
class Flaky:
    """A host that fails a number of times before it answers."""

    failures: int
    error: Exception
    asked: int = 0

    def __call__(self) -> str:
        """Fail or answer."""
        self.asked += 1
        if self.asked <= self.failures:
            raise self.error
        return "details"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that were waited, in no time."""
    slept: list[float] = []
    monkeypatch.setattr("champion_challenger.adapters.dss.asking.time.sleep", slept.append)
    return slept


@pytest.mark.parametrize("error", [RuntimeError("Unknown error: HTTP 500"), ConnectionResetError()])
def test_a_question_is_asked_again(waits: list[float], error: Exception) -> None:
    """A moment's failure is no answer; after the third one it is."""
    assert answer_to("for a version", Flaky(2, error)) == "details"
    assert waits == list(PATIENCE)
    with pytest.raises(HostError, match="DSS was asked for a version"):
        answer_to("for a version", Flaky(3, error))


@pytest.mark.parametrize("words", [f"{NOT_FOUND}: no such version", f"{UNAUTHORIZED}: not you"])
def test_what_is_absent_or_forbidden_is_asked_for_once(waits: list[float], words: str) -> None:
    """Patience would change nothing."""
    question = Flaky(1, RuntimeError(words))
    with pytest.raises(HostError, match="DSS was asked for a version"):
        answer_to("for a version", question)
    assert (question.asked, waits) == (1, [])


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (ConnectionResetError("by peer"), True),
        (RuntimeError("HTTP 500"), True),
        (requests.exceptions.JSONDecodeError("no JSON", "<html>", 0), True),
        (ValueError("Unable to parse string n.d."), False),
        (TypeError("na_values is a text"), False),
        (RuntimeError(f"{NOT_FOUND}: no such dataset"), False),
    ],
)
def test_rows_are_read_again_unless_their_cells_are_wrong(error: Exception, passes: bool) -> None:
    """A second reading finds the same cells."""
    with pytest.raises(HostError) as raised, asking("for rows"):
        raise error

    assert may_pass(raised.value) is passes


# Asked once: rows in pieces and what a caller asks again by itself, metrics of a partition too; a query that takes long; a mark asked for at each
# click, where no answer is one.
ASKED_ONCE = {
    "activation_log.py: for the rows of the activation log {}",
    "class_counts.py: for the classes of {} by a query on connection {}",
    "datasets.py: for the rows of {}",
    "kept_datasets.py: for the last build of {}",
    "lab.py: for columns {} of {}",
    "metrics.py: for the metrics of {}",
}


def test_every_question_is_asked_again() -> None:
    """What is asked once begins with "to": it changes something."""
    files = sorted(Path(asking_module.__file__).parent.glob("*.py"))
    calls = [(file.name, node) for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    texts = {f"{name}: {first_text(node)}" for name, node in calls if is_asking(node)}
    questions = {text for text in texts if not text.partition(": ")[2].startswith(("to ", "{"))}

    assert questions == ASKED_ONCE


def is_asking(node: ast.AST) -> bool:
    """Whether it is a call of `asking`."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "asking"


def first_text(node: ast.AST) -> str:
    """First argument of a call, values of a text being {}."""
    assert isinstance(node, ast.Call)
    argument = node.args[0]
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
