"""A mail server on loopback that keeps what it gets."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Mail:
    """A mail that arrived."""

    recipients: tuple[str, ...]
    subject: str
    text: str
    arrived: datetime
    attachments: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Mailbox:
    """Mails that arrived, in order."""

    port: int
    now: Callable[[], datetime] = datetime.now
    mails: list[Mail] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a mail; the name is the library's."""
        message = message_from_bytes(bytes(envelope.content or b""), policy=default)
        body = message.get_body()
        text = str(body.get_content()) if body else ""
        attached = {
            str(part.get_filename()): bytes(part.get_payload(decode=True)).decode("utf-8")
            for part in message.iter_attachments()
        }
        self.mails.append(Mail(tuple(envelope.rcpt_tos), str(message["Subject"]), text, self.now(), attached))
        return "250 kept"


@contextmanager
def mailbox(now: Callable[[], datetime] = datetime.now) -> Iterator[Mailbox]:
    """Serve on a free port; `now` is the clock by which mails arrive."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box = Mailbox(probe.getsockname()[1], now)
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    try:
        yield box
    finally:
        server.stop()
