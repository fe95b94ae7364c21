"""`python -m tests.code_env ZIP`: the plugin's code environment, built from its own zip with the oldest and newest pandas.

In each, every module of the plugin is imported and every example of its docstrings is run. What DSS itself brings into a
code environment (its core packages, and `dataiku`) is added, and nothing else.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
BROUGHT_BY_DSS = ("dataiku-api-client==15.2.0", "six", "flask")
CORE_PACKAGES = {"oldest": ("pandas==1.5.3", "numpy==1.23.5"), "newest": ("pandas", "numpy")}


def main(archive: str) -> int:
    """Build both; return 0 when all examples of all modules hold in both."""
    failed = [name for name, core in CORE_PACKAGES.items() if not _holds(Path(archive), name, core)]
    for name in failed:
        print(f"The code environment with the {name} pandas does not hold.", file=sys.stderr)
    return bool(failed)


def _holds(archive: Path, name: str, core: tuple[str, ...]) -> bool:
    with tempfile.TemporaryDirectory(prefix="code-env-") as folder:
        root = Path(folder)
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(root / "plugin")
        (root / "lib").mkdir()
        (root / "lib" / "dataiku").symlink_to(ROOT / "dss_standin" / "dataiku", target_is_directory=True)
        venv.create(root / "env", with_pip=True)
        python = root / "env" / "bin" / "python"
        requirements = root / "plugin" / "code-env" / "python" / "spec" / "requirements.txt"
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *core, *BROUGHT_BY_DSS, "-r", requirements], check=True)
        command = [python, ROOT / "tests" / "code_env" / "examples.py", root / "plugin" / "python-lib", name]
        return subprocess.run(command, cwd=root, env={"PYTHONPATH": str(root / "lib")}).returncode == 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
