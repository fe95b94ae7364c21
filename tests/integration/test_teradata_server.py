"""A real Teradata, when the environment names one: the driver's way from end to end."""

from __future__ import annotations

import os

import pytest

from champion_challenger.adapters.teradata import TeradataProcedures
from champion_challenger.core.procedures.calls import Parameter
from champion_challenger.errors import CallError
from champion_challenger.settings.teradata_connection import Logon

NAMES = ("HOST", "USER", "PASSWORD", "PROCEDURE")
GIVEN = {name: os.environ.get(f"TERADATA_TEST_{name}", "") for name in (*NAMES, "TLS", "MODE")}
pytestmark = pytest.mark.skipif(
    not all(GIVEN[name] for name in NAMES), reason="TERADATA_TEST_HOST, _USER, _PASSWORD, _PROCEDURE name no server"
)


@pytest.fixture
def procedures() -> TeradataProcedures:
    """The way to the server; what it tells would be a query band that was refused."""
    preset = {"host": GIVEN["HOST"], "user": GIVEN["USER"], "password": GIVEN["PASSWORD"]}
    chosen = {"tls": GIVEN["TLS"] or "VERIFY-FULL", "mode": GIVEN["MODE"] or "DEFAULT"}
    return TeradataProcedures(
        Logon.from_preset({**preset, **chosen}), {"ApplicationName": "test"}, lambda reason: pytest.fail(str(reason))
    )


def test_an_out_parameter_comes_back(procedures: TeradataProcedures) -> None:
    """One INTEGER in, its double out."""
    parameters = [Parameter("n", "IN", "integer", 21), Parameter("doubled", "OUT", "integer")]

    assert procedures.call(GIVEN["PROCEDURE"], parameters, 60).outputs == {"doubled": 42}


def test_a_null_is_taken(procedures: TeradataProcedures) -> None:
    """Its type is said, so that no conversion is refused."""
    parameters = [Parameter("n", "IN", "integer"), Parameter("doubled", "OUT", "integer")]

    assert procedures.call(GIVEN["PROCEDURE"], parameters, 60).outputs == {"doubled": None}


def test_an_unknown_procedure_has_its_code(procedures: TeradataProcedures) -> None:
    """5495, or 3807 where the database says it so."""
    with pytest.raises(CallError, match=r"Error (5495|3807)"):
        procedures.call("there_is_none_such", [], 60)
