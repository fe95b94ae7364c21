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


@dataclass(frozen=True)
class Logon:
    """A way to log on; the password is never shown.

    Attributes
    ----------
    password
        For JWT, the token.
    tls
        How the connection is secured; only ``PREFER`` falls back to one that is not.
    certificate
        File of the authority's certificate; empty for those of the system.
    databases
        Databases whose procedures may be called; empty for any.
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
        """Read the preset's fields; raise SettingsError naming every one that has to be mended.

        Examples
        --------
        >>> Logon.from_preset({"host": "td.example.com", "user": "u", "password": "p"}).tls
        'VERIFY-FULL'
        """
        if values.get("mode") in ("PRESET", "INLINE"):
            raise SettingsError(
                ["Preset: expected its fields, found a reference that DSS did not replace. Choose the preset again."]
            )
        form = Form(values, {})
        logon = cls(
            host=form.text("host", "Preset: host"),
            user=form.text("user", "Preset: user"),
            password=str(values.get("password") or ""),
            mechanism=form.choice("mechanism", "Preset: logon mechanism", MECHANISMS),
            mode=form.choice("mode", "Preset: session mode", MODES),
            tls=form.choice("tls", "Preset: TLS", TLS),
            certificate=form.text("certificate", "Preset: certificate"),
            database=form.text("database", "Preset: default database"),
            account=form.text("account", "Preset: account"),
            port=form.integer("port", "Preset: port", default=1025),
            https_port=form.integer("https_port", "Preset: HTTPS port", default=443),
            connect_seconds=form.integer("connect_seconds", "Preset: connect within (seconds)", default=10),
            logon_seconds=form.integer("logon_seconds", "Preset: log on within (seconds)", default=60),
            databases=form.texts("databases", "Preset: allowed databases"),
        )
        if not logon.host:
            form.problems.append("Preset: host: it is empty.")
        if logon.port == logon.https_port:
            form.problems.append(f"Preset: HTTPS port: expected another one than the port, found {logon.port} twice.")
        form.check()
        return logon
