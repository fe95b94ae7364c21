"""`python -m tests.code_env ZIP`: the plugin's code environment, built from its own zip for each Python that it accepts.

In each, the packages of visual ML and every module of the plugin are imported and every example of its docstrings is run,
then unit tests of the figures and of two recipes. What DSS itself brings into a code environment (its core packages, and
`dataiku`) is added, and nothing else; the tools of the tests are in a folder beside it. A Python that this machine lacks
is skipped, and said.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
BROUGHT_BY_DSS = ("dataiku-api-client==15.2.0", "six")
OLDEST, NEWEST = ("pandas==1.5.3", "numpy==1.23.5"), ("pandas", "numpy")
CORE_PACKAGES = (
    ("3.9", OLDEST),
    ("3.10", OLDEST),
    ("3.11", OLDEST),
    ("3.12", ("pandas==2.2.3", "numpy<2.3")),
    ("3.13", NEWEST),
)
"""Of DSS: each accepted Python with an old or a new pandas that exists for it."""
TOOLS = ("pytest", "pytest-timeout", "hypothesis")
TESTS = (
    "tests/unit/core/figures/test_at_rates.py",
    "tests/unit/core/figures/test_counts.py",
    "tests/unit/operations/test_retrain_and_evaluate.py",
    "tests/unit/operations/test_summarise_performance.py",
)
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")


def main(archive: str) -> int:
    """Build each; return 0 when all modules load and all examples and tests hold in all of them."""
    failed = []
    for version, core in CORE_PACKAGES:
        python = interpreter(version)
        if python is None:
            print(
                f"Code environment, Python {version}: skipped, since this machine has no Python {version}.", flush=True
            )
            continue
        with tempfile.TemporaryDirectory(prefix="code-env-") as folder:
            if not _holds(Path(archive), Path(folder) / f"python-{version}", python, core):
                failed.append(version)
    for version in failed:
        print(f"The code environment of Python {version} does not hold.", file=sys.stderr)
    return bool(failed)


def interpreter(version: str) -> str | None:
    """Return a Python of this version: one of pyenv's, or one on the path that runs."""
    for candidate in (*_of_pyenv(version), shutil.which(f"python{version}")):
        if candidate and subprocess.run([candidate, "-c", ""], capture_output=True, check=False).returncode == 0:
            return candidate
    return None


def _of_pyenv(version: str) -> Iterator[str]:
    yield from map(str, sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"), reverse=True))


def _holds(archive: Path, root: Path, interpreter: str, core: tuple[str, ...]) -> bool:
    """Whether modules and tests, laid beside the unpacked zip, hold in an environment that its requirements made."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(root)
    shutil.copytree(ROOT / "tests" / "unit", root / "tests" / "unit")
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "lib").mkdir()
    (root / "lib" / "dataiku").symlink_to(ROOT / "dss_standin" / "dataiku", target_is_directory=True)
    subprocess.run([interpreter, "-m", "venv", root / "env"], check=True)
    python, tools = root / "env" / "bin" / "python", root.parent / "tools"
    requirements = root / "code-env" / "python" / "spec" / "requirements.txt"
    subprocess.run([python, *PIP, *core, *BROUGHT_BY_DSS, "-r", requirements], check=True)
    subprocess.run([python, *PIP, "--root-user-action=ignore", "--target", tools, *TOOLS], check=True)
    commands = (
        ([python, ROOT / "tests" / "code_env" / "examples.py", root / "python-lib", root.name], root / "lib"),
        ([python, "-m", "pytest", "-p", "no:cacheprovider", *TESTS], tools),
    )
    ended = [
        subprocess.run(command, cwd=root, env={"PYTHONPATH": str(path)}, check=False) for command, path in commands
    ]
    return not any(process.returncode for process in ended)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
