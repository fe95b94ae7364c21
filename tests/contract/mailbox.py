"""A real SMTP server on the loopback address that keeps what it receives."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """Mails in the order of their arrival."""

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  named by aiosmtpd
        """Keep a mail and whom it is for."""
        self.mails.append(email.message_from_bytes(bytes(envelope.content or b""), policy=default))  # type: ignore[arg-type]
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 kept"

    def texts(self) -> list[str]:
        """Return `subject: body` of each mail."""
        return [f"{mail['Subject']}: {mail.get_body().get_content().strip()}" for mail in self.mails]  # type: ignore[union-attr]


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """Serve a mailbox while the block runs."""
    kept = Mailbox(free_port())
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
