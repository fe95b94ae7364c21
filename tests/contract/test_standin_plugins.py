"""Plugins of the stand-in, driven by the official client."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import dataikuapi
import pytest
from dataikuapi.utils import DataikuException

from dss_standin.plugins import plugin_folder
from dss_standin.running import Running, running
from dss_standin.switches import Switches

DESCRIPTION = '{"id": "scores", "version": "%s", "meta": {"label": "Scores"}}'
ENV = {
    "code-env/python/desc.json": '{"acceptedPythonInterpreters": ["PYTHON27"]}',
    "code-env/python/spec/requirements.txt": "pandas>=1.0  # frames\nteradata-of-nowhere>=20\nnumpy>=99\n",
}
PARAMETER_SET = '{"meta": {"label": "Policy"}, "params": [{"name": "rate", "type": "DOUBLE", "defaultValue": 0.1}]}'


def archive(entries: dict[str, str] | None = None, version: str = "1.0.0") -> io.BytesIO:
    """Return a plugin zip with a plugin.json and further entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        for name, text in {"plugin.json": DESCRIPTION % version, **(entries or {})}.items():
            written.writestr(name, text)
    stream.seek(0)
    return stream


def test_plugin_is_used_from_its_unpacked_zip(standin: Running, client: dataikuapi.DSSClient) -> None:
    """What the zip holds is there, what it lacks is missing; an update takes away what is gone."""
    client.install_plugin_from_archive(archive({"python-lib/a.py": "A = 1", "resource/old.txt": "x"}))
    folder = plugin_folder(standin.dss, "scores")
    assert (folder / "python-lib/a.py").read_text() == "A = 1"
    client.get_plugin("scores").update_from_zip(archive({"python-lib/a.py": "A = 2"}, "1.1.0"))
    assert (folder / "python-lib/a.py").read_text() == "A = 2"
    assert not (folder / "resource").exists()
    assert [(item["id"], item["version"]) for item in client.list_plugins()] == [("scores", "1.1.0")]


def test_installation_and_update_as_futures(client: dataikuapi.DSSClient) -> None:
    """The future forms tell success and messages."""
    installed = client.start_install_plugin_from_archive(archive()).wait_for_result()
    updated = client.get_plugin("scores").start_update_from_zip(archive()).wait_for_result()
    assert not installed["messages"]["error"]
    assert updated["success"]


def test_code_env_names_what_it_lacks(client: dataikuapi.DSSClient) -> None:
    """The env is this interpreter: unmet requirements are warnings with their names."""
    client.install_plugin_from_archive(archive(ENV))
    plugin = client.get_plugin("scores")
    made = plugin.create_code_env().wait_for_result()
    told = " ".join(message["message"] for message in made["messages"]["messages"])
    assert "is not among the interpreters PYTHON27" in told
    assert "teradata-of-nowhere>=20 is not installed" in told
    assert "Requirement numpy>=99 is not met" in told
    assert "pandas" not in told
    settings = plugin.get_settings()
    settings.set_code_env(made["envName"])
    settings.save()
    assert plugin.get_settings().get_raw()["codeEnvName"] == plugin.update_code_env().wait_for_result()["envName"]
    assert [env["envName"] for env in client.list_code_envs()] == ["plugin_scores_managed"]


def test_unknown_code_env_is_refused(client: dataikuapi.DSSClient) -> None:
    """Only an env that exists is chosen; a plugin without description has none to create."""
    client.install_plugin_from_archive(archive())
    settings = client.get_plugin("scores").get_settings()
    settings.set_code_env("mine")
    with pytest.raises(DataikuException, match="Code env 'mine' does not exist"):
        settings.save()
    with pytest.raises(DataikuException, match=r"Plugin scores has no code env: its zip lacks code-env"):
        client.get_plugin("scores").create_code_env().wait_for_result()


def test_presets_of_a_parameter_set(client: dataikuapi.DSSClient) -> None:
    """A preset made with the client's own classes is kept, on the instance and for a project."""
    client.install_plugin_from_archive(archive({"parameter-sets/policy/parameter-set.json": PARAMETER_SET}))
    plugin = client.get_plugin("scores")
    for settings in (plugin.get_settings(), plugin.get_project_settings("RENEWAL")):
        settings.get_parameter_set("policy").create_preset("usual", with_defaults=True).save()
    assert plugin.get_settings().get_parameter_set("policy").get_preset("usual").config == {"rate": 0.1}
    assert plugin.get_project_settings("RENEWAL").get_parameter_set("policy").list_preset_names() == ["usual"]


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"../evil.py": ""}, "unsafe entry"),
        ({"/tmp/evil.py": ""}, "unsafe entry"),
        ({"custom-recipes/a/recipe.json": "{no}"}, r"recipe\.json of the plugin cannot be read: Expecting"),
        ({"custom-recipes/a/recipe.json": '{"a": 1, "a": 2}'}, "a key is repeated"),
    ],
)
def test_bad_archives_install_nothing(client: dataikuapi.DSSClient, entries: dict[str, str], message: str) -> None:
    """An unsafe or unreadable archive is refused whole."""
    with pytest.raises(DataikuException, match=message):
        client.install_plugin_from_archive(archive(entries))
    assert client.list_plugins() == []


def test_descriptors_may_be_loose(client: dataikuapi.DSSClient) -> None:
    """Comments, trailing commas, single quotes: the manual's own samples have them."""
    loose = '// top\n{\'id\': "scores", /* one */ "version": "2.0.0", "meta": {"label": "Scores // all",},}'
    client.install_plugin_from_archive(archive({"plugin.json": loose}))
    [plugin] = client.list_plugins()
    assert (plugin["version"], plugin["meta"]["label"]) == ("2.0.0", "Scores // all")


def test_links_in_archives_are_refused(client: dataikuapi.DSSClient) -> None:
    """A symbolic link would lead out of the plugin's folder."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        link = zipfile.ZipInfo("python-lib/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        written.writestr(link, "/etc")
    stream.seek(0)
    with pytest.raises(DataikuException, match="unsafe entry: 'python-lib/link'"):
        client.install_plugin_from_archive(stream)


def test_archive_that_is_no_plugin(client: dataikuapi.DSSClient) -> None:
    """No zip, no plugin.json at the root, no version: each is told."""
    with pytest.raises(DataikuException, match="not a readable zip"):
        client.install_plugin_from_archive(io.BytesIO(b"no zip"))
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w") as written:
        written.writestr("scores/plugin.json", DESCRIPTION % "1")
    nested.seek(0)
    with pytest.raises(DataikuException, match=r"no plugin\.json at its root"):
        client.install_plugin_from_archive(nested)
    with pytest.raises(DataikuException, match=r"plugin\.json lacks version"):
        client.install_plugin_from_archive(archive(version=""))


def test_installed_once_updated_after(client: dataikuapi.DSSClient) -> None:
    """A second installation, and an update with another plugin, are refused."""
    client.install_plugin_from_archive(archive())
    with pytest.raises(DataikuException, match="Plugin scores is already installed"):
        client.install_plugin_from_archive(archive())
    with pytest.raises(DataikuException, match="Plugin does not exist: other"):
        client.get_plugin("other").update_from_zip(archive())


def test_deletion(client: dataikuapi.DSSClient) -> None:
    """An unused plugin is deleted."""
    client.install_plugin_from_archive(archive())
    assert client.get_plugin("scores").list_usages().get_raw()["usages"] == []
    client.get_plugin("scores").delete().wait_for_result()
    assert client.list_plugins() == []


def test_restart_keeps_plugins(tmp_path: Path) -> None:
    """Plugin, code env and settings are there after a restart."""
    with running(tmp_path) as first:
        first.client().install_plugin_from_archive(archive(ENV))
        first.client().get_plugin("scores").create_code_env().wait_for_result()
    with running(tmp_path) as second:
        assert second.client().list_code_envs()[0]["envName"] == "plugin_scores_managed"


def test_a_code_env_lists_its_packages(standin: Running) -> None:
    """What is asked for is installed by the next update; there is no such thing twice."""
    client = standin.client()
    environment = client.create_code_env("PYTHON", "old_ml", "DESIGN_MANAGED", {"pythonInterpreter": "PYTHON39"})
    settings = environment.get_settings()
    settings.set_required_packages("scikit-learn==1.0.2", "xgboost==1.7.1")
    settings.save()
    before = environment.get_definition()
    environment.update_packages()

    assert (before["desc"]["pythonInterpreter"], before["actualPackageList"]) == ("PYTHON39", "")
    assert environment.get_definition()["actualPackageList"] == "scikit-learn==1.0.2\nxgboost==1.7.1"
    assert "old_ml" in [env["envName"] for env in client.list_code_envs()]
    with pytest.raises(DataikuException, match="Code env 'old_ml' already exists"):
        client.create_code_env("PYTHON", "old_ml", "DESIGN_MANAGED")
    with pytest.raises(DataikuException, match="code env does not exist: none"):
        client.get_code_env("PYTHON", "none").get_definition()


@pytest.mark.parametrize("told", [True, False])
def test_rules_of_a_connection_are_a_switch(tmp_path: Path, told: bool) -> None:
    """Its users may or may not be told what it allows."""
    with running(tmp_path / "w", Switches(connection_rules_told=told)) as served:
        info = served.client().get_connection("filesystem_managed").get_info()
    assert ("allowManagedDatasets" in info, info["type"]) == (told, "Filesystem")


def test_an_archive_that_unpacks_to_a_thousand_times_its_size_is_refused(client: dataikuapi.DSSClient) -> None:
    """It would fill the disk."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("plugin.json", DESCRIPTION % "1.0.0")
        written.writestr("resource/zeros", bytes(50_000_000))
    stream.seek(0)
    with pytest.raises(DataikuException, match="unpacks to 50,000,.* bytes, over 100 times its size"):
        client.install_plugin_from_archive(stream)
