"""The zip: the same commit makes the same bytes, and nothing but the plugin is in it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from champion_challenger.version import VERSION

ROOT = Path(__file__).parents[3]
FOLDERS = (
    "code-env custom-recipes docs parameter-sets python-lib python-runnables python-steps resource webapps".split()
)
ABROAD = {
    "TZ": "Asia/Tokyo",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "core.autocrlf",
    "GIT_CONFIG_VALUE_0": "true",
}


def packed(folder: Path, habits: dict[str, str], mask: int) -> Path:
    """The zip of a clone, made somewhere else in the world by somebody with other habits."""
    environment = {**os.environ, **habits}
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True, umask=mask)
    subprocess.run(["make", "--silent", "plugin"], cwd=folder, env=environment, check=True, umask=mask)
    return folder / "dist" / f"dss-plugin-champion-challenger-{VERSION}.zip"


@pytest.fixture(scope="module")
def zips(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two zips of one commit."""
    folder = tmp_path_factory.mktemp("clones")
    return [packed(folder / "a", {"TZ": "UTC"}, 0o022), packed(folder / "b", ABROAD, 0o077)]


def test_the_same_commit_makes_the_same_bytes(zips: list[Path]) -> None:
    """Whatever the clock, the time zone, the umask and git's line ends; nothing is compressed, since each zlib differs."""
    first, second = (hashlib.sha256(file.read_bytes()).hexdigest() for file in zips)
    with zipfile.ZipFile(zips[0]) as archive:
        kinds = {entry.compress_type for entry in archive.infolist()}

    assert first == second
    assert kinds == {zipfile.ZIP_STORED}


def test_the_zip_holds_the_plugin_and_nothing_else(zips: list[Path]) -> None:
    """plugin.json at its root; neither stand-in nor tests nor caches."""
    with zipfile.ZipFile(zips[0]) as archive:
        names = archive.namelist()
        described = json.loads(archive.read("plugin.json"))

    tops = {name.split("/")[0] for name in names}
    assert (described["id"], described["version"]) == ("champion-challenger", VERSION)
    assert tops == {*FOLDERS, "plugin.json", "README.md", "CHANGELOG.md", "LICENSE"}
    assert "python-lib/__init__.py" not in names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


@pytest.mark.parametrize("unpacked", [True, False])
def test_the_programs_of_the_scenarios_are_read_from_the_zip(zips: list[Path], tmp_path: Path, unpacked: bool) -> None:
    """They are files beside the library, which DSS unpacks; Python can import from the zip itself too."""
    library = zips[0] / "python-lib"
    if unpacked:
        zipfile.ZipFile(zips[0]).extractall(tmp_path)
        library = tmp_path / "python-lib"
    scripts = (ROOT / "python-lib/champion_challenger/core/score_project/scripts").glob("*.py")
    names = sorted(script.stem for script in scripts)
    reading = "from champion_challenger.core.score_project.scenario_steps import script_text as read"
    program = f"{reading}\nfor name in {names}: compile(read(name), name, 'exec'); print(name)"
    environment = {**os.environ, "PYTHONPATH": str(library)}
    command = [sys.executable, "-c", program]
    answer = subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True, text=True)

    assert answer.stdout.split() == names
