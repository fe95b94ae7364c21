"""`python -m probe`: try on an instance what is assumed about DSS, and write the answers down."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import dataikuapi
from dataikuapi.utils import DataikuException

from probe.answers import Answer, answer
from probe.errors import ProbeError
from probe.questions import ALL
from probe.registry import Question
from probe.report import Report, spelled
from probe.stage import Options, Stage

ROOT = Path(__file__).parents[1]
KEY = "DSS_API_KEY"
Say = Callable[[str], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the probe; return 0 when the answers are written and the project is gone."""
    options = _parser().parse_args(arguments)
    key = os.environ.get(KEY, "").strip()

    def say(text: str) -> None:
        """Print a line at once, without the key."""
        print(hidden(text, key), flush=True)

    former = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        client = connected(options.url, key)
        report = probe(client, _stage_options(options), ALL, say)
    except (ProbeError, DataikuException, OSError) as error:
        print(hidden(f"The probe stopped. {error}", key), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("The probe was interrupted.", file=sys.stderr)
        return 1
    finally:
        signal.signal(signal.SIGTERM, former)
    say(f"\n{report.table(short=True)}\n\n{report.counts()}.")
    for file in report.written(options.folder):
        say(f"Written: {os.path.relpath(file)}")
    return 0 if report.is_deleted else 1


def connected(url: str, key: str) -> dataikuapi.DSSClient:
    """Return a client that the instance answers; raise ProbeError with what is wrong."""
    if not url or not key:
        raise ProbeError(f"It needs the address and an API key: export {KEY}=..., then make probe URL=https://...")
    client = dataikuapi.DSSClient(url, key)
    try:
        client.get_auth_info()
    except (DataikuException, OSError, ValueError) as error:
        raise ProbeError(f"The address is no DSS, or does not take this API key: {error}. Check both.") from None
    return client


def probe(client: dataikuapi.DSSClient, options: Options, asked: Sequence[Question], say: Say) -> Report:
    """Ask questions in a throw-away project, and delete it whatever happens."""
    stage = Stage(client, options)
    say(f"Project {stage.key} made; it is deleted at the end.")
    answers: list[Answer] = []
    left = [f"the project {stage.key} (interrupted)"]
    try:
        for number, question in enumerate(asked, start=1):
            answers.append(answer(question, stage))
            say(_line(answers[-1], number, len(asked)))
    finally:
        try:
            left = stage.close()
        finally:
            by_hand = f"Could not be deleted, please do it by hand: {'; '.join(left)}."
            say(by_hand if left else f"Project {stage.key} deleted.")
    client_version = importlib.metadata.version("dataiku-api-client")
    return Report(_version(answers), client_version, date.today().isoformat(), answers, not left)


def hidden(text: str, key: str) -> str:
    """Return a text without the API key."""
    return text.replace(key, "***") if key else text


def _version(answers: Sequence[Answer]) -> str:
    versions = [
        answer.answer for answer in answers if answer.question.id == "dss_version" and answer.answer is not None
    ]
    return str(versions[0]) if versions else "unknown"


def _line(answer: Answer, number: int, count: int) -> str:
    text = answer.status if answer.answer is None else spelled(answer.answer)
    why = ": ".join(filter(None, (answer.why, answer.details)))
    return f"[{number:2}/{count}] {answer.question.id}: {text}{f' ({why})' if why else ''}"


def _stage_options(options: argparse.Namespace) -> Options:
    given = {name: getattr(options, name) for name in ("connection", "folder_connection", "pause", "patience")}
    words = {name: getattr(options, name) for name in ("sql_connection", "mail_channel", "mail_to")}
    return Options(**given, **words)


def _parser() -> argparse.ArgumentParser:
    known = Options()
    parser = argparse.ArgumentParser(prog="python -m probe", description=f"{__doc__} The API key is read from {KEY}.")
    parser.add_argument("--url", default=os.environ.get("DSS_URL", ""), help="address of the DSS (or DSS_URL)")
    parser.add_argument("--connection", default=known.connection, help="where the project's datasets are kept")
    parser.add_argument("--folder-connection", default=known.folder_connection, help="where its folders are kept")
    parser.add_argument("--sql-connection", default="", help="for the questions about queries (default: not tried)")
    parser.add_argument("--mail-channel", default="", help="for the question about mails (default: not tried)")
    parser.add_argument("--mail-to", default="", help="who gets that mail")
    parser.add_argument("--pause", type=float, default=known.pause, help="seconds between two looks at work")
    parser.add_argument("--patience", type=float, default=known.patience, help="seconds until work is given up")
    parser.add_argument("--folder", type=Path, default=ROOT / "build", help="where the answers are written")
    return parser


if __name__ == "__main__":
    sys.exit(main())
