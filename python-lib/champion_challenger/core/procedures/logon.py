"""How the driver logs on to Teradata: its parameters, and the query band of a session."""

from __future__ import annotations

from collections.abc import Mapping

from champion_challenger.settings.teradata_connection import Logon

_LONGEST = 2048


def connect_parameters(logon: Logon) -> dict[str, str]:
    """Parameters of the driver, all texts; what is empty is left to the driver.

    ``log`` is never among them: it would print the password.

    Examples
    --------
    >>> parameters = connect_parameters(Logon("td.example.com", "u", "p", mode="TERA"))
    >>> parameters["sslmode"], parameters["tmode"], parameters["connect_timeout"], "account" in parameters
    ('VERIFY-FULL', 'TERA', '10000', False)
    """
    is_token = logon.mechanism == "JWT"
    parameters = {
        "host": logon.host,
        "user": logon.user,
        "password": "" if is_token else logon.password,
        "logdata": f"token={logon.password}" if is_token else "",
        "logmech": logon.mechanism,
        "tmode": logon.mode,
        "sslmode": logon.tls,
        "sslca": logon.certificate,
        "database": logon.database,
        "account": logon.account,
        "dbs_port": str(logon.port),
        "https_port": str(logon.https_port),
        "connect_timeout": str(logon.connect_seconds * 1000),
        "logon_timeout": str(logon.logon_seconds),
    }
    return {name: value for name, value in parameters.items() if value}


def query_band(pairs: Mapping[str, str]) -> str:
    """Statement that says who asks, for the database's own log.

    Values lose what a query band cannot hold, and what is too long.

    Examples
    --------
    >>> query_band({"ApplicationName": "champion-challenger", "JobID": "a;b='c'"})
    "SET QUERY_BAND = 'ApplicationName=champion-challenger;JobID=a b ''c'';' FOR SESSION"
    """
    band = ""
    for name, value in pairs.items():
        pair = f"{_clean(name)[:128]}={_clean(value)[:256]};"
        # Whole pairs only: a part of one would not name its value.
        band += pair if value and len(band) + len(pair) <= _LONGEST else ""
    return "SET QUERY_BAND = '{}' FOR SESSION".format(band.replace("'", "''"))


def _clean(text: str) -> str:
    return "".join(" " if sign in ";=" or not sign.isprintable() else sign for sign in text)
