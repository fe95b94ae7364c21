"""The step that calls a procedure, in scenarios: a real PostgreSQL with real stored procedures, and the driver's route."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from dataikuapi.dss.project import DSSProject

from dss_standin.plugins import plugin_folder
from dss_standin.running import Running
from tests.integration.steps import Run, marker, plugin_step, python_step, run
from tests.integration.telco import PLUGIN, ROOT
from tests.waiting import until

PostgreSQL = pytest.importorskip("tests.engines.postgresql").PostgreSQL
SECRET = "pa55-word-nobody-sees"
PRESETS = "plugins/champion-challenger.json"
PROCEDURES = """
CREATE TABLE customers (id integer, who text, born date);
CREATE PROCEDURE refresh(n integer, who text, born date, INOUT p_rc integer, INOUT p_msg text) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customers SELECT generate_series(1, n), who, born;
    p_rc := (SELECT count(*) FROM customers);
    p_msg := who;
END $$;
CREATE PROCEDURE hang() LANGUAGE sql AS 'SELECT pg_sleep(120)';
CREATE PROCEDURE refuse() LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'month is closed'; END $$;
"""


@dataclass
class Calling:
    """A project with a connection to the server."""

    project: DSSProject
    server: Any
    workspace: Path

    def call(self, procedure: str, *parameters: dict[str, Any], **form: Any) -> Run:
        """Call, then go on only when all is well."""
        config = {"connection": "postgres", "procedure": procedure, "parameters": list(parameters), **form}
        following = python_step("next", "print('GO')", "procedure_outcome == 'OK'")
        return run(self.project, plugin_step("call-teradata-procedure", "call", **config), following)

    def rows(self) -> list[str]:
        """Whom the procedures wrote."""
        return [row["who"] for row in self.server.answer("SELECT DISTINCT who FROM customers ORDER BY 1")]


@pytest.fixture(scope="module")
def calling(standin: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calling]:
    """A real server in a folder of its own, which DSS knows as a connection."""
    with PostgreSQL(tmp_path_factory.mktemp("postgres")) as server:
        server.execute(PROCEDURES)
        client = standin.client()
        client.create_connection("postgres", "PostgreSQL", server.params)
        project = client.create_project("CALLING", "Calling", owner="admin")
        yield Calling(project, server, standin.dss.workspace)


def refresh(who: str, n: str = "3") -> list[dict[str, Any]]:
    """Parameters of the procedure that adds customers."""
    return [
        {"name": "n", "type": "integer", "value": n},
        {"name": "who", "value": who},
        {"name": "born", "type": "date", "value": "1980-02-29"},
        {"name": "p_rc", "direction": "OUT", "type": "integer"},
        {"name": "p_msg", "direction": "OUT"},
    ]


@pytest.mark.clients
def test_outputs_become_variables_and_what_was_done_stays(calling: Calling) -> None:
    """With a text that would end its literal if it were not quoted."""
    done = calling.call("public.refresh", *refresh("O'Hara'); DROP TABLE customers; --"))

    assert done.outcome == "SUCCESS", done.log
    assert done.steps["next"] == "SUCCESS"
    assert int(done.variables["procedure_p_rc"]) >= 3
    assert done.variables["procedure_p_msg"].startswith("O'Hara'); DROP")
    assert "O'Hara'); DROP TABLE customers; --" in calling.rows()
    assert {"procedure_start", "procedure_end", "procedure_minutes", "procedure_attempts"} <= set(done.variables)


def test_a_procedure_that_refuses_stops_the_scenario_with_its_words(calling: Calling) -> None:
    """The next step does not run; as a variable, the words are there for a mail."""
    done = calling.call("refuse")

    assert (done.outcome, done.steps["call"]) == ("FAILED", "FAILED")
    assert "month is closed" in done.variables["procedure_error"]
    assert "next" not in done.steps


def test_a_name_that_is_none_is_refused_before_anything_is_sent(calling: Calling) -> None:
    """Of any content."""
    done = calling.call('refuse"(); DROP TABLE customers; --')

    assert "expected procedure or database.procedure" in done.log
    assert calling.rows() is not None


def test_a_hung_call_is_ended_by_its_time_limit(calling: Calling) -> None:
    """On the server too: nothing sleeps there any more."""
    done = calling.call("hang", time_limit="2 seconds")

    assert done.steps["call"] == "FAILED"
    assert "3 seconds" not in done.log
    asleep = calling.server.answer(
        "SELECT query FROM pg_stat_activity WHERE query LIKE '%hang()%' AND state = 'active'"
    )
    assert [one["query"] for one in asleep if "pg_stat_activity" not in one["query"]] == []


def preset(standin: Running, name: str, **fields: Any) -> dict[str, str]:
    """A preset of the plugin, made by an administrator; a form holds its name alone."""
    settings = standin.client().get_plugin(PLUGIN).get_settings()
    made = settings.get_parameter_set("teradata-connection").create_preset(name, with_defaults=True)
    made.config.update({"host": "127.0.0.1", "user": "scorer", "password": SECRET, **fields})
    settings.save()
    return {"mode": "PRESET", "name": name}


def holders(workspace: Path) -> list[str]:
    """Files that hold the password."""
    files = [path for path in workspace.rglob("*") if path.is_file()]
    assert any(path.suffix == ".log" for path in files)
    return [path.relative_to(workspace).as_posix() for path in files if SECRET.encode() in path.read_bytes()]


def test_the_drivers_route_says_what_it_could_not_reach(calling: Calling, standin: Running) -> None:
    """A preset chosen by its name arrives as its fields; nobody listens there. Only the preset holds the password."""
    nowhere = preset(standin, "nowhere", port=9, https_port=10, connect_seconds=1)
    done = calling.call("mkt.refresh", route="driver", preset=nowhere, attempts="1", fail_on="never")

    assert int(done.variables["procedure_error_code"]) == 444
    assert "the database could not be reached" in done.log
    assert holders(calling.workspace) == [PRESETS]


BOUNDARY = """
import sys
sys.path.append({root!r})
import teradatasql
from tests.unit.operations.steps.procedures import FakeSide, said

def answer(text, values):
    about = "about " + side.connects[-1]["password"]
    if "deadlock" in text:
        raise ValueError(said(2631, about))
    if "logon" in text:
        raise ValueError(said(8017, about))
    if "hang" in text:
        print("within the call", flush=True)
        print("cancelled", side.cancelled.wait(20), flush=True)
        raise ValueError(said(2827, about))
    return [(["p_rc"], [[0]])] if "call" in text else []

teradatasql._loadLibrary()
side = teradatasql.goside = FakeSide(answer)
"""


@pytest.fixture
def boundary(standin: Running) -> Iterator[None]:
    """The installed plugin's processes meet the real driver over a boundary played by Python."""
    driver = pytest.importorskip("teradatasql")
    if not all(hasattr(driver, name) for name in ("goside", "_loadLibrary", "bInitDone")):
        pytest.skip("the driver's inside has changed")
    hook = plugin_folder(standin.dss, PLUGIN) / "python-lib" / "sitecustomize.py"
    hook.write_text(BOUNDARY.format(root=str(ROOT)))
    yield
    hook.unlink()


def test_errors_of_the_driver_take_the_documented_path(calling: Calling, standin: Running, boundary: None) -> None:
    """By the entry script: what is tried again, what it means, what runs next; no log holds the password."""
    chosen = {"route": "driver", "preset": preset(standin, "boundary"), "fail_on": "never", "is_repeatable": True}
    out = [{"name": "p_rc", "direction": "OUT", "type": "integer", "equals": "0"}]
    forms: dict[str, dict[str, Any]] = {
        "fine": {"parameters": out},
        "deadlock": {"attempts": "2"},
        "logon": {},
        "hang": {"time_limit": "1 second"},
    }
    steps = []
    for name, form in forms.items():
        config = {**chosen, "procedure": f"mkt.{name}", "prefix": name, **form}
        steps.append(plugin_step("call-teradata-procedure", name, **config))
        steps.append(marker(f"after {name}", f"{name}_outcome == 'OK'"))
    done = run(calling.project, *steps)

    found = {name: (done.variables[f"{name}_outcome"], done.variables[f"{name}_attempts"]) for name in forms}
    assert found == {"fine": ("OK", 1), "deadlock": ("ERROR", 2), "logon": ("ERROR", 1), "hang": ("ERROR", 1)}
    assert [name for name in done.steps if name.startswith("after")] == ["after fine"]
    for words in ("(deadlock), after 2", "(user or password is wrong", "ended after 1 second, its time limit"):
        assert words in done.log
    assert holders(calling.workspace) == [PRESETS]


def test_an_aborted_scenario_cancels_its_call(calling: Calling, standin: Running, boundary: None) -> None:
    """The step's process is asked to end; the driver's request ends before it does."""
    config = {"route": "driver", "preset": preset(standin, "aborted"), "procedure": "hang"}
    scenario = calling.project.create_scenario("aborted", "step_based")
    settings = scenario.get_settings()
    settings.raw_steps.append(plugin_step("call-teradata-procedure", "call", **config))
    settings.save()
    running = scenario.run().wait_for_scenario_run()
    until(lambda: "within the call" in running.get_log(), "the call in the log")
    scenario.abort()
    running.wait_for_completion(no_fail=True)

    assert running.outcome == "ABORTED"
    assert "cancelled True" in running.get_log()
