"""Messaging channels, and mails sent through those of type SMTP."""

from __future__ import annotations

import smtplib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from dss_standin.dss import DSS
from dss_standin.errors import DSSError, NotFound
from dss_standin.store import checked_name

_MAIL_TYPES = ("smtp", "aws-ses-mail", "microsoft-graph-mail")
_TIMEOUT = 10.0
Channel = dict[str, Any]
Attachment = tuple[str, bytes, str]


@dataclass(frozen=True)
class Mail:
    """A mail about to leave."""

    sender: str | None
    to: Sequence[str]
    subject: str
    body: str
    plain_text: bool = True
    cc: Sequence[str] = ()
    bcc: Sequence[str] = ()
    attachments: Sequence[Attachment] = ()


def create_channel(dss: DSS, given: dict[str, Any]) -> Channel:
    """Keep a new messaging channel."""
    channel_id = checked_name(str(given.get("id") or uuid.uuid4().hex[:8]))
    if dss.store.exists(_key(channel_id)):
        raise DSSError(f"Messaging channel already exists: {channel_id}")
    if not given.get("type"):
        raise DSSError("A messaging channel needs a type such as smtp")
    kept = {"id": channel_id, "type": given["type"], "permissions": given.get("permissions") or []}
    dss.store.write(_key(channel_id), {**kept, "settings": given.get("configuration") or {}})
    return channel(dss, channel_id)


def channel(dss: DSS, channel_id: str) -> Channel:
    """Return what anybody may know of a channel; its secrets are in its settings."""
    kept = kept_channel(dss, channel_id)
    public: Channel = {"id": channel_id, "type": kept["type"]}
    if kept["type"] in _MAIL_TYPES:
        settings = kept["settings"]
        sender = {"sender": settings.get("sender"), "useCurrentUserAsSender": settings.get("useCurrentUserAsSender")}
        public.update({"family": "mail", **sender})
    return public


def kept_channel(dss: DSS, channel_id: str) -> Channel:
    """Return a channel with its settings; raise when there is none."""
    if not dss.store.exists(_key(checked_name(channel_id))):
        known = ", ".join(dss.store.names("messaging")) or "none"
        raise NotFound(f"Messaging channel does not exist: {channel_id}; there are {known}")
    return dss.store.read(_key(channel_id))


def change_channel(dss: DSS, channel_id: str, part: str, value: Any) -> None:
    """Replace the settings or the permissions of a channel."""
    dss.store.write(_key(channel_id), {**kept_channel(dss, channel_id), part: value})


def send_configured(dss: DSS, channel_id: str, configuration: dict[str, Any]) -> None:
    """Send the mail that a reporter's or a message sender's configuration describes."""
    mail = Mail(
        sender=configuration.get("sender") or None,
        to=_addresses(configuration.get("recipient")),
        subject=str(configuration.get("subject") or ""),
        body=str(configuration.get("message") or ""),
        plain_text=not configuration.get("sendAsHTML"),
        cc=_addresses(configuration.get("ccRecipient")),
        bcc=_addresses(configuration.get("bccRecipient")),
    )
    send(dss, channel_id, mail)


def send(dss: DSS, channel_id: str, mail: Mail) -> None:
    """Deliver one mail to all its recipients through a channel's SMTP server."""
    kept = kept_channel(dss, channel_id)
    if kept["type"] != "smtp":
        raise DSSError(f"Messages to a channel of type {kept['type']} are outside the stand-in's slice: smtp only")
    settings = kept["settings"]
    everybody = [*mail.to, *mail.cc, *mail.bcc]
    _check(settings, everybody, channel_id)
    message = _message(mail, mail.sender or settings.get("sender") or "dss@localhost")
    server, port = str(settings.get("host")), int(settings.get("port") or 25)
    kind = smtplib.SMTP_SSL if settings.get("useSSL") else smtplib.SMTP
    try:
        with kind(server, port, timeout=_TIMEOUT) as connection:
            if settings.get("useTLS"):
                connection.starttls()
            if settings.get("login"):
                connection.login(str(settings["login"]), str(settings.get("password") or ""))
            connection.send_message(message, to_addrs=everybody)
    except (smtplib.SMTPException, OSError) as error:
        raise DSSError(f"Channel {channel_id} cannot send to {server}:{port}: {error}", status=500) from None


def _check(settings: dict[str, Any], everybody: Sequence[str], channel_id: str) -> None:
    if not everybody:
        raise DSSError(f"A mail through channel {channel_id} has no recipient")
    allowed = [address.strip() for address in str(settings.get("authorizedDomain") or "").split(",") if address.strip()]
    refused = [address for address in everybody if allowed and address.rpartition("@")[2].rstrip(">") not in allowed]
    if refused:
        raise DSSError(f"Channel {channel_id} sends to {', '.join(allowed)} only, not to {', '.join(refused)}")


def _message(mail: Mail, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, ", ".join(mail.to), mail.subject
    if mail.cc:
        message["Cc"] = ", ".join(mail.cc)
    message.set_content(mail.body, subtype="plain" if mail.plain_text else "html")
    for name, content, kind in mail.attachments:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


def _addresses(text: Any) -> list[str]:
    """Return the addresses of a comma-joined text or a list."""
    joined = ",".join(map(str, text)) if isinstance(text, (list, tuple)) else str(text or "")
    return [address.strip() for address in joined.split(",") if address.strip()]


def _key(channel_id: str) -> str:
    return f"messaging/{channel_id}"
