"""Judge pages by axe-core: python -m tests.accessibility build/demo/report.html build/demo/rapport.html."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.accessibility.axe import findings, install


def main(files: list[str]) -> int:
    """Print every serious finding; 1 if there is any."""
    install()
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        found = [f"{file}: {one}" for file in files for one in findings(browser, Path(file).read_text("utf-8"))]
        browser.close()
    sys.stdout.write(("\n".join(found) or f"{len(files)} pages, no serious finding") + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
