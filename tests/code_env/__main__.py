"""`python -m tests.code_env ZIP`: the plugin's code environment, built from its own zip with the oldest and newest pandas.

In each, every module of the plugin is imported and every example of its docstrings is run, then unit tests of the figures
and of two recipes. What DSS itself brings into a code environment (its core packages, and `dataiku`) is added, and nothing
else; the tools of the tests stand in a folder beside it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
BROUGHT_BY_DSS = ("dataiku-api-client==15.2.0", "six", "flask")
CORE_PACKAGES = {"oldest": ("pandas==1.5.3", "numpy==1.23.5"), "newest": ("pandas", "numpy")}
TOOLS = ("pytest", "pytest-timeout", "hypothesis")
TESTS = (
    "tests/unit/core/figures/test_at_rates.py",
    "tests/unit/core/figures/test_counts.py",
    "tests/unit/operations/test_retrain_and_evaluate.py",
    "tests/unit/operations/test_summarise_performance.py",
)
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")


def main(archive: str) -> int:
    """Build both; return 0 when all modules load and all examples and tests hold in both."""
    with tempfile.TemporaryDirectory(prefix="code-env-") as folder:
        tools = Path(folder) / "tools"
        subprocess.run([sys.executable, *PIP, "--root-user-action=ignore", "--target", tools, *TOOLS], check=True)
        failed = [name for name, core in CORE_PACKAGES.items() if not _holds(Path(archive), Path(folder) / name, core)]
    for name in failed:
        print(f"The code environment with the {name} pandas does not hold.", file=sys.stderr)
    return bool(failed)


def _holds(archive: Path, root: Path, core: tuple[str, ...]) -> bool:
    """Whether modules and tests, laid beside the unpacked zip, hold in an environment that its requirements made."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(root)
    shutil.copytree(ROOT / "tests" / "unit", root / "tests" / "unit")
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "lib").mkdir()
    (root / "lib" / "dataiku").symlink_to(ROOT / "dss_standin" / "dataiku", target_is_directory=True)
    venv.create(root / "env", with_pip=True)
    python = root / "env" / "bin" / "python"
    requirements = root / "code-env" / "python" / "spec" / "requirements.txt"
    subprocess.run([python, *PIP, *core, *BROUGHT_BY_DSS, "-r", requirements], check=True)
    commands = (
        ([python, ROOT / "tests" / "code_env" / "examples.py", root / "python-lib", root.name], root / "lib"),
        ([python, "-m", "pytest", "-p", "no:cacheprovider", *TESTS], root.parent / "tools"),
    )
    ended = [subprocess.run(command, cwd=root, env={"PYTHONPATH": str(path)}) for command, path in commands]
    return not any(process.returncode for process in ended)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
