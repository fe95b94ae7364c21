"""The preset of a Teradata connection: how the driver logs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from champion_challenger.errors import SettingsError
from champion_challenger.settings.form import Form

MECHANISMS = ("TD2", "LDAP", "KRB5", "TDNEGO", "JWT")
MODES = ("DEFAULT", "ANSI", "TERA")
TLS = ("VERIFY-FULL", "VERIFY-CA", "REQUIRE", "PREFER")
_PORTS = 65_535
_LONGEST_SECONDS = 3600


@dataclass(frozen=True)
class Logon:
    """A way to log on; its text never contains the password.

    Attributes
    ----------
    password
        For JWT, the token.
    tls
        How the connection is secured; only ``PREFER`` falls back to a connection without TLS.
    certificate
        File with the certificate of the authority; empty for the certificates of the system.
    databases
        Databases whose procedures may be called; empty for all.
    """

    host: str
    user: str
    password: str = field(repr=False)
    mechanism: str = "TD2"
    mode: str = "DEFAULT"
    tls: str = "VERIFY-FULL"
    certificate: str = ""
    database: str = ""
    account: str = ""
    port: int = 1025
    https_port: int = 443
    connect_seconds: int = 10
    logon_seconds: int = 60
    databases: tuple[str, ...] = ()

    @classmethod
    def from_preset(cls, values: Mapping[str, Any]) -> Logon:
        """Read the fields of the preset.

        Raises
        ------
        SettingsError
            With every wrong field.

        Examples
        --------
        >>> Logon.from_preset({"host": "td.example.com", "user": "u", "password": "p"}).tls
        'VERIFY-FULL'
        """
        if values.get("mode") in ("PRESET", "INLINE"):
            raise SettingsError(
                ["Preset: expected its fields, found a reference that DSS did not replace. Choose the preset again."]
            )
        form = Form(values, place="Preset")
        logon = cls(
            host=form.required("host", "Host"),
            user=form.text("user", "User"),
            password=form.verbatim("password", "Password"),
            mechanism=form.choice("mechanism", "Logon mechanism", MECHANISMS),
            mode=form.choice("mode", "Session mode", MODES),
            tls=form.choice("tls", "TLS", TLS),
            certificate=form.text("certificate", "Certificate file"),
            database=form.text("database", "Default database"),
            account=form.text("account", "Account"),
            port=form.integer("port", "Port", default=1025, maximum=_PORTS),
            https_port=form.integer("https_port", "HTTPS port", default=443, maximum=_PORTS),
            connect_seconds=_seconds(form, "connect_seconds", "Connection timeout (seconds)", 10),
            logon_seconds=_seconds(form, "logon_seconds", "Logon timeout (seconds)", 60),
            databases=form.texts("databases", "Allowed databases"),
        )
        if logon.port == logon.https_port:
            form.problem("HTTPS port", f"expected another port than {logon.port}, which is the port without TLS")
        form.check()
        return logon


def _seconds(form: Form, name: str, label: str, default: int) -> int:
    return form.integer(name, label, default=default, maximum=_LONGEST_SECONDS)
