"""The file of answers, and the table for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probe.answers import ANSWERED, Answer
from probe.registry import UNASKED_LINES, UNASKED_SWITCHES, Value

FORMAT = 1
_HEADER = ("id", "question", "answer", "as assumed", "remark")


@dataclass(frozen=True)
class Report:
    """Answers of one instance, in the order in which they were asked."""

    dss_version: str
    client_version: str
    day: str
    answers: Sequence[Answer]
    is_deleted: bool

    def written(self, folder: Path) -> list[Path]:
        """Write `probe-<version>.json` and the table as `probe-<version>.md` into a folder; return both paths."""
        folder.mkdir(parents=True, exist_ok=True)
        files = [folder / f"probe-{self.dss_version}.{kind}" for kind in ("json", "md")]
        files[0].write_text(json.dumps(self.as_object(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        files[1].write_text(self.as_markdown(), encoding="utf-8")
        return files

    def as_object(self) -> dict[str, Any]:
        """Return what the file holds."""
        return {
            "format": FORMAT,
            "dssVersion": self.dss_version,
            "clientVersion": self.client_version,
            "day": self.day,
            "projectDeleted": self.is_deleted,
            "answers": {answer.question.id: _as_json(answer) for answer in self.answers},
            "notAsked": {subject.subject: subject.why for subject in (*UNASKED_SWITCHES, *UNASKED_LINES)},
        }

    def as_markdown(self) -> str:
        """Return a page: the counts, and a row for each question."""
        head = f"# Probe of DSS {self.dss_version}, {self.day}\n\nClient {self.client_version}. {self.counts()}.\n"
        notes = "\n".join(f"- {subject.subject}: {subject.why}" for subject in (*UNASKED_SWITCHES, *UNASKED_LINES))
        return f"{head}\n{self.table()}\n\nNot asked:\n\n{notes}\n"

    def table(self, *, short: bool = False) -> str:
        """Return a row for each question, as a Markdown table whose columns are aligned; short without sentences."""
        rows = [_HEADER, *(_row(answer) for answer in self.answers)]
        if short:
            rows = [(row[0], *row[2:]) for row in rows]
        widths = [max(map(len, column)) for column in zip(*rows)]
        lines = [" | ".join(map(str.ljust, row, widths)) for row in rows]
        lines.insert(1, "-|-".join("-" * width for width in widths))
        return "\n".join(f"| {line} |" for line in lines)

    def counts(self) -> str:
        """Return how many questions came to what."""
        counted = Counter(answer.status for answer in self.answers)
        other = sum(answer.is_otherwise for answer in self.answers)
        parts = [f"{count} {status}" for status, count in counted.items()]
        return f"{len(self.answers)} questions: {', '.join(parts)}; {other} otherwise than assumed"


def _as_json(answer: Answer) -> dict[str, Any]:
    question = answer.question
    return {
        "asked": question.asked,
        "line": question.line,
        "switch": question.switch or None,
        "accepted": list(question.accepted),
        "assumed": question.assumed,
        "status": answer.status,
        "answer": answer.answer,
        "why": answer.why,
        "seen": answer.seen,
    }


def spelled(value: Value) -> str:
    """Return an answer as the file spells it: true, not True."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _row(answer: Answer) -> tuple[str, ...]:
    question = answer.question
    if answer.answer is None:
        return question.id, question.asked, answer.status, "", _cell(answer.why)
    assumed = f"no: {spelled(question.assumed)}" if answer.is_otherwise else "yes" if answer.is_as_assumed else ""
    text = spelled(answer.answer) if answer.status == ANSWERED else f"{answer.status}: {spelled(answer.answer)}"
    return question.id, question.asked, text, assumed, _cell(answer.seen)


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")
