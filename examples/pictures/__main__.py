"""`make pictures`: every picture of docs/img, from the demo that `make demo` left."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from dataikuapi.utils import DataikuException

from examples.demo import ROOT
from examples.demo.errors import DemoError
from examples.pictures.browser import Camera, camera
from examples.pictures.catalogue import ALL, FORM_PICTURES, PAGES
from examples.pictures.fillings import FORMS
from examples.pictures.flow import flow_svg, recipes_of
from examples.pictures.forms import form_page
from examples.pictures.mail import mail_page, verdict_mail
from examples.pictures.stage import Stage, stage
from examples.pictures.verdict import example_svg

LARGEST = 150_000
_FORM_WIDTH = 804


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the pictures; say in a sentence what stopped it."""
    options = _parser().parse_args(arguments)
    wanted = options.only or ALL
    try:
        with camera() as eye:
            for name, content in _made(set(wanted), options.demo, eye):
                _keep(options.folder / name, content)
    except (DemoError, DataikuException, OSError, subprocess.CalledProcessError) as error:
        print(f"\nNo more pictures. {error}", file=sys.stderr)
        return 1
    return 0


def _made(wanted: Collection[str], demo: Path, eye: Camera) -> Iterator[tuple[str, bytes]]:
    """Pictures by name: first those that need no host."""
    if "verdict.svg" in wanted:
        yield "verdict.svg", example_svg().encode()
    for name, form in FORM_PICTURES.items():
        if name in wanted:
            advanced = {"show_advanced": True} if form.is_advanced else {}
            yield name, eye.of_text(form_page(form.component, {**FORMS[form.component], **advanced}), _FORM_WIDTH)
    if not wanted <= {"verdict.svg", *FORM_PICTURES}:
        with stage(demo) as served:
            yield from _of_the_host(wanted, served, eye)


def _of_the_host(wanted: Collection[str], served: Stage, eye: Camera) -> Iterator[tuple[str, bytes]]:
    if "flow.svg" in wanted:
        models = [model["name"] for model in served.score.list_saved_models()]
        yield "flow.svg", flow_svg(recipes_of(served.score), models).encode()
    if "tableau.svg" in wanted:
        yield "tableau.svg", _tableau(served)
    if "webapp.png" in wanted:
        yield "webapp.png", eye.of_address(served.webapp(), '#report[aria-busy="false"] svg', *PAGES["webapp.png"])
    if wanted & (set(PAGES) - {"webapp.png", "mail.png"}):
        for name, page in served.pages().items():
            if name in wanted:
                yield name, eye.of_text(page, *PAGES[name])
    if "mail.png" in wanted:  # last: it runs the last month once more
        mail = verdict_mail(served.data, served.score, served.last_month())
        yield "mail.png", eye.of_text(mail_page(mail), *PAGES["mail.png"])


def _tableau(served: Stage) -> bytes:
    """The drawing of the workbook, which the tests of Tableau make of what Hyper finds in it."""
    with tempfile.TemporaryDirectory() as folder:
        book, page, drawing = (Path(folder) / name for name in ("book.twbx", "report.html", "tableau.svg"))
        book.write_bytes(served.workbook())
        page.write_text(served.report(), encoding="utf-8")
        command = [sys.executable, "-m", "tests.tableau", str(book), "--page", str(page), "--drawing", str(drawing)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "python-lib")}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        return drawing.read_bytes()


def _keep(file: Path, content: bytes) -> None:
    if len(content) > LARGEST:
        raise DemoError(f"{file.name} has {len(content):,} bytes, more than {LARGEST:,}: show less of the page.")
    file.write_bytes(content)
    print(f"{file.name}: {len(content) / 1000:.0f} KB", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m examples.pictures", description=__doc__)
    parser.add_argument("--demo", type=Path, default=ROOT / "build" / "demo", help="what make demo left")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "img", help="where pictures are written")
    parser.add_argument("--only", nargs="+", choices=sorted(ALL), metavar="NAME", help="these pictures alone")
    return parser


if __name__ == "__main__":
    sys.exit(main())
