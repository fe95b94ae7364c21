"""Transport of the stand-in: URLs, authentication, errors, futures, variables, restart."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
import threading
from pathlib import Path

import dataikuapi
import pytest
from dataikuapi.dss.future import DSSFuture
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from dss_standin.dss import DSS
from dss_standin.errors import DSSError
from dss_standin.running import Running, running
from dss_standin.switches import Switches


def raw_get(standin: Running, path: str, headers: dict[str, str]) -> tuple[int, str]:
    """Return status and body of a bare GET."""
    connection = http.client.HTTPConnection("127.0.0.1", int(standin.url.rsplit(":", 1)[1]), timeout=240)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.parametrize("prefix", ["/dip/publicapi", "/public/api", "//dip/publicapi", "//dip//publicapi/"])
def test_both_prefixes_with_any_slashes(standin: Running, prefix: str) -> None:
    """Both prefixes answer, double and trailing slashes are ignored."""
    status, body = raw_get(standin, f"{prefix}/projects//", {"Authorization": f"Bearer {standin.key}"})
    assert (status, body.strip()) == (200, "[]")


def test_path_without_prefix_is_no_route(standin: Running) -> None:
    """The API is not served at the root."""
    assert raw_get(standin, "/projects/", {"Authorization": f"Bearer {standin.key}"})[0] == 501


def test_the_four_forms_of_authentication(standin: Running) -> None:
    """Key as user, key as password, bearer and ticket are accepted."""
    ticket = standin.dss.issue_ticket()
    clients = [
        dataikuapi.DSSClient(standin.url, standin.key),
        dataikuapi.DSSClient(standin.url + "/", internal_ticket=ticket),
        dataikuapi.DSSClient(standin.url, jwt_bearer_token=standin.key),
    ]
    clients[0]._session.auth = ("", standin.key)
    assert [client.list_projects() for client in clients] == [[], [], []]


def test_wrong_key_is_401(standin: Running) -> None:
    """An unknown key is told as DSS tells it."""
    with pytest.raises(DataikuException, match="NotAuthenticatedException: Unknown API Key"):
        dataikuapi.DSSClient(standin.url, "wrong").list_projects()
    assert standin.dss.request_log[-1][-1] == 401


def test_revoked_ticket_is_refused(standin: Running) -> None:
    """A ticket ends with its recipe."""
    ticket = standin.dss.issue_ticket()
    standin.dss.revoke_ticket(ticket)
    with pytest.raises(DataikuException, match="Unknown API Key"):
        dataikuapi.DSSClient(standin.url, internal_ticket=ticket).list_projects()


def test_call_outside_the_slice_says_its_name(client: dataikuapi.DSSClient) -> None:
    """An unknown call is a 501 with method and path, never an invented answer."""
    with pytest.raises(DataikuException, match="GET /workspaces is outside the stand-in's slice"):
        client.list_workspaces()


def test_unknown_project(client: dataikuapi.DSSClient) -> None:
    """A missing project is a NotFoundException that names it."""
    with pytest.raises(DataikuException, match="NotFoundException: Project does not exist: NONE"):
        client.get_project("NONE").list_datasets()


@pytest.mark.parametrize("status", [404, 500])
def test_status_of_missing_objects_is_a_switch(tmp_path: Path, status: int) -> None:
    """A3: 404 or 500, the text stays the same."""
    with running(tmp_path, Switches(missing_object_status=status)) as standin:
        with pytest.raises(DataikuException, match="does not exist"):
            standin.client().get_project("NONE").get_variables()
        assert standin.dss.request_log[-1][-1] == status


def test_unsafe_ids_are_refused(standin: Running, project: DSSProject) -> None:
    """An id never reaches a folder outside the workspace."""
    status, body = raw_get(
        standin, "/dip/publicapi/projects/%2e%2e/datasets", {"Authorization": f"Bearer {standin.key}"}
    )
    assert status == 400
    assert "Illegal name" in body


def test_variables_come_back(project: DSSProject) -> None:
    """Variables are kept whole, updated shallowly."""
    project.set_variables({"standard": {"horizon": 31, "nom": "é"}, "local": {"x": None}})
    project.update_variables({"horizon": 62})
    assert project.get_variables() == {"standard": {"horizon": 62, "nom": "é"}, "local": {"x": None}}


def test_project_is_created_once(client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """A key is taken once; an owner is needed."""
    with pytest.raises(DataikuException, match="Project RENEWAL already exists"):
        client.create_project("RENEWAL", "again", owner="admin")
    with pytest.raises(DataikuException, match="needs an owner"):
        client.create_project("OTHER", "Other", owner=None)


def test_project_metadata_settings_and_tags(project: DSSProject) -> None:
    """What is set on a project is read back."""
    project.set_metadata({**project.get_metadata(), "description": "renewal score"})
    settings = project.get_settings()
    settings.add_exposed_object("DATASET", "cohort", "OTHER")
    settings.save()
    assert project.get_summary()["shortDesc"] == "renewal score"
    assert project.get_settings().get_raw()["exposedObjects"]["objects"][0]["localName"] == "cohort"


def test_deleted_project_is_gone(client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """Deletion takes the project out of the list."""
    project.delete(clear_managed_datasets=True)
    assert client.list_project_keys() == []


def test_restart_keeps_key_and_objects(tmp_path: Path) -> None:
    """A second server on the same workspace has the same key, project and variables."""
    with running(tmp_path) as first:
        first.client().create_project("RENEWAL", "Renewal", "admin").set_variables({"standard": {"a": 1}, "local": {}})
        key = first.key
    with running(tmp_path) as second:
        assert second.key == key
        assert second.client().get_project("RENEWAL").get_variables()["standard"] == {"a": 1}


def future_of(standin: Running, state: dict[str, object]) -> DSSFuture:
    """Return the client's handle on a future started inside."""
    return DSSFuture.from_resp(standin.client(), state)


def test_future_is_polled_until_its_result(standin: Running) -> None:
    """A slow future is alive, then has its result."""
    gate = threading.Event()
    future = future_of(standin, standin.dss.futures.start(lambda: gate.wait(10) and {"answer": 42}))
    assert future.peek_state()["alive"]
    assert len(standin.client().list_futures()) == 1
    gate.set()
    assert future.wait_for_result() == {"answer": 42}


def failing() -> None:
    """Fail as work does."""
    raise DSSError("disk full", "java.io.IOException", 500)


def test_failed_future_raises_on_the_poll(standin: Running) -> None:
    """A2: a failure is an HTTP error on the poll, with its own message."""
    gate = threading.Event()
    future = future_of(standin, standin.dss.futures.start(lambda: gate.wait(10) and failing()))
    gate.set()
    with pytest.raises(DataikuException, match="IOException: disk full"):
        future.wait_for_result()


def test_failed_future_may_never_be_done(tmp_path: Path) -> None:
    """A2, the other answer: no result, not alive."""
    with running(tmp_path, Switches(failing_future="never_done")) as standin:
        state = future_of(standin, standin.dss.futures.start(failing, within=5)).get_state()
    assert (state["hasResult"], state["alive"]) == (False, False)


def test_aborted_future(standin: Running) -> None:
    """An aborted future tells so."""
    gate = threading.Event()
    future = future_of(standin, standin.dss.futures.start(lambda: gate.wait(10)))
    future.abort()
    with pytest.raises(DataikuException, match="was aborted"):
        future.get_state()
    gate.set()


def test_result_may_be_fetched_once(tmp_path: Path) -> None:
    """A fetched result may be gone; a peek leaves it."""
    with running(tmp_path, Switches(future_result_fetched_once=True)) as standin:
        future = future_of(standin, standin.dss.futures.start(lambda: 1, within=5))
        assert (future.peek_state()["result"], future.get_state()["result"]) == (1, 1)
        with pytest.raises(DataikuException, match="Future does not exist"):
            future.get_state()


def test_instance_and_connections(client: dataikuapi.DSSClient) -> None:
    """The instance says what it is; connections are listed by name and by type."""
    assert client.get_instance_info().node_type == "DESIGN"
    assert client.get_auth_info()["authIdentifier"] == "admin"
    assert {"filesystem_root", "filesystem_managed", "filesystem_folders", "duckdb"} <= set(client.list_connections())
    assert client.list_connections_names("JDBC") == ["duckdb"]
    info = client.get_connection("duckdb").get_info()
    assert (info.get_type(), info.get_credential_mode()) == ("JDBC", "GLOBAL")


def test_request_log_has_no_credential(standin: Running, client: dataikuapi.DSSClient) -> None:
    """Each request is a line of the workspace's log, without the key."""
    client.list_projects()
    log = (standin.dss.workspace / "requests.log").read_text()
    assert "200\tGET\t/projects" in log
    assert standin.key not in log


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_command_prints_url_and_key_and_ends_cleanly(tmp_path: Path, ending: signal.Signals) -> None:
    """The command serves until a signal and returns 0."""
    command = [sys.executable, "-m", "dss_standin", "serve", str(tmp_path), "--switch", "A3=500"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        url, key = (child.stdout.readline().split()[1] for _ in range(2))
        assert dataikuapi.DSSClient(url, key).list_projects() == []
        child.send_signal(ending)
        assert child.wait(timeout=240) == 0


def test_command_takes_the_answers_of_a_probe(tmp_path: Path) -> None:
    """A file that is none of the probe's is refused before anything is served."""
    (tmp_path / "probe.json").write_text("{}")
    command = [sys.executable, "-m", "dss_standin", "serve", str(tmp_path), "--answers", str(tmp_path / "probe.json")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 2
    assert "probe.json is no file of the probe" in ended.stderr


def test_command_refuses_an_unknown_switch(tmp_path: Path) -> None:
    """A wrong switch is told with the switches there are."""
    command = [sys.executable, "-m", "dss_standin", "serve", str(tmp_path), "--switch", "A99=1"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 2
    assert "No switch is called 'A99'" in ended.stderr


def test_closing_runs_each_closer_once(tmp_path: Path) -> None:
    """Children are ended once, last started first."""
    ended: list[str] = []
    dss = DSS.open(tmp_path)
    dss.closers += [lambda: ended.append("first"), lambda: ended.append("second")]
    dss.close()
    dss.close()
    assert ended == ["second", "first"]
