"""`python -m tests.pythons`: unit and entry-script tests on the other Pythons of DSS, with packages of their time.

Each has an environment in `.venv-pythons`, which is made once and again when its packages change here. A Python that is
neither among pyenv's versions nor on the path is skipped, and said. Slow tests are left out, and properties have ten
examples: the suite runs them in full on the newest Python.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.code_env.__main__ import PIP, ROOT, interpreter

FOLDER = ROOT / ".venv-pythons"
PYTHONS = {
    "3.9": ("pandas==1.5.3", "numpy==1.23.5", "scipy==1.10.1", "scikit-learn==1.2.2", "dataiku-api-client==13.0.0"),
    "3.10": ("pandas==2.0.3", "numpy==1.26.4", "scipy==1.11.4", "scikit-learn==1.3.2", "dataiku-api-client==13.4.0"),
    "3.12": ("pandas==2.2.3", "numpy==2.2.6", "scipy==1.15.3", "scikit-learn==1.6.1", "dataiku-api-client==14.0.0"),
    "3.13": ("pandas==3.1.1", "numpy==2.5.5", "scipy==1.18.1", "scikit-learn==1.9.1", "dataiku-api-client==15.2.0"),
}
"""What DSS brings on each: from DSS 13 with Python 3.9 to the newest."""
TOOLS = (
    "six", "packaging", "pytest", "pytest-timeout", "pytest-xdist", "hypothesis",
    "flask", "duckdb", "pyarrow", "sqlglot", "teradatasql", "time-machine", "aiosmtpd",
)  # fmt: skip
"""What the tests take, the newest that there is for each Python."""
TESTS = ("tests/unit", "tests/entrypoints")
OTHERS = (
    *(f"tests/unit/plugin/test_{name}.py" for name in ("maps", "mirror", "zip")),
    *(f"tests/unit/{name}" for name in ("standin", "standin_ml", "probe")),
)
"""Tests of the repository's files, and of tools that run on the newest Python only."""


def main(versions: list[str]) -> int:
    """Run the tests on these Pythons, or on all; return 0 when they hold on each that this machine has."""
    failed = []
    for version in versions or PYTHONS:
        found = interpreter(version)
        if found is None:
            print(f"Python {version}: skipped, since it is neither among pyenv's versions nor on the path.", flush=True)
            continue
        started = time.perf_counter()
        holds = _tested(_environment(version, found))
        result = "hold" if holds else "do not hold"
        print(f"Python {version}: the tests {result} ({time.perf_counter() - started:.0f} s).", flush=True)
        failed += [] if holds else [version]
    return bool(failed)


def _environment(version: str, found: str) -> Path:
    """Python of the environment, made where it is not there or has other packages."""
    root = FOLDER / version
    python, ready, packages = root / "bin" / "python", root / "ready", "\n".join((*PYTHONS[version], *TOOLS))
    if not ready.exists() or ready.read_text(encoding="utf-8") != packages:
        print(f"Python {version}: installing {', '.join(PYTHONS[version])} and the tools of the tests.", flush=True)
        subprocess.run([found, "-m", "venv", "--clear", root], check=True)
        subprocess.run([python, *PIP, *PYTHONS[version], *TOOLS], check=True)
        # Else the client's escapes, which newer compilers warn of, are warnings of the tests.
        subprocess.run([python, "-W", "ignore", "-m", "compileall", "-q", root / "lib"], check=False)
        ready.write_text(packages, encoding="utf-8")
    return python


def _tested(python: Path) -> bool:
    command = [python, "-m", "pytest", "-p", "no:cacheprovider", "-m", "not slow", "-n", "2", "--dist", "loadfile"]
    command += [f"--ignore={path}" for path in OTHERS]
    process = subprocess.run([*command, *TESTS], cwd=ROOT, env={**os.environ, "EXAMPLES": "10"}, check=False)
    return process.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
