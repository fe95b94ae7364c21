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
    with requests.Session() as browser:
        browser.get(address, timeout=240)
        answer = browser.get(urljoin(address, "/web-apps-backends/RENEWAL/look/told?x=7"), timeout=240).json()

    assert answer == {"config": {"name": "n"}, "asked": "7", "project": "RENEWAL", "projects": ["RENEWAL"]}


def test_page_and_backend_want_a_session(standin: Running, client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """The link gives one, of this webapp alone; the address that it leads to holds no key."""
    install(client)
    link, other = (standin.webapp("RENEWAL", "scores", "look", {}) for _ in range(2))
    page, told = link.partition("?")[0], urljoin(link, "/web-apps-backends/RENEWAL/look/told?x=7")
    with requests.Session() as browser:
        browser.get(other, timeout=240)
        refused = [
            browser.get(url, timeout=240) for url in (page, told, f"{page}?key=", f"{page}?key=é", f"{told}&key=x")
        ]
        arrived = browser.get(link, timeout=240)
        answer = browser.get(told, timeout=240)

    assert [response.status_code for response in refused] == [401] * 5
    assert "open it by the link that was printed" in refused[0].text
    assert (arrived.url, arrived.status_code, answer.status_code) == (page, 200, 200)


def test_a_backend_that_breaks_is_told_with_its_cause(
    standin: Running, client: dataikuapi.DSSClient, project: DSSProject
) -> None:
    """At once, not after a time-out; so is a webapp that no plugin has."""
    install(client, backend="import nothing_of_the_kind")

    with pytest.raises(DSSError, match="did not start: ModuleNotFoundError: No module named 'nothing_of_the_kind'"):
        standin.webapp("RENEWAL", "scores", "look", {})
    with pytest.raises(DSSError, match="Plugin scores has no webapp other"):
        standin.webapp("RENEWAL", "scores", "other", {})
