"""Webapps of plugins in the stand-in: the page, its globals, and a backend that finds `app` among its own."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import urljoin

import dataikuapi
import pytest
import requests
from dataikuapi.dss.project import DSSProject

from dss_standin.errors import DSSError
from dss_standin.running import Running

BACKEND = """
import dataiku
from dataiku.customwebapp import get_webapp_config
from flask import request

@app.route("/told")
def told():
    return {"config": get_webapp_config(), "asked": request.args["x"], "project": dataiku.default_project_key(),
            "projects": dataiku.api_client().list_project_keys()}
"""


def install(client: dataikuapi.DSSClient, backend: str = BACKEND) -> None:
    """A plugin with one webapp."""
    folder = "webapps/look"
    files = {
        "plugin.json": '{"id": "scores", "version": "1.0.0", "meta": {"label": "Scores"}}',
        f"{folder}/webapp.json": '{"meta": {"label": "Look"}, "baseType": "STANDARD", "hasBackend": "true"}',
        f"{folder}/backend.py": backend,
        f"{folder}/app.js": "document.title = dataiku.getWebAppConfig().name;",
        f"{folder}/body.html": "<p>body</p>",
        f"{folder}/style.css": "p { color: red; }",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    stream.seek(0)
    client.install_plugin_from_archive(stream)


def test_the_page_holds_body_style_script_and_globals(
    standin: Running, client: dataikuapi.DSSClient, project: DSSProject
) -> None:
    """What DSS puts around them: the address of the backend, and the settings, which cannot end the script."""
    install(client)
    address = standin.webapp("RENEWAL", "scores", "look", {"name": "</script>"})
    page = requests.get(address, timeout=240).text

    assert all(
        part in page for part in ("<p>body</p>", "p { color: red; }", "document.title = ", "getWebAppBackendUrl")
    )
    assert page.count("</script>") == 2


def test_the_backend_knows_settings_request_and_project(
    standin: Running, client: dataikuapi.DSSClient, project: DSSProject
) -> None:
    """It runs in a process of its own, with a client of its own."""
    install(client)
    address = standin.webapp("RENEWAL", "scores", "look", {"name": "n"})
    answer = requests.get(urljoin(address, "/web-apps-backends/RENEWAL/look/told?x=7"), timeout=240).json()

    assert answer == {"config": {"name": "n"}, "asked": "7", "project": "RENEWAL", "projects": ["RENEWAL"]}


def test_a_backend_that_breaks_is_told_with_its_cause(
    standin: Running, client: dataikuapi.DSSClient, project: DSSProject
) -> None:
    """At once, not after a time-out; so is a webapp that no plugin has."""
    install(client, backend="import nothing_of_the_kind")

    with pytest.raises(DSSError, match="did not start: ModuleNotFoundError: No module named 'nothing_of_the_kind'"):
        standin.webapp("RENEWAL", "scores", "look", {})
    with pytest.raises(DSSError, match="Plugin scores has no webapp other"):
        standin.webapp("RENEWAL", "scores", "other", {})
