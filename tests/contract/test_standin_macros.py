"""Macros of the stand-in through the official client, and as steps of scenarios."""

from __future__ import annotations

import dataikuapi
import pytest
from dataikuapi.dss.macro import DSSMacro
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from tests.contract.scenario_probe import MACRO_TYPE, install, outcomes, plugin_zip, ran
from tests.waiting import until

CLASS = """
import json
import dataiku
from dataiku.runnables import Runnable, ResultTable

class Probe(Runnable):
    def run(self, progress_callback):
        {body}
"""


pytestmark = pytest.mark.usefixtures("quick_polls")


def macro(client: dataikuapi.DSSClient, project: DSSProject, body: str, result_type: str = "JSON_OBJECT") -> DSSMacro:
    """Return the macro of a plugin whose `run` method has this body."""
    install(client, macro=CLASS.format(body=body), result_type=result_type)
    return project.get_macro(MACRO_TYPE)


def test_a_macro_knows_project_settings_and_client(client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """Its result is fetched once; then the run is gone."""
    body = """return json.dumps([self.project_key, self.config, self.plugin_config,
            [one["projectKey"] for one in dataiku.api_client().list_projects()], dataiku.default_project_key()])"""
    probe = macro(client, project, body)
    run_id = probe.run(params={"top": 3}, admin_params={"who": "me"})
    assert probe.get_status(run_id)["running"] is False
    expected = ["RENEWAL", {"top": 3, "who": "me"}, {}, ["RENEWAL"], "RENEWAL"]
    assert probe.get_result(run_id, as_type="json") == expected
    with pytest.raises(DataikuException, match="macro run does not exist"):
        probe.get_status(run_id)


def test_macros_are_listed_with_their_descriptor(client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """By plugin id and folder, hyphens kept."""
    macro(client, project, "return '<b>42</b>'", "HTML")
    assert [one["runnableType"] for one in project.list_macros()] == [MACRO_TYPE]
    assert project.get_macro(MACRO_TYPE).get_definition()["resultType"] == "HTML"
    with pytest.raises(DataikuException, match="pyrunnable_probe_other is unknown: the installed plugins have"):
        project.get_macro("pyrunnable_probe_other").run()


def test_html_and_tables(client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """A text as it is; a table with its columns and records."""
    html = macro(client, project, "return '<b>42</b>'", "HTML")
    assert html.get_result(html.run(), as_type="string") == b"<b>42</b>"
    body = """table = ResultTable()
        table.add_column("n", "Number", "STRING")
        table.add_record(["42"])
        return table"""
    client.get_plugin("probe").update_from_zip(plugin_zip(macro=CLASS.format(body=body), result_type="RESULT_TABLE"))
    table = html.get_result(html.run(), as_type="json")
    assert (table["columns"][0]["name"], table["records"]) == ("n", [["42"]])


def test_a_macro_that_fails(client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """The result is an error with the message of the exception; so is a result of the wrong kind."""
    probe = macro(client, project, "return {'n': 42} if self.config else 1 / 0")
    for params, message in (({}, "ZeroDivisionError: division by zero"), ({"n": 1}, "returns a text, not a dict")):
        with pytest.raises(DataikuException, match=message):
            probe.get_result(probe.run(params=params), as_type="json")


def test_a_macro_is_aborted(client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """Its process is ended; a result that is not there yet cannot be fetched."""
    probe = macro(client, project, "__import__('time').sleep(60)", "NONE")
    run_id = probe.run(wait=False)
    with pytest.raises(DataikuException, match="still running"):
        probe.get_result(run_id)
    probe.abort(run_id)
    until(lambda: not probe.get_status(run_id)["running"], "the end of the macro")
    assert "killed by signal" in probe.get_status(run_id)["storedError"]["message"]


def test_a_preset_comes_as_its_fields(client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """Of the instance, by name; a name that no preset has fails the run."""
    probe = macro(client, project, "return json.dumps(self.config)")
    settings = client.get_plugin("probe").get_settings()
    settings.get_parameter_set("server").create_preset("main")["config"]["host"] = "db"
    settings.save()
    chosen = probe.run(params={"server": {"mode": "PRESET", "name": "main"}})
    assert probe.get_result(chosen, as_type="json") == {"server": {"host": "db"}}
    with pytest.raises(DataikuException, match="no preset 'other', only main"):
        probe.get_result(probe.run(params={"server": {"mode": "PRESET", "name": "other"}}), as_type="json")


def test_a_macro_as_a_step(client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """What it prints is in the log of the step; variables in its settings are filled in."""
    macro(client, project, "print('TOLD', self.config['key']); return '{}'")
    step = {
        "type": "runnable",
        "name": "macro",
        "params": {"runnableType": MACRO_TYPE, "config": {"key": "${projectKey}"}},
    }
    run = ran(project, step)
    assert outcomes(run) == {"macro": "SUCCESS"}
    assert "TOLD RENEWAL" in run.get_log()
