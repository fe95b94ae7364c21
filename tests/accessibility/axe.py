"""The rules of axe-core on a page, in a real browser: on a wide and a narrow screen, in the light and in the dark."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RULES = HERE / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ("serious", "critical")


def install() -> None:
    """Install the version of the lock file, once."""
    if not RULES.exists():
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=HERE, check=True)


def findings(browser: Any, page: str) -> Iterator[str]:
    """Yield each serious finding, with the screen and the first element concerned."""
    for width in (1280, 390):
        for scheme in ("light", "dark"):
            tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            tab.set_content(page)
            tab.add_script_tag(path=RULES)
            for one in tab.evaluate("axe.run()")["violations"]:
                if one["impact"] in SERIOUS:
                    first = one["nodes"][0]["html"][:120]
                    yield f"{width} px, {scheme}: {one['id']}, {one['help']}, {len(one['nodes'])} times: {first}"
            tab.close()
