# ruff: noqa: N802 -- the driver's own names
"""Procedures in memory, and the driver's C boundary played by Python: the real driver talks to it."""

from __future__ import annotations

import ctypes
import json
import struct
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from champion_challenger.core.procedures.calls import CallResult, Parameter
from champion_challenger.errors import HostError
from tests.unit.operations.steps.fakes import FakeStep


@dataclass
class FakeCallStep(FakeStep):
    """A step that waits at once."""

    waits: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        """Remember it."""
        self.waits.append(seconds)


@dataclass
class FakeProcedures:
    """Answers, or errors, one a call; the last one for ever."""

    answers: list[CallResult | HostError]
    calls: list[tuple[str, list[Parameter], float]] = field(default_factory=list)

    def call(self, procedure: str, parameters: Sequence[Parameter], seconds: float) -> CallResult:
        """Give the next answer."""
        self.calls.append((procedure, list(parameters), seconds))
        answer = self.answers[min(len(self.calls), len(self.answers)) - 1]
        if isinstance(answer, HostError):
            raise answer
        return answer


def said(code: int, text: str = "words", source: str = "Teradata Database") -> str:
    """An error in the driver's own format, with a stack after the first line."""
    return f"[Version 20.0.0.72] [Session 7] [{source}] [Error {code}] [SQLState HY000] {text}\n at gosqldriver/x"


Table = tuple[list[str], list[list[Any]]]


@dataclass
class FakeSide:
    """What stands behind the driver's C functions: connections, requests, and rows, in the driver's own bytes.

    Attributes
    ----------
    answer
        Result sets of a request, given its text and values; raises ValueError with an error's text.
    refusal
        Text of the error of each connect; empty for none.
    """

    answer: Callable[[str, list[Any]], list[Table]] = lambda text, values: []
    refusal: str = ""
    connects: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, list[Any]]] = field(default_factory=list)
    cancelled: threading.Event = field(default_factory=threading.Event)
    closed: int = 0
    _sets: list[Table] = field(default_factory=list)
    _row: int = 0
    _kept: list[Any] = field(default_factory=list)

    def goCombineJSON(self, given: bytes, arguments: bytes, error: Any, combined: Any) -> None:
        """Join the parameters."""
        self._give(combined, json.dumps({**json.loads(given), **json.loads(arguments)}).encode())

    def goParseParams(self, parameters: bytes, error: Any, log: Any) -> None:
        """Nothing to complain about: layer 1 has the real parser look at the parameters."""

    def goCreateConnection(self, log: Any, version: bytes, parameters: bytes, error: Any, handle: Any) -> None:
        """Connect, or refuse."""
        self.connects.append(json.loads(parameters))
        if self.refusal:
            self._give(error, self.refusal.encode())
        handle._obj.value = len(self.connects)

    def goCloseConnection(self, log: Any, handle: Any, error: Any) -> None:
        """Count it."""
        self.closed += 1

    def goCancelRequest(self, log: Any, handle: Any, error: Any) -> None:
        """Say it to the request that runs."""
        self.cancelled.set()

    def goCreateRows(self, log: Any, handle: Any, text: bytes, size: int, values: bytes, error: Any, rows: Any) -> None:
        """Run a request."""
        self.requests.append((text.decode(), _read(values)))
        try:
            self._sets, self._row = self.answer(*self.requests[-1]), 0
        except ValueError as refused:
            self._give(error, str(refused).encode())
        rows._obj.value = 1

    def goResultMetaData(
        self, log: Any, rows: Any, error: Any, n: Any, kind: Any, name: Any, _: Any, meta: Any
    ) -> None:
        """Describe the result set."""
        if self._sets:
            columns, found = self._sets[0]
            n._obj.value = len(found)
            numbers = b"".join(b"L" + struct.pack(">q", 0) for _ in range(3))
            self._give(
                meta, b"".join(_text(c) + _text("VARCHAR") + _text("s") + numbers + b"T" for c in columns) + b"Z"
            )

    def goFetchRow(self, log: Any, rows: Any, error: Any, size: Any, row: Any) -> None:
        """The next row, or none."""
        if self._sets and self._row < len(self._sets[0][1]):
            self._give(row, b"".join(_written(value) for value in self._sets[0][1][self._row]) + b"Z")
            self._row += 1

    def goNextResult(self, log: Any, rows: Any, error: Any, available: Any) -> None:
        """Go to the next result set."""
        self._sets, self._row = self._sets[1:], 0
        available._obj.value = b"Y" if self._sets else b"N"

    def goCloseRows(self, log: Any, rows: Any, error: Any) -> None:
        """Nothing is held."""

    def goFreePointer(self, log: Any, pointer: Any) -> None:
        """Memory is kept as long as this lives."""

    def _give(self, target: Any, content: bytes) -> None:
        buffer = ctypes.create_string_buffer(content)
        self._kept.append(buffer)
        pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char))
        ctypes.pointer(target._obj)[0] = pointer


def _text(value: str) -> bytes:
    return b"S" + struct.pack(">Q", len(value.encode())) + value.encode()


def _written(value: Any) -> bytes:
    if value is None:
        return b"N"
    return b"L" + struct.pack(">q", value) if isinstance(value, int) else _text(str(value))


def _read(values: bytes) -> list[Any]:
    """Values of the first row, as the driver wrote them."""
    found: list[Any] = []
    place = 0
    while values[place : place + 1] != b"Z":
        kind, place = values[place : place + 1], place + 1
        if kind == b"N":
            found.append(None)
        elif kind in b"LD":
            found.append(struct.unpack(">q" if kind == b"L" else ">d", values[place : place + 8])[0])
            place += 8
        else:
            size = struct.unpack(">Q", values[place : place + 8])[0]
            found.append(values[place + 8 : place + 8 + size].decode())
            place += 8 + size
    return found
