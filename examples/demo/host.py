"""Where the demo runs: a stand-in of its own, in its own process, or any DSS by URL and API key."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import dataikuapi
from dataikuapi.utils import DataikuException

from examples.demo import ROOT
from examples.demo.errors import DemoError

STOP_SECONDS = 10


@contextmanager
def connected(
    url: str | None, key: str | None, folder: Path, answers: Path | None = None
) -> Iterator[dataikuapi.DSSClient]:
    """Client of a DSS; without URL, of a stand-in that lives in the folder as long as the context.

    `answers` is a file of the probe, for the stand-in to answer as the DSS that was asked.
    """
    if url:
        if not key:
            raise DemoError(f"{url} needs an API key: export DSS_API_KEY=..., then make demo URL={url}")
        yield _checked(dataikuapi.DSSClient(url, key))
        return
    workspace = folder / "workspace"
    shutil.rmtree(workspace, ignore_errors=True)
    with _stand_in(workspace, answers) as (own_url, own_key):
        yield _checked(dataikuapi.DSSClient(own_url, own_key))


@contextmanager
def _stand_in(workspace: Path, answers: Path | None) -> Iterator[tuple[str, str]]:
    command = [sys.executable, "-m", "dss_standin", "serve", str(workspace)]
    command += ["--answers", str(answers.resolve())] if answers else []
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            yield _address(process, errors)
        finally:
            process.terminate()
            _wait(process)


def _address(process: subprocess.Popen[str], errors: IO[str]) -> tuple[str, str]:
    said = [process.stdout.readline().split() for _ in ("URL", "KEY")] if process.stdout else []
    found = {words[0]: words[1] for words in said if len(words) == 2}
    if set(found) != {"URL", "KEY"}:
        _wait(process)
        errors.seek(0)
        raise DemoError(f"The stand-in did not start. It said:\n{errors.read().strip()}")
    return found["URL"], found["KEY"]


def _wait(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _checked(client: dataikuapi.DSSClient) -> dataikuapi.DSSClient:
    try:
        client.get_auth_info()
    except (DataikuException, OSError) as error:
        raise DemoError(
            f"{client.host} does not take this API key, or is no DSS: {error}. Check URL and DSS_API_KEY."
        ) from None
    return client
